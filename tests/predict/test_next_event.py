"""Who comes next, on a small made-up world: states that visit their neighbours on a rhythm."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from detente.base.errors import InputError
from detente.predict.next_event.counts import (
    ACTIVE,
    HOME_TO,
    KIN,
    TAKES,
    empty_counts,
    learn_counts,
    recent,
    total,
)
from detente.predict.next_event.facts import facts_of, past_by, span
from detente.predict.next_event.kinds import kinds_of, with_homes
from detente.predict.next_event.model import Answer, FitOptions, NextEvent
from detente.predict.next_event.rows import CATEGORIES, FEATURES, NAMES, PLACE
from detente.predict.next_event.rules import Marks, confidence, empty_rules, learn_rules
from detente.predict.next_event.walk import questions_of

STATES = ("Arland", "Borland", "Corland", "Dorland", "Erland", "Farland")
NAMES_OF = (*STATES, *(f"Police ({state})" for state in STATES), *(f"Crowd ({state})" for state in STATES))
MEET, CRITICISE, ARREST = 0, 1, 2
ROOT = np.array([4, 11, 17, 104, 111, 117])
OPTIONS = FitOptions(threads=1, most_rows=60_000)


def world(days: int = 80, seed: int = 1) -> np.ndarray:
    """Each state meets the next one, criticises the one after; each police arrests its own crowd."""
    random = np.random.default_rng(seed)
    facts = []
    for day in range(days):
        for state in range(6):
            if random.random() < 0.6:
                facts.append((state, MEET, (state + 1) % 6, day))
            if random.random() < 0.3:
                facts.append((state, CRITICISE, (state + 2) % 6, day))
            if random.random() < 0.4:
                facts.append((6 + state, ARREST, 12 + state, day))
            if random.random() < 0.2:
                facts.append((state, int(random.integers(2)), int(random.integers(18)), day))
    return np.array(facts)


@cache
def fitted(seed: int = 0) -> NextEvent:
    facts = facts_of(world(), 18, 3)
    return NextEvent.fit(facts, kinds_of(NAMES_OF), ROOT, 69, replace(OPTIONS, seed=seed))


def best(model: NextEvent, subject: int, relation: int, day: int = 70) -> Answer:
    return model.explain(subject, relation, day)[0]


@pytest.mark.parametrize(
    ("subject", "relation", "expected"),
    [(0, MEET, 1), (5, MEET, 0), (0, CRITICISE, 2), (7, ARREST, 13), (1, MEET + 3, 0)],
)
def test_the_habitual_other_side_comes_first(subject: int, relation: int, expected: int) -> None:
    assert best(fitted(), subject, relation).entity == expected


def test_an_answer_says_why_and_cites_what_passed_between_the_two() -> None:
    answer = best(fitted(), 0, MEET)
    facts = world()
    assert len(answer.reasons) == 5
    assert all(reason.startswith(("for it: ", "against it: ")) for reason in answer.reasons)
    assert len(answer.precedents) == 5
    for row in answer.precedents:
        assert {facts[row, 0], facts[row, 2]} == {0, 1}
        assert facts[row, 3] < 70
    assert answer.precedents[0] == max(answer.precedents)


def test_facts_of_the_day_asked_about_and_later_change_nothing() -> None:
    planted = world().copy()
    later = planted[:, 3] >= 70
    planted[later, 2] = (planted[later, 2] + 7) % 18
    planted = np.concatenate([planted, [(0, MEET, 4, day) for day in range(70, 80)]])
    told = NextEvent.fit(facts_of(planted, 18, 3), kinds_of(NAMES_OF), ROOT, 69, OPTIONS)
    one = questions_of(np.array([0, 3]), np.array([MEET, CRITICISE]), np.array([0, 0]))
    (rows, values), (planted_rows, planted_values) = fitted().ask(one, 70), told.ask(one, 70)
    assert rows.entity.tolist() == planted_rows.entity.tolist()
    assert np.array_equal(rows.values, planted_rows.values)
    assert np.array_equal(values, planted_values)


def test_rows_count_what_is_on_record() -> None:
    facts = world()
    known = facts[facts[:, 3] < 70]
    one = questions_of(np.array([0]), np.array([MEET]), np.array([1]))
    rows, _ = fitted().ask(one, 70)
    row = rows.values[rows.entity == 1][0]
    between = known[np.isin(known[:, 0], (0, 1)) & np.isin(known[:, 2], (0, 1))]
    between = between[between[:, 0] != between[:, 2]]
    meets = known[(known[:, 0] == 0) & (known[:, 1] == MEET) & (known[:, 2] == 1)]
    assert row[PLACE["any_all"]] == len(between)
    assert row[PLACE["same_all"]] == len(meets)
    assert row[PLACE["same_gone"]] == 70 - meets[:, 3].max()
    assert row[PLACE["any_14"]] == pytest.approx(
        sum(2.0 ** (-(70 - day) / 14) for day in between[:, 3]), rel=1e-5
    )
    assert row[PLACE["takes_all"]] == len(known[(known[:, 1] == MEET) & (known[:, 2] == 1)])
    assert row[PLACE["relation"]] == MEET
    assert row[PLACE["same_home"]] == 0
    assert rows.right[rows.entity == 1].all()
    assert rows.right.sum() == 1


def test_every_actor_of_the_country_is_a_candidate() -> None:
    rows, _ = fitted().ask(questions_of(np.array([6]), np.array([MEET]), np.array([0])), 70)
    assert {0, 12} <= set(rows.entity.tolist())
    assert rows.values[rows.entity == 12][0][PLACE["same_home"]] == 1


def test_what_later_days_bring_is_learned_as_they_pass() -> None:
    facts = np.concatenate([world(70), [(0, ARREST, 4, day) for day in range(70, 76)]])
    model = NextEvent.fit(facts_of(facts, 18, 3), kinds_of(NAMES_OF), ROOT, 69, OPTIONS)
    assert best(model, 0, ARREST).entity != 4
    for day in range(70, 76):
        model.learn(day)
    assert best(model, 0, ARREST, 76).entity == 4


def test_the_same_seed_gives_the_same_values() -> None:
    facts = facts_of(world(), 18, 3)
    again = NextEvent.fit(facts, kinds_of(NAMES_OF), ROOT, 69, OPTIONS)
    assert best(again, 2, MEET) == best(fitted(), 2, MEET)


def test_a_forecast_for_many_days_is_made_from_what_was_known_before_them() -> None:
    model = NextEvent.fit(facts_of(world(), 18, 3), kinds_of(NAMES_OF), ROOT, 69, replace(OPTIONS, ahead=10))
    rows, _ = model.ask(questions_of(np.array([0]), np.array([MEET]), np.array([1])), 79)
    row = rows.values[rows.entity == 1][0]
    assert row[PLACE["any_gone"]] >= 10
    assert best(model, 0, MEET, 79).entity == 1


def test_bad_questions_are_refused() -> None:
    with pytest.raises(InputError, match="day 69 is known already"):
        fitted().explain(0, MEET, 69)
    with pytest.raises(InputError, match="a ranker needs 20"):
        NextEvent.fit(facts_of(world(10), 18, 3), kinds_of(NAMES_OF), ROOT, 9, OPTIONS)
    with pytest.raises(InputError, match="no facts"):
        facts_of(np.empty((0, 4), np.int64), 18, 3)


def test_facts_stand_both_ways_round_in_the_order_of_days() -> None:
    facts = facts_of(np.array([(0, 1, 2, 5), (1, 0, 0, 3)]), 3, 2)
    assert facts.day.tolist() == [3, 3, 5, 5]
    assert sorted(zip(facts.subject, facts.relation, facts.object, strict=True)) == [
        (0, 1, 2),
        (0, 2, 1),
        (1, 0, 0),
        (2, 3, 0),
    ]
    assert facts.row.tolist() == [1, 1, 0, 0]
    past = past_by(facts.subject, 3, facts)
    assert past.object[slice(*span(past, 0, 5, 10))].tolist() == [1]
    assert past.object[slice(*span(past, 0, 6, 10))].tolist() == [1, 2]
    assert past.object[slice(*span(past, 0, 6, 1))].tolist() == [2]
    assert span(past, 2, 5, 10)[0] == span(past, 2, 5, 10)[1]


def test_names_tell_sort_and_home() -> None:
    kinds = kinds_of(("Kenya", "Police_(Kenya)", "Crowd (Kenya)", "Police (Oman)", "Somebody"))
    assert kinds.home[0] == kinds.home[1] == kinds.home[2] != kinds.home[3]
    assert kinds.home[4] == -1
    assert kinds.sort[1] == kinds.sort[3]
    facts = facts_of(np.array([(4, 0, 1, day) for day in range(4)]), 5, 1)
    assert with_homes(kinds, facts, 3).home[4] == kinds.home[0]
    assert with_homes(kinds, facts, 2).home[4] == -1  # two dealings are too few


def test_counts_halve_in_thirty_days_and_totals_stay() -> None:
    table = empty_counts()
    sort, home = np.array([0, 1]), np.array([0, 0])
    one = np.array([0]), np.array([3]), np.array([1])
    learn_counts(table, *one, 10.0, sort, home)
    learn_counts(table, *one, 40.0, sort, home)
    assert recent(table, 40.0, ACTIVE, 1, 0, 0) == pytest.approx(1.5)
    assert recent(table, 70.0, TAKES, 3, 1, 0) == pytest.approx(0.75)
    assert total(table, HOME_TO, 0, 1, 0) == 2
    assert total(table, KIN, 0, 3, 2 * 1 + 1) == 2
    assert total(table, KIN, 0, 3, 2 * 1) == 0


def test_a_rule_counts_those_it_held_for_and_the_answers_among_them() -> None:
    facts = facts_of(np.array([(0, 0, 1, 8), (0, 0, 2, 8)]), 3, 2)
    past = past_by(facts.subject, 3, facts)
    marks = Marks(rule=np.zeros(12, np.int32), object=np.zeros(3, np.int32), question=np.zeros(1, np.int32))
    rules = empty_rules(4)
    before = confidence(rules, 0, 1, 2)
    learn_rules(rules, 10, questions_of(np.array([0]), np.array([1]), np.array([2])), past, marks)
    assert (rules.trials[0, 1].sum(), rules.hits[0, 1].sum()) == (2, 1)
    assert confidence(rules, 0, 1, 2) > before
    assert confidence(rules, 0, 1, 40) == before


def test_every_feature_can_be_said() -> None:
    assert set(CATEGORIES) <= set(NAMES)
    for name, sentence in FEATURES.items():
        assert sentence.format(value=1.0) != sentence, name
