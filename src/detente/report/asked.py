"""A question in a brief: what is asked, how likely it is and why, and what such times brought before."""

from __future__ import annotations

from detente.base.forecasts import Precedent
from detente.base.types import Forecast, Gap, Sentence
from detente.report.select import Evidence
from detente.report.sides import pair_told
from detente.report.wording import day_words, likelihood, period_words, range_words, tidy

__all__ = ["asked", "asked_facts", "precedent", "resembled"]

MOST_PRECEDENTS = 8

Written = tuple[list[Sentence], list[Gap]]


def asked(evidence: Evidence) -> Written:
    """The question, its rule, and each forecast for it with its interval, base rate and reasons."""
    sentences: list[Sentence] = []
    for forecast in evidence.forecasts:
        if not sentences:
            sentences += [_question(evidence, forecast), *_rule(forecast)]
        sentences += _answer(forecast)
    return sentences, [gap for forecast in evidence.forecasts[-1:] for gap in forecast.gaps]


def resembled(evidence: Evidence) -> Written:
    """The past times that began like this one, and how they ended."""
    found = [(f, one) for f in evidence.forecasts[-1:] for one in f.precedents[:MOST_PRECEDENTS]]
    return [precedent(evidence, forecast, one) for forecast, one in found], []


def precedent(evidence: Evidence, forecast: Forecast, one: Precedent, lead: str = "") -> Sentence:
    """A past time that began like the one asked about: what stood before it, and how it ended."""
    return Sentence(
        text=f"{lead}{pair_told(evidence, one.dyad)}, {period_words(one.window)}: {_bare(one.text)}.",
        cites=(forecast.id, *(id_ for id_ in one.event_ids if evidence.cited(id_))),
    )


def asked_facts(evidence: Evidence) -> dict[str, str]:
    """What the forecasts say of their questions, by their ids."""
    return {forecast.id: _facts(evidence, forecast) for forecast in evidence.forecasts}


def _question(evidence: Evidence, forecast: Forecast) -> Sentence:
    question = forecast.question
    actor, recipient = (tidy(evidence.name(i)) for i in (question.dyad.actor_id, question.dyad.recipient_id))
    text = (
        f"The question: does {actor} do {' or '.join(question.types)} towards {recipient}, at least once "
        f"{range_words(question.window)}?"
    )
    return Sentence(text=text, cites=(forecast.id,))


def _rule(forecast: Forecast) -> list[Sentence]:
    if not forecast.rule:
        return []
    return [Sentence(text=f"It will be settled so: {tidy(forecast.rule)}.", cites=(forecast.id,))]


def _answer(forecast: Forecast) -> list[Sentence]:
    low, high = forecast.interval
    rate = f"; the count alone says {forecast.base_rate:.0%}" if forecast.base_rate is not None else ""
    text = (
        f"{likelihood(forecast.probability).capitalize()}: {forecast.probability:.0%}, between {low:.0%} and "
        f"{high:.0%}, as known until {day_words(forecast.known_until)}{rate}."
    )
    reasons = [tidy(one) for one in (forecast.reasons or (forecast.base,)) if one]
    sentences = [text, *(f"The reason: {one.rstrip('.')}." for one in reasons)]
    if forecast.outcome is not None:
        sentences.append("It has come so." if forecast.outcome else "It has not come so.")
    return [Sentence(text=one, cites=(forecast.id,)) for one in sentences]


def _bare(text: str) -> str:
    # The window stands before it in words; the text repeats it in figures.
    _, colon, told = tidy(text).partition(": ")
    return told.rstrip(".") if colon else tidy(text).rstrip(".")


def _facts(evidence: Evidence, forecast: Forecast) -> str:
    rate = f"{forecast.base_rate:.0%}" if forecast.base_rate is not None else ""
    words = (forecast.rule, *forecast.reasons, *(one.text for one in forecast.precedents))
    pairs = [pair_told(evidence, one.dyad) for one in forecast.precedents]
    windows = [period_words(one.window) for one in forecast.precedents]
    return "\n".join((rate, *map(tidy, words), *pairs, *windows))
