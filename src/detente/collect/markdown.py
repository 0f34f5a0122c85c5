"""Markdown with an optional header between `---` lines; the document's text is the body, unaltered."""

from __future__ import annotations

import re

from detente.collect.files import Draft, Unreadable, decode, first_line_title, stated_day

__all__ = ["markdown_draft"]

_KNOWN = ("title", "publisher", "published", "language", "url")
_KEY = re.compile(r"([A-Za-z_][\w .-]*?)\s*:(?:\s+(.*))?$")
_HEADING = re.compile(r"\s*#{1,2}\s+(\S.*?)\s*#*\s*$", re.MULTILINE)
_FENCES = ("---", "...")


def markdown_draft(data: bytes) -> Draft:
    """One draft; `Unreadable` ("header") names the line of a header that cannot be read."""
    text = decode(data)
    header, body = _split(text)
    if not body.strip():
        raise Unreadable("is empty below its header", reason="empty", hint="fill it or remove it")
    return Draft(
        text=body,
        title=header.get("title") or _title(body),
        publisher=header.get("publisher"),
        url=header.get("url"),
        published=stated_day(header.get("published")),
        language=header.get("language"),
    )


def _title(body: str) -> str | None:
    heading = _HEADING.match(body)
    return heading[1] if heading else first_line_title(body)


def _split(text: str) -> tuple[dict[str, str], str]:
    """The header's known keys, and the body: every character below the line that closes the header."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return {}, text
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() in _FENCES:
            return _header(lines[1:number]), "\n".join(lines[number + 1 :])
    raise _malformed(1, "the header is opened by --- and never closed")


def _header(lines: list[str]) -> dict[str, str]:
    header: dict[str, str] = {}
    key = None
    for number, raw in enumerate(lines, start=2):
        line = raw.rstrip()
        if not line or line.lstrip().startswith("#"):
            continue
        if line[0] in " \t-" and key is not None and key not in _KNOWN:
            continue  # lists and nested values of a key that we do not read
        match = _KEY.match(line)
        if match is None:
            raise _malformed(number, f"{line.strip()[:60]!r} is not of the form 'key: value'")
        key = match[1].lower()
        header[key] = _unquoted(match[2] or "")
    return {key: value for key, value in header.items() if key in _KNOWN and value}


def _unquoted(value: str) -> str:
    value = value.strip()
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return value


def _malformed(number: int, what: str) -> Unreadable:
    return Unreadable(
        f"line {number}: {what}",
        reason="header",
        hint="write the header as lines 'key: value' between two lines ---",
    )
