"""The checks pass the built-in parts and catch parts that break their promises."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from detente.base.plugins import part_names
from detente.base.types import Document, Event, Forecast, Question
from detente.extract.reader import Reading
from detente.identify.builtin import BuiltinGazetteer
from detente.predict.baselines import BaseRate
from detente.testing.checks import CHECKS, check_forecaster, check_gazetteer, check_reader
from detente.testing.command import check_parts


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind in CHECKS for name in part_names(kind)])
def test_built_in_parts_pass(kind: str, name: str) -> None:
    assert list(check_parts(kind, name)) == [(f"{kind} {name}", None)]


class ForgetfulReader:
    name, languages = "forgetful/1", frozenset({"en"})

    def read(self, documents: Sequence[Document]) -> list[Reading]:
        return [Reading(document_id=document.id) for document in documents[1:]]


class CrystalBall(BaseRate):
    def forecast(self, question: Question, events: Sequence[Event], known_until: date) -> Forecast:
        made = super().forecast(question, events, known_until)
        return replace(made, probability=min(made.interval[1], made.probability + 0.001 * len(events)))


class Inventor(BuiltinGazetteer):
    def bearers(self, name: str) -> list:  # type: ignore[type-arg]
        return list(super().bearers(name)) or list(super().bearers("Russia"))


def test_a_reader_that_forgets_a_document_is_caught() -> None:
    with pytest.raises(AssertionError, match="one reading per document"):
        check_reader(ForgetfulReader())


def test_a_forecaster_that_sees_the_future_is_caught() -> None:
    with pytest.raises(AssertionError, match="later events change nothing"):
        check_forecaster(CrystalBall())


def test_a_gazetteer_that_guesses_is_caught() -> None:
    with pytest.raises(AssertionError, match="unknown name"):
        check_gazetteer(Inventor())
