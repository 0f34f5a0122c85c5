"""Entries of RSS and Atom feeds as documents, by feedparser."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from email.utils import parsedate_to_datetime
from typing import Any

from detente.collect.files import Draft, Unreadable, stated_day
from detente.collect.pages import text_of_markup

__all__ = ["feed_drafts", "looks_like_feed"]

_ROOTS = (b"<rss", b"<feed", b"<rdf:rdf", b":feed")
_HEAD_BYTES = 4096


def looks_like_feed(data: bytes) -> bool:
    """Whether the first bytes are those of an RSS or Atom feed."""
    head = data[:_HEAD_BYTES].lower()
    return any(root in head for root in _ROOTS)


def feed_drafts(data: bytes) -> Iterator[Draft | Unreadable]:
    """A draft for each entry: its full content, else its summary, without markup.

    The `updated` day of an Atom entry is not its day of publication and is not taken. `Unreadable`
    ("feed") for what is no feed; given as a last item where a feed is cut off after some entries.
    """
    import feedparser

    if not data.strip():
        raise Unreadable("is empty", reason="empty", hint="fill it or remove it")
    # A file object: given bytes, feedparser would first try them as an address and as a file name.
    feed = feedparser.parse(io.BytesIO(data))
    if not feed.version:
        raise Unreadable("is no RSS or Atom feed", reason="feed", hint="save pages as .html")
    if not feed.entries:
        raise Unreadable("is a feed without entries", reason="empty")
    for number, entry in enumerate(feed.entries, start=1):
        yield _draft_or_reason(entry, feed, f"entry {number}")
    if feed.bozo and not isinstance(feed.bozo_exception, feedparser.CharacterEncodingOverride):
        reason = str(feed.bozo_exception)
        yield Unreadable(
            f"is damaged ({reason}); entries may be missing", reason="feed", at="end", hint="fetch it again"
        )


def _draft_or_reason(entry: Any, feed: Any, at: str) -> Draft | Unreadable:
    try:
        text = _text(entry)
        if not text:
            raise Unreadable("has no text", reason="empty")
        return Draft(
            text=text,
            title=text_of_markup(entry.get("title", "")) or None,
            publisher=entry.get("source", {}).get("title") or feed.feed.get("title") or None,
            url=entry.get("link") or None,
            published=_published(entry, feed.version),
            language=entry.get("language") or feed.feed.get("language") or None,
            at=at,
        )
    except Unreadable as error:
        return Unreadable(error.message, reason=error.reason, hint=error.hint, at=at)


def _text(entry: Any) -> str:
    contents = [part.get("value", "") for part in entry.get("content", ())]
    texts = (text_of_markup(markup) for markup in (*contents, entry.get("summary", "")))
    return max(texts, key=len, default="")


def _published(entry: Any, version: str) -> date | None:
    stated = entry.get("published")
    if stated is None and not version.startswith("atom"):
        stated = entry.get("updated")  # where feedparser puts the dc:date of RSS 1.0, a day of publication
    if not stated:
        return None
    # The day as the feed writes it: feedparser's own value is in UTC, which may be the day before.
    try:
        return parsedate_to_datetime(stated).date()
    except (ValueError, TypeError):
        return stated_day(stated)
