"""From claims to events: which claims speak of one happening, and what they add up to.

Claims that may be one event are paired inside blocks (type and parties), a sweep over days keeping
it near linear. Pairs join groups from the closest to the loosest; a pair is refused if any two claims
of the joined group could not be one event (days, mode, place, parties, a judgement), so that a vague
claim cannot bridge two happenings. All orders are by content: the order of input does not matter.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from detente.base.ids import content_id, is_provisional
from detente.base.ontology import Ontology
from detente.base.types import (
    Claim,
    ClaimKind,
    DateRange,
    Document,
    Event,
    Judgement,
    Origin,
    SourceKind,
    WhenFrom,
)
from detente.extract.corrections import is_correction
from detente.identify.groups import Groups, may_take
from detente.identify.judgements import Rulings, rulings, wrong_claims
from detente.identify.matching import (
    SYMMETRIC,
    Heard,
    Party,
    Shape,
    blocks,
    fits,
    hear,
    match,
)
from detente.identify.neighbours import neighbours
from detente.identify.publishing import publisher_key
from detente.identify.weigh import Voice, weigh

__all__ = ["Context", "Merged", "merge_claims"]

LATER = 1_000_000  # a rank after that of any document of an origin
STRAY = 0.2  # of the claims of an event
DENIED_WITHIN = 14  # days a denial may come after the act that it denies
_WHEN_ORDER = (WhenFrom.STATED, WhenFrom.INFERRED, WhenFrom.PUBLISHED, WhenFrom.UNKNOWN)


@dataclass(frozen=True, kw_only=True)
class Merged:
    """Events by id, and the ids of earlier events that went into others."""

    events: tuple[Event, ...]
    redirects: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Context:
    """What merging may ask. `previous`: claim id to event id as last kept; `standing`: on whose behalf."""

    ontology: Ontology
    documents: Mapping[str, Document]
    origins: Sequence[Origin]
    judgements: Sequence[Judgement] = ()
    previous: Mapping[str, str] = field(default_factory=dict)
    standing: Callable[[str, date | None], str | None]


def merge_claims(claims: Iterable[Claim], context: Context) -> Merged:
    """The events that `claims` add up to: acts with a resolved actor or recipient; others stay claims."""
    origin_of = {id_: origin.id for origin in context.origins for id_ in origin.document_ids}
    heard = sorted((_heard(claim, context, origin_of) for claim in _acts(claims)), key=lambda one: one.key)
    rules = rulings(context.judgements, _meaning(heard, context.previous))
    wrong = wrong_claims(context.judgements)
    # What was judged wrong keeps to itself: it is on record, and says nothing about what happened.
    found = _grouped([one for one in heard if one.claim.id not in wrong], rules)
    found += _grouped([one for one in heard if one.claim.id in wrong], rules)
    ids, redirects = _event_ids(found, context.previous)
    ranks = {id_: at for origin in context.origins for at, id_ in enumerate(origin.document_ids)}
    rewrites = frozenset(id_ for origin in context.origins for id_ in origin.rewrites)
    events = (
        replace(_event(id_, _Told(group, ranks, rewrites), context), wrong=group[0].claim.id in wrong)
        for id_, group in zip(ids, found, strict=True)
    )
    return Merged(events=tuple(sorted(events, key=lambda event: event.id)), redirects=redirects)


def _grouped(heard: Sequence[Heard], rules: Rulings) -> list[list[Heard]]:
    """The claims of each happening, by content."""
    there = {one.claim.id for one in heard}
    same = [pair for pair in rules.same if there.issuperset(pair)]
    of_others = _of_other_happenings(heard) - {id_ for pair in same for id_ in pair}
    mergeable = [one for one in heard if one.claim.id not in of_others]
    groups = Groups(mergeable, rules)
    _join_same_cells(mergeable, groups)
    _join_pairs(mergeable, groups)
    _attach_vague(groups)
    _attach_denials(groups)
    for left, right in same:
        groups.join(left, right, forced=True)
    alone = [[one] for one in heard if one.claim.id in of_others]
    return [*(sorted(group.members, key=lambda one: one.key) for group in groups.all()), *alone]


def _acts(claims: Iterable[Claim]) -> list[Claim]:
    acts = {claim.id: claim for claim in claims if claim.kind is ClaimKind.ACT}
    return [
        one for one in acts.values() if any(mention.actor_id for mention in (*one.actors, *one.recipients))
    ]


def _heard(claim: Claim, context: Context, origin_of: Mapping[str, str]) -> Heard:
    origin_id = origin_of.get(claim.document_id) or content_id("org", claim.document_id)
    return hear(claim, context.documents.get(claim.document_id), origin_id, context.standing)


def _of_other_happenings(heard: Sequence[Heard]) -> frozenset[str]:
    """Denials on the word of an author who, in the same document, tells such an act as having happened.

    "The two presidents met. No further meeting was announced": nobody takes back what he has just told.
    """
    told: dict[str, list[Shape]] = defaultdict(list)
    for one in heard:
        if one.claim.asserts_happened and one.claim.source.kind is SourceKind.AUTHOR:
            told[one.claim.document_id].append(one.shape)
    return frozenset(
        one.claim.id
        for one in heard
        if one.denies and one.claim.source.kind is SourceKind.AUTHOR
        if any(fits(one.shape, shape) is not None for shape in told[one.claim.document_id])
    )


def _meaning(heard: Sequence[Heard], previous: Mapping[str, str]) -> Callable[[str], frozenset[str]]:
    """Claims that an id of a judgement speaks of: the claim itself, or those of an event."""
    known: dict[str, set[str]] = defaultdict(set)
    founded = {content_id("evt", one.claim.id): one.claim.id for one in heard}
    for one in heard:
        id_ = one.claim.id
        known[id_].add(id_)
        own = content_id("evt", id_)
        # The founder of an event that was merged away still stands for that event.
        known[own if own in founded and own != previous.get(id_) else previous.get(id_, own)].add(id_)
        known[own].add(id_)
    return lambda id_: frozenset(known.get(id_, ()))


def _join_same_cells(heard: Sequence[Heard], groups: Groups) -> None:
    """Claims that differ in nothing that counts: joined in one pass, however many there are."""
    cells: dict[Hashable, str] = {}
    for one in heard:
        where = one.origin_id if one.days is None else None
        cell = (one.shape, one.days, one.published, one.told, where)
        groups.join(cells.setdefault(cell, one.claim.id), one.claim.id)


def _join_pairs(heard: Sequence[Heard], groups: Groups) -> None:
    one_of = {
        (groups.root(one.claim.id), one.shape, one.days, one.published, one.told): one
        for one in reversed(heard)
    }
    by_block: dict[tuple[str, ...], list[Heard]] = defaultdict(list)
    for one in one_of.values():
        for block in blocks(one.shape):
            by_block[block].append(one)
    pairs: dict[tuple[str, str], tuple[int, int]] = {}
    for block, members in by_block.items():
        for left, right in neighbours(members, only_fragments=block[1] == ""):
            strength = match(left, right)
            if strength is not None:
                pairs[left.claim.id, right.claim.id] = strength
    key_of = {one.claim.id: one.key for one in heard}
    for left_id, right_id in sorted(
        pairs, key=lambda ids: (*pairs[ids], *sorted(key_of[id_] for id_ in ids))
    ):
        groups.join(left_id, right_id)


def _attach_vague(groups: Groups) -> None:
    """Claims without a day, or with a coarse one, go to the only dated event of their origin that fits."""
    dated: dict[Hashable, set[str]] = defaultdict(set)
    for group in groups.all():
        for one in group.members if group.whole else ():
            for block in blocks(one.shape):
                dated[one.origin_id, block].add(group.members[0].claim.id)
    vague = sorted(
        (min(group.members, key=lambda one: one.key) for group in groups.all() if not group.whole),
        key=lambda one: one.key,
    )
    for one in vague:
        found = {
            groups.root(id_) for block in blocks(one.shape) for id_ in dated.get((one.origin_id, block), ())
        }
        fitting = [id_ for id_ in found if _may_hold(one, groups, id_)]
        if len(fitting) == 1:
            groups.join(one.claim.id, fitting[0])


def _may_hold(one: Heard, groups: Groups, id_: str) -> bool:
    group = groups.of(id_)
    in_range = one.days is None or any(
        member.days and member.days.overlaps(one.days) for member in group.members
    )
    same_world = any(member.told == one.told for member in group.members)
    return in_range and same_world and may_take(group, one)


def _attach_denials(groups: Groups) -> None:
    """A denial that names no day goes to the only act of the two weeks before it that it can deny."""
    acts: dict[Hashable, set[str]] = defaultdict(set)
    denials: list[Heard] = []
    for group in groups.all():
        if all(one.denies and (one.published or one.days is None) for one in group.members):
            denials.append(min(group.members, key=lambda one: one.key))
        elif group.whole and any(not one.denies and one.told for one in group.members):
            for one in group.members:
                for block in blocks(one.shape) if one.days else ():
                    acts[block, one.days and one.days.start].add(group.members[0].claim.id)
    for one in sorted(denials, key=lambda one: one.key):
        told = one.days.start if one.days else one.key[0]
        before = (
            [] if told == date.max else [told - timedelta(days=back) for back in range(DENIED_WITHIN + 1)]
        )
        ids = {id_ for block in blocks(one.shape) for day in before for id_ in acts.get((block, day), ())}
        fitting = {root for root in map(groups.root, ids) if may_take(groups.of(root), one)}
        if len(fitting) == 1:
            groups.join(one.claim.id, fitting.pop(), forced=True)


@dataclass(frozen=True, slots=True)
class _Told:
    """The claims of one event, the place of each document in its origin, and which are rewrites."""

    group: Sequence[Heard]
    ranks: Mapping[str, int]
    rewrites: frozenset[str]


def _event_ids(
    found: Sequence[Sequence[Heard]], previous: Mapping[str, str]
) -> tuple[list[str], dict[str, str]]:
    """The id of each group, and redirects. An earlier id goes to the group that holds its founding claim."""
    home: dict[str, tuple[bool, Heard, int]] = {}
    for number, group in enumerate(found):
        for one in group:
            old = previous.get(one.claim.id)
            rank = (old != content_id("evt", one.claim.id), one, number)
            if old and (old not in home or (rank[0], one.key) < (home[old][0], home[old][1].key)):
                home[old] = rank
    owned: dict[int, list[str]] = defaultdict(list)
    for old in sorted(home, key=lambda old: (home[old][1].key, old)):
        owned[home[old][2]].append(old)
    ids = [
        owned[number][0] if owned[number] else content_id("evt", group[0].claim.id)
        for number, group in enumerate(found)
    ]
    redirects = {old: ids[number] for number, olds in owned.items() for old in olds if old != ids[number]}
    return ids, dict(sorted(redirects.items()))


def _event(id_: str, told: _Told, context: Context) -> Event:
    group = told.group
    claims = [one.claim for one in group]
    type_ = _most([claim.type for claim in claims], list(context.ontology.types)) or claims[0].type
    modes = [claim.mode for claim in claims if claim.type == type_]
    mode = _told_mode(modes, list(context.ontology.types[type_].modes))
    actors, recipients = _sides([one for one in group if one.claim.type == type_])
    weighed = weigh(_voices(told, actors | recipients, context))
    return Event(
        id=id_,
        type=type_,
        mode=mode,
        contexts=tuple(sorted({name for claim in claims for name in claim.contexts})),
        actor_ids=_specific(actors),
        recipient_ids=_specific(recipients),
        when=_when(group),
        place_id=_most([claim.place.actor_id if claim.place else None for claim in claims], []),
        goldstein=context.ontology.goldstein(type_, mode),
        factuality=weighed.factuality,
        modality=weighed.modality,
        claim_ids=tuple(claim.id for claim in claims),
        origin_ids=tuple(sorted({one.origin_id for one in group})),
    )


def _most(values: Iterable[str | None], order: Sequence[str]) -> str | None:
    counts = Counter(value for value in values if value is not None)
    place = {value: at for at, value in enumerate(order)}
    return min(counts, key=lambda value: (-counts[value], place.get(value, len(place)), value), default=None)


def _told_mode(modes: Sequence[str | None], order: Sequence[str]) -> str | None:
    """The commonest mode, if not most claims tell the act without it."""
    mode = _most(modes, order)
    return mode if 2 * modes.count(mode) >= len(modes) else None


def _when(group: Sequence[Heard]) -> DateRange | None:
    """The most precise stated days, else inferred, else published; told before planned."""
    dated = [one for one in group if one.days]
    best = min(
        dated,
        key=lambda one: (
            _WHEN_ORDER.index(one.when_from),
            one.days.end - one.days.start if one.days else timedelta.max,
            not one.told or one.denies,
            one.key,
        ),
        default=None,
    )
    return best.days if best else None


def _sides(group: Sequence[Heard]) -> tuple[set[Party], set[Party]]:
    """Actors and recipients as the founding claim has them; meetings told from the other side are turned."""
    actors, recipients = set(group[0].shape.actors), set(group[0].shape.recipients)
    for one in group[1:]:
        sides = (one.shape.actors, one.shape.recipients)
        if one.shape.type in SYMMETRIC and _is_turned(sides, actors, recipients):
            sides = (sides[1], sides[0])
        # "The two men held talks" names both on one side; who received whom is told elsewhere.
        actors |= sides[0] - recipients
        recipients |= sides[1]
    strays = _strays(group)
    return (actors - strays) or actors, recipients - actors - strays


def _strays(group: Sequence[Heard]) -> set[Party]:
    """Parties that no gazetteer knows and hardly a claim names: of many readings one is off."""
    named = Counter(party for one in group for party in one.shape.actors | one.shape.recipients)
    return {
        party for party, times in named.items() if is_provisional(party.id) and times <= STRAY * len(group)
    }


def _is_turned(
    sides: tuple[frozenset[Party], frozenset[Party]], actors: set[Party], recipients: set[Party]
) -> bool:
    ours = ({party.behalf for party in actors}, {party.behalf for party in recipients})
    theirs = tuple({party.behalf for party in side} for side in sides)
    straight = len(ours[0] & theirs[0]) + len(ours[1] & theirs[1])
    return len(ours[0] & theirs[1]) + len(ours[1] & theirs[0]) > straight


def _specific(parties: set[Party]) -> tuple[str, ...]:
    represented = {party.behalf for party in parties if party.behalf != party.id}
    return tuple(sorted(party.id for party in parties if party.id not in represented))


def _voices(told: _Told, parties: set[Party], context: Context) -> list[Voice]:
    sides = {id_ for party in parties for id_ in (party.id, party.behalf)}
    reported_by = _reported_by(told.group, context)
    return [_credited(_voice(one, sides, told, context), one, reported_by) for one in told.group]


def _reported_by(group: Sequence[Heard], context: Context) -> dict[str, str]:
    """Publishers of documents that tell of the event, with their origin."""
    found: dict[str, str] = {}
    for one in sorted(group, key=lambda one: one.origin_id):
        document = context.documents.get(one.claim.document_id)
        if document is not None and document.publisher:
            found.setdefault(publisher_key(document.publisher), one.origin_id)
    return found


def _credited(voice: Voice, one: Heard, reported_by: Mapping[str, str]) -> Voice:
    """A round-up speaks for the report that it credits, not as an origin of its own."""
    named = (publisher_key(speaker.text) for speaker in one.claim.source.chain)
    origin_id = next((reported_by[key] for key in named if key in reported_by), voice.origin_id)
    return (
        voice
        if origin_id == voice.origin_id
        else replace(voice, origin_id=origin_id, rank=voice.rank + LATER)
    )


def _voice(one: Heard, sides: set[str], told: _Told, context: Context) -> Voice:
    claim = one.claim
    day = one.days.start if one.days else None
    speakers = {mention.actor_id for mention in claim.source.chain[:1] if mention.actor_id}
    document = context.documents.get(claim.document_id)
    return Voice(
        origin_id=one.origin_id,
        factuality=claim.factuality,
        modality=claim.modality,
        source_kind=claim.source.kind,
        by_party=any(id_ in sides or context.standing(id_, day) in sides for id_ in speakers),
        correction=document is not None and is_correction(document),
        rank=told.ranks.get(claim.document_id, 0),
        rewrite=claim.document_id in told.rewrites,
    )
