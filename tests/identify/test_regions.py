"""Regions: the UN's, by name and code, and lists of states."""

from __future__ import annotations

import pytest

from detente.base.errors import InputError, NotFound
from detente.base.types import Actor, ActorKind
from detente.identify.book import load_book
from detente.identify.regions import region_of, regions

GIVEN_UP = {"CSK", "DDR", "SCG", "SUN", "VDR", "YAR", "YMD", "YUG"}  # states of the past have no region


def state(code: str) -> Actor:
    found = load_book().by_code(code)
    if found is None:
        raise NotFound(f"no state {code}")
    return found


def test_every_state_stands_in_one_subregion_and_no_region_names_another() -> None:
    known = {dict(actor.codes).get("iso3", "") for actor in load_book().actors(ActorKind.STATE)}
    known = {code for code in known if not code.startswith("X-")} - GIVEN_UP
    lowest = [one for one in regions().values() if one.code not in {"002", "003", "009", "019", "142", "150"}]
    lowest = [one for one in lowest if one.code not in {"202", "419"}]
    placed = [code for region in lowest for code in region.states]
    assert sorted(placed) == sorted(known)


@pytest.mark.parametrize(
    ("wanted", "name", "inside", "outside"),
    [
        ("Central Asia", "Central Asia", "KAZ", "RUS"),
        ("143", "Central Asia", "UZB", "AZE"),
        ("southeast asia", "South-eastern Asia", "VNM", "CHN"),
        ("Europe", "Europe", "RUS", "TUR"),
        ("Africa", "Africa", "SSD", "YEM"),
        ("ARM, AZE,GEO", "Armenia, Azerbaijan and Georgia", "GEO", "TUR"),
    ],
)
def test_by_name_code_and_list(wanted: str, name: str, inside: str, outside: str) -> None:
    region = region_of(wanted, state)
    assert region.name == name
    assert state(inside).id in region.states
    assert state(outside).id not in region.states


@pytest.mark.parametrize(
    ("wanted", "error", "words"),
    [
        ("Atlantis", NotFound, "no region 'Atlantis'"),
        ("AZE, AZE", InputError, "at least two"),
        ("AZE,QQQ", NotFound, "QQQ"),
    ],
)
def test_what_is_no_region_is_said(wanted: str, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        region_of(wanted, state)
