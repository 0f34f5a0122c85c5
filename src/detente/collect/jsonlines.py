"""Documents as JSON: one record a line (`.jsonl`, `.ndjson`), or one value in the whole file (`.json`).

Keys: id; text, body or content; title; publisher, source or site; published or date; url or link;
language. All others are ignored. A bad line gives an `Unreadable` with its number; the others go on.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import IO

from detente.collect.files import Draft, Unreadable, decode, stated_day, too_large

__all__ = ["json_drafts", "line_drafts"]

_TEXT = ("text", "body", "content")
_PUBLISHER = ("publisher", "source", "site")
_PUBLISHED = ("published", "date")
_URL = ("url", "link")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def line_drafts(handle: IO[bytes], max_bytes: int) -> Iterator[Draft | Unreadable]:
    """A draft, or what is wrong, for each line that is not blank; `max_bytes` holds for one line.

    A file may have any number of lines: it is never read as a whole (but for UTF-16, whose line ends
    cannot be told byte by byte).
    """
    found = False
    for number, line in enumerate(_lines(handle, max_bytes), start=1):
        if line is None or line.strip():
            found = True
            yield from _at(f"line {number}", line, max_bytes)
    if not found:
        raise Unreadable("is empty", reason="empty", hint="fill it or remove it")


def json_drafts(data: bytes, max_bytes: int) -> Iterator[Draft | Unreadable]:
    """The drafts of a `.json` file: a list of records, one record, or (often so named) JSON lines."""
    import io

    text = decode(data)
    try:
        value = _parsed(text)
    except Unreadable as error:
        if not _looks_like_lines(text):
            raise error
        yield from line_drafts(io.BytesIO(data), max_bytes)
        return
    records = value if isinstance(value, list) else [value]
    if not records:
        raise Unreadable("is an empty list", reason="empty", hint="fill it or remove it")
    for number, record in enumerate(records, start=1):
        yield _draft_or_reason(record, None if record is value else f"record {number}")


def _lines(handle: IO[bytes], max_bytes: int) -> Iterator[bytes | None]:
    """The lines of `handle` as bytes; `None` for a line past `max_bytes`."""
    start = handle.readline(max_bytes + 1)
    if start.startswith(_UTF16):
        rest = handle.read(max_bytes + 1)
        if len(start) + len(rest) > max_bytes:
            raise too_large(max_bytes)
        # Only "\n" ends a record: U+2028 may stand unescaped inside a JSON string.
        yield from (line.encode() for line in decode(start + rest).split("\n"))
        return
    line = start.removeprefix(b"\xef\xbb\xbf")
    while line:
        if len(line) > max_bytes:
            yield None
            while line and not line.endswith(b"\n"):
                line = handle.readline(max_bytes + 1)
        else:
            yield line
        line = handle.readline(max_bytes + 1)


def _at(at: str, line: bytes | None, max_bytes: int) -> Iterator[Draft | Unreadable]:
    try:
        if line is None:
            raise too_large(max_bytes)
        yield _draft_or_reason(_parsed(decode(line)), at)
    except Unreadable as error:
        yield _placed(error, at)


def _looks_like_lines(text: str) -> bool:
    first = text.strip().split("\n", 1)[0]
    try:
        return isinstance(_parsed(first), dict)
    except Unreadable:
        return False


def _parsed(text: str) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, " if error.lineno > 1 else ""
        message = f"is not valid JSON ({where}character {error.colno}: {error.msg})"
        raise Unreadable(message, reason="json", hint="is it cut off, or are quotes not escaped?") from error
    except (RecursionError, ValueError) as error:
        raise Unreadable(f"is not valid JSON ({error})", reason="json") from error


def _draft_or_reason(record: object, at: str | None) -> Draft | Unreadable:
    try:
        if not isinstance(record, dict):
            raise Unreadable("is no JSON object", reason="json", hint='write {"title": ..., "text": ...}')
        return replace(_draft(record), at=at)
    except Unreadable as error:
        return _placed(error, at)


def _draft(record: Mapping[str, object]) -> Draft:
    text = _first(record, _TEXT)
    if not isinstance(text, str):
        raise Unreadable("has no text", reason="field", hint="put it under the key text, body or content")
    if not text.strip():
        raise Unreadable("has an empty text", reason="empty", hint="fill it or remove it")
    if "\x00" in text:
        raise Unreadable("has NUL characters in its text", reason="binary")
    return Draft(
        text=text,
        id=_words(record, ("id",)),
        title=_words(record, ("title",)),
        publisher=_words(record, _PUBLISHER),
        url=_words(record, _URL),
        published=stated_day(_first(record, _PUBLISHED)),
        language=_words(record, ("language",)),
    )


def _first(record: Mapping[str, object], keys: tuple[str, ...]) -> object:
    return next((record[key] for key in keys if record.get(key) is not None), None)


def _words(record: Mapping[str, object], keys: tuple[str, ...]) -> str | None:
    value = _first(record, keys)
    if isinstance(value, dict):  # news interfaces give {"source": {"id": ..., "name": ...}}
        value = value.get("name")
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    if value is not None and not isinstance(value, str):
        raise Unreadable(
            f"{keys[0]} must be text, not {value!r:.60}", reason="field", hint="correct it or leave it out"
        )
    return (value or "").strip() or None


def _placed(error: Unreadable, at: str | None) -> Unreadable:
    return Unreadable(error.message, reason=error.reason, hint=error.hint, at=at)
