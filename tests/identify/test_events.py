"""Events: the table of merging, ids that live on, judgements, and what must hold for any claims."""

import time
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from claim_lines import make_claim, make_claims, make_document, standing
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.base.ids import content_id
from detente.base.ontology import load_ontology
from detente.base.types import Judgement, Origin, Verdict
from detente.identify.events import Context, merge_claims
from detente.identify.weigh import LEVELS

CASES = tomllib.loads(Path(__file__).with_name("events.toml").read_text())["case"]
NOW = datetime(2025, 8, 1, tzinfo=UTC)
DAY = "day=2025-07-01"


def context(*, origins=(), judgements=(), previous=None, documents=None):
    known = documents or {id_: make_document(id_, f"2025-07-0{at + 1}") for at, id_ in enumerate("abcd")}
    return Context(
        ontology=load_ontology(),
        documents=known,
        origins=origins,
        judgements=judgements,
        previous=previous or {},
        standing=standing,
    )


def judgement(left, right, verdict, withdrawn=None):
    id_ = content_id("jdg", left, right, verdict)
    return Judgement(id=id_, left=left, right=right, verdict=verdict, by="test", at=NOW, withdrawn=withdrawn)


def previous_of(merged):
    return {claim_id: event.id for event in merged.events for claim_id in event.claim_ids}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_merging(case):
    claims = make_claims(case["claims"])
    number = {claim.id: at for at, claim in enumerate(claims)}
    merged = merge_claims(claims, context())
    found = sorted(
        f"{','.join(str(at) for at in sorted(number[id_] for id_ in event.claim_ids))} {event.factuality}"
        for event in merged.events
    )
    assert found == case["expected"]


def test_fields_of_an_event():
    claims = make_claims([f"a RUS CONSULT/visit AZE {DAY}", f"b aliyev CONSULT putin {DAY}"])
    (event,) = merge_claims(claims, context()).events
    assert event.id == content_id("evt", claims[0].id)
    assert (event.actor_ids, event.recipient_ids) == (("putin",), ("aliyev",))
    assert event.mode == "visit"
    assert event.goldstein == load_ontology().goldstein("CONSULT", "visit")
    assert event.claim_ids == (claims[0].id, claims[1].id)
    assert len(event.origin_ids) == 2


def test_a_mode_is_told_if_half_of_the_claims_tell_it():
    visit, talks = f"a RUS CONSULT/visit AZE {DAY}", [f"{letter} RUS CONSULT AZE {DAY}" for letter in "bc"]
    assert merge_claims(make_claims([visit, *talks[:1]]), context()).events[0].mode == "visit"
    assert merge_claims(make_claims([visit, *talks]), context()).events[0].mode is None


def test_a_meeting_called_off_is_no_other_refusal():
    lines = [f"a RUS REJECT/meet AZE {DAY}", f"b RUS REJECT AZE {DAY}", f"c RUS REJECT/change AZE {DAY}"]
    assert len(merge_claims(make_claims(lines), context()).events) == 2


def test_one_odd_reading_of_many_adds_no_unknown_party():
    lines = [f"{letter} RUS CONSULT AZE {DAY}" for letter in "abcdef"]
    (event,) = merge_claims(make_claims([*lines, f"g RUS CONSULT AZE+new-1 {DAY}"]), context()).events
    assert event.recipient_ids == ("AZE",)
    (event,) = merge_claims(make_claims([*lines[:2], f"g RUS CONSULT AZE+new-1 {DAY}"]), context()).events
    assert event.recipient_ids == ("AZE", "new-1")


def test_what_was_denied_before_it_was_told_is_something_else():
    early = "a RUS CONCEDE - day=2025-07-01 from=published said=not_happened"
    late = "b RUS CONCEDE AZE day=2025-07-02"
    assert len(merge_claims(make_claims([early, late]), context()).events) == 2
    later = "c RUS CONCEDE - day=2025-07-03 from=published said=not_happened"
    assert len(merge_claims(make_claims([later, late]), context()).events) == 1


def test_stated_day_is_taken_before_the_published_one():
    lines = ["a RUS ACCUSE AZE day=2025-07-02 from=published", "b RUS ACCUSE AZE day=2025-06-30"]
    (event,) = merge_claims(make_claims(lines), context()).events
    assert event.when.start.isoformat() == "2025-06-30"


def test_id_lives_on_when_an_earlier_claim_is_found():
    later = make_claim(f"b RUS ACCUSE AZE {DAY}")
    first = merge_claims([later], context())
    again = merge_claims([make_claim(f"a RUS ACCUSE AZE {DAY}"), later], context(previous=previous_of(first)))
    assert [event.id for event in again.events] == [first.events[0].id]
    assert again.redirects == {}


def test_merged_events_are_redirected():
    claims = make_claims([f"a RUS ACCUSE AZE {DAY}", "b RUS ACCUSE AZE day=2025-07-03"])
    first = merge_claims(claims, context())
    same = judgement(claims[0].id, claims[1].id, Verdict.SAME)
    again = merge_claims(claims, context(judgements=[same], previous=previous_of(first)))
    kept, gone = content_id("evt", claims[0].id), content_id("evt", claims[1].id)
    assert [event.id for event in again.events] == [kept]
    assert again.redirects == {gone: kept}


