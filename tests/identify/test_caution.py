from __future__ import annotations

from datetime import date

import pytest

from detente.identify.builtin import BuiltinGazetteer
from detente.identify.caution import LIKELY, is_doubtful, nationality
from detente.identify.holders import Holders
from detente.identify.phrases import phrase_of
from detente.identify.standing import domain_finder
from tests.identify.test_actors import mention, read

BOOK = BuiltinGazetteer()


@pytest.mark.parametrize(
    ("words", "name", "day", "doubtful"),
    [
        ("A noodle seller, Li Qiang", "Li Qiang", "2012-11-15", True),
        ("a driver called Mubarak", "Hosni Mubarak", "2011-02-11", True),
        ("Charles", "Charles Michel", "2020-03-27", True),
        ("a Russian deputy prime minister", "Yuri Trutnev", "2017-10-12", True),
        ("the Japanese prime minister", "Shinzo Abe", "2007-09-25", True),
        ("the Japanese prime minister", "Shinzo Abe", "2007-03-25", False),
        ("Japan's acting prime minister", "Shinzo Abe", "2007-03-25", True),
        ("Prime Minister Shinzo Abe", "Shinzo Abe", "2007-09-25", False),
        ("Shinzo Abe", "Shinzo Abe", "2007-09-25", False),
    ],
)
def test_what_words_leave_open(words: str, name: str, day: str, doubtful: bool) -> None:
    actor = BOOK.bearers(name)[0]
    phrase = phrase_of(words, domain_finder(BOOK))
    assert is_doubtful(words, phrase, actor, Holders(BOOK, date.fromisoformat(day))) is doubtful


def test_one_of_a_nation_is_a_person_and_many_are_not() -> None:
    assert [nationality(words) for words in ("the American", "the Americans", "the French")] == [
        "American",
        None,
        None,
    ]
    text = "Donald Trump dined in Hanoi. The American left early."
    resolved = read(text, mention(text, "The American"), day=date(2019, 2, 27))
    assert [m.actor_id for m in resolved.claims[0].actors] == ["Q22686"]


def test_the_new_leader_is_whoever_comes() -> None:
    text = "José Luis Rodríguez Zapatero won. The new Spanish leader would bring the troops home."
    resolved = read(text, mention(text, "The new Spanish leader"), day=date(2004, 3, 14))
    (one,) = resolved.claims[0].actors
    known = BOOK.actor(one.actor_id or "")
    assert known is not None
    assert known.name == "José Luis Rodríguez Zapatero"


def test_of_several_none_is_sure_where_one_is_nobody() -> None:
    text = "Thandi Zuma sings. Ramaphosa and Zuma sang."
    resolved = read(
        text, mention(text, "Thandi Zuma"), mention(text, "Ramaphosa and Zuma"), day=date(2018, 2, 15)
    )
    assert [m.sureness for m in resolved.claims[0].actors[-2:]] == [LIKELY, None]


def test_an_office_of_no_state_is_not_sure_where_the_text_speaks_of_several() -> None:
    text = "Washington wrote to Riyadh. The old king answered."
    resolved = read(text, mention(text, "The old king"), day=date(2001, 12, 5))
    (one,) = resolved.claims[0].actors
    assert (one.sureness or 0) <= LIKELY
