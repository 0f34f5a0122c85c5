"""One import from beginning to end: read a foreign book, file it into the desk's own, tell what it did."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from detente.base.errors import InputError, UnknownPart
from detente.identify.conflicts import role_conflicts
from detente.identify.gazetteer import Gazetteer
from detente.identify.imports.entries import Account, Entry
from detente.identify.imports.filing import Filing, Import
from detente.identify.imports.ftm import ftm_entries
from detente.identify.imports.sheet import sheet_entries
from detente.identify.imports.writing import changing
from detente.identify.own import OwnGazetteer, in_front

__all__ = ["FORMS", "Shelf", "Told", "import_entries", "import_file"]

FORMS: Mapping[str, Callable[[Path, Account], Iterator[Entry]]] = {"ftm": ftm_entries, "csv": sheet_entries}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """Where an import goes: the desk's folder, the gazetteer that stands behind its own book, and the day."""

    desk: Path
    behind: Gazetteer
    today: date


def import_file(
    path: Path, form: str, shelf: Shelf, *, source: str | None = None, as_of: date | None = None
) -> Import:
    """Keep the actors of a file in the desk's own book; once more changes nothing.

    `source` names where the facts come from (the file's name), `as_of` the day on which they were true:
    without it the day on which this content was first imported. `InputError` for a file or form that
    cannot be read, `BackendError` if the own book cannot be written.
    """
    if form not in FORMS:
        raise UnknownPart(f"no form of actors is called {form!r}; known: {', '.join((*FORMS, 'wikidata'))}")
    if as_of is not None and as_of > shelf.today:
        raise InputError(f"as_of: {as_of.isoformat()} lies in the future; give the day of the file")
    account = Account(file=path.name)
    return import_entries(
        FORMS[form](path, account), account, shelf,
        Told(source=source or path.name, form=form, digest=_digest(path), as_of=as_of),
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is known of a source beside its entries: name, form, digest of the content, and day."""

    source: str
    form: str
    digest: str
    as_of: date | None


def import_entries(entries: Iterable[Entry], account: Account, shelf: Shelf, told: Told) -> Import:
    """Keep `entries`, all or none, and say what that did."""
    with changing(shelf.desk) as writer:
        filing = Filing(
            book=in_front(shelf.behind, shelf.desk),
            writer=writer,
            account=account,
            source=told.source,
            form=told.form,
            digest=told.digest,
            day=shelf.today,
            as_of=told.as_of,
        )
        done = filing.file(entries)
        done = replace(done, changed=writer.changed > 0)
    book = in_front(shelf.behind, shelf.desk)
    found = role_conflicts(book, filing.touched) if isinstance(book, OwnGazetteer) else ()
    return replace(done, conflicts=tuple(found))


def _digest(path: Path) -> str:
    if not path.is_file():
        raise InputError(f"{path}: no such file; check the spelling")
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
