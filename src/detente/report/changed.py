"""What changed, in sentences: what is told anew, what stands otherwise now, which chances moved."""

from __future__ import annotations

from detente.base.types import Claim, Event, Factuality, Forecast, Gap, Sentence
from detente.report.changes import Change, Changes, Moved
from detente.report.select import Evidence
from detente.report.telling import entry, quotation, sure, teller, told, unlisted
from detente.report.voices import origins_of, voices
from detente.report.wording import day_words, joined, likelihood, range_words, tidy

__all__ = ["changed_facts", "moved", "reweighed", "told_anew"]

MOST_NEW, MOST_REWEIGHED, MOST_VOICES = 25, 25, 4
LEAST_MOVE = 0.01  # of a probability, below which it rounds to the same percentage

Written = tuple[list[Sentence], list[Gap]]


def told_anew(evidence: Evidence) -> Written:
    """The events that no text had told by the earlier day."""
    changes = evidence.changes
    if changes is None:
        return [], []
    new = sure(evidence, (change.event for change in changes.events if change.before is None))
    ranked = sorted(new, key=lambda e: (not e.happened, -evidence.independent(e), -abs(e.goldstein), e.id))
    kept = {event.id for event in ranked[:MOST_NEW]}
    sentences = [one for event in new if event.id in kept for one in entry(evidence, event)]
    return sentences, unlisted("new events", len(new) - len(kept))


def reweighed(evidence: Evidence) -> Written:
    """The events that stand otherwise than on the earlier day, or on more origins, or are now denied."""
    changes = evidence.changes
    if changes is None:
        return [], []
    other = [change for change in changes.events if _stands_otherwise(evidence, change)]
    other.sort(key=lambda change: _same_standing(evidence, change))
    sentences = [one for change in other[:MOST_REWEIGHED] for one in _reweighed(evidence, change, changes)]
    return sentences, unlisted("re-weighed events", len(other) - MOST_REWEIGHED)


def moved(evidence: Evidence) -> Written:
    """The probabilities that moved between the two days, the most first."""
    changes = evidence.changes
    if changes is None:
        return [], []
    pairs = [pair for pair in changes.forecasts if abs(_move(pair)) >= LEAST_MOVE]
    pairs.sort(key=lambda pair: (-abs(_move(pair)), pair.now.id))
    return [one for pair in pairs for one in _moved(evidence, pair)], []


def changed_facts(evidence: Evidence) -> dict[str, str]:
    """What the changes say, by the ids that cite them."""
    changes = evidence.changes
    if changes is None:
        return {}
    days = f"{day_words(changes.since)}\n{day_words(changes.until)}"
    found = {
        _change_id(one, changes): f"{days}\n{_weights(evidence, one)}" for one in changes.events if one.before
    }
    for forecast in (one for pair in changes.forecasts for one in (pair.before, pair.now)):
        found[forecast.id] = _forecast_facts(evidence, forecast)
    return found


def _reweighed(evidence: Evidence, change: Change, changes: Changes) -> list[Sentence]:
    event, before = change.event, change.before
    claims = [claim for claim in evidence.claims_of(event) if claim.id in change.new_claims]
    cites = (event.id, _change_id(change, changes), *(claim.id for claim in claims))
    sentences = [told(evidence, event)]
    if before is not None:
        sentences.append(Sentence(text=_then_and_now(evidence, event, before, changes), cites=cites))
    denials = [claim for claim in claims if _denies(claim)]
    if denials:
        said = joined(voices(evidence, denials)[:MOST_VOICES])
        sentences.append(Sentence(text=f"It is now denied, according to {said}.", cites=cites))
    others = [claim for claim in claims if not _denies(claim)]
    if others:
        said = "; ".join(voices(evidence, others)[:MOST_VOICES])
        sentences.append(Sentence(text=f"New is what is told by {said}.", cites=cites))
    best = max(claims, key=lambda claim: (_denies(claim), claim.confidence))
    if best != teller(evidence, event):
        sentences.append(Sentence(text=quotation(evidence, best), cites=(event.id, best.id)))
    return sentences


def _then_and_now(evidence: Evidence, event: Event, before: Event, changes: Changes) -> str:
    then, now = (evidence.standing(one).lower() for one in (before, event))
    since, was, is_ = day_words(changes.since), origins_of(evidence, before), origins_of(evidence, event)
    if then == now:
        return f"It stands as {now} still, now on {is_}; on {since} on {was}."
    return f"On {since} it stood as {then}, on {was}; now as {now}, on {is_}."


def _stands_otherwise(evidence: Evidence, change: Change) -> bool:
    event, before = change.event, change.before
    if before is None:
        return False
    new = [evidence.claims[id_] for id_ in change.new_claims]
    return (
        not _same_standing(evidence, change)
        or evidence.independent(event) > evidence.independent(before)
        or any(_denies(claim) for claim in new)
    )


def _denies(claim: Claim) -> bool:
    return claim.factuality is Factuality.NOT_HAPPENED


def _same_standing(evidence: Evidence, change: Change) -> bool:
    before = change.before
    return before is not None and evidence.standing(change.event) == evidence.standing(before)


def _change_id(change: Change, changes: Changes) -> str:
    return f"change:{change.event.id}:{changes.since}/{changes.until}"


def _weights(evidence: Evidence, change: Change) -> str:
    pair = (change.event, change.before) if change.before else (change.event,)
    return "\n".join(str(evidence.independent(event)) for event in pair)


def _move(pair: Moved) -> float:
    return pair.now.probability - pair.before.probability


def _moved(evidence: Evidence, pair: Moved) -> list[Sentence]:
    question, now, before = pair.now.question, pair.now, pair.before
    actor, recipient = (tidy(evidence.name(i)) for i in (question.dyad.actor_id, question.dyad.recipient_id))
    way = "rose" if _move(pair) > 0 else "fell"
    text = (
        f"The chance of {' or '.join(question.types)} by {actor} towards {recipient}, at least once "
        f"{range_words(question.window)}, {way} from {before.probability:.0%}, as known on "
        f"{day_words(before.known_until)}, to {now.probability:.0%}, as known on "
        f"{day_words(now.known_until)}: {likelihood(now.probability)}."
    )
    counted = f"Counted then: {tidy(before.base)}; counted now: {tidy(now.base)}."
    cites = tuple(dict.fromkeys((now.id, before.id)))
    return [Sentence(text=text, cites=cites), Sentence(text=counted, cites=cites)]


def _forecast_facts(evidence: Evidence, forecast: Forecast) -> str:
    question = forecast.question
    names = [tidy(evidence.name(i)) for i in (question.dyad.actor_id, question.dyad.recipient_id)]
    days = (range_words(question.window), day_words(forecast.known_until))
    return "\n".join((*names, *question.types, *days, f"{forecast.probability:.0%}", tidy(forecast.base)))
