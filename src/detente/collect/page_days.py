"""The day on which a page says it was published: its meta tags, its JSON-LD, its time tags or its address.

A day of change, a copyright year or a day inside the text is no publication day and is never taken.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from detente.base.dates import parse_day
from detente.base.errors import InputError
from detente.collect.files import stated_day

__all__ = ["published_day"]

_META = frozenset(
    (
        "article:published_time",
        "og:published_time",
        "og:article:published_time",
        "datepublished",
        "date",
        "dc.date",
        "dc.date.issued",
        "dc.date.created",
        "dcterms.date",
        "dcterms.issued",
        "dcterms.created",
        "parsely-pub-date",
        "pubdate",
        "publishdate",
        "publish-date",
        "publication_date",
        "citation_publication_date",
        "sailthru.date",
        "cxenseparse:recs:publishtime",
    )
)
_NUMERIC = re.compile(r"\d{4,}-\d{1,2}-\d{1,2}")
_SLASHED = re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})(?!\d)")
_FRAMES = frozenset(("nav", "footer", "aside"))


def published_day(tree: Any, url: str | None = None) -> date | None:
    """The day the page states for its publication, `None` if it states none.

    Raises `Unreadable` ("date") if what it states is no day of the calendar. A spelling that names no
    unambiguous day ("03/04/25") counts as not stated.
    """
    for stated in (*_meta_days(tree), *_linked_data_days(tree), *_time_tags(tree)):
        spelled = _SLASHED.sub(r"\1-\2-\3", stated.strip())
        if _NUMERIC.match(spelled):
            return stated_day(spelled)
    return _day_in_address(url) or _day_in_address(_canonical(tree))


def _meta_days(tree: Any) -> Iterator[str]:
    for element in tree.xpath("//meta[@content]"):
        names = (element.get(key, "").lower() for key in ("property", "name", "itemprop"))
        if any(name in _META for name in names):
            yield element.get("content")


def _linked_data_days(tree: Any) -> Iterator[str]:
    for script in tree.xpath('//script[@type="application/ld+json"]'):
        try:
            value = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue  # a page's own slip; its other tags may still tell
        yield from _days_in(value)


def _days_in(value: object, depth: int = 0) -> Iterator[str]:
    if depth > 5:
        return
    if isinstance(value, dict):
        if isinstance(value.get("datePublished"), str):
            yield value["datePublished"]
        yield from _days_in(value.get("@graph"), depth + 1)
    elif isinstance(value, list):
        for inner in value:
            yield from _days_in(inner, depth + 1)


def _time_tags(tree: Any) -> Iterator[str]:
    marked = tree.xpath('//*[@itemprop="datePublished"][@datetime]') + tree.xpath(
        "//time[@pubdate][@datetime]"
    )
    plain = [element for element in tree.xpath("//time[@datetime]") if _belongs_to_text(element)]
    days = {element.get("datetime", "")[:10] for element in plain}
    # Several days without a mark are a list of texts, or a chronicle: none of them is the page's own.
    for element in marked or (plain if len(days) == 1 else []):
        yield element.get("datetime")


def _belongs_to_text(element: Any) -> bool:
    names = f"{element.get('itemprop', '')} {element.get('class', '')}".lower()
    if "modif" in names or "updat" in names:
        return False
    return not any(place.tag in _FRAMES for place in element.iterancestors())


def _canonical(tree: Any) -> str | None:
    links = tree.xpath('//link[@rel="canonical"]/@href')
    return str(links[0]) if links else None


def _day_in_address(url: str | None) -> date | None:
    match = re.search(r"/(\d{4})[/-](\d{1,2})[/-](\d{1,2})(?=[/-])", f"{url or ''}/")
    if match is None:
        return None
    try:
        return parse_day("-".join(match.groups()))
    except InputError:
        return None  # digits of an address need not be a day
