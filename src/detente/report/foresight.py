"""What a brief says of what lies around a dyad and ahead of it: outside actors, spill-over, measures that
were tried elsewhere, and what to watch. Everything here was measured; nothing says that it was caused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from detente.base.types import DateRange, Dyad, Gap, Sentence
from detente.measure.influence import Influence, InfluenceMap, OutsideActor, outside_actors, spill_over
from detente.predict.aftermath import Aftermath, Change
from detente.predict.signposts import Signpost
from detente.report.wording import count, day_words, joined, range_words, tidy

__all__ = ["Foresight", "Tried", "around", "foresight_facts", "foresight_notes", "measures", "watch"]

MOST_ACTORS = 5
MOST_CASES = 8
Told = tuple[list[Sentence], list[Gap]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What followed an act elsewhere: in cases that stood as the two do now (`alike`), else in all."""

    found: Aftermath | Gap
    alike: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Foresight:
    """What was measured around a dyad, by those on whose behalf the two act.

    `influence` is who follows whom, `tried` what followed acts elsewhere, `signposts` the acts that would
    move a chance in `window` most. A gap stands where it could not be told. `name` gives an actor's
    name for its id.
    """

    dyad: Dyad
    name: Callable[[str], str]
    influence: InfluenceMap | Gap
    window: DateRange
    tried: tuple[Tried, ...] = ()
    signposts: tuple[Signpost, ...] = ()

    @property
    def known(self) -> tuple[tuple[Aftermath, bool], ...]:
        """What followed the acts of which that can be told, and whether in cases that stood alike."""
        return tuple((one.found, one.alike) for one in self.tried if isinstance(one.found, Aftermath))

    @property
    def topic(self) -> str:
        """The names of the two sides."""
        return f"{self.named(self.dyad.actor_id)} and {self.named(self.dyad.recipient_id)}"

    def named(self, actor_id: str) -> str:
        """The name of an actor, fit to be shown."""
        return tidy(self.name(actor_id))


def around(told: Foresight) -> Told:
    """Whose acts the acts between the two followed, and whose followed theirs."""
    found = told.influence
    if isinstance(found, Gap):
        return [], [Gap(about="outside actors", looked_for="their influence and spill-over", why=found.why)]
    cite = (_influence_id(told),)
    shares, looked = found.shares, len(found.process.streams) - 4
    text = (
        f"Of the {count(found.events, 'act')} between {told.topic} from {day_words(found.first_day)} to"
        f" {day_words(found.last_day)}, {shares.own:.0%} followed earlier acts of the same side,"
        f" {shares.answers:.0%} acts of the other side and {shares.outside:.0%} acts on other dyads, of which"
        f" {count(looked, 'stream was', 'streams were')} looked at."
    )
    sentences = [Sentence(text=text, cites=cite)]
    inward, outward = outside_actors(found)[:MOST_ACTORS], spill_over(found)[:MOST_ACTORS]
    sentences += [_through(told, actor, inward=True) for actor in inward]
    sentences += [_through(told, actor, inward=False) for actor in outward]
    if not inward:
        text = f"No acts of others were followed by acts between {told.topic} more often than chance has it."
        sentences.append(Sentence(text=text, cites=cite))
    if not outward:
        text = f"No spill-over is found: acts on other dyads did not follow those between {told.topic}."
        sentences.append(Sentence(text=text, cites=cite))
    return sentences, list(found.gaps)


def measures(told: Foresight) -> Told:
    """What followed acts that might be tried, where it can be told in cases that stood as the two do now."""
    sentences = [_followed(one, change, alike) for one, alike in told.known for change in one.changes]
    few = [one.found.about for one in told.tried if isinstance(one.found, Gap)]
    if not few:
        return sentences, []
    why = f"fewer comparable cases than a comparison takes: {joined(few)}"
    return sentences, [Gap(about="measures", looked_for="what followed them elsewhere", why=why)]


def watch(told: Foresight) -> Told:
    """The acts that would move the chances most."""
    if not told.signposts:
        why = "there is too little on record to learn from"
        return [], [Gap(about="what to watch", looked_for="acts that would move the chances", why=why)]
    return [_signpost(told, place, post) for place, post in enumerate(told.signposts)], []


def foresight_facts(told: Foresight) -> dict[str, str]:
    """What each of the measurements says, by the id that cites it."""
    found = {_aftermath_id(one): _aftermath_facts(one) for one, _ in told.known}
    for place, post in enumerate(told.signposts):
        names = (told.named(post.by.actor_id), told.named(post.by.recipient_id))
        shares = (f"{post.before:.0%}", f"{post.after:.0%}", range_words(told.window))
        found[_signpost_id(told, place)] = "\n".join((*names, *post.types, *shares))
    if not isinstance(told.influence, Gap):
        found[_influence_id(told)] = "\n".join(_influence_facts(told, told.influence))
    return found


