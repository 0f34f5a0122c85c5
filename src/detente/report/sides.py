"""Who acted in an event and at whom, where its texts differ; the names of two sides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from detente.base.ids import is_provisional
from detente.base.types import Dyad, Event, Mention
from detente.report.select import Evidence
from detente.report.wording import joined, tidy

__all__ = ["pair_told", "sides_named", "sides_told"]


def pair_told(evidence: Evidence, dyad: Dyad) -> str:
    """The names of two sides."""
    return joined([tidy(evidence.name(id_)) for id_ in (dyad.actor_id, dyad.recipient_id)])


def sides_told(evidence: Evidence, event: Event) -> tuple[str, str | None]:
    """The names of those who acted, and of those at whom; `None` for nobody."""
    actors, recipients = map(joined, sides_named(evidence, event))
    return actors or "somebody not named", recipients or None


def sides_named(evidence: Evidence, event: Event) -> tuple[list[str], list[str]]:
    """The same, name by name."""
    acting, dealt = ([tidy(evidence.name(id_)) for id_ in ids] for ids in _shown(evidence, event))
    return acting, dealt


def _shown(evidence: Evidence, event: Event) -> tuple[list[str], list[str]]:
    """The ids of those who are told to have acted, and of those at whom."""
    claims = () if event.id in evidence.loaded else evidence.claims_of(event)  # a loaded row has none
    acting, dealt = ([_ids(getattr(claim, side)) for claim in claims] for side in ("actors", "recipients"))
    parties = {*event.actor_ids, *event.recipient_ids}
    return _parties(event.actor_ids, acting, parties), _parties(event.recipient_ids, dealt, parties)


def _ids(mentions: Iterable[Mention]) -> frozenset[str]:
    return frozenset(mention.actor_id for mention in mentions if mention.actor_id)


def _parties(ids: Sequence[str], named: Sequence[frozenset[str]], parties: set[str]) -> list[str]:
    # Who stands on the other side elsewhere ("Kadyrov met Putin", "Putin received him") is not this one.
    elsewhere = parties - set(ids)
    return _apart(_most_named(ids, [one - elsewhere for one in named]), named)


def _most_named(ids: Sequence[str], named: Sequence[frozenset[str]]) -> Sequence[str]:
    # Texts that say "the government" and "the parliament" of one act: what most of them say is told.
    counted = Counter(id_ for one in named for id_ in one if not is_provisional(id_))
    if len(ids) != 1 or not counted:
        return ids
    best = max(counted, key=lambda id_: (counted[id_], id_ in ids, id_))
    return (best,) if counted[best] > counted[ids[0]] else ids


def _apart(ids: Sequence[str], named: Sequence[frozenset[str]]) -> list[str]:
    # A name that no gazetteer knows and no text puts beside a known one is another text's word for it.
    known = {id_ for id_ in ids if not is_provisional(id_)}
    return [
        id_
        for id_ in ids
        if not known or id_ in known or any(id_ in one and known & one for one in named) or not named
    ]
