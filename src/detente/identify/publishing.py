"""Who published a document and when, as far as origins are told by it."""

from __future__ import annotations

from datetime import date

from detente.base.types import Document

__all__ = ["YOUNGEST", "days_after", "first_published", "publisher_key"]

OLDEST = 14  # days a rewrite may come after its report; later it is history, not news
YOUNGEST = 1  # days a report may be dated after its rewrite (time zones, pages dated late)


def first_published(document: Document) -> tuple[date, str]:
    """The order in which documents of an origin stand: by day, those without a day last, then by id."""
    return (document.published or date.max, document.id)


def publisher_key(publisher: str) -> str:
    """The name of a publisher as it is compared: without case and without a leading article."""
    return publisher.casefold().strip().removeprefix("the ")


def days_after(report: Document, rewrite: Document) -> int | None:
    """Days from report to rewrite (absolute), 0 where a day is unknown, `None` if it cannot be one."""
    if report.published is None or rewrite.published is None:
        return 0
    days = (rewrite.published - report.published).days
    return abs(days) if -YOUNGEST <= days <= OLDEST else None