def test_event_ids_can_be_judged_and_the_judgement_withdrawn():
    claims = make_claims([f"a RUS ACCUSE AZE {DAY}", "b RUS THREATEN AZE day=2025-07-03"])
    first = merge_claims(claims, context())
    left, right = (event.id for event in first.events)
    for withdrawn, count in ((None, 1), (NOW, 2)):
        same = judgement(left, right, Verdict.SAME, withdrawn)
        assert (
            len(merge_claims(claims, context(judgements=[same], previous=previous_of(first))).events) == count
        )


def test_different_splits_and_wins_over_what_follows_from_others():
    claims = make_claims([f"{id_} RUS ACCUSE AZE {DAY}" for id_ in "abc"])
    different = judgement(claims[0].id, claims[2].id, Verdict.DIFFERENT)
    groups = [set(event.claim_ids) for event in merge_claims(claims, context(judgements=[different])).events]
    assert len(groups) == 2
    assert not any({claims[0].id, claims[2].id} <= group for group in groups)


def test_a_split_keeps_the_id_with_the_founding_claim():
    claims = make_claims([f"a RUS ACCUSE AZE {DAY}", f"b RUS ACCUSE AZE {DAY}"])
    first = merge_claims(claims, context())
    different = judgement(claims[0].id, claims[1].id, Verdict.DIFFERENT)
    again = merge_claims(claims, context(judgements=[different], previous=previous_of(first)))
    assert {event.id: event.claim_ids for event in again.events} == {
        content_id("evt", claim.id): (claim.id,) for claim in claims
    }


def test_retraction_in_the_same_origin():
    claims = make_claims([f"a RUS ASSAULT AZE {DAY}", f"b RUS ASSAULT AZE said=not_happened {DAY}"])
    documents = {
        "a": make_document("a", "2025-07-01"),
        "b": make_document("b", "2025-07-02", title="Correction: no shots were fired"),
    }
    origin = Origin(id="org-1", document_ids=("a", "b"))
    (event,) = merge_claims(claims, context(origins=[origin], documents=documents)).events
    assert event.factuality == "not_happened"


@pytest.mark.parametrize(
    "rest", ["day=2025-{month:02d}-{day:02d} from=published", "day=2025-07-01 place=p{n}", "place=p{n}", ""]
)
def test_many_claims_of_one_kind_stay_fast(rest):
    lines = ["a RUS ASSAULT UKR " + rest.format(n=n, month=1 + n % 12, day=1 + n % 28) for n in range(10_000)]
    start = time.perf_counter()
    merged = merge_claims(make_claims(lines), context())
    assert sum(len(event.claim_ids) for event in merged.events) == 10_000
    assert time.perf_counter() - start < 20


LINES = st.lists(
    st.builds(
        " ".join,
        st.tuples(
            st.sampled_from("abcd"),
            st.sampled_from(["RUS", "putin", "AZE", "aliyev", "-", "lavrov"]),
            st.sampled_from(["CONSULT", "ACCUSE", "COERCE/arrest", "COERCE"]),
            st.sampled_from(["RUS", "AZE", "UKR", "bayramov", "-"]),
            st.sampled_from(
                ["day=2025-07-01", "day=2025-07-02", "day=2025-07-04 from=published", "", "day=2025-07"]
            ),
            st.sampled_from(["", "as=planned", "said=not_happened kind=named by=kremlin", "kind=rumour"]),
        ),
    ),
    max_size=9,
)
ORIGINS = (Origin(id="org-ab", document_ids=("a", "b")),)


@settings(max_examples=150, deadline=None)
@given(LINES, st.randoms())
def test_order_does_not_matter(lines, chance):
    claims = make_claims(lines)
    mixed = list(claims)
    chance.shuffle(mixed)
    assert merge_claims(mixed, context(origins=ORIGINS)) == merge_claims(claims, context(origins=ORIGINS))


@settings(max_examples=100, deadline=None)
@given(LINES)
def test_twice_is_the_same(lines):
    claims = make_claims(lines)
    first = merge_claims(claims, context(origins=ORIGINS))
    again = merge_claims(claims, context(origins=ORIGINS, previous=previous_of(first)))
    assert again == first


@settings(max_examples=100, deadline=None)
@given(LINES)
def test_a_copied_document_never_raises_factuality(lines):
    claims = [claim for claim in make_claims(lines) if claim.document_id != "d"]
    copied = [
        make_claim(line.replace("a ", "d ", 1), at) for at, line in enumerate(lines) if line.startswith("a ")
    ]
    origin = (Origin(id="org-ad", document_ids=("a", "d")),)
    before = {
        id_: event
        for event in merge_claims(claims, context(origins=origin)).events
        for id_ in event.claim_ids
    }
    for event in merge_claims([*claims, *copied], context(origins=origin)).events:
        known = [LEVELS.index(before[id_].factuality) for id_ in event.claim_ids if id_ in before]
        if known:
            assert LEVELS.index(event.factuality) <= max(known)


def test_a_round_up_is_no_second_origin():
    documents = {
        "a": make_document("a", "2025-07-01", publisher="Caspian Wire"),
        "b": make_document("b", "2025-07-02", publisher="The Weekly Round"),
    }
    lines = [f"a RUS ASSAULT AZE kind=unnamed {DAY}", f"b RUS ASSAULT AZE kind=named by=Caspian_Wire? {DAY}"]
    claims = make_claims(lines)
    (event,) = merge_claims(claims, context(documents=documents)).events
    assert event.factuality == "possible"
