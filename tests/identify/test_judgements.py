"""The algebra of judgements."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.base.types import Judgement, Verdict
from detente.identify.judgements import chained, rulings, settled, standing_only, wrong_claims

NOW = datetime(2025, 8, 1, tzinfo=UTC)
SAME, DIFFERENT, UNSURE = Verdict.SAME, Verdict.DIFFERENT, Verdict.UNSURE


def judge(left, verdict, right, withdrawn=None):
    id_ = f"{left}{verdict}{right}"
    return Judgement(id=id_, left=left, right=right, verdict=verdict, by="test", at=NOW, withdrawn=withdrawn)


def itself(id_):
    return frozenset({id_})


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (SAME, SAME, SAME),
        (SAME, DIFFERENT, DIFFERENT),
        (DIFFERENT, SAME, DIFFERENT),
        (DIFFERENT, DIFFERENT, UNSURE),
        (SAME, UNSURE, UNSURE),
        (UNSURE, DIFFERENT, UNSURE),
    ],
)
def test_chain(first, second, expected):
    assert chained(first, second) is expected


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        ([], UNSURE),
        ([SAME, UNSURE], SAME),
        ([SAME, DIFFERENT], DIFFERENT),
        ([UNSURE, DIFFERENT, SAME], DIFFERENT),
    ],
)
def test_settle(verdicts, expected):
    assert settled(verdicts) is expected


def test_withdrawn_ones_do_not_count():
    kept = judge("a", SAME, "b")
    assert standing_only([judge("a", DIFFERENT, "b", NOW), kept]) == (kept,)


def test_different_passes_along_same():
    found = rulings([judge("a", SAME, "b"), judge("c", DIFFERENT, "b")], itself)
    assert found.same == (("a", "b"),)
    assert found.different == ((frozenset("ab"), frozenset("c")),)


def test_same_that_would_close_over_different_is_refused():
    found = rulings([judge("a", SAME, "b"), judge("b", SAME, "c"), judge("a", DIFFERENT, "c")], itself)
    assert found.same == (("a", "b"),)


def test_a_judgement_about_unknown_things_is_idle():
    found = rulings([judge("a", SAME, "b"), judge("a", DIFFERENT, "c")], lambda id_: frozenset())
    assert (found.same, found.different) == ((), ())


def by(person, verdict, *, minute, about="abc", withdrawn=None):
    """What somebody says of one thing: a claim, or the event "abc" of three claims."""
    return Judgement(
        id=f"{person}{minute}",
        left=about,
        right=about,
        verdict=verdict,
        by=person,
        at=NOW + timedelta(minutes=minute),
        withdrawn=withdrawn,
        claim_ids=tuple(about),
    )


@pytest.mark.parametrize(
    ("judgements", "wrong"),
    [
        ([], ""),
        ([by("Ada", Verdict.WRONG, minute=1)], "abc"),
        ([by("Ada", Verdict.WRONG, minute=1, about="b")], "b"),
        ([by("Ada", Verdict.WRONG, minute=1), by("Bob", UNSURE, minute=2)], "abc"),
        ([by("Ada", Verdict.WRONG, minute=2), by("Bob", Verdict.HOLDS, minute=1)], ""),
        ([by("Ada", Verdict.WRONG, minute=1), by("Bob", Verdict.HOLDS, minute=2, about="c")], "ab"),
        ([by("Ada", Verdict.WRONG, minute=1), by("ada ", UNSURE, minute=2)], ""),
        ([by("Ada", Verdict.HOLDS, minute=1), by("Ada", Verdict.WRONG, minute=2)], "abc"),
        ([by("Ada", Verdict.WRONG, minute=1), by("Ada", UNSURE, minute=2, withdrawn=NOW)], "abc"),
    ],
)
def test_what_is_wrong(judgements, wrong):
    for said in (judgements, judgements[::-1]):
        assert wrong_claims(said) == frozenset(wrong)
        assert rulings(said, itself) == rulings([], itself)


def test_the_last_word_of_each_counts():
    first = judge("a", DIFFERENT, "b")
    later = replace(judge("b", SAME, "a"), at=NOW + timedelta(minutes=1))
    assert rulings([later, first], itself).same == (("a", "b"),)
    other = replace(first, by="another")
    assert rulings([later, first, other], itself).different == ((frozenset("a"), frozenset("b")),)


IDS = st.sampled_from("abcde")


@given(st.lists(st.builds(judge, IDS, st.sampled_from(Verdict), IDS), max_size=8), st.randoms())
def test_order_does_not_matter(judgements, chance):
    mixed = list(judgements)
    chance.shuffle(mixed)
    assert rulings(mixed, itself) == rulings(judgements, itself)
