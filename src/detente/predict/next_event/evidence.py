"""The past of one question: its candidates and what is known of each, by compiled loops."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from detente.predict.next_event.compiling import compiled
from detente.predict.next_event.counts import (
    ACTIVE,
    ASKED,
    HOME_ACTS,
    HOME_TO,
    KIN,
    MEETS_HOME,
    MEETS_SORT,
    SORT_ACTS,
    SORT_TO,
    TAKES,
    TAKES_AT,
    recent,
    total,
)
from detente.predict.next_event.facts import Past, span
from detente.predict.next_event.kinds import Kinds
from detente.predict.next_event.rules import LONGEST_PAST, Marks, Rules, confidence

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Memory", "Pasts", "Questions", "Room", "describe", "new_room"]

NEVER = 9999.0  # days since something that never was
CONTACTS, CONTACT_FACTS = 12, 80
HOME_FACTS, RELATION_FACTS = 600, 600
# What is summed up of a candidate while the past is walked through.
ANY_3, ANY_14, ANY_ALL, ANY_GONE, SAME_3, SAME_14, SAME_ALL, SAME_GONE = 0, 1, 2, 3, 4, 5, 6, 7
ALIKE_14, ALIKE_ALL, DOUBT, BEST_RULE, TWO_STEPS, FIRST, KIN_RATE, KIN_MEMBER = 8, 9, 10, 11, 12, 13, 14, 15
SUMS = 16
# What is summed up of the question.
ALL_14, ALL, SAME, OBJECTS, SAME_LAST, KNOWN = 0, 1, 2, 3, 4, 5


class Questions(NamedTuple):
    """n questions of one day; the answers of q stand at `answers[start[q]:start[q + 1]]`."""

    subject: NDArray[np.int64]
    relation: NDArray[np.int64]
    start: NDArray[np.int64]
    answers: NDArray[np.int64]


class Pasts(NamedTuple):
    """Facts by subject, by the subject's home, by relation; and members of each home."""

    subject: Past
    home: Past
    relation: Past
    members: Past


class Memory(NamedTuple):
    """What was learned up to the day before: counts, rules; and what does not change."""

    counts: NDArray[np.float64]
    rules: Rules
    kinds: Kinds
    root: NDArray[np.int64]  # of each relation both ways: acts of one root are alike


class Room(NamedTuple):
    """Room to work in, used again for each question."""

    marks: Marks
    seen: NDArray[np.int64]  # [entities]: number of the question that saw it last
    sums: NDArray[np.float64]  # [entities, SUMS]
    pool: NDArray[np.int64]  # [entities]
    asked: NDArray[np.float64]  # [6]
    value: NDArray[np.float64]  # [entities]


def new_room(entities: int, ways: int) -> Room:
    """Room for any question about so many actors and relations."""
    import numpy as np

    marks = Marks(
        rule=np.zeros(entities * ways, np.int32),
        object=np.zeros(entities, np.int32),
        question=np.zeros(1, np.int32),
    )
    return Room(
        marks=marks,
        seen=np.zeros(entities, np.int64),
        sums=np.zeros((entities, SUMS)),
        pool=np.zeros(entities, np.int64),
        asked=np.zeros(6),
        value=np.zeros(entities),
    )


@compiled
def describe(questions, when, pasts, memory, hunch, room, out):
    """Write the rows of a day's questions; returns how many.

    `when` is (day, cutoff): facts from the cutoff on are not looked at. `hunch` is (log chances
    [n, entities], the likeliest [n, k]). `out` is (question [m], entity [m], values [m, features], most
    candidates of a question).
    """
    written = 0
    for q in range(len(questions.subject)):
        asker, relation = questions.subject[q], questions.relation[q]
        room.marks.question[0] += 1
        found = _own_past(asker, relation, when, pasts.subject, memory, room)
        found = _two_steps(asker, relation, when, pasts.subject, found, room)
        found = _wider(asker, relation, when[1], pasts, memory.kinds, found, room)
        for k in range(hunch[1].shape[1]):
            found = _join(hunch[1][q, k], found, room)
        order = _first_sight(asker, relation, when[0], memory, hunch[0][q], found, room)
        kept = min(found, out[3])
        for place in range(kept):
            out[0][written + place] = q
            out[1][written + place] = room.pool[order[place]]
        _write(asker, relation, when[0], memory, hunch[0][q], room, (out[1], out[2], written, kept))
        _rank_chances(out[1], out[2], written, kept, hunch[0][q], hunch[1][q])
        written += kept
    return written


