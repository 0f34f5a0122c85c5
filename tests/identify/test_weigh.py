"""Weighing: the table of the rule, and what must hold for any voices."""

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.base.types import Factuality, Modality, SourceKind
from detente.identify.weigh import LEVELS, Voice, weigh

CASES = tomllib.loads(Path(__file__).with_name("weigh.toml").read_text())["case"]

VOICES = st.lists(
    st.builds(
        Voice,
        origin_id=st.sampled_from("abc"),
        factuality=st.sampled_from(Factuality),
        modality=st.sampled_from(Modality),
        source_kind=st.sampled_from(SourceKind),
        by_party=st.booleans(),
        correction=st.sampled_from([False, False, True]),
        rank=st.integers(0, 2),
        rewrite=st.booleans(),
    ),
    min_size=1,
    max_size=7,
)


def voice(line: str) -> Voice:
    origin, factuality, modality, kind, *flags = line.split()
    rank = next((int(flag.removeprefix("rank=")) for flag in flags if flag.startswith("rank=")), 0)
    return Voice(
        origin_id=origin,
        factuality=Factuality(factuality),
        modality=Modality(modality),
        source_kind=SourceKind(kind),
        by_party="party" in flags,
        correction="correction" in flags,
        rank=rank,
        rewrite="rewrite" in flags,
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_rule(case):
    weighed = weigh([voice(line) for line in case["voices"]])
    assert f"{weighed.factuality} {weighed.modality}" == case["expected"]


def test_nothing_to_weigh():
    with pytest.raises(ValueError, match="at least one claim"):
        weigh([])


@given(VOICES, st.randoms())
def test_order_does_not_matter(voices, chance):
    mixed = list(voices)
    chance.shuffle(mixed)
    assert weigh(mixed) == weigh(voices)


def test_of_two_corrections_alike_the_outsiders_counts_in_any_order():
    said = voice("a possible actual named")
    corrected = [voice(f"c happened actual rumour correction {who}") for who in ("", "party")]
    outsider = weigh([said, corrected[0]])
    assert weigh([said, *corrected]) == weigh([*reversed(corrected), said]) == outsider


@given(VOICES, st.data())
def test_a_copy_changes_nothing(voices, data):
    original = data.draw(st.sampled_from(voices))
    last = max(one.rank for one in voices if one.origin_id == original.origin_id)
    copy = replace(original, rank=last + 1)
    assert LEVELS.index(weigh([*voices, copy]).factuality) <= LEVELS.index(weigh(voices).factuality)


@given(VOICES, VOICES)
def test_whatever_a_rewrite_adds_raises_nothing(voices, added):
    origin = voices[0].origin_id
    rewrite = [replace(one, origin_id=origin, rank=9, correction=False) for one in added]
    assert LEVELS.index(weigh([*voices, *rewrite]).factuality) <= LEVELS.index(weigh(voices).factuality)


@given(VOICES)
def test_only_a_told_act_happened(voices):
    weighed = weigh(voices)
    if weighed.factuality is Factuality.HAPPENED:
        assert weighed.modality in (Modality.ACTUAL, Modality.BACKGROUND)
