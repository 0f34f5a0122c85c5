from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from detente.base.errors import InputError, MissingExtra
from detente.base.table import EventTable, day_number
from detente.base.types import DateRange, Dyad, Precision, Question
from detente.predict import fits
from detente.predict.fits import Fits
from detente.predict.hazard import HazardOptions
from detente.predict.scenarios import scenarios
from detente.predict.table_forecaster import HazardForecaster

KNOWN = date(2015, 12, 30)
GROUPS = {"clash": ("ASSAULT",), "talks": ("CONSULT",)}
OPTIONS = HazardOptions(least_hits=20)
DYAD = Dyad(actor_id="s00", recipient_id="s01")


def after(day: date, days: int = 30) -> DateRange:
    first = day + timedelta(days=1)
    return DateRange(start=first, end=first + timedelta(days=days - 1), precision=Precision.RANGE)


@pytest.fixture
def fitted_times(monkeypatch: pytest.MonkeyPatch) -> list[date]:
    """The days until which something was fitted, in turn."""
    found: list[date] = []
    fit = fits.fit_scenarios

    def counted(table: EventTable, known_until: date, *rest: object) -> object:
        found.append(known_until)
        return fit(table, known_until, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(fits, "fit_scenarios", counted)
    return found


def test_a_kept_fit_answers_as_it_did(world: EventTable, tmp_path: Path, fitted_times: list[date]) -> None:
    first = Fits(folder=tmp_path, options=OPTIONS).hazard(world, KNOWN, after(KNOWN), GROUPS)
    again = Fits(folder=tmp_path, options=OPTIONS).hazard(world, KNOWN, after(KNOWN), GROUPS)
    assert fitted_times == [KNOWN]
    assert again is not first
    answers = [
        scenarios(world, DYAD, after(KNOWN), KNOWN, GROUPS, fitted=hazard) for hazard in (first, again)
    ]
    assert answers[0] == answers[1]
    assert answers[0].scenarios[0].forecast.forecaster == "hazard/1"
    assert answers[0].scenarios[0].forecast.base.endswith(f"learned from events until {KNOWN}")


@pytest.mark.parametrize(
    ("first", "then", "times"),
    [
        (-100, -75, 1),  # a month on it still serves
        (-100, -60, 2),
        (-100, -110, 2),  # it knows what was not known then
    ],
)
def test_a_fit_serves_for_a_month_and_never_knows_too_much(
    world: EventTable, fitted_times: list[date], first: int, then: int, times: int
) -> None:
    kept = Fits(options=OPTIONS)
    for shift in (first, then):
        day = KNOWN + timedelta(days=shift)
        assert kept.hazard(world, day, after(day), GROUPS).known_until <= day
    assert len(fitted_times) == times


def test_what_is_loaded_later_of_earlier_days_makes_it_learn_anew(
    world: EventTable, fitted_times: list[date]
) -> None:
    kept = Fits(options=OPTIONS)
    half = world.rows(world.day > day_number(KNOWN) - 1500)
    for table in (half, half, world):
        kept.hazard(table, KNOWN, after(KNOWN), GROUPS)
    assert len(fitted_times) == 2


def test_other_windows_groups_and_options_have_fits_of_their_own(
    world: EventTable, tmp_path: Path, fitted_times: list[date]
) -> None:
    kept = Fits(folder=tmp_path, options=OPTIONS)
    kept.hazard(world, KNOWN, after(KNOWN), GROUPS)
    kept.hazard(world, KNOWN, after(KNOWN, 60), GROUPS)
    kept.hazard(world, KNOWN, after(KNOWN), {"talks": ("CONSULT",)})
    assert len(fitted_times) == len(list(tmp_path.glob("fit-*.npz"))) == 3


@pytest.mark.parametrize("spoil", [b"", b"no zip", None], ids=["empty", "other", "cut off"])
def test_a_spoilt_file_is_fitted_anew(world: EventTable, tmp_path: Path, spoil: bytes | None) -> None:
    before = Fits(folder=tmp_path, options=OPTIONS).hazard(world, KNOWN, after(KNOWN), GROUPS)
    (file,) = tmp_path.iterdir()
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2] if spoil is None else spoil)
    again = Fits(folder=tmp_path, options=OPTIONS).hazard(world, KNOWN, after(KNOWN), GROUPS)
    assert again.peers == before.peers
    assert len(file.read_bytes()) > len(whole) // 2


def test_only_the_newest_files_stay(
    world: EventTable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fits, "MOST_FILES", 2)
    kept = Fits(folder=tmp_path, options=OPTIONS)
    for days in (20, 30, 40):
        kept.hazard(world, KNOWN, after(KNOWN, days), GROUPS)
    assert len(list(tmp_path.iterdir())) == 2


def test_a_window_that_is_known_already_is_refused(world: EventTable) -> None:
    with pytest.raises(InputError, match="starts on or before"):
        Fits(options=OPTIONS).hazard(world, KNOWN, after(KNOWN - timedelta(days=5)), GROUPS)


def test_without_the_extra_the_forecaster_gives_the_base_rate_and_says_why(
    world: EventTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*_: object) -> object:
        raise MissingExtra("lightgbm is not installed")

    monkeypatch.setattr(fits, "fit_scenarios", missing)
    question = Question(dyad=DYAD, types=("CONSULT",), window=after(KNOWN))
    found = HazardForecaster(GROUPS).forecast_in(question, world, KNOWN)
    assert found.forecaster == "base-rate/1"
    assert found.gaps[-1].why == "lightgbm is not installed"
