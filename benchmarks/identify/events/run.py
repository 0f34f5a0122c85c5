"""Events and origins, given the claims and who their parties are.

Events: CoNLL F1 (mean of MUC, B-cubed and CEAF-e) over claims; floor: same type, parties and day. Origins:
pairs of documents that go back to one report; the exact number of independent origins per event, floor: one
per publisher; claims that only a rewrite adds.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from passages import options
from record import record
from scores import conll, pairs_f1
from stories import Story, read_stories

from detente.base.ontology import load_ontology
from detente.base.types import Claim, Document, Event, Mention, Origin
from detente.identify.builtin import BuiltinGazetteer
from detente.identify.events import Context, Merged, merge_claims
from detente.identify.origins import find_origins
from detente.identify.reporting import claims_only_in_rewrites, independent_origins
from detente.identify.standing import standing

BOOK = BuiltinGazetteer()
HERE = Path(__file__).parent


def main() -> None:
    chosen = options(HERE, "txt")
    stories = read_stories(chosen.data if chosen.data.is_dir() else HERE, chosen.split)
    documents = [one for story in stories for one in story.documents]
    claims = [known(claim) for story in stories for claim in story.claims]
    origins = find_origins(documents, claims)
    merged = merged_with(documents, claims, origins)
    gold = {id_: event for story in stories for id_, event in story.event_of.items()}
    found = {id_: event.id for event in merged.events for id_ in event.claim_ids}
    gold = {id_: event for id_, event in gold.items() if id_ in found}
    floor = {claim.id: cell(claim) for claim in claims if claim.id in gold}
    muc, b3, ceaf = conll(gold, found)
    counts = counted(stories, claims, merged, origins)
    if chosen.errors:
        show(stories, merged, counts, chosen.errors)
    record("identify/events", {
        "split": chosen.split, "stories": len(stories), "documents": len(documents), "claims": len(gold),
        "events": len(set(gold.values())), "conll_f1": round((muc + b3 + ceaf) / 3, 1), "muc_f1": muc,
        "b3_f1": b3, "ceaf_f1": ceaf, "conll_f1_floor": round(sum(conll(gold, floor)) / 3, 1),
        "origin_pairs_f1": pairs_f1(
            families(stories), {id_: o.id for o in origins for id_ in o.document_ids}
        ),
        "origins_exact": share([a == b for a, b, _ in counts.values()]),
        "origins_exact_floor": share([a == c for a, _, c in counts.values()]),
        **invented(stories, documents, claims, origins),
        "verdicts_right": share(verdicts(stories, merged)),
    })  # fmt: skip


def known(claim: Claim) -> Claim:
    """`claim` with the ids of states as the book has them, and its place resolved."""

    def ours(mention: Mention) -> Mention:
        state = BOOK.actor(mention.actor_id or "") or next(iter(BOOK.bearers(mention.actor_id or "")), None)
        return replace(mention, actor_id=state.id) if state else mention

    place = claim.place and next(iter(BOOK.bearers(claim.place.text)), None)
    return replace(
        claim, actors=tuple(map(ours, claim.actors)), recipients=tuple(map(ours, claim.recipients)),
        place=replace(claim.place, actor_id=place.id) if claim.place and place else claim.place,
    )  # fmt: skip


def merged_with(documents: Sequence[Document], claims: Sequence[Claim], origins: Sequence[Origin]) -> Merged:
    """The events of the claims."""
    context = Context(
        ontology=load_ontology(), documents={d.id: d for d in documents}, origins=origins, standing=behalf
    )  # fmt: skip
    return merge_claims(claims, context)


def behalf(actor_id: str, day: date | None) -> str | None:
    """On whose behalf somebody acts; bodies of invented states act for these."""
    if actor_id.startswith("x:") and "-" in actor_id:
        return actor_id.rpartition("-")[0]
    return standing(actor_id, day, BOOK)


def cell(claim: Claim) -> Hashable:
    """The floor's key: what says the same thing in the same words is one event."""
    parties = tuple(
        sorted(
            {
                behalf(m.actor_id or m.text, None) or m.actor_id or m.text
                for m in (*claim.actors, *claim.recipients)
            }
        )
    )
    return (claim.type, parties, claim.when.start if claim.when else claim.document_id)


