"""When two claims may speak of one event: parties, mode, place and days. No grouping here (see events.py)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from detente.base.dates import day_range
from detente.base.text import stems
from detente.base.types import Claim, DateRange, Document, Factuality, Mention, Modality, WhenFrom

__all__ = [
    "Heard",
    "Party",
    "Shape",
    "blocks",
    "days_between",
    "fits",
    "hear",
    "match",
    "of_one_matter",
]

SYMMETRIC = frozenset({"CONSULT", "AGREE", "COOPERATE"})  # who acts and at whom depends on who tells it
VAGUE = 31  # days, over which what is told coarsely may still be one happening
FIRM_WINDOW = 1  # days between two stated days: time zones, and nights that belong to two days
PUBLISHED_WINDOW = 3  # days between publications of one piece of news
COARSE = 7  # a range of more days ("in 2024") may hold many events of one kind

_NAME = re.compile(r"[^\W\d_a-z][\w'’-]*(?: [^\W\d_a-z][\w'’-]*)*")
SHORT = 1  # stems of a denial that says nothing of what it denies
# What any two sentences on any two states may share.
PLAIN = """about accusation after again allegation also anyone anything april august been before between
both called claim could country december denied deny does early even evening ever false february first
foreign friday from government have into involved january july june knowledge last late march minister
monday month more morning never next night nobody none nothing november october official only other over
president prime rejected report responsibility role said saturday september should side sides since some
spokesman state such sunday than that their them then there they this those thursday today told tomorrow
true tuesday under until wednesday week were what when where whether which while will with would year
yesterday"""
_PLAIN = stems(PLAIN)
_stems = lru_cache(1 << 12)(stems)  # copies say the same in the same words
# "It was not called off on account of mackerel": denied is the reason, not the act.
_REASON = re.compile(
    r"[^,;.]{0,60}\b(?:because|on account of|due to|owing to|for fear|in (?:protest|retaliation|anger))\b"
)
_NEGATED = re.compile(r"\b(?:not|never|den(?:y|ied|ies|ying))\b|n['’]t\b", re.IGNORECASE)
_OFFICE_SEAT = re.compile(r" (?:capital|city|town|border|embassy|side|parliament|ministry)\b")


@dataclass(frozen=True, slots=True, order=True)
class Party:
    """An actor id and on whose behalf it acts (itself where that is unknown)."""

    id: str
    behalf: str


@dataclass(frozen=True, slots=True)
class Shape:
    """What of a claim decides, besides its days, with which others it may go together.

    `place` is the narrowest place that the claim names, `within` the state in which it lies (`place` itself
    for a state).
    """

    type: str
    mode: str | None
    actors: frozenset[Party]
    recipients: frozenset[Party]
    place: str | None
    within: str | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """A claim made ready for comparison. `days` is `None` where unknown; `told`: actual or background."""

    claim: Claim
    shape: Shape
    days: DateRange | None
    when_from: WhenFrom
    origin_id: str
    key: tuple[date, str, int, str]
    document: Document | None

    @property
    def told(self) -> bool:
        """Whether it stands in the reported world or its past."""
        return self.claim.modality in (Modality.ACTUAL, Modality.BACKGROUND)

    @property
    def denies(self) -> bool:
        """Whether its source says that it did not take place."""
        return self.claim.factuality is Factuality.NOT_HAPPENED

    @property
    def published(self) -> bool:
        """Whether its day is only that of publication."""
        return self.when_from is WhenFrom.PUBLISHED

    @property
    def coarse(self) -> bool:
        """Whether its days are too many to name one event."""
        return self.days is not None and (self.days.end - self.days.start).days >= COARSE

    @property
    def matter(self) -> frozenset[str]:
        """Stems of what its sentence says, without the names of those who act or speak."""
        if self.document is None:
            return frozenset()
        named = (*self.claim.actors, *self.claim.recipients, *self.claim.source.chain)
        return _stems(self.document.quote(self.claim.sentence)).difference(
            _PLAIN, *(_stems(mention.text) for mention in named)
        )

    @property
    def of_reason(self) -> bool:
        """Whether it denies why something was done, and so not that it was."""
        if self.document is None:
            return False
        text, sentence, trigger = self.document.text, self.claim.sentence, self.claim.trigger
        negated = _NEGATED.search(text, sentence.start, trigger.start)
        return negated is not None and _REASON.match(text, trigger.end, sentence.end) is not None


def hear(
    claim: Claim,
    document: Document | None,
    origin_id: str,
    standing: Callable[[str, date | None], str | None],
) -> Heard:
    """`claim` with its days, its parties and its founding key (day published, document, place, id)."""
    published = document.published if document else None
    days, when_from = claim.when, claim.when_from
    if days is None and when_from is WhenFrom.PUBLISHED and published:
        days = day_range(published)
    day = days.start if days else published
    actors = _parties(claim.actors, day, standing)
    recipients = _parties(claim.recipients, day, standing)
    place = _place(claim.place, actors | recipients)
    within = (standing(place, day) or place) if place else None
    shape = Shape(claim.type, claim.mode, actors, recipients, place, within)
    key = (published or date.max, claim.document_id, claim.sentence.start, claim.id)
    return Heard(claim, shape, days, when_from if days else WhenFrom.UNKNOWN, origin_id, key, document)


@cache
def fits(left: Shape, right: Shape) -> int | None:
    """How loosely two shapes fit (0: in everything), or `None` if they speak of different happenings."""
    if left.type != right.type or not _one_or_none(left.mode, right.mode) or _of_own_kind(left, right):
        return None
    # A town and the state it lies in are one place told more and less exactly.
    if (
        not _one_or_none(left.place, right.place)
        and left.place != right.within
        and right.place != left.within
    ):
        return None
    loose = (left.mode != right.mode) + (left.place != right.place)
    sides = _meeting(left, right) if left.type in SYMMETRIC else _directed(left, right)
    return None if sides is None else loose + sides


def _of_own_kind(left: Shape, right: Shape) -> bool:
    """A meeting called off is told as such; a refusal without mode is another act, not a vaguer word."""
    return left.type == "REJECT" and (left.mode == "meet") != (right.mode == "meet")


def match(left: Heard, right: Heard) -> tuple[int, int] | None:
    """Looseness and days between two claims that may be one event, `None` if they may not."""
    loose = fits(left.shape, right.shape)
    apart = days_between(left, right)
    if loose == 0 and apart is None and _vaguely_one(left, right):
        return (0, VAGUE)
    if loose is None or apart is None or not of_one_matter(left, right):
        return None
    if _denied_before(left, right) or _denied_before(right, left):
        return None
    window = PUBLISHED_WINDOW if left.published or right.published else FIRM_WINDOW
    # A plan is the plan of an act only if it names the day of the act.
    return (loose, apart) if apart <= (window if left.told == right.told else 0) else None


def of_one_matter(left: Heard, right: Heard) -> bool:
    """Whether a denial and what it may deny are the same deed between the same two, or share words.

    Two claims that both deny, or both do not, always may be; so may "Lomar denied any part in it". Who denies
    the reason of an act denies another matter.
    """
    if left.denies == right.denies:
        return True
    denial = left if left.denies else right
    if denial.of_reason:
        return False
    if left.matter & right.matter or len(denial.matter) <= SHORT:
        return True
    one, other = left.shape, right.shape
    sided = one.actors and one.recipients and other.actors and other.recipients
    return bool(one.mode and one.mode == other.mode and sided)


def _denied_before(one: Heard, other: Heard) -> bool:
    """Whether a text denied it before the first day on which another tells it: it denied something else."""
    before = other.days is not None and one.key[0] < other.days.start
    return one.denies and before and other.told and not other.denies


def _vaguely_one(left: Heard, right: Heard) -> bool:
    """The same deed on the same party, "early in February" here and "this month" there."""
    if left.days is None or right.days is None or left.told != right.told:
        return False
    shape = left.shape
    sided = bool(shape.mode and shape.actors and shape.recipients) and shape.type not in SYMMETRIC
    lengths = [(days.end - days.start).days for days in (left.days, right.days)]
    return sided and max(lengths) <= VAGUE and left.days.overlaps(right.days)


def days_between(left: Heard, right: Heard) -> int | None:
    """Days between two claims (0: they overlap); `None` where a day is unknown or only coarsely known."""
    if left.days is None or right.days is None:
        return 0 if left.days is right.days and left.origin_id == right.origin_id else None
    if left.coarse or right.coarse:
        return 0 if left.days == right.days else None
    return max(0, (max(left.days.start, right.days.start) - min(left.days.end, right.days.end)).days)


def blocks(shape: Shape) -> Iterator[tuple[str, ...]]:
    """Keys one of which any two fitting shapes share; those of one party begin with the type and ''."""
    actors = {party.behalf for party in shape.actors}
    recipients = {party.behalf for party in shape.recipients}
    if shape.type in SYMMETRIC:
        both = sorted(actors | recipients)
        yield from ((shape.type, "", one) for one in both)
        yield from ((shape.type, one, other) for at, one in enumerate(both) for other in both[at + 1 :])
        return
    yield from ((shape.type, "", "actor", one) for one in sorted(actors))
    yield from ((shape.type, "", "recipient", one) for one in sorted(recipients))
    yield from ((shape.type, one, other) for one in sorted(actors) for other in sorted(recipients))


def _parties(
    mentions: Iterable[Mention], day: date | None, standing: Callable[[str, date | None], str | None]
) -> frozenset[Party]:
    ids = {mention.actor_id for mention in mentions if mention.actor_id}
    parties = {_party(id_, standing(id_, day) or id_) for id_ in ids}
    represented = {party.behalf for party in parties if party.behalf != party.id}
    return frozenset(party for party in parties if party.id not in represented)


def _party(id_: str, behalf: str) -> Party:
    # What "the Kremlin" did and what Russia did is one thing: a government is its state.
    return Party(behalf if id_.endswith("-GOV") else id_, behalf)


def _place(place: Mention | None, parties: frozenset[Party]) -> str | None:
    """The place, but not where it only repeats a party ("Russia struck ... in Ukraine")."""
    if place is None or any(place.actor_id in (party.id, party.behalf) for party in parties):
        return None
    return place.actor_id or _place_name(place.text)


def _place_name(words: str) -> str | None:
    """The last name in `words`: "the road to Harat" and "near Harat" are one; "a hotel" tells nothing."""
    names = list(_NAME.finditer(words))
    if not names or _OFFICE_SEAT.match(words, names[-1].end()):
        return None
    return names[-1][0].casefold()


def _one_or_none(left: str | None, right: str | None) -> bool:
    return left is None or right is None or left == right


def _alike(left: Party, right: Party) -> bool:
    return left.id in (right.id, right.behalf) or left.behalf == right.id


def _meeting(left: Shape, right: Shape) -> int | None:
    """Two parties of one meeting must be found in the other, whichever side they are told on."""
    one, other = left.actors | left.recipients, right.actors | right.recipients
    found = min(
        sum(any(_alike(party, known) for known in other) for party in one),
        sum(any(_alike(party, known) for known in one) for party in other),
    )
    if not found or found < min(2, len(one), len(other)):
        return None
    return (one != other) + (min(len(one), len(other)) < 2 <= max(len(one), len(other))) * 2


def _directed(left: Shape, right: Shape) -> int | None:
    actors = _side(left.actors, right.actors)
    recipients = _side(left.recipients, right.recipients)
    shared = (left.actors and right.actors) or (left.recipients and right.recipients)
    return actors + recipients if shared and actors is not None and recipients is not None else None


def _side(left: frozenset[Party], right: frozenset[Party]) -> int | None:
    if left == right:
        return 0
    if not left or not right:
        return 2
    alike = any(_alike(one, other) for one in left for other in right)
    if alike:
        return 1
    return 2 if {one.behalf for one in left} & {other.behalf for other in right} else None
