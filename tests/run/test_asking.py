"""What a desk is asked: its last day as it grows, and who acts for whom."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from detente.keep.store import Batch, Conclusions
from detente.run.desk import open_desk
from detente.testing.make import make_claim, make_document, make_event, make_reading


def test_the_last_known_day_grows_with_the_desk(tmp_path: Path) -> None:
    with open_desk(tmp_path / "desk") as desk, open_desk(tmp_path / "desk") as other:
        assert desk.last_known() is None
        other.store.add(Batch(documents=(make_document("No day.", published=None),)))
        assert desk.last_known() is None
        days = [date(2025, 3, 4), date(2025, 3, 1), date(2026, 1, 1)]
        for number, day in enumerate(days):
            other.store.add(Batch(documents=(make_document(f"Number {number}.", published=day),)))
            assert desk.last_known() == max(days[: number + 1])
        other.store.load(make_reading(make_event(id="made:1")))
        assert desk.last_known() == date(2026, 1, 1)


def test_who_acts_for_whom_is_the_same_asked_once_or_for_each(tmp_path: Path) -> None:
    claim = make_claim()
    sides = {"Q159", "RUS-MIL", "RUS-GOV", "Q227", "new-north"}
    events = [make_event(claim, id=f"e{side}", actor_ids=(side,), recipient_ids=("Q227",)) for side in sides]
    with open_desk(tmp_path / "desk") as desk:
        desk.store.conclude(Conclusions(events=tuple(events)))
        assert desk.acting_for("Q159") == {"Q159", "RUS-MIL", "RUS-GOV"}
        acting = desk.acting()
        for party in (*sides, "Q30"):
            one_by_one = {side for side in sides if party in desk.parties(side, None)}
            assert desk.acting_for(party) == acting.get(party, frozenset()) | {party} == one_by_one | {party}


def test_three_capital_letters_are_first_the_code_of_a_state(tmp_path: Path) -> None:
    with open_desk(tmp_path / "desk") as desk:
        names = {code: desk.actor(code).name for code in ("FRA", "NGA", "CAN", "ARE", "BRA", "RUS")}
        coded = {dict(desk.actor(state.id).codes)["iso3"] for state in desk.parts.gazetteer.states()}
        assert all(dict(desk.actor(code).codes).get("iso3") == code for code in coded)
    assert names == {
        "FRA": "France",
        "NGA": "Nigeria",
        "CAN": "Canada",
        "ARE": "United Arab Emirates",
        "BRA": "Brazil",
        "RUS": "Russia",
    }
