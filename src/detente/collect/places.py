"""Places (files, folders, addresses) into documents. Start reading here.

    place ─files, fetch─> bytes ─text, markdown, jsonlines, pages, pdf, feeds─> drafts
                                     drafts + what the user says + language + furniture ─> documents

Nothing is lost: what gives no document gives a `Failure` that says why.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from detente.base.errors import InputError
from detente.base.ids import content_id
from detente.base.types import Document, Failure
from detente.collect.files import Draft, Unreadable, open_file, read_bytes, text_draft
from detente.collect.tidy import find_furniture

if TYPE_CHECKING:
    from detente.collect.fetch import Fetched, FetchLimits

__all__ = [
    "CollectOptions",
    "Collected",
    "count_files",
    "documents_from",
    "documents_in",
    "files_below",
    "is_address",
    "limits_of",
]

Collected: TypeAlias = Document | Failure
Drafts: TypeAlias = Iterator[Draft | Unreadable]

_KINDS = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".jsonl": "json lines",
    ".ndjson": "json lines",
    ".json": "json",
    ".html": "page",
    ".htm": "page",
    ".xhtml": "page",
    ".pdf": "pdf",
    ".xml": "feed",
    ".rss": "feed",
    ".atom": "feed",
}
_MEDIA = {
    "text/plain": "text",
    "text/markdown": "markdown",
    "application/x-ndjson": "json lines",
    "application/jsonl": "json lines",
    "application/json": "json",
    "application/feed+json": "json",
    "text/html": "page",
    "application/xhtml+xml": "page",
    "application/pdf": "pdf",
    "application/rss+xml": "feed",
    "application/atom+xml": "feed",
    "application/rdf+xml": "feed",
    "application/xml": "feed",
    "text/xml": "feed",
}
_READ_KINDS = "read are .txt, .md, .jsonl, .json, .html, .pdf and feeds (.xml, .rss, .atom)"


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectOptions:
    """What the user adds to documents that do not say it themselves, and the limits of reading.

    `max_bytes` holds for one file, one page, or one line of JSON lines.
    """

    published: date | None = None
    publisher: str | None = None
    language: str | None = None
    allow_private: bool = False
    timeout_seconds: float = 20.0
    max_bytes: int = 20_000_000


def documents_from(place: str, options: CollectOptions = CollectOptions()) -> Iterator[Collected]:
    """The documents of a file, a folder (with all below it) or an http(s) address, and its failures.

    Raises `InputError` for a place that does not exist or may not be read, and `BackendError` for a dead
    host. One document may come twice (the same text under the same id); two texts under one id are a failure.
    """
    if is_address(place):
        return _checked(_from_address(place, options), set_aside={})
    path = Path(place).expanduser()
    if path.is_dir():
        return _checked(_from_folder(path, options), set_aside={})
    if not os.path.lexists(path):
        raise InputError(f"{place}: no such file or folder; check the spelling")
    return _checked(_from_named_file(path, options), set_aside={})


def count_files(place: str) -> int | None:
    """How many files `documents_from` will look at, for progress bars; `None` where that is unknown."""
    if is_address(place):
        return None
    path = Path(place).expanduser()
    if path.is_dir():
        return sum(1 for _ in files_below(path, set()))
    return 1 if os.path.lexists(path) else None


def is_address(place: str) -> bool:
    """Whether a place is an address, and no file or folder."""
    return "://" in place


def _checked(collected: Iterator[Collected], set_aside: dict[str, str]) -> Iterator[Collected]:
    """The same items; a document whose id already stands for another text becomes a failure."""
    for item in collected:
        if isinstance(item, Document):
            text = content_id("text", item.text)
            if set_aside.setdefault(item.id, text) != text:
                yield _duplicate(item)
                continue
        yield item


def _duplicate(document: Document) -> Failure:
    return Failure(
        id=content_id("fail", "collect", document.file, document.id, document.text),
        what=document.file or document.id,
        step="collect",
        code="duplicate_id",
        message=f"{document.file}: the id {document.id!r} already stands for another text",
        hint="give each text an id of its own, or none",
    )


def _from_named_file(path: Path, options: CollectOptions) -> Iterator[Collected]:
    try:
        yield from _from_file(path, _printable(path.name), options)
    except OSError as error:
        raise InputError(
            f"{path} cannot be read: {error.strerror or error}; check its permissions"
        ) from error


def _from_folder(folder: Path, options: CollectOptions) -> Iterator[Collected]:
    try:
        next(os.scandir(folder), None)
    except OSError as error:
        raise InputError(
            f"{folder} cannot be read: {error.strerror or error}; check its permissions"
        ) from error
    for path in files_below(folder, set()):
        file = _printable(path.relative_to(folder).as_posix())
        try:
            yield from _from_file(path, file, options)
        except OSError as error:
            reason = f"cannot be read: {error.strerror or error}"
            yield _failure(Unreadable(reason, reason="unreadable", hint="check its permissions"), file)


def files_below(folder: Path, visited: set[tuple[int, int]]) -> Iterator[Path]:
    """All that lies below `folder` and is not hidden, sorted; a folder reached twice by links is read once.

    A folder that may not be listed comes itself, so that it fails by name when it is read.
    """
    try:
        found = folder.stat()
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        yield folder
        return
    if (found.st_dev, found.st_ino) in visited:
        return
    visited.add((found.st_dev, found.st_ino))
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if _is_folder(entry):
            yield from files_below(Path(entry.path), visited)
        else:
            yield Path(entry.path)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False  # a link to itself: it fails by name when it is read


def _printable(name: str) -> str:
    """A file name that can be written anywhere: names need not be valid UTF-8."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _from_file(path: Path, file: str, options: CollectOptions) -> Iterator[Collected]:
    """The documents of one file; `file` is its name in failures. Raises `OSError`."""
    path.stat()
    try:
        if not path.is_file() and not path.is_dir():
            # A pipe or a device would be waited on for ever.
            raise Unreadable("is no ordinary file", reason="unsupported", hint=_READ_KINDS)
        kind = _KINDS.get(path.suffix.lower())
        if kind is None and not path.is_dir():
            raise Unreadable(
                f"not read: {path.suffix or 'a name without ending'}", reason="unsupported", hint=_READ_KINDS
            )
        if kind == "json lines":
            yield from _from_lines(path, file, options)
            return
        data = read_bytes(path, options.max_bytes)
        for draft in _drafts(kind or "", data, options):
            yield _finished(draft, file, options)
    except Unreadable as error:
        yield _failure(error, file)