@compiled
def _join(entity, found, room):
    now = room.marks.question[0]
    if room.seen[entity] != now:
        room.seen[entity] = now
        room.sums[entity, :] = 0.0
        room.sums[entity, ANY_GONE] = NEVER
        room.sums[entity, SAME_GONE] = NEVER
        room.pool[found] = entity
        return found + 1
    return found


@compiled
def _own_past(asker, relation, when, past, memory, room):
    ways = memory.root.shape[0]
    now = room.marks.question[0]
    room.asked[:] = 0.0
    room.asked[SAME_LAST] = NEVER
    begin, end = span(past, asker, when[1], LONGEST_PAST)
    found = 0
    for e in range(end - 1, begin - 1, -1):
        other, then = past.object[e], past.relation[e]
        gone = float(when[0] - past.day[e])
        found = _join(other, found, room)
        sums = room.sums[other]
        lately = 2.0 ** (-gone / 14)
        sums[ANY_3] += 2.0 ** (-gone / 3)
        sums[ANY_14] += lately
        sums[ANY_ALL] += 1
        sums[ANY_GONE] = min(sums[ANY_GONE], gone)
        room.asked[ALL_14] += lately
        room.asked[ALL] += 1
        if then == relation:
            sums[SAME_3] += 2.0 ** (-gone / 3)
            sums[SAME_14] += lately
            sums[SAME_ALL] += 1
            sums[SAME_GONE] = min(sums[SAME_GONE], gone)
            room.asked[SAME] += lately
            room.asked[SAME_LAST] = min(room.asked[SAME_LAST], gone)
            room.asked[OBJECTS] += sums[SAME_ALL] == 1
        if memory.root[then] == memory.root[relation]:
            sums[ALIKE_14] += lately
            sums[ALIKE_ALL] += 1
        key = other * ways + then
        if room.marks.rule[key] != now:
            room.marks.rule[key] = now
            sure = min(confidence(memory.rules, then, relation, when[0] - past.day[e]), 0.98)
            sums[DOUBT] += math.log1p(-sure)
            sums[BEST_RULE] = max(sums[BEST_RULE], sure)
    room.asked[KNOWN] = found
    return found


@compiled
def _two_steps(asker, relation, when, past, found, room):
    known = found
    used = 0
    weights = 1e-9
    for i in range(known):
        weights += room.sums[room.pool[i], ANY_14]
    last = 1e18
    while used < min(CONTACTS, known):
        best, value = -1, -1.0
        for i in range(known):  # the next contact by recent dealings; ties fall to the first seen
            here = room.sums[room.pool[i], ANY_14] + 1e-9 * (known - i)
            if value < here < last:
                best, value = i, here
        if best < 0:
            break
        last = value
        used += 1
        through = room.pool[best]
        weight = value / weights
        begin, end = span(past, through, when[1], CONTACT_FACTS)
        for e in range(end - 1, begin - 1, -1):
            other = past.object[e]
            if other != asker:
                found = _join(other, found, room)
                gone = when[0] - past.day[e]
                same = 2.0 if past.relation[e] == relation else 1.0
                room.sums[other, TWO_STEPS] += weight * same * 2.0 ** (-gone / 20)
    return found


@compiled
def _wider(asker, relation, cutoff, pasts, kinds, found, room):
    begin, end = span(pasts.relation, relation, cutoff, RELATION_FACTS)
    for e in range(begin, end):
        found = _join(pasts.relation.object[e], found, room)
    home = kinds.home[asker]
    if home >= 0:
        begin, end = span(pasts.home, home, cutoff, HOME_FACTS)
        for e in range(begin, end):
            found = _join(pasts.home.object[e], found, room)
        for m in range(pasts.members.start[home], pasts.members.start[home + 1]):
            found = _join(pasts.members.object[m], found, room)
    return found


