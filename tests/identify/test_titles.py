from __future__ import annotations

import pytest

from detente.base.types import Role, Span
from detente.identify.builtin import BuiltinGazetteer
from detente.identify.titles import fitting, stated_titles

BOOK = BuiltinGazetteer()


def words(text: str, *names: str) -> list[str]:
    spans = [Span(start=text.index(name), end=text.index(name) + len(name)) for name in names]
    return [text[one.start : one.end] for one in stated_titles(text, spans, BOOK)]


@pytest.mark.parametrize(
    ("text", "names", "titles"),
    [
        ("US Ambassador to Japan Caroline Kennedy sang.", ["Caroline Kennedy"], ["US Ambassador to Japan"]),
        ("On Monday the Bank of Japan governor spoke.", [], ["Bank of Japan governor"]),
        (
            "He met Army Chief General Bipin Rawat and the speaker of the Knesset.",
            ["Bipin Rawat"],
            ["Army Chief", "speaker of the Knesset"],
        ),
        ("The head of the Mossad lit a torch.", [], ["head of the Mossad"]),
        ("Victoria Nuland, under secretary of state, sang.", [], ["under secretary of state"]),
        ("He runs the marathon; she baked bread.", [], []),
    ],
)
def test_where_a_title_begins_and_ends(text: str, names: list[str], titles: list[str]) -> None:
    assert words(text, *names) == titles


@pytest.mark.parametrize(
    ("text", "office", "stands_for", "fits"),
    [
        ("Ukraine's commander-in-chief", "commander-in-chief of the armed forces", "Q212", True),
        ("Ukraine's commander-in-chief", "commander-in-chief of the armed forces", "Q801", False),
        ("the Israeli military chief", "chief of staff of the armed forces", "Q801", True),
        ("Indian army chief", "chief of the army staff", "Q668", True),
        ("Indian navy chief", "chief of the army staff", "Q668", False),
        ("Ukraine's ambassador in Berlin", "ambassador to Germany", "Q212", True),
        ("Ukraine's ambassador to Poland", "ambassador to Germany", "Q212", False),
        ("the German ambassador to Ukraine", "ambassador to Germany", "Q212", False),
        ("Britain's permanent representative to the UN", "ambassador to the UN", "Q145", True),
        ("US deputy secretary of state", "deputy deputy secretary of state", "Q30", True),
        ("US secretary of state", "deputy deputy secretary of state", "Q30", False),
        ("the Catalan president", "president of Catalonia", "Q29", True),
        ("the IAEA chief", "director-general", "Q41984", True),
        ("the UN high commissioner for refugees", "secretary-general", "Q1065", False),
        ("President of the Russian parliament", "leader of United Russia", "Q159", False),
        ("Chile's head of state", "president", "Q298", True),
        ("South Korea's unification minister", "minister of reunification", "Q884", True),
        ("Myanmar's state counsellor", "state counsellor", "Q836", True),
        ("Iran's chief negotiator", "chief negotiator", "Q794", True),
    ],
)
def test_what_a_title_can_mean(text: str, office: str, stands_for: str, fits: bool) -> None:
    title = next(iter(stated_titles(text, (), BOOK)))
    role = Role(office=office, stands_for=stands_for)
    assert fitting([role], title, BOOK) == ([role] if fits else [])


def test_the_wider_office_is_meant_only_where_no_other_is_on_record() -> None:
    army, forces = (
        Role(office=office, stands_for="Q843")
        for office in ("chief of army staff", "chief of staff of the armed forces")
    )
    title = next(iter(stated_titles("Pakistan's army chief", (), BOOK)))
    assert fitting([army, forces], title, BOOK) == [army]
    assert fitting([forces], title, BOOK) == [forces]
