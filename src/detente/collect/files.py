"""Bytes into text: what every format shares.

A format (plain text, Markdown, JSON lines, pages, PDF, feeds) takes bytes and gives `Draft`s: what the
document itself says, before the user's own answers, language and ids are added in `places`. What
cannot be read is an `Unreadable` with the code of its `Failure`: raised where nothing of the file can
be used, given in place of a draft where the rest can.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO

from detente.base.dates import parse_day
from detente.base.errors import InputError, StepError
from detente.base.types import Furniture

__all__ = [
    "Draft",
    "Unreadable",
    "decode",
    "first_line_title",
    "open_file",
    "read_bytes",
    "stated_day",
    "text_draft",
    "too_large",
]

# The longest mark first: the UTF-32 mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BINARY = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"7z\xbc\xaf",
    b"\x7fELF",
)
# Encodings that news is still found in; guessing among all of them finds Chinese in short French texts.
_LIKELY = [
    "cp1252",
    "cp1251",
    "cp1250",
    "koi8_r",
    "cp1254",
    "iso8859_15",
    "cp866",
    "gb18030",
    "shift_jis",
    "euc_kr",
]
_SAMPLE = 100_000  # bytes: enough to tell an encoding, little enough to be quick on large files
_LEAST_COHERENCE = 0.4  # share of charset_normalizer's letter statistics that fit a known language
_MOST_CHAOS = 0.1
_SAVE_AS_UTF8 = "save it as UTF-8"

_SENTENCE_END = re.compile(r"[.…,;:][\"'”’»)]*$|[a-z]{3,}[.] +[A-Z]")
_TITLE_LENGTH = 160
_PARAGRAPH_LENGTH = 120


class Unreadable(StepError):
    """A file, or a part of it, that gives no document. `reason` is the code of its `Failure`.

    `at` says where in the file ("line 3"); `None` is the whole of it.
    """

    def __init__(self, message: str, *, reason: str, hint: str | None = None, at: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.reason = reason
        self.at = at


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What one document says of itself; `at` is its place in a file that holds several."""

    text: str
    id: str | None = None
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    published: date | None = None
    language: str | None = None
    furniture: tuple[Furniture, ...] = ()
    at: str | None = None


def open_file(path: Path) -> IO[bytes]:
    """`path`, opened for reading bytes. Raises `OSError`."""
    return open(path, "rb")


def read_bytes(path: Path, max_bytes: int) -> bytes:
    """All bytes of `path`; `Unreadable` ("too_large") past `max_bytes`. Raises `OSError`."""
    with open_file(path) as handle:
        data = handle.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise too_large(max_bytes)
    return data


def too_large(max_bytes: int) -> Unreadable:
    """The complaint about more than `max_bytes` bytes."""
    return Unreadable(
        f"is larger than {max_bytes:,} bytes", reason="too_large", hint="split it, or raise max_bytes"
    )


def decode(data: bytes, declared: str | None = None) -> str:
    """`data` as text, nothing changed but the byte order mark taken off.

    Tried in order: the mark, UTF-8, `declared` (by a page or its server), and a guess where the letters
    clearly fit a language. `Unreadable`: "binary", "encoding" or, for nothing but white space, "empty".
    """
    text = _decoded(data, declared)
    if "\x00" in text:
        raise Unreadable(
            "holds NUL bytes, so it is no text", reason="binary", hint="give the text, not a program file"
        )
    if not text.strip():
        raise Unreadable("is empty", reason="empty", hint="fill it or remove it")
    return text


def _decoded(data: bytes, declared: str | None) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding)
    if data.startswith(_BINARY):
        raise Unreadable("is a binary file", reason="binary", hint="name it by its kind, e.g. .pdf")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _other_encoding(data, declared, error)


def _other_encoding(data: bytes, declared: str | None, error: UnicodeDecodeError) -> str:
    if b"\x00" in data:
        raise Unreadable("holds NUL bytes, so it is no text", reason="binary") from error
    encoding = declared if declared and _is_known(declared) else _guessed_encoding(data)
    if encoding is None:
        raise Unreadable(
            f"is not UTF-8 (byte {error.start}) and its encoding is not clear",
            reason="encoding",
            hint=_SAVE_AS_UTF8,
        ) from error
    return _strictly(data, encoding)


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        message = f"is not valid {encoding} (byte {error.start})"
        raise Unreadable(message, reason="encoding", hint=_SAVE_AS_UTF8) from error


def _is_known(encoding: str) -> bool:
    try:
        return bool(codecs.lookup(encoding)._is_text_encoding)
    except (LookupError, ValueError):
        return False


def _guessed_encoding(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    sample = data[:_SAMPLE]
    if len(data) > _SAMPLE and b" " in sample:
        sample = sample[: sample.rindex(b" ")]  # a cut inside a character would rule out the right encoding
    likely = [
        match
        for match in from_bytes(sample, cp_isolation=_LIKELY)
        if match.chaos <= _MOST_CHAOS and match.coherence >= _LEAST_COHERENCE
    ]
    # Where two likely encodings read different letters we do not choose: a wrong letter in a name is worse
    # than a failure.
    return likely[0].encoding if len({str(match) for match in likely}) == 1 else None


def stated_day(value: object) -> date | None:
    """The day a document states; `None` for nothing, `Unreadable` ("date") for what is no day."""
    if value is None or value == "":
        return None
    if isinstance(value, date):
        return value
    try:
        return parse_day(value if isinstance(value, str) else repr(value), where="publication day")
    except InputError as error:
        raise Unreadable(
            error.message, reason="date", hint="write it as 2024-12-25, or leave it out"
        ) from error


def text_draft(data: bytes, declared: str | None = None) -> Draft:
    """Plain text as one draft; its title is the first line if that reads as a headline."""
    text = decode(data, declared)
    return Draft(text=text, title=first_line_title(text))


def first_line_title(text: str) -> str | None:
    """The first line of `text`, if it is short, no sentence, and set off from what follows."""
    head = text[: 20 * _TITLE_LENGTH].lstrip("\ufeff\r\n\t ")
    first, _, rest = head.partition("\n")
    first = first.strip()
    if (
        not rest.strip()
        or not any(map(str.isalpha, first))
        or first.startswith(("- ", "* ", "|", "by ", "By "))
    ):
        return None
    second = rest.split("\n", 1)[0].strip()
    set_off = not second or len(second) > _PARAGRAPH_LENGTH
    return first if set_off and len(first) <= _TITLE_LENGTH and not _SENTENCE_END.search(first) else None
