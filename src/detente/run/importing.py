"""The desk's own book of actors: what is imported into it, what stands in it, what is taken out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from detente.base.config import Config
from detente.base.errors import NotFound
from detente.base.plugins import find_part
from detente.base.types import Actor
from detente.identify.conflicts import role_conflicts
from detente.identify.gazetteer import Gazetteer
from detente.identify.imports.filing import Import
from detente.identify.imports.keeping import Shelf, import_file
from detente.identify.imports.writing import changing
from detente.identify.own import OwnGazetteer
from detente.identify.own_book import Fact, Source, open_own_book

if TYPE_CHECKING:
    from detente.identify.imports.wikidata import Wanted

__all__ = ["OwnActor", "OwnActors"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnActor:
    """An actor of the own book as the desk knows him, and the sources that speak of him."""

    actor: Actor
    sources: tuple[str, ...]


class OwnActors:
    """The own book of one desk, and what may be done with it. Nothing here touches claims or events."""

    def __init__(self, config: Config, today: date | None = None) -> None:
        self._config = config
        self._today = today

    @property
    def folder(self) -> Path:
        """The desk's folder, in which the book lies."""
        return Path(self._config.store)

    def take_in(
        self, files: Sequence[str | Path], form: str, *, source: str | None = None, as_of: date | None = None
    ) -> tuple[Import, ...]:
        """Import files of one form, file by file; each is kept whole or not at all."""
        shelf = self._shelf()
        return tuple(import_file(Path(file), form, shelf, source=source, as_of=as_of) for file in files)

    def ask_wikidata(self, wanted: Wanted, progress: Callable[[int], None]) -> Import:
        """Import who held offices, or named items, from a SPARQL endpoint."""
        from detente.identify.imports.wikidata import import_wikidata

        return import_wikidata(wanted, self._shelf(), progress)

    def actors(self, name: str | None = None) -> Iterator[OwnActor]:
        """All actors of the own book by id, or those that a name, code or id means."""
        book = open_own_book(self.folder)
        if book is None:
            return
        gazetteer = OwnGazetteer(book, self._behind())
        ids = book.ids()
        if name is not None:
            known = gazetteer.actor(name)
            meant = [known] if known else gazetteer.bearers(name)
            ids = tuple(actor.id for actor in meant if book.actor(actor.id) is not None)
        for actor_id in ids:
            actor = gazetteer.actor(actor_id)
            if actor is not None:
                yield OwnActor(actor=actor, sources=book.told_by(actor_id))

    def facts(self, name: str | None = None) -> Iterator[Fact]:
        """Each name, role and code in the own book, with its source and the day of its import."""
        book = open_own_book(self.folder)
        for one in self.actors(name) if book else ():
            yield from book.facts(one.actor.id) if book else ()

    def sources(self) -> tuple[Source, ...]:
        """Where the facts of the own book come from."""
        book = open_own_book(self.folder)
        return book.sources() if book else ()

    def conflicts(self) -> tuple[str, ...]:
        """Where roles of the own book contradict the gazetteer behind it, or each other."""
        book = open_own_book(self.folder)
        return tuple(role_conflicts(OwnGazetteer(book, self._behind()), book.ids())) if book else ()

    def forget(self, *, source: str | None = None, actor: str | None = None) -> int:
        """Take out all facts of a source, or all on an actor (by id); how many. `NotFound` for none."""
        if open_own_book(self.folder) is None:
            raise NotFound(f"desk {self.folder} has no book of its own; `detente gazetteer import` makes one")
        with changing(self.folder) as writer:
            gone = writer.forget_source(source) if source else 0
            gone += writer.forget_actor(actor) if actor else 0
        if not gone and actor:
            raise NotFound(f"no actor {actor!r} in the desk's own book; `detente gazetteer list` gives ids")
        return gone

    def _behind(self) -> Gazetteer:
        gazetteer: Gazetteer = find_part("gazetteers", self._config.gazetteer)()
        return gazetteer

    def _shelf(self) -> Shelf:
        return Shelf(desk=self.folder, behind=self._behind(), today=self._today or date.today())
