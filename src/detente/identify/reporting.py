"""Who reports an act on its own, and what nobody but a rewrite tells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date

from detente.base.types import Claim, Document, Factuality, Modality, Origin, SourceKind
from detente.identify.matching import SYMMETRIC
from detente.identify.publishing import YOUNGEST, publisher_key

__all__ = ["claims_only_in_rewrites", "independent_origins"]

RECENT = 21  # days for which a report may be what a rewrite tells
WORLDS = (
    Modality.ACTUAL,
    Modality.BACKGROUND,
    Modality.PLANNED,
    Modality.RECOMMENDED,
    Modality.CONDITIONAL,
)

Standing = Callable[[str, date | None], str | None]


def _itself(actor_id: str, day: date | None) -> str | None:
    return actor_id


def claims_only_in_rewrites(
    origins: Iterable[Origin],
    documents: Sequence[Document],
    claims: Sequence[Claim],
    standing: Standing = _itself,
) -> tuple[str, ...]:
    """Ids of claims that only rewrites make, on their own word: the best sign of invention.

    A counterpart in a document of any origin that rewrites nothing, from three weeks before to a day
    after, is a claim of the same type between parties that may be the same. What a rewrite quotes from
    somebody, doubts, plans or recalls it need not have invented. `standing`: on whose behalf somebody acts.
    """
    day_of = {document.id: document.published for document in documents}
    rewrites = {id_ for origin in origins for id_ in origin.rewrites}
    told: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.document_id not in rewrites:
            for key in _acts(claim, standing):
                told[key].append(claim)
    added = [
        claim for claim in claims
        if claim.document_id in rewrites and claim.document_id in day_of and _on_its_own_word(claim)
        and not any(
            _same_way(claim, other, standing)
            and _near_in_time(day_of.get(other.document_id), day_of[claim.document_id])
            for key in _acts(claim, standing) for other in told[key]
        )
    ]  # fmt: skip
    added.sort(key=lambda claim: (claim.document_id, claim.sentence, claim.id))
    return tuple(claim.id for claim in added)


def _on_its_own_word(claim: Claim) -> bool:
    told = claim.factuality is Factuality.HAPPENED and claim.modality is Modality.ACTUAL
    return told and claim.source.kind is SourceKind.AUTHOR


def _acts(claim: Claim, standing: Standing) -> set[tuple[str, str]]:
    return {(claim.type, one) for side in _sides(claim, standing) for one in side}


def _sides(claim: Claim, standing: Standing) -> tuple[set[str], set[str]]:
    day = claim.when.start if claim.when else None
    return tuple(  # type: ignore[return-value]
        {standing(id_, day) or id_ for id_ in _idents(claim, of_actors=of_actors)}
        for of_actors in (True, False)
    )


def _same_way(one: Claim, other: Claim, standing: Standing) -> bool:
    """Whether who acts upon whom in one claim does not contradict the other."""
    (actors, recipients), (doers, targets) = _sides(one, standing), _sides(other, standing)
    if one.type in SYMMETRIC:
        return True
    return bool(actors & doers or recipients & targets)


def _near_in_time(told: date | None, added: date | None) -> bool:
    return told is None or added is None or -YOUNGEST <= (added - told).days <= RECENT


def independent_origins(
    claims: Iterable[Claim], origins: Sequence[Origin], publishers: Mapping[str, str | None]
) -> tuple[str, ...]:
    """Ids of the origins that report, on their own, that what `claims` (of one event) tell took place.

    An origin reports if a document that copies and credits nobody tells of the event as having happened or
    as possible, by anything better than a rumour or another of the publishers. Denials and recollections
    report nothing, nor does what a rewrite adds, unless nobody else tells it and it names whom it has it
    from. Where no origin tells of the act as news, those count that tell of it as past, else as planned.
    Several texts of one publisher are one origin: `publishers` by document.
    """
    origin_of = {id_: origin for origin in origins for id_ in origin.document_ids}
    papers = {publisher_key(name) for name in publishers.values() if name}
    own: dict[Modality, dict[str, str]] = defaultdict(dict)
    added: dict[Modality, dict[str, str]] = defaultdict(dict)
    for claim in sorted(claims, key=lambda claim: (claim.document_id, claim.id)):
        origin = origin_of.get(claim.document_id)
        if origin is None or not _reports(claim, papers):
            continue
        publisher = publishers.get(claim.document_id) or origin.id
        if claim.document_id not in origin.rewrites:
            own[claim.modality].setdefault(origin.id, publisher)
        elif claim.source.kind is SourceKind.NAMED:
            added[claim.modality].setdefault(origin.id, publisher)
    first: dict[str, str] = {}
    for id_, publisher in sorted((_foremost(own) or _foremost(added)).items()):
        first.setdefault(publisher_key(publisher), id_)
    return tuple(sorted(first.values()))


def _foremost(reports: Mapping[Modality, dict[str, str]]) -> dict[str, str]:
    return next((reports[world] for world in WORLDS if reports.get(world)), {})


def _reports(claim: Claim, papers: Collection[str]) -> bool:
    """Whether it asserts, on better authority than a rumour or another paper of this story."""
    asserts = claim.factuality in (Factuality.HAPPENED, Factuality.POSSIBLE)
    relays = any(publisher_key(speaker.text) in papers for speaker in claim.source.chain)
    return asserts and not relays and claim.source.kind is not SourceKind.RUMOUR


def _idents(claim: Claim, *, of_actors: bool) -> set[str]:
    mentions = claim.actors if of_actors else claim.recipients
    return {mention.actor_id or mention.text.casefold() for mention in mentions}
