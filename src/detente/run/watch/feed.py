"""Alerts as a feed of their own: Atom (RFC 4287) or JSON Feed 1.1, newest first."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

from detente.base.types import Alert

__all__ = ["as_atom", "as_json_feed", "headline"]

ATOM = "http://www.w3.org/2005/Atom"
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
_LONGEST_TITLE = 120


def headline(alert: Alert) -> str:
    """An alert on one line: its rule, and how its text begins."""
    line = " ".join(f"{alert.rule}: {alert.text}".split())
    return line if len(line) <= _LONGEST_TITLE else line[: _LONGEST_TITLE - 1] + "…"


def as_atom(alerts: Sequence[Alert], title: str, file: Path) -> bytes:
    """An Atom feed of `alerts`, given oldest first."""
    feed = ElementTree.Element("feed", {"xmlns": ATOM})
    newest = max((alert.raised for alert in alerts), default=_NEVER)
    _put(feed, "id", f"urn:detente:alerts:{file.stem}")
    _put(feed, "title", title)
    _put(feed, "updated", newest.isoformat())
    _put(ElementTree.SubElement(feed, "author"), "name", "detente")
    for alert in reversed(alerts):
        entry = ElementTree.SubElement(feed, "entry")
        _put(entry, "id", f"urn:detente:{alert.id}")
        _put(entry, "title", headline(alert))
        _put(entry, "updated", alert.raised.isoformat())
        ElementTree.SubElement(entry, "category", {"term": alert.kind})
        _put(entry, "content", _whole(alert)).set("type", "text")
    ElementTree.indent(feed)
    written: bytes = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def as_json_feed(alerts: Sequence[Alert], title: str, file: Path) -> bytes:
    """A JSON Feed of `alerts`, given oldest first; `_detente` holds what the feed has no words for."""
    items = [
        {
            "id": f"urn:detente:{alert.id}",
            "title": headline(alert),
            "content_text": _whole(alert),
            "date_published": alert.raised.isoformat(),
            "tags": [alert.kind],
            "_detente": {
                "about": alert.about,
                "cites": alert.cites,
                "day": alert.day.isoformat() if alert.day else None,
            },
        }
        for alert in reversed(alerts)
    ]
    whole = {"version": "https://jsonfeed.org/version/1.1", "title": title, "items": items}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode("utf-8", "replace") + b"\n"


def _whole(alert: Alert) -> str:
    return f"{alert.text}\n\nCites: {', '.join(alert.cites)}"


def _put(parent: ElementTree.Element, name: str, text: str) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, name)
    element.text = "".join(char for char in text if _stands_in_xml(char))
    return element


def _stands_in_xml(char: str) -> bool:
    # Texts of documents are anybody's: one control character would make the whole feed unreadable.
    code = ord(char)
    return char in "\t\n\r" or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or code >= 0x10000