def families(stories: Sequence[Story]) -> dict[str, str]:
    """Gold: documents linked by parentage, each with the name of its family."""
    family = {d.id: d.id for story in stories for d in story.documents}

    def root(id_: str) -> str:
        while family[id_] != id_:
            id_ = family[id_]
        return id_

    for story in stories:
        for child, parents in story.parents.items():
            for parent in parents:
                if parent in family:
                    family[root(child)] = root(parent)
    return {id_: root(id_) for id_ in family}


def counted(
    stories: Sequence[Story], claims: Sequence[Claim], merged: Merged, origins: Sequence[Origin]
) -> dict[str, tuple[int, int, int]]:
    """Per gold event: independent origins by gold, by us, and by the floor (publishers)."""
    by_id = {claim.id: claim for claim in claims}
    publisher = {d.id: d.publisher for story in stories for d in story.documents}
    rows = {}
    for story in stories:
        for event, wanted in story.origins.items():
            ids = [id_ for id_, gold in story.event_of.items() if gold == event]
            ours = matching(ids, merged)
            told = [by_id[id_] for id_ in ours.claim_ids] if ours else []
            publishers = {publisher[by_id[id_].document_id] for id_ in ids}
            rows[event] = (wanted, len(independent_origins(told, origins, publisher)), len(publishers))
    return rows


def matching(ids: Sequence[str], merged: Merged) -> Event | None:
    """The event that holds most of these claims."""
    best = max(
        merged.events, key=lambda e: (len(set(ids) & set(e.claim_ids)), -len(e.claim_ids)), default=None
    )
    return best if best and set(ids) & set(best.claim_ids) else None


def invented(
    stories: Sequence[Story],
    documents: Sequence[Document],
    claims: Sequence[Claim],
    origins: Sequence[Origin],
) -> dict[str, float]:
    """Precision and recall on events that only a rewrite adds."""
    event_of = {id_: event for story in stories for id_, event in story.event_of.items()}
    added = set(claims_only_in_rewrites(origins, documents, claims, behalf))
    found = {(claim.document_id, event_of[claim.id]) for claim in claims if claim.id in added}
    gold = {pair for story in stories for pair in story.invented}
    hit = len(found & gold)
    return {
        "invented_found": round(100 * hit / max(len(gold), 1), 1),
        "invented_precision": round(100 * hit / max(len(found), 1), 1),
    }


def verdicts(stories: Sequence[Story], merged: Merged) -> list[bool]:
    """Whether an event's weighed factuality is what a careful desk concludes."""
    right = []
    for story in stories:
        for event, (factuality, _) in story.verdicts.items():
            ours = matching([id_ for id_, gold in story.event_of.items() if gold == event], merged)
            right.append(ours is not None and ours.factuality.value == factuality)
    return right


def share(flags: Sequence[bool]) -> float:
    """The share that is true, in percent."""
    return round(100 * sum(flags) / max(len(flags), 1), 1)


def show(
    stories: Sequence[Story], merged: Merged, counts: Mapping[str, tuple[int, int, int]], most: int
) -> None:
    """Print gold events that were split or joined with others, and wrong counts of origins."""
    found = {id_: event.id for event in merged.events for id_ in event.claim_ids}
    event_of = {id_: event for story in stories for id_, event in story.event_of.items()}
    members: dict[str, set[str]] = defaultdict(set)
    for id_, event in event_of.items():
        members[event].add(found.get(id_, "-"))
    sharing: dict[str, set[str]] = defaultdict(set)
    for id_, event in event_of.items():
        sharing[found.get(id_, id_)].add(event)
    lines = [f"split {event}: {len(ids)} parts" for event, ids in members.items() if len(ids) > 1]
    lines += [f"joined {sorted(events)}" for events in sharing.values() if len(events) > 1]
    lines += [f"origins {event}: gold {a}, found {b}" for event, (a, b, _) in counts.items() if a != b]
    print("\n".join(lines[:most]))


if __name__ == "__main__":
    main()
