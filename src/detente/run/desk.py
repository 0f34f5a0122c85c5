"""The public object: one folder, one store, one choice of parts, and the verbs as methods."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.base.config import load_config
from detente.base.errors import BackendError, InputError
from detente.base.forecasts import Settlement
from detente.base.plugins import find_part
from detente.base.types import (
    Claim,
    DateRange,
    Document,
    Dyad,
    Event,
    Forecast,
    Judgement,
    Question,
    Verdict,
)
from detente.collect.places import Collected, CollectOptions, documents_from
from detente.identify.imports.filing import Import
from detente.identify.known_since import known_since
from detente.keep.store import EventQuery, Load, Run
from detente.measure.relations import on_dyad
from detente.predict.backtest import Replay, replayed
from detente.predict.questions import make_question, window_of
from detente.predict.scoring import ScoreRow, scorecard
from detente.predict.settling import Knowledge
from detente.report.render import CitedBrief
from detente.run.asking import as_day
from detente.run.forecasting import Ledger, told_in_full
from detente.run.importing import OwnActors
from detente.run.journal import recorded
from detente.run.judging import said
from detente.run.loading import load_places, loaded_in
from detente.run.measuring import Measuring
from detente.run.pipeline import Progress, conclude_from
from detente.run.reading import read_new
from detente.run.writing import brief_on

if TYPE_CHECKING:
    from detente.identify.imports.wikidata import Wanted
    from detente.predict.next_event.prospects import Prospect
    from detente.predict.scenarios import ScenarioChances

__all__ = ["Desk", "open_desk"]


def open_desk(path: str | Path | None = None, *, create: bool = True, **settings: Any) -> Desk:
    """The desk in the folder `path` (made if it is not there), with `settings` of `Config`.

    Without `path` the configured one is used. `InputError` if the folder is something else,
    `NotFound` if there is none and `create` is False.
    """
    config = load_config(store=str(path) if path is not None else None, **settings)
    store = find_part("stores", config.store_part)(Path(config.store), create=create)
    return Desk(store, config)


class Desk(Measuring):
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

    def predict(
        self,
        actor: str,
        recipient: str,
        *,
        types: Sequence[str],
        until: date | str,
        since: date | str | None = None,
    ) -> Forecast:
        """The probability that `actor` does one of `types` to `recipient` from `since` (tomorrow) to `until`.

        The forecast goes into the desk's ledger. It rests on what the desk knows up to the last day
        of publication in it, and carries the rule by which it will be settled, its base rate and its
        precedents. `InputError` if the desk holds no dated document.
        """
        start = as_day(since) or max(date.today(), self.known_until()) + timedelta(days=1)
        end = as_day(until)
        if end is None:
            raise InputError("until: no day was given; write it as 2026-12-31")
        dyad = self.dyad(actor, recipient)
        question = make_question(dyad, tuple(types), start, end, self.parts.ontology)
        events = self._on(dyad)
        forecast = told_in_full(self._said(question, events), events, self.table, date.today())
        self.store.add_forecast(forecast)
        return forecast

    def prospects(
        self, actor: str, type_: str, *, day: date | str | None = None, best: int = 10
    ) -> tuple[Prospect, ...]:
        """At whom `actor` is likeliest to direct an act of `type_` on `day` (tomorrow), with reasons.

        Learned from all events of the desk, by states; `InputError` where they are too few.
        """
        from detente.predict.next_event.prospects import prospects

        ontology, known = self.parts.ontology, self.known_until()
        return prospects(
            self.table(),
            (self._acted_for(actor), type_.upper(), as_day(day) or known + timedelta(days=1)),
            known_until=known,
            alike=lambda name: ontology.quad(name).value,
            best=best,
        )

    def scenarios(
        self, actor: str, recipient: str, *, until: date | str, since: date | str | None = None
    ) -> ScenarioChances:
        """What may come from `since` (the day after the last known) to `until`, and how surely nothing will.

        The scenarios are the ontology's groups of types; learned from all events of the desk, by those on
        whose behalf the two act. `InputError` if both act for the same.
        """
        from detente.predict.scenarios import scenarios

        known = self.known_until()
        dyad = self.sides_of(actor, recipient)
        window = window_of(as_day(since) or known + timedelta(days=1), as_day(until))
        return scenarios(self.table(), dyad, window, known, self.parts.ontology.groups)

    def forecasts(self) -> tuple[Forecast, ...]:
        """The ledger, oldest first; each forecast with its outcome as the desk's events tell it today."""
        return self._ledger().forecasts()

    def settle(self) -> tuple[Settlement, ...]:
        """Record how forecasts ended, where that is not on record yet or has changed; the new entries.

        Earlier entries stay: the ledger shows what was concluded, and when.
        """
        return self._ledger().settle()

    def scores(self) -> tuple[ScoreRow, ...]:
        """The scorecard of the ledger: all forecasts, then by scenario, horizon, forecaster and timing."""
        return scorecard(self.forecasts())

    def backtest(
        self, actor: str, recipient: str, *, types: Sequence[str], replay: Replay
    ) -> tuple[Forecast, ...]:
        """The forecasts the desk's forecaster would have made in the past, settled; none is kept.

        A window that the desk's documents do not reach past stays open.
        """
        dyad = self.dyad(actor, recipient)
        question = make_question(dyad, tuple(types), replay.since, replay.until, self.parts.ontology)
        forecaster = find_part("forecasters", self.config.forecaster)()
        known = self._knowledge(self.known_until())
        return tuple(replayed(self._on(dyad), dyad, question.types, forecaster, replay, known))

    def answer(self, question: Question) -> Forecast:
        """The forecast for `question` from all that the desk knows; it does not go into the ledger."""
        return self._said(question, self._on(question.dyad))

    def outlook(self, questions: Sequence[Question]) -> tuple[Forecast, ...]:
        """As `answer`, for several questions on one dyad; none where nothing dated happened on it."""
        events = self._on(questions[0].dyad) if questions else []
        if not any(event.when for event in events):
            return ()
        return tuple(self._said(question, events) for question in questions)

    def report(self, actor: str, recipient: str, *, written: date | str | None = None) -> CitedBrief:
        """The brief on what passes between two actors, as of the day `written` (default: today).

        It can be rendered with `to_markdown()` and `to_html()`; nothing is kept.
        """
        return brief_on(self, self.dyad(actor, recipient), as_day(written) or date.today())

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

    def _said(self, question: Question, events: Sequence[Event]) -> Forecast:
        forecaster = find_part("forecasters", self.config.forecaster)()
        forecast: Forecast = forecaster.forecast(question, events, self.known_until())
        return forecast

    def _ledger(self) -> Ledger:
        known = self._knowledge(self.last_known() or date.min)
        return Ledger(store=self.store, on=self._on, known=known)

    def _recorded(self, places: Sequence[str | Path], work: Callable[[], Progress]) -> Run:
        command = "run " + " ".join(str(place) for place in places)
        return recorded(self.store, command, self.config.reader, work)

    def _on(self, dyad: Dyad) -> list[Event]:
        """The events that happened on `dyad`, loaded and concluded, by day."""
        one, other = (self.acting_for(party) for party in (dyad.actor_id, dyad.recipient_id))
        # A loaded event always has two sides, so most of a large data set need not be looked at.
        loaded = EventQuery(happened=True, loaded=True, actor_ids=one, other_ids=other)
        both = chain(self.store.events(EventQuery(happened=True, loaded=False)), self.store.events(loaded))
        found = [event for event in both if on_dyad(event, dyad, self.parties)]
        return sorted(found, key=lambda event: (event.when.start if event.when else date.max, event.id))

    def _knowledge(self, known_until: date) -> Knowledge:
        return Knowledge(known_until=known_until, silent=self._silent)

    def _silent(self, window: DateRange) -> bool:
        query = EventQuery(since=window.start, until=window.end, happened=True)
        return next(self.store.events(query), None) is None
