from __future__ import annotations

import pickle
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from detente.base.types import ActorKind
from detente.identify.book import load_book
from detente.identify.builtin import BuiltinGazetteer

HERE = Path(__file__).parent
BOOK = BuiltinGazetteer()


def cases(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads((HERE / name).read_text(encoding="utf-8"))["case"]
    return found


@pytest.mark.parametrize("case", cases("names.toml"), ids=lambda c: c["input"])
def test_bearers(case: dict[str, Any]) -> None:
    bearers = [actor.id for actor in BOOK.bearers(case["input"])]
    assert bearers[:1] == ([case["expected"]] if case["expected"] else []), case["why"]


@pytest.mark.parametrize("case", cases("found.toml"), ids=lambda c: c["input"])
def test_find(case: dict[str, Any]) -> None:
    found = [case["input"][k.span.start : k.span.end] for k in BOOK.find(case["input"])]
    assert found == case["expected"], case["why"]


@pytest.mark.parametrize("case", cases("holders.toml"), ids=lambda c: c["input"] + c["day"])
def test_holder(case: dict[str, Any]) -> None:
    holder = BOOK.holder(case["input"], date.fromisoformat(case["day"]) if case["day"] else None)
    assert (holder.id if holder else "") == case["expected"]


def test_every_found_name_has_a_bearer_of_its_kind() -> None:
    text = " ; ".join(sorted(load_book().spellings()))
    for known in BOOK.find(text):
        assert BOOK.bearers(text[known.span.start : known.span.end])[0].kind is known.kind


def test_states_carry_codes_and_a_range_of_past_and_present() -> None:
    states = {dict(s.codes)["iso3"]: s for s in BOOK.states()}
    assert len(states) > 215
    assert dict(states["AZE"].codes) == {
        "iso3": "AZE", "iso2": "AZ", "isonum": "031", "fips": "AJ", "wikidata": "Q227", "cow": "373",
        "gw": "373", "from": "1991-10-18",
    }  # fmt: skip
    assert len({s.id for s in states.values()}) == len(states)


def test_every_role_points_to_a_known_actor() -> None:
    for actor in load_book().actors():
        for role in actor.roles:
            assert role.stands_for is None or BOOK.actor(role.stands_for) is not None, (actor.id, role)


def test_a_derived_body_stands_for_its_state_with_a_sector() -> None:
    body = BOOK.actor("AZE-MIL")
    assert body is not None
    assert body.kind is ActorKind.BODY
    assert [(r.stands_for, r.sector) for r in body.roles] == [("Q227", "MIL")]
    assert BOOK.actor("ZZZ-MIL") is None


def test_it_travels_to_another_process() -> None:
    assert pickle.loads(pickle.dumps(BOOK)).bearers("Baku") == BOOK.bearers("Baku")


@pytest.mark.parametrize("words", ["men", "the men", "The man", "who", "ban"])
def test_a_common_word_is_nobody_s_initials(words: str) -> None:
    assert BuiltinGazetteer().bearers(words) == ()


def test_initials_and_short_names_are_found() -> None:
    book = BuiltinGazetteer()
    assert [book.bearers(name)[0].name for name in ("WHO", "Iraq", "Nato")] == [
        "World Health Organization",
        "Iraq",
        "NATO",
    ]
