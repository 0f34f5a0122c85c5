"""How a desk forecasts: one question, all scenarios, who comes next; and how its forecasts ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from detente.base.errors import InputError
from detente.base.forecasts import Settlement
from detente.base.plugins import find_part
from detente.base.types import DateRange, Dyad, Event, Forecast, Gap, Question, Scenario
from detente.keep.latest import Latest, Recent
from detente.keep.store import EventQuery
from detente.measure.relations import on_dyad
from detente.predict.backtest import Replay, replay_table, replayed
from detente.predict.baselines import BaseRate
from detente.predict.fits import SERVES, Fits
from detente.predict.forecaster import Forecaster, Learner
from detente.predict.history import PairHistory, pair_history
from detente.predict.matching import Matching
from detente.predict.questions import make_question, types_named, window_of
from detente.predict.scoring import ScoreRow, scorecard
from detente.predict.settling import Knowledge, settled
from detente.run.asking import as_day
from detente.run.forecasting import Ledger, told_in_full
from detente.run.measuring import Measuring

if TYPE_CHECKING:
    from detente.predict.aftermath import Aftermath
    from detente.predict.hazard import Hazard
    from detente.predict.matching import Occurrence
    from detente.predict.next_event.prospects import Prospect
    from detente.predict.scenarios import ScenarioChances
    from detente.predict.signposts import Signpost

__all__ = ["Predicting"]

YEAR = timedelta(days=365)
MOST_ACTS = 16  # kinds of acts whose aftermath is remembered


class Predicting(Measuring):
    """The forecasting side of a desk; only `predict` and `settle` write, into the ledger."""

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
        forecast = replace(self.answer(question, in_full=True), made=date.today())
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

        dyad, window, known = self.sides_of(actor, recipient), self._ahead(since, until), self.known_until()
        groups = self.parts.ontology.groups
        return scenarios(self.table(), dyad, window, known, groups, self._learned_for(window))

    def signposts(
        self, actor: str, recipient: str, *, until: date | str, since: date | str | None = None
    ) -> tuple[Signpost, ...]:
        """What to watch: the acts between the two that would move the chances of `scenarios` most."""
        from detente.predict.signposts import signposts

        dyad, fitted = self.sides_of(actor, recipient), self._learned_for(self._ahead(since, until))
        kinds = {name: type_.goldstein for name, type_ in self.parts.ontology.types.items()}
        return signposts(self.table(), dyad, self.known_until(), fitted, kinds)

    def scenarios_if(
        self,
        actor: str,
        recipient: str,
        *,
        act: str,
        until: date | str,
        since: date | str | None = None,
    ) -> Scenario | Gap:
        """The scenarios if an act comes ("SANCTION" of the two, "USA SANCTION Russia" of others), and if not.

        Conditional on what followed such acts so far, never causal; a `Gap` where there is too little.
        """
        from detente.run.assuming import assumed_act, scenario_if

        dyad, table = self.sides_of(actor, recipient), self.table()
        who, type_, whom = assumed_act(act, dyad, self.parts.ontology)
        by = self.sides_of(who, whom)
        window = self._ahead(since, until)
        words = f"{type_} comes from {self.name_of(by.actor_id)} to {self.name_of(by.recipient_id)}"
        return scenario_if(table, dyad, (by, type_), window, self.parts.ontology, words)

    def aftermath(
        self, *types: str, like: tuple[str, str] | None = None, by_a_third: bool = False
    ) -> Aftermath | Gap:
        """How tension moved after acts of `types`, against times that stood alike without one.

        `like` names two sides: only cases that stood as these do now count. `by_a_third` takes acts of
        somebody on two others within a week (a mediator's talks), and what moved between the two. A `Gap`
        with fewer than twenty cases.
        """
        how = Matching(like=(self.sides_of(*like), self.known_until()) if like else None)
        return self.aftermath_of(types_named(types, self.parts.ontology), how, by_a_third=by_a_third)

    def aftermath_of(
        self, types: tuple[str, ...], how: Matching, *, by_a_third: bool = False
    ) -> Aftermath | Gap:
        """As `aftermath`, of names of the ontology and with cases chosen as `how` says.

        What does not rest on who is asked about is worked out once for each state of the desk.
        """
        from detente.predict.aftermath import aftermath, occurred

        known, asked = self._occurred, (self.store.state(), types, by_a_third)
        history = self._between.get(self.store.state(), lambda: pair_history(self.table()))
        if (held := known.get(asked)) is None:
            held = known.put(asked, occurred(history, types, by_a_third=by_a_third))
        act, found = held
        if how.like is not None:
            return aftermath(history, found, act, how)
        everywhere = self._aftermaths.get((asked, how))
        return everywhere or self._aftermaths.put((asked, how), aftermath(history, found, act, how))

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

        A window that the desk's documents do not reach past stays open. What takes learning is learned
        anew once a year of the replay.
        """
        dyad = self.dyad(actor, recipient)
        question = make_question(dyad, tuple(types), replay.since, replay.until, self.parts.ontology)
        events, known = self.on_dyad(dyad), self._knowledge(self.known_until())
        forecaster = find_part("forecasters", self.config.forecaster)()
        if isinstance(forecaster, Learner) and self._stand_for_themselves(dyad):
            forecaster.keep_in(None, serves=YEAR)
            found = replay_table(self.table(), [dyad], {"": question.types}, forecaster, replay)
            ended = (replace(forecast, outcome=None, void=None) for forecast in found)
            return tuple(settled(forecast, events, known) for forecast in ended)
        return tuple(replayed(events, dyad, question.types, forecaster, replay, known))

    def answer(
        self, question: Question, *, in_full: bool = False, known_until: date | None = None
    ) -> Forecast:
        """The forecast for `question` from all that the desk knows; it does not go into the ledger.

        `in_full` adds its rule, its base rate and its precedents; with `known_until` it is the forecast as
        it would have been made on that day.
        """
        events = self.on_dyad(question.dyad)
        said = self._said(question, events, known_until)
        return told_in_full(said, events, self.table) if in_full else said

    def base_rates(self, questions: Sequence[Question]) -> tuple[Forecast, ...]:
        """How often each came in such windows so far; none where nothing dated happened on the dyad."""
        events = self.on_dyad(questions[0].dyad) if questions else []
        if not any(event.when for event in events):
            return ()
        return tuple(BaseRate().forecast(question, events, self.known_until()) for question in questions)

    def outlook(self, questions: Sequence[Question]) -> tuple[Forecast, ...]:
        """As `answer` in full, for several questions on one dyad; none where nothing dated happened on it."""
        if not questions:
            return ()
        dyad = questions[0].dyad
        if self._learner(dyad) is not None:
            events, begun = [], len(self.table().on(dyad.actor_id, dyad.recipient_id)) > 0
        else:
            events = self.on_dyad(dyad)
            begun = any(event.when for event in events)
        answers = (self._said(question, events) for question in questions if begun)
        return tuple(told_in_full(answer, events, self.table) for answer in answers)

    def _said(self, question: Question, events: Sequence[Event], day: date | None = None) -> Forecast:
        learner, known = self._learner(question.dyad), day or self.known_until()
        if learner is not None:
            return learner.forecast_in(question, self.table(), known)
        return self._forecaster.forecast(question, events, known)

    def _learner(self, dyad: Dyad) -> Learner | None:
        """The desk's forecaster where it learns from columns: they know only those acted for."""
        made = self._forecaster
        return made if isinstance(made, Learner) and self._stand_for_themselves(dyad) else None

    def _ahead(self, since: date | str | None, until: date | str) -> DateRange:
        return window_of(as_day(since) or self.known_until() + timedelta(days=1), as_day(until))

    def _learned_for(self, window: DateRange) -> Hazard:
        return self._fits.hazard(self.table(), self.known_until(), window, self.parts.ontology.groups)

    @cached_property
    def _forecaster(self) -> Forecaster:
        made: Forecaster = find_part("forecasters", self.config.forecaster)()
        if isinstance(made, Learner):
            made.keep_in(self._kept_in, serves=SERVES)
        return made

    @cached_property
    def _between(self) -> Latest[PairHistory]:
        return Latest()

    @cached_property
    def _occurred(self) -> Recent[tuple[str, tuple[Occurrence, ...]]]:
        return Recent(MOST_ACTS)

    @cached_property
    def _aftermaths(self) -> Recent[Aftermath | Gap]:
        return Recent(MOST_ACTS)

    @cached_property
    def _fits(self) -> Fits:
        return Fits(folder=self._kept_in)

    @property
    def _kept_in(self) -> Path:
        return Path(self.config.store) / "fits"

    def _ledger(self) -> Ledger:
        known = self._knowledge(self.last_known() or date.min)
        return Ledger(store=self.store, on=self.on_dyad, known=known)

    def on_dyad(self, dyad: Dyad) -> list[Event]:
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
