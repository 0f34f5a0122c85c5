"""The public object: one folder, one store, one choice of parts, and the verbs as methods."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

from detente.base.config import load_config
from detente.base.errors import BackendError
from detente.base.plugins import find_part
from detente.base.types import (
    Claim,
    Document,
    Judgement,
    Verdict,
)
from detente.collect.places import Collected, CollectOptions, documents_from
from detente.identify.imports.filing import Import
from detente.identify.known_since import known_since
from detente.keep.store import Load, Run
from detente.report.render import CitedBrief
from detente.run.asking import as_day
from detente.run.briefs import BriefAsked, MoreAsked, subject_of
from detente.run.importing import OwnActors
from detente.run.journal import recorded
from detente.run.judging import said
from detente.run.loading import load_places, loaded_in
from detente.run.pipeline import Progress, conclude_from
from detente.run.predicting import Predicting
from detente.run.reading import read_new
from detente.run.writing import brief_on

if TYPE_CHECKING:
    from detente.identify.imports.wikidata import Wanted

__all__ = ["Desk", "open_desk"]


def open_desk(path: str | Path | None = None, *, create: bool = True, **settings: Any) -> Desk:
    """The desk in the folder `path` (made if it is not there), with `settings` of `Config`.

    Without `path` the configured one is used. `InputError` if the folder is something else,
    `NotFound` if there is none and `create` is False.
    """
    config = load_config(store=str(path) if path is not None else None, **settings)
    store = find_part("stores", config.store_part)(Path(config.store), create=create)
    return Desk(store, config)


class Desk(Predicting):
    """Reads documents, keeps what they say, and answers: who did what to whom, says who, how surely."""

    # --- the verbs -------------------------------------------------------------------------------

    def run(
        self,
        *places: str | Path,
        published: date | str | None = None,
        publisher: str | None = None,
        dataset: str | None = None,
        progress: Callable[[Progress], None] | None = None,
    ) -> Run:
        """Collect, extract, identify and keep what is new at `places`; returns the journal's entry.

        `published` and `publisher` are given to documents that state none. With `dataset` ("gdelt",
        "icews" ...: docs/collect.md) the places are files of other people's events; `loads` of the store
        tell what was left out. A second run over the same places changes nothing.
        """
        if dataset is not None:
            return self._recorded(
                places, lambda: loaded_in(load_places(places, dataset, self.store, self.parts))
            )
        collected = chain.from_iterable(
            self.collect(place, published=published, publisher=publisher) for place in places
        )
        return read_new(self, collected, [str(place) for place in places], progress)

    def load(self, *places: str | Path, dataset: str) -> tuple[Load, ...]:
        """As `run` with `dataset`, but gives the account of each file; a folder stands for its files."""
        loads: list[Load] = []

        def work() -> Progress:
            loads.extend(load_places(places, dataset, self.store, self.parts))
            return loaded_in(loads)

        self._recorded(places, work)
        return tuple(loads)

    def collect(
        self,
        place: str | Path,
        *,
        published: date | str | None = None,
        publisher: str | None = None,
    ) -> Iterator[Collected]:
        """The documents (and failures) at a file, folder or address; nothing is kept."""
        options = CollectOptions(
            published=as_day(published),
            publisher=publisher,
            allow_private=self.config.allow_private,
            timeout_seconds=self.config.timeout_seconds,
            max_bytes=self.config.max_bytes,
        )
        return documents_from(str(place), options)

    def extract(self, documents: Sequence[Document]) -> tuple[Claim, ...]:
        """The claims that the reader finds in `documents`, actors not yet resolved; nothing is kept."""
        readings = self.parts.reader.read(documents)
        return tuple(chain.from_iterable(reading.claims for reading in readings))

    def identify(self) -> bool:
        """Conclude origins and events anew from all kept claims; False if nothing changed."""
        return self.store.conclude(conclude_from(self.store, self.parts))

    def report(
        self,
        actor: str | None = None,
        recipient: str | None = None,
        *,
        written: date | str | None = None,
        progress: Callable[[str], None] | None = None,
        **more: Unpack[MoreAsked],
    ) -> CitedBrief:
        """The brief on two actors, one, a `region`, or everybody, as of the day `written` (default: today).

        `since` and `until` make it a brief on a period, `compared_with` on what changed, `types` on a
        question (`BriefAsked`). It can be rendered with `to_markdown()` and `to_html()`; nothing is
        kept. `progress` is told what is done next.
        """
        day = as_day(written)
        asked = BriefAsked(actor=actor, recipient=recipient, **more)
        subject = subject_of(self, asked, day)
        return brief_on(self, subject, day or date.today(), progress or (lambda _: None))

    # --- the desk's own book of actors -------------------------------------------------------------

    @property
    def own_actors(self) -> OwnActors:
        """The desk's own book of actors: what stands in it, and where from."""
        return OwnActors(self.config)

    def import_actors(
        self,
        *files: str | Path,
        form: str,
        source: str | None = None,
        as_of: date | str | None = None,
    ) -> tuple[Import, ...]:
        """Actors and dated roles of `files` into the desk's own book, which goes before the gazetteer.

        `form` is "ftm" or "csv" (docs/gazetteer.md). `as_of` is the day of the files. Broken rows are told
        and lose no others; a second import changes nothing. Origins and events are concluded anew; claims
        that are kept stay as they were read.
        """
        done = self.own_actors.take_in(files, form, source=source, as_of=as_day(as_of))
        return self._known_anew(done)

    def import_wikidata(self, wanted: Wanted, progress: Callable[[int], None] = lambda asked: None) -> Import:
        """As `import_actors`, from Wikidata: who held offices, or named items; goes on after a break."""
        return self._known_anew((self.own_actors.ask_wikidata(wanted, progress),))[0]

    def forget_actors(self, *, source: str | None = None, actor: str | None = None) -> int:
        """Take a source, or an actor by id, out of the own book; how many facts went. Concludes anew."""
        gone = self.own_actors.forget(source=source, actor=actor)
        self._let_go_of_parts()
        self.identify()
        return gone

    def _known_anew(self, done: tuple[Import, ...]) -> tuple[Import, ...]:
        """Draw conclusions with the new book; `done` with how many provisional actors are known now."""
        pending = ""
        if any(one.changed for one in done):
            self._let_go_of_parts()
            try:
                self.identify()
            except BackendError as error:
                pending = error.message  # the book is imported all the same
        resolved = len(known_since(self.store.actors(), self.parts.gazetteer))
        return tuple(replace(one, resolved=resolved, pending=pending) for one in done)

    def _let_go_of_parts(self) -> None:
        for name in ("parts", "_provisional"):
            self.__dict__.pop(name, None)

    # --- judging ---------------------------------------------------------------------------------

    def judge(
        self, left: str, right: str | None, verdict: Verdict | str, *, by: str, why: str | None = None
    ) -> Judgement:
        """Record a judgement on two claims or events, or (`right=None`) on one, and conclude anew.

        Two are same, different or unsure; one is wrong (misread, no such event), holds, or is unsure. Of each
        person the last word counts; where people differ, different goes before same, and holds before wrong.
        """
        judgement = said(self.store, left, right, verdict, by=by, why=why)
        self.store.judge(judgement)
        self.identify()
        return judgement

    def withdraw(self, judgement_id: str) -> Judgement:
        """Take a judgement back (it stays on record) and conclude anew."""
        withdrawn = self.store.withdraw(judgement_id, datetime.now(UTC))
        self.identify()
        return withdrawn

    def _recorded(self, places: Sequence[str | Path], work: Callable[[], Progress]) -> Run:
        command = "run " + " ".join(str(place) for place in places)
        return recorded(self.store, command, self.config.reader, work)
