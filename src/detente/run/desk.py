"""The public object: one folder, one store, one choice of parts, and the verbs as methods."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from detente.base.config import Config, load_config
from detente.base.dates import parse_day
from detente.base.errors import InputError, NotFound
from detente.base.forecasts import Settlement
from detente.base.ids import content_id
from detente.base.plugins import find_part
from detente.base.types import (
    Actor,
    Claim,
    Document,
    Dyad,
    Event,
    Forecast,
    Gap,
    Judgement,
    Question,
    Relation,
    Verdict,
)
from detente.collect.places import Collected, CollectOptions, documents_from
from detente.identify.standing import parties, standing
from detente.keep.store import EventQuery, Run, Store
from detente.measure.relations import on_dyad, relations
from detente.measure.table import table_of
from detente.predict.backtest import Replay, replayed
from detente.predict.questions import make_question
from detente.predict.scoring import ScoreRow, scorecard
from detente.report.render import CitedBrief
from detente.run.forecasting import Ledger, knowledge, told_in_full
from detente.run.journal import recorded
from detente.run.pipeline import Intake, Parts, Progress, build_parts, conclude_from, read_into
from detente.run.writing import brief_on

if TYPE_CHECKING:
    from detente.measure.influence import InfluenceMap
    from detente.predict.next_event.prospects import Prospect

__all__ = ["Desk", "open_desk"]


def open_desk(path: str | Path | None = None, *, create: bool = True, **settings: Any) -> Desk:
    """The desk in the folder `path` (made if it is not there), with `settings` of `Config`.

    Without `path` the configured one is used. `InputError` if the folder is something else,
    `NotFound` if there is none and `create` is False.
    """
    config = load_config(store=str(path) if path is not None else None, **settings)
    store = find_part("stores", config.store_part)(Path(config.store), create=create)
    return Desk(store, config)


class Desk(AbstractContextManager["Desk"]):
    """Reads documents, keeps what they say, and answers: who did what to whom, says who, how surely."""

    def __init__(self, store: Store, config: Config) -> None:
        self.store = store
        self.config = config

    @cached_property
    def parts(self) -> Parts:
        """Reader, gazetteer and ontology, built when first needed."""
        return build_parts(self.config)

    def close(self) -> None:
        """Let go of the store; other processes may write to it then."""
        self.store.close()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # --- the verbs -------------------------------------------------------------------------------

    def run(
        self,
        *places: str | Path,
        published: date | str | None = None,
        publisher: str | None = None,
        progress: Callable[[Progress], None] | None = None,
    ) -> Run:
        """Collect, extract, identify and keep what is new at `places`; returns the journal's entry.

        `published` and `publisher` are given to documents that state none. A second run over the same
        places changes nothing.
        """
        collected = chain.from_iterable(
            self.collect(place, published=published, publisher=publisher) for place in places
        )
        intake = Intake(
            store=self.store, engine=find_part("engines", self.config.engine)(), config=self.config
        )
        if progress is not None:
            intake = replace(intake, progress=progress)

        def work() -> Progress:
            done = read_into(collected, intake)
            self.identify()
            return done

        command = "run " + " ".join(str(place) for place in places)
        return recorded(self.store, command, self.config.reader, work)

    def collect(
        self,
        place: str | Path,
        *,
        published: date | str | None = None,
        publisher: str | None = None,
    ) -> Iterator[Collected]:
        """The documents (and failures) at a file, folder or address; nothing is kept."""
        options = CollectOptions(
            published=_day(published),
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

    def measure(
        self, actor: str, recipient: str, *, by: str = "month", symmetric: bool = False
    ) -> tuple[Relation, ...]:
        """What passed from `actor` to `recipient` (either way if `symmetric`), period by period."""
        return relations(
            self.store.events(EventQuery(happened=True)),
            self.dyad(actor, recipient),
            parties=self.parties,
            quad=self.parts.ontology.quad,
            by=by,
            symmetric=symmetric,
        )

    def influence(self, actor: str, recipient: str) -> InfluenceMap | Gap:
        """After which acts, of whom, the acts between the two followed; a `Gap` where there is too little."""
        from detente.measure.influence import influence_on

        table = table_of(self.events(happened=True), self._stands_for)
        return influence_on(table, self.dyad(actor, recipient), quad=self.parts.ontology.quad)

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
        start = _day(since) or max(date.today(), self.known_until()) + timedelta(days=1)
        end = _day(until)
        if end is None:
            raise InputError("until: no day was given; write it as 2026-12-31")
        dyad = self.dyad(actor, recipient)
        said = self.answer(make_question(dyad, tuple(types), start, end, self.parts.ontology))
        events = tuple(self.events(happened=True))
        forecast = told_in_full(
            said, self._on(dyad, events), lambda: table_of(events, self._stands_for), date.today()
        )
        self.store.add_forecast(forecast)
        return forecast

    def prospects(
        self, actor: str, type_: str, *, day: date | str | None = None, best: int = 10
    ) -> tuple[Prospect, ...]:
        """At whom `actor` is likeliest to direct an act of `type_` on `day` (tomorrow), with reasons.

        Learned from all events of the desk, by states; `InputError` where they are too few.
        """
        from detente.predict.next_event.prospects import prospects

        ontology = self.parts.ontology
        known = self.known_until()
        table = table_of(self.events(happened=True), self._stands_for)
        subject = self.actor(actor).id
        return prospects(
            table,
            (
                self._stands_for(subject, known) or subject,
                type_.upper(),
                _day(day) or known + timedelta(days=1),
            ),
            known_until=known,
            alike=lambda name: ontology.quad(name).value,
            best=best,
        )

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
        happened = tuple(self.events(happened=True))
        known = knowledge(happened, self.known_until())
        return tuple(replayed(self._on(dyad, happened), dyad, question.types, forecaster, replay, known))

    def answer(self, question: Question) -> Forecast:
        """The forecast for `question` from all that the desk knows; it does not go into the ledger."""
        events = self._on(question.dyad, self.events(happened=True))
        forecaster = find_part("forecasters", self.config.forecaster)()
        forecast: Forecast = forecaster.forecast(question, events, self.known_until())
        return forecast

    def report(self, actor: str, recipient: str, *, written: date | str | None = None) -> CitedBrief:
        """The brief on what passes between two actors, as of the day `written` (default: today).

        It can be rendered with `to_markdown()` and `to_html()`; nothing is kept.
        """
        return brief_on(self, self.dyad(actor, recipient), _day(written) or date.today())

    # --- asking ----------------------------------------------------------------------------------

    def documents(self, ids: Sequence[str] | None = None) -> Iterator[Document]:
        """All documents, or those of `ids`."""
        return self.store.documents(ids)

    def document(self, document_id: str) -> Document:
        """The document of this id; `NotFound` if there is none."""
        for document in self.store.documents([document_id]):
            return document
        raise NotFound(f"no document {document_id!r}; `detente show documents` lists them")

    def claims(self, of: Event | Document | None = None) -> Iterator[Claim]:
        """The claims of an event or a document, or all."""
        if isinstance(of, Event):
            return self.store.claims(ids=of.claim_ids)
        return self.store.claims(document_id=of.id if of else None)

    def events(
        self,
        *,
        actor: str | None = None,
        types: Sequence[str] | None = None,
        since: date | str | None = None,
        until: date | str | None = None,
        happened: bool | None = None,
    ) -> Iterator[Event]:
        """Events of an actor (as actor or recipient), of types, in a time; see `EventQuery`."""
        query = EventQuery(
            types=frozenset(types) if types else None,
            since=_day(since),
            until=_day(until),
            happened=happened,
        )
        found = self.store.events(query)
        if actor is None:
            return found
        wanted = self.actor(actor).id
        return (event for event in found if wanted in self._all_parties(event))

    def event(self, event_id: str) -> Event:
        """The event of this id, through merges; `NotFound` if there is none."""
        return self.store.event(event_id)

    def quote(self, claim: Claim) -> str:
        """The sentence in which the claim stands, as published."""
        return self.document(claim.document_id).quote(claim.sentence)

    def actor(self, name: str) -> Actor:
        """The actor that `name`, a code ("RUS") or an id points to; `NotFound` if nobody bears it.

        Who asks for "the Kremlin" asks for the state, not for its government alone.
        """
        book = self.parts.gazetteer
        known = book.actor(name) or next(iter(book.bearers(name)), None)
        if known is not None:
            state = standing(known.id, None, book) if known.id != name and known.id.endswith("-GOV") else None
            return (book.actor(state) if state else None) or known
        for actor in self.store.actors():
            if name == actor.id or name.casefold() == actor.name.casefold():
                return actor
        raise NotFound(f"nobody is called {name!r} here; `detente show actors` lists who is")

    def name_of(self, actor_id: str) -> str:
        """The name of an actor by id; the id itself if it is unknown."""
        known = self.parts.gazetteer.actor(actor_id) or self._provisional.get(actor_id)
        return known.name if known else actor_id

    def dyad(self, actor: str, recipient: str) -> Dyad:
        """The dyad of two names; `InputError` if both are the same actor."""
        left, right = self.actor(actor).id, self.actor(recipient).id
        if left == right:
            raise InputError(f"{actor!r} and {recipient!r} are the same actor; a dyad needs two")
        return Dyad(actor_id=left, recipient_id=right)

    def parties(self, actor_id: str, day: date | None) -> frozenset[str]:
        """Everybody an act of this actor on `day` is counted under: itself, its body, its state."""
        return parties(actor_id, day, self.parts.gazetteer)

    def known_until(self) -> date:
        """The last day of publication in the desk; `InputError` if no document has one."""
        last = self._last_published()
        if last is None:
            raise InputError("the desk holds no dated document; run with --published, or collect dated pages")
        return last

    # --- judging ---------------------------------------------------------------------------------

    def judge(
        self, left: str, right: str, verdict: Verdict | str, *, by: str, why: str | None = None
    ) -> Judgement:
        """Record that two claims or events are the same, different or unsure, and conclude anew."""
        now = datetime.now(UTC)
        judgement = Judgement(
            id=content_id("jdg", left, right, verdict, by, now.isoformat()),
            left=left,
            right=right,
            verdict=Verdict(verdict),
            by=by,
            at=now,
            why=why,
        )
        self.store.judge(judgement)
        self.identify()
        return judgement

    def withdraw(self, judgement_id: str) -> Judgement:
        """Take a judgement back (it stays on record) and conclude anew."""
        withdrawn = self.store.withdraw(judgement_id, datetime.now(UTC))
        self.identify()
        return withdrawn

    def _last_published(self) -> date | None:
        return max((one.published for one in self.store.documents() if one.published), default=None)

    def _ledger(self) -> Ledger:
        happened = tuple(self.events(happened=True))
        known = knowledge(happened, self._last_published() or date.min)
        return Ledger(store=self.store, on=lambda dyad: self._on(dyad, happened), known=known)

    def _on(self, dyad: Dyad, events: Iterable[Event]) -> list[Event]:
        return [event for event in events if on_dyad(event, dyad, self.parties)]

    def _stands_for(self, actor_id: str, day: date | None) -> str | None:
        return standing(actor_id, day, self.parts.gazetteer)

    @cached_property
    def _provisional(self) -> dict[str, Actor]:
        return {actor.id: actor for actor in self.store.actors()}

    def _all_parties(self, event: Event) -> frozenset[str]:
        day = event.when.start if event.when else None
        everybody = (*event.actor_ids, *event.recipient_ids)
        return frozenset(chain.from_iterable(self.parties(actor_id, day) for actor_id in everybody))


def _day(value: date | str | None) -> date | None:
    return parse_day(value) if isinstance(value, str) else value
