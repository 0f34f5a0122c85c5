"""What the nouns promise of themselves."""

import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.base.dates import parse_range
from detente.base.types import (
    Actor,
    ActorKind,
    DateRange,
    Document,
    Dyad,
    Event,
    Factuality,
    Modality,
    Quad,
    Relation,
    Role,
    Sentence,
    Span,
)

CASES = tomllib.loads(Path(__file__).with_name("roles.toml").read_text(encoding="utf-8"))
ANSWERS = {"yes": True, "no": False, "unknown": None}

PLACES = st.integers(min_value=0, max_value=60)
SPANS = st.tuples(PLACES, PLACES).map(lambda two: Span(start=min(two), end=max(two)))
DAYS = st.dates(min_value=date(2024, 1, 1), max_value=date(2024, 3, 1))
RANGES = st.tuples(DAYS, DAYS).map(lambda two: DateRange(start=min(two), end=max(two)))


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (4, 3)])
def test_a_span_runs_forward_from_zero(start, end):
    with pytest.raises(ValueError, match="start must be"):
        Span(start=start, end=end)


@given(SPANS, SPANS)
def test_spans_compare_as_their_characters_do(one, two):
    left, right = set(range(one.start, one.end)), set(range(two.start, two.end))
    if one.start < one.end and two.start < two.end:
        assert one.overlaps(two) == bool(left & right)
        assert one.covers(two) == (right <= left)
    assert one.covers(one)


@given(SPANS)
def test_a_quote_is_the_characters_of_its_span(span):
    document = Document(id="d", text="Zwölf Züge standen still, sagte der Bürgermeister am Abend zu.")
    assert document.quote(span) == document.text[span.start : span.end]


def test_a_range_does_not_end_before_it_starts():
    with pytest.raises(ValueError, match="must not be after"):
        DateRange(start=date(2024, 2, 1), end=date(2024, 1, 31))


@given(RANGES, RANGES, DAYS)
def test_ranges_overlap_where_they_share_a_day(one, two, day):
    if one.contains(day) and two.contains(day):
        assert one.overlaps(two)
    assert one.overlaps(two) == two.overlaps(one)
    assert one.overlaps(two) == (max(one.start, two.start) <= min(one.end, two.end))


@pytest.mark.parametrize("case", CASES["held"], ids=lambda case: case["why"])
def test_a_role_is_held_where_the_record_says_so(case):
    start = parse_range(case["start"]) if "start" in case else None
    end = parse_range(case["end"]) if "end" in case else None
    role = Role(office="president", start=start, end=end, known_until=case.get("known_until"))
    assert role.held_on(case["day"]) is ANSWERS[case["expected"]]
    sure = Actor(id="Q1", name="A", kind=ActorKind.PERSON, roles=(role,)).roles_on(case["day"])
    assert sure == ((role,) if case["expected"] == "yes" else ())


def test_a_provisional_actor_says_so_by_its_id():
    assert Actor(id="new-1", name="A", kind=ActorKind.GROUP).is_provisional
    assert not Actor(id="Q1", name="A", kind=ActorKind.GROUP).is_provisional


def test_a_dyad_turned_twice_is_itself():
    dyad = Dyad(actor_id="Q159", recipient_id="Q227")
    assert dyad.reverse == Dyad(actor_id="Q227", recipient_id="Q159")
    assert dyad.reverse.reverse == dyad


def an_event(**given_):
    values = {"factuality": Factuality.HAPPENED, "modality": Modality.ACTUAL, "claim_ids": ("c-1",)}
    return Event(id="e-1", type="CONSULT", goldstein=2.1, **(values | given_))


@pytest.mark.parametrize("factuality", Factuality)
@pytest.mark.parametrize("modality", Modality)
def test_only_what_is_told_without_reserve_happened(factuality, modality):
    told = modality in (Modality.ACTUAL, Modality.BACKGROUND)
    expected = told and factuality is Factuality.HAPPENED
    assert an_event(factuality=factuality, modality=modality).happened is expected


def test_an_event_without_claims_and_a_sentence_without_evidence_cannot_be():
    with pytest.raises(ValueError, match="at least one claim"):
        an_event(claim_ids=())
    with pytest.raises(ValueError, match="at least one id"):
        Sentence(text="All is well.", cites=())


def test_a_relation_adds_its_quads_by_side():
    period = parse_range("2025-01")
    dyad = Dyad(actor_id="a", recipient_id="b")
    relation = Relation(dyad=dyad, period=period, quads=(1, 2, 4, 8), goldstein=0.0, tension=50.0)
    assert (relation.cooperation, relation.conflict) == (3, 12)
    assert [quad.is_conflict for quad in Quad] == [False, False, True, True]