def foresight_notes(told: Foresight) -> dict[str, tuple[str, str]]:
    """What stands behind the measurements, by the id that cites them: what it is, and in short."""
    found = {_aftermath_id(one): _cases(told, one) for one, _ in told.known}
    for place, _ in enumerate(told.signposts):
        said = f"the forecast {range_words(told.window)}, with one such act put on the last day known"
        found[_signpost_id(told, place)] = ("The forecast read once more", said)
    if not isinstance(told.influence, Gap):
        said = "a self- and cross-exciting process of the dyad and those around it"
        found[_influence_id(told)] = ("Who follows whom", said)
    return found


def _through(told: Foresight, actor: OutsideActor, *, inward: bool) -> Sentence:
    theirs = f"acts of or at {told.named(actor.actor_id)}"
    ours = f"the acts between {told.topic}"
    whole, part = (ours, theirs) if inward else (f"the {theirs} that were looked at", ours)
    text = f"About {actor.share:.0%} of {whole} followed {part}: {_strength(told, actor.influences[0])}."
    return Sentence(text=text, cites=(_influence_id(told),))


def _strength(told: Foresight, one: Influence) -> str:
    source, on = (
        f"{stream.kind} from {told.named(stream.dyad.actor_id)} at {told.named(stream.dyad.recipient_id)}"
        for stream in (one.source, one.on)
    )
    held = "" if one.is_stable else ", which did not hold in every resample and should not be relied on"
    return f"after an act of {source}, {one.strength:.2f} further acts of {on} on average{held}"


def _followed(one: Aftermath, change: Change, alike: bool) -> Sentence:
    low, high = change.interval
    word = "lower" if change.difference < 0 else "higher"
    unclear = ", which may be chance" if low <= 0 <= high else ""
    stood = "that stood as these two do now" if alike else "between any two, since few stood as these do"
    text = (
        f"After {one.act} in {count(len(one.cases), 'case')} {stood}, tension was"
        f" {abs(change.difference):.1f} points {word} within {change.days} days than at like times without"
        f" such an act (90% interval {low:+.1f} to {high:+.1f}{unclear})."
    )
    return Sentence(text=text, cites=(_aftermath_id(one),))


def _signpost(told: Foresight, place: int, post: Signpost) -> Sentence:
    who, whom = told.named(post.by.actor_id), told.named(post.by.recipient_id)
    text = (
        f"After one more {' or '.join(post.types)} by {who} towards {whom}, the probability of"
        f" {post.scenario.replace('_', ' ')} {range_words(told.window)} would read"
        f" {post.after:.0%} instead of {post.before:.0%}."
    )
    return Sentence(text=text, cites=(_signpost_id(told, place),))


def _influence_id(told: Foresight) -> str:
    return f"influence:{told.dyad.actor_id}:{told.dyad.recipient_id}"


def _aftermath_id(one: Aftermath) -> str:
    return f"aftermath:{one.act.replace(' ', '-')}"


def _signpost_id(told: Foresight, place: int) -> str:
    return f"signpost:{told.dyad.actor_id}:{told.dyad.recipient_id}:{place}"


def _aftermath_facts(one: Aftermath) -> str:
    figures = [
        f"{abs(change.difference):.1f} {change.days} {change.interval[0]:+.1f} {change.interval[1]:+.1f} 90%"
        for change in one.changes
    ]
    return "\n".join((one.act, str(len(one.cases)), *figures))


def _influence_facts(told: Foresight, found: InfluenceMap) -> Iterator[str]:
    yield told.topic
    yield from (str(found.events), day_words(found.first_day), day_words(found.last_day))
    yield str(len(found.process.streams) - 4)
    yield from (f"{share:.0%}" for share in (found.shares.own, found.shares.answers, found.shares.outside))
    for actor in (*outside_actors(found), *spill_over(found)):
        yield f"{told.named(actor.actor_id)} {actor.share:.0%}"
        yield from (f"{one.strength:.2f}" for one in actor.influences)
        yield from _ends(told, actor.influences)


def _ends(told: Foresight, influences: Sequence[Influence]) -> Iterator[str]:
    for one in influences:
        for dyad in (one.source.dyad, one.on.dyad):
            yield f"{told.named(dyad.actor_id)} {told.named(dyad.recipient_id)}"


def _cases(told: Foresight, one: Aftermath) -> tuple[str, str]:
    last = one.cases[-MOST_CASES:]
    listed = [
        f"{told.named(case.dyad.actor_id)} and {told.named(case.dyad.recipient_id)} on {day_words(case.day)}"
        f" ({', '.join(case.event_ids[:2])})"
        for case in last
    ]
    earlier = len(one.cases) - len(last)
    more = f"; and {count(earlier, 'earlier case')}" if earlier else ""
    return f"What followed {one.act} in {count(len(one.cases), 'case')}", "; ".join(listed) + more
