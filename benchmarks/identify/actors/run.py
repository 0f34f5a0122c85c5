"""Who a mention means on a day.

Right: the right actor, or rightly provisional. Floor: the exact name, nothing else.
"""

from __future__ import annotations

import re
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from passages import Mark, Passage, claims_of, options, passages
from record import record

from detente.base.types import Actor
from detente.identify.actors import Resolved, resolve
from detente.identify.builtin import BuiltinGazetteer
from detente.identify.names import fold

BOOK = BuiltinGazetteer()
SURE = 0.8  # a wrong actor with this probability or more is wrong in silence


def main() -> None:
    chosen = options(Path(__file__).parent, "txt")
    read = list(passages(*chosen.files))
    answers = [(passage, resolve(passage.document, claims_of(passage), BOOK)) for passage in read]
    tally: Counter[tuple[str, bool]] = Counter()
    floor: Counter[bool] = Counter()
    silent, wrong = 0, []
    for passage, resolved in answers:
        for mark, found, sureness in linked(passage, resolved):
            right = is_right(mark.gold, found)
            tally[mark.kind, right] += 1
            floor[is_right(mark.gold, [known(i) for i in exact(mark, passage)])] += 1
            silent += not right and any(value >= SURE for value in sureness)
            wrong += [] if right else [(passage, mark, found, sureness)]
    for passage, mark, found, sureness in wrong[: chosen.errors]:
        names = " + ".join(f"{a.id} {a.name}" for a in found)
        print(
            f"{passage.document.id} {passage.document.published}"
            f" [{mark.words}|{mark.gold}|{mark.kind}] -> {names} {sureness}"
        )
    total = sum(tally.values())
    classes = {
        kind: round(100 * tally[kind, True] / (tally[kind, True] + tally[kind, False]))
        for kind, _ in sorted(tally)
    }
    record("identify/actors", {
        "split": chosen.split, "mentions": total,
        "right": percent(sum(n for (_, ok), n in tally.items() if ok), total),
        "right_floor": percent(floor[True], total), "wrong_and_sure": percent(silent, total),
        "mentions_per_second": speed(read), **{f"right_{kind}": value for kind, value in classes.items()},
    })  # fmt: skip


def percent(part: int, whole: int) -> float:
    """`part` of `whole` in percent."""
    return round(100 * part / max(whole, 1), 1)


def linked(passage: Passage, resolved: Resolved) -> list[tuple[Mark, list[Actor], list[float]]]:
    """For each mark the actors it was given, and the probability of each known one."""
    new = {actor.id: actor for actor in resolved.actors}
    rows = []
    for mark, claim in zip(passage.marks, resolved.claims, strict=True):
        ids = [m.actor_id or "" for m in claim.actors]
        starts = [m.span.start for m in claim.actors if m.span]
        sureness = [
            resolved.sureness[s, i] for s, i in zip(starts, ids, strict=True) if (s, i) in resolved.sureness
        ]
        rows.append((mark, [new.get(i) or known(i) for i in ids], sureness))
    return rows


def known(actor_id: str) -> Actor:
    """The actor of an id of the book."""
    found = BOOK.actor(actor_id)
    if found is None:
        raise ValueError(f"{actor_id}: the gazetteer gave an id that it does not know")
    return found


def exact(mark: Mark, passage: Passage) -> list[str]:
    """The floor: the first bearer of exactly these words."""
    return [actor.id for actor in BOOK.bearers(mark.words, passage.document.published)[:1]]


def is_right(gold: str, found: Sequence[Actor]) -> bool:
    """Whether the actors are the gold ones; none found counts as provisional."""
    wanted = gold.split("+")
    if wanted == ["new"]:
        return all(actor.is_provisional for actor in found)
    if len(wanted) != len(found):
        return False
    return all(any(_is(one, actor) for actor in found) for one in wanted)


def _is(wanted: str, actor: Actor) -> bool:
    if wanted == "new":
        return actor.is_provisional
    if wanted.startswith("="):
        return any(_same_name(wanted[1:], name) for name in (actor.name, *actor.names))
    return wanted in (actor.id, dict(actor.codes).get("iso3"))


def _same_name(wanted: str, name: str) -> bool:
    """Equal without the qualifier that gold names may carry, or all of two words or more within the other."""
    left, right = (
        frozenset(fold(re.sub(r"\s*\([^)]*\)", "", n)).removeprefix("the ").split()) for n in (wanted, name)
    )
    few, many = sorted((left, right), key=len)
    return left == right or (len(few) > 1 and few <= many)


def speed(read: Sequence[Passage]) -> int:
    """Mentions resolved per second, warm, in one process; several passes over the same texts."""
    start, count = time.perf_counter(), 0
    for _ in range(3):
        for passage in read:
            resolve(passage.document, claims_of(passage), BOOK)
            count += len(passage.marks)
    return round(count / (time.perf_counter() - start))


if __name__ == "__main__":
    main()