@compiled
def _first_sight(asker, relation, day, memory, chances, found, room):
    counts, kinds = memory.counts, memory.kinds
    acts = total(counts, SORT_ACTS, kinds.sort[asker], relation)
    often = recent(counts, day, ASKED, asker, relation)
    value = room.value[:found]
    for i in range(found):
        other = room.pool[i]
        sums = room.sums[other]
        together = kinds.home[asker] >= 0 and kinds.home[asker] == kinds.home[other]
        key = 2 * kinds.sort[other] + together
        takes = recent(counts, day, TAKES, relation, other)
        active = recent(counts, day, ACTIVE, other)
        of_kind = recent(counts, day, TAKES_AT, relation, kinds.sort[other], kinds.home[other] + 1)
        sums[KIN_RATE] = total(counts, KIN, kinds.sort[asker], relation, key) / (acts + 5.0)
        sums[KIN_MEMBER] = sums[KIN_RATE] * min((takes + 0.05 * active) / (of_kind + 0.5), 1.0)
        sums[FIRST] = 2.0 * math.exp(chances[other]) + 1.0 - math.exp(sums[DOUBT])
        sums[FIRST] += 0.3 * sums[TWO_STEPS] + 0.6 * sums[KIN_MEMBER]
        sums[FIRST] += 0.02 * takes / (often + 1.0) + 0.002 * min(active, 5.0)
        value[i] = -sums[FIRST]
    return value.argsort(kind="mergesort")


# The places of a row are those of `rows.FEATURES`, in its order.


@compiled
def _write(asker, relation, day, memory, chances, room, out):
    entities, values, start, kept = out
    rules, lately, same = 1e-6, 1e-6, 1e-6
    for i in range(start, start + kept):
        sums = room.sums[entities[i]]
        rules = max(rules, 1.0 - math.exp(sums[DOUBT]))
        lately = max(lately, sums[ANY_14])
        same = max(same, sums[SAME_14])
    for i in range(start, start + kept):
        other, row, sums = entities[i], values[i], room.sums[entities[i]]
        row[0], row[1] = math.exp(chances[other]), chances[other]
        row[3] = 1.0 - math.exp(sums[DOUBT])
        row[4], row[5] = row[3] / rules, sums[BEST_RULE]
        row[6], row[7], row[8], row[9] = sums[ANY_3], sums[ANY_14], sums[ANY_ALL], sums[ANY_GONE]
        row[10] = sums[ANY_14] / (room.asked[ALL_14] + 0.1)
        row[11] = sums[ANY_ALL] / (room.asked[ALL] + 1.0)
        row[12] = sums[ANY_14] / lately
        row[13], row[14], row[15], row[16] = sums[SAME_3], sums[SAME_14], sums[SAME_ALL], sums[SAME_GONE]
        row[17], row[18] = sums[SAME_14] / (room.asked[SAME] + 0.1), sums[SAME_14] / same
        row[19], row[20] = sums[ALIKE_14], sums[ALIKE_ALL]
        row[21], row[22], row[24] = relation, room.asked[SAME_LAST], room.asked[OBJECTS]
        row[43], row[44] = i - start, room.asked[KNOWN]
        row[33], row[34], row[41] = sums[KIN_RATE], sums[KIN_MEMBER], sums[TWO_STEPS]
        _write_counts(asker, relation, day, other, memory, row)


@compiled
def _write_counts(asker, relation, day, other, memory, row):
    counts, sort, home = memory.counts, memory.kinds.sort, memory.kinds.home
    row[23], row[25] = recent(counts, day, ASKED, asker, relation), recent(counts, day, ACTIVE, asker)
    row[26], row[27] = min(sort[asker], 40), min(sort[other], 40)  # the rare sorts are one
    row[28], row[29] = recent(counts, day, ACTIVE, other), total(counts, ACTIVE, other)
    row[30], row[31] = recent(counts, day, TAKES, relation, other), total(counts, TAKES, relation, other)
    row[32] = row[30] / (row[28] + 0.5)
    row[35:40] = 0.0
    if home[asker] >= 0:
        row[35] = recent(counts, day, HOME_TO, home[asker], other)
        row[36] = total(counts, HOME_TO, home[asker], other)
        row[37] = total(counts, HOME_ACTS, home[asker], relation, other) / (row[36] + 1.0)
    if home[other] >= 0:
        row[38] = recent(counts, day, MEETS_HOME, asker, home[other])
    asked = total(counts, ASKED, asker, relation) + 1.0
    row[39] = total(counts, MEETS_SORT, asker, relation, sort[other]) / asked
    acts = total(counts, SORT_ACTS, sort[asker], relation) + 1.0
    row[40] = total(counts, SORT_TO, sort[asker], relation, other) / acts
    row[42] = 1.0 if home[asker] >= 0 and home[asker] == home[other] else 0.0


@compiled
def _rank_chances(entities, values, start, kept, chances, likeliest):
    for i in range(start, start + kept):
        better = 0
        for k in range(len(likeliest)):
            better += chances[likeliest[k]] > chances[entities[i]]
        values[i, 2] = better
