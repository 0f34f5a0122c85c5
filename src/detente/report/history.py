"""The history of a relation in a brief: its turning points, and the acts that came with them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from detente.base.types import Event, Gap, Sentence
from detente.measure.changes import Turn, TurningPoint
from detente.measure.stretches import Stretch
from detente.report.select import Evidence
from detente.report.telling import cites_of, mentioned
from detente.report.wording import count, day_words, range_words, tidy

__all__ = ["history", "history_facts", "stretch_id", "turn_id"]

MOST_TURNS = 12
MOST_ACTS = 3
A_MONTH = 30  # days; of a shorter time "acts a month" would make many of few
Facts = dict[str, str]


def history(evidence: Evidence) -> tuple[list[Sentence], list[Gap]]:
    """Each turning point with its gravest acts, then how the relation has gone since the last."""
    course = evidence.course
    if course is None or not course.stretches:
        gaps = [replace(gap, about=evidence.topic) for gap in course.gaps] if course else []
        return [], [*gaps, *_unlisted(evidence)]
    told = course.turning_points[-MOST_TURNS:]
    sentences = [sentence for point in told for sentence in _turn(evidence, point)]
    sentences.append(_now(evidence, course.stretches[-1], told[-1].day if told else None))
    return sentences, [*_earlier(len(course.turning_points) - len(told)), *_unlisted(evidence)]


def turn_id(point: TurningPoint) -> str:
    """The id under which a brief cites a turning point: `turn:<actor>:<recipient>:<day>`."""
    return f"turn:{point.dyad.actor_id}:{point.dyad.recipient_id}:{point.day}"


def stretch_id(evidence: Evidence, stretch: Stretch) -> str:
    """The id under which a brief cites a stretch: `stretch:<actor>:<recipient>:<first day>`."""
    return f"stretch:{evidence.dyad.actor_id}:{evidence.dyad.recipient_id}:{stretch.start}"


def history_facts(evidence: Evidence) -> Facts:
    """What the turning points, the last stretch and the loaded events say, by the ids that cite them."""
    found = {event.id: _event_facts(evidence, event) for event in evidence.loaded.values()}
    course = evidence.course
    if course is None or not course.stretches:
        return found
    for point in course.turning_points:
        noticed = day_words(point.noticed) if point.noticed else ""
        parts = (evidence.topic, day_words(point.day), noticed, _figures(point.before), _figures(point.after))
        found[turn_id(point)] = "\n".join(parts)
    last = course.stretches[-1]
    words = (evidence.topic, day_words(last.start), day_words(last.end), str(last.events), _figures(last))
    return found | {stretch_id(evidence, last): "\n".join(words)}


def _turn(evidence: Evidence, point: TurningPoint) -> list[Sentence]:
    before, after = point.before, point.after
    verb = "soured" if point.turn is Turn.RUPTURE else "warmed"
    text = (
        f"From about {day_words(point.day)} relations between {evidence.topic} {verb}: the tension index went"
        f" from {before.index} to {after.index}{_paces(before, after)}."
    )
    if point.noticed:
        text += f" It could have been seen by {day_words(point.noticed)}."
    sentences = [Sentence(text=text, cites=(turn_id(point),))]
    acts = [event for event in map(evidence.cited, point.event_ids) if event is not None][:MOST_ACTS]
    if acts:
        said = "; ".join(mentioned(evidence, event) for event in acts)
        cites = (turn_id(point), *cites_of(evidence, acts))
        sentences.append(Sentence(text=f"Among the acts that came with it: {said}.", cites=cites))
    return sentences


def _paces(before: Stretch, after: Stretch) -> str:
    """How the acts went before and after: by the month, or in so many days where there is no whole month."""
    if min(before.days, after.days) >= A_MONTH:
        return (
            f", acts of conflict from {before.conflict:.1f} to {after.conflict:.1f} a month"
            f" and of cooperation from {before.cooperation:.1f} to {after.cooperation:.1f}"
        )
    spans = (f"{count(one.events, 'act')} in {count(one.days, 'day')}" for one in (before, after))
    return ": {} before, {} after".format(*spans)


def _now(evidence: Evidence, stretch: Stretch, turned: date | None) -> Sentence:
    whole = f"From {day_words(stretch.start)} to {day_words(stretch.end)}"
    since = "Since then" if stretch.start == turned else whole
    lasting = "" if turned else " no turning point is found;"
    pace = f": {stretch.conflict:.1f} of conflict and {stretch.cooperation:.1f} of cooperation a month"
    paced = pace if stretch.days >= A_MONTH else f" in {count(stretch.days, 'day')}"
    passed = f"{count(stretch.events, 'act')} passed{paced}, at a tension of {stretch.index}."
    text = f"{since},{lasting} {passed}"
    return Sentence(text=text, cites=(stretch_id(evidence, stretch),))


def _earlier(number: int) -> list[Gap]:
    if number <= 0:
        return []
    why = f"{number} earlier ones are not told; `detente measure A B --turns` lists all"
    return [Gap(about="turning points", looked_for="a complete list", why=why)]


def _unlisted(evidence: Evidence) -> list[Gap]:
    counted = sum(evidence.total.quads) if evidence.total else 0
    number = counted - (len(evidence.events) - len(evidence.undated))
    if number <= 0:
        return []
    why = f"{number} loaded from data sets are in the figures; only those at turning points are named"
    return [Gap(about="events", looked_for="a list of all that is counted", why=why)]


def _figures(stretch: Stretch) -> str:
    told = (stretch.index, f"{stretch.conflict:.1f}", f"{stretch.cooperation:.1f}")
    return "\n".join((*told, str(stretch.events), str(stretch.days)))


def _event_facts(evidence: Evidence, event: Event) -> str:
    names = [tidy(evidence.name(actor_id)) for actor_id in (*event.actor_ids, *event.recipient_ids)]
    return "\n".join((range_words(event.when), event.type, *names))