def _from_lines(path: Path, file: str, options: CollectOptions) -> Iterator[Collected]:
    from detente.collect.jsonlines import line_drafts

    with open_file(path) as handle:
        for draft in line_drafts(handle, options.max_bytes):
            yield _finished(draft, file, options)


def _from_address(address: str, options: CollectOptions) -> Iterator[Collected]:
    from detente.collect.fetch import fetch

    try:
        yield from documents_in(fetch(address, limits_of(options)), address, options)
    except Unreadable as error:
        yield _failure(error, address)


def limits_of(options: CollectOptions) -> FetchLimits:
    """The limits of reading as those of fetching."""
    from detente.collect.fetch import FetchLimits

    return FetchLimits(
        timeout_seconds=options.timeout_seconds,
        max_bytes=options.max_bytes,
        allow_private=options.allow_private,
    )


def documents_in(got: Fetched, address: str, options: CollectOptions) -> Iterator[Collected]:
    """The documents and failures in what `address` gave: a page, a feed, a PDF, by its media type."""
    try:
        kind = _MEDIA.get(got.kind) or _KINDS.get(Path(got.url.partition("?")[0]).suffix.lower())
        if kind is None:
            raise Unreadable(
                f"not read: {got.kind or 'no media type'}", reason="unsupported", hint=_READ_KINDS
            )
        for draft in _drafts(kind, got.data, options, url=got.url, charset=got.charset):
            yield _finished(draft, address, options, url=got.url)
    except Unreadable as error:
        yield _failure(error, address)


