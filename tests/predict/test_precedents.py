"""Precedents: the windows that began most alike, from the dyad or from others, or a gap."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from detente.base.table import make_table
from detente.base.types import DateRange, Dyad, Precision, Question
from detente.predict.baselines import BaseRate
from detente.predict.precedents import precedents
from detente.testing.make import make_event

KNOWN = date(2025, 12, 31)
DYAD = Dyad(actor_id="north", recipient_id="south")
Row = tuple[date, str, str, str, float, str]


def question(days: int = 30) -> Question:
    first = KNOWN + timedelta(days=1)
    window = DateRange(start=first, end=first + timedelta(days=days - 1), precision=Precision.RANGE)
    return Question(dyad=DYAD, types=("ASSAULT",), window=window)


def row(back: int, type_: str, name: str, ends: tuple[str, str] = ("north", "south")) -> Row:
    return (KNOWN - timedelta(days=back), *ends, type_, -9.0 if type_ == "ASSAULT" else -2.0, name)


def three_quarrels(ends: tuple[str, str] = ("north", "south")) -> list[Row]:
    """Two years; twice forty days of accusations and a blow ten days later, and now a third time."""
    rows = [row(720, "AID", "first", ends)]
    for number, start in enumerate((580, 310, 40)):
        rows += [row(start - day, "ACCUSE", f"acc-{number}-{day}", ends) for day in range(0, 40, 2)]
    return [*rows, row(530, "ASSAULT", "blow-1", ends), row(260, "ASSAULT", "blow-2", ends)]


def test_the_windows_that_began_alike_come_first() -> None:
    found, gap = precedents(make_table(three_quarrels()), question(), KNOWN)
    assert gap is None
    assert 3 <= len(found) <= 5
    # The windows from 539 and 269 days before, with the same quarrel just behind them.
    assert {(KNOWN - one.window.start).days for one in found[:2]} == {539, 269}
    assert [one.happened for one in found[:2]] == [True, True]
    assert {one.event_ids for one in found[:2]} == {("blow-1",), ("blow-2",)}
    for one in found:
        assert one.dyad == DYAD
        assert one.window.end <= KNOWN
        assert (one.window.end - one.window.start).days == 29
        assert one.happened == ("it happened" in one.text)
        assert "on this dyad" in one.text


def test_a_young_dyad_borrows_from_others_and_says_so() -> None:
    others = [
        (day, left, right, type_, g, f"{number}-{name}")
        for number in range(6)
        for day, left, right, type_, g, name in three_quarrels((f"w{number}", f"e{number}"))
    ]
    young = [row(day, "ACCUSE", f"young-{day}") for day in range(0, 40, 2)]
    found, gap = precedents(make_table([*others, *young]), question(), KNOWN)
    assert gap is None
    assert all("on another dyad that stood alike" in one.text for one in found)
    assert len({one.dyad for one in found}) == len(found), "one window of each dyad"


@pytest.mark.parametrize(
    "rows", [[], [row(3, "ASSAULT", "e1")], [row(130, "AID", "e1"), row(10, "ASSAULT", "e2")]]
)
def test_too_short_a_record_is_a_gap(rows: list[Row]) -> None:
    found, gap = precedents(make_table(rows), question(), KNOWN)
    assert gap is not None
    assert "3 precedents" in gap.looked_for
    assert f"holds {len(found)} windows" in gap.why


def test_later_rows_change_nothing() -> None:
    rows = three_quarrels()
    later = [row(-day, "ASSAULT", f"later-{day}") for day in range(1, 60)]
    plain = precedents(make_table(rows), question(), KNOWN)
    assert precedents(make_table([*rows, *later]), question(), KNOWN) == plain


def test_the_base_rate_brings_its_own_precedents() -> None:
    events = [
        make_event(id=name, type=type_, goldstein=g, when=DateRange(start=day, end=day))
        for day, _, _, type_, g, name in three_quarrels()
    ]
    forecast = BaseRate().forecast(question(), events, KNOWN)
    assert len(forecast.precedents) >= 3
    assert forecast.gaps == ()
    assert forecast.base_rate == forecast.probability
    assert forecast.reasons == (f"It happened in {forecast.base}.",)
    nothing = BaseRate().forecast(question(), [], KNOWN)
    assert (nothing.base_rate, len(nothing.gaps)) == (None, 2)