def _drafts(
    kind: str, data: bytes, options: CollectOptions, *, url: str | None = None, charset: str | None = None
) -> Drafts:
    """The drafts in `data`. The parsers are heavy and loaded when first needed."""
    readers: dict[str, Callable[[], Drafts]] = {
        "text": lambda: iter((text_draft(data, charset),)),
        "markdown": lambda: _from_markdown(data),
        "json lines": lambda: _from_json(data, options.max_bytes, lines=True),
        "json": lambda: _from_json(data, options.max_bytes, lines=False),
        "page": lambda: _from_page(data, url, charset),
        "pdf": lambda: _from_pdf(data),
        "feed": lambda: _from_xml(data, url, charset),
    }
    return readers[kind]()


def _from_markdown(data: bytes) -> Drafts:
    from detente.collect.markdown import markdown_draft

    yield markdown_draft(data)


def _from_json(data: bytes, max_bytes: int, *, lines: bool) -> Drafts:
    from detente.collect.jsonlines import json_drafts, line_drafts

    return line_drafts(io.BytesIO(data), max_bytes) if lines else json_drafts(data, max_bytes)


def _from_page(data: bytes, url: str | None, charset: str | None) -> Drafts:
    from detente.collect.pages import page_draft

    yield page_draft(data, url, charset)


def _from_pdf(data: bytes) -> Drafts:
    from detente.collect.pdf import pdf_draft

    yield pdf_draft(data)


def _from_xml(data: bytes, url: str | None, charset: str | None) -> Drafts:
    from detente.collect.feeds import feed_drafts, looks_like_feed

    # Pages in XHTML are often served, and saved, as plain XML.
    is_page = b"<html" in data[:4096].lower() and not looks_like_feed(data)
    return _from_page(data, url, charset) if is_page else feed_drafts(data)


def _finished(
    draft: Draft | Unreadable, file: str, options: CollectOptions, *, url: str | None = None
) -> Collected:
    """A draft as a document: with what the user says, an id, a language and its furniture."""
    if isinstance(draft, Unreadable):
        return _failure(draft, file)
    publisher = draft.publisher or options.publisher
    published = draft.published or options.published
    url = draft.url or url
    try:
        identity = draft.id or content_id("doc", draft.text, draft.title, publisher, url, published)
        content_id("check", identity, draft.title, publisher, url, draft.text)
    except UnicodeEncodeError as error:
        # Half a surrogate pair can be written in JSON, but not kept in any file.
        broken = Unreadable("holds half a character", reason="encoding", hint=r"look for \ud800", at=draft.at)
        broken.__cause__ = error
        return _failure(broken, file)
    return Document(
        id=identity,
        text=draft.text,
        title=draft.title,
        publisher=publisher,
        url=url,
        published=published,
        language=_language(draft, options),
        file=file,
        furniture=draft.furniture + find_furniture(draft.text),
    )


def _language(draft: Draft, options: CollectOptions) -> str | None:
    from detente.collect.language import detect_language

    stated = (draft.language or options.language or "").strip().lower().replace("_", "-").partition("-")[0]
    is_code = len(stated) in (2, 3) and stated.isalpha() and stated.isascii()
    return stated if is_code else detect_language(draft.text)


def _failure(error: Unreadable, file: str) -> Failure:
    what = f"{file}, {error.at}" if error.at else file
    return Failure(
        id=content_id("fail", "collect", what),
        what=what,
        step="collect",
        code=error.reason,
        message=f"{what}: {error.message}",
        hint=error.hint,
    )
