"""A model's words are taken where they say the same and refused where they say more, less or otherwise."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

import pytest

from detente.base.types import Brief, Section, Sentence
from detente.chat.model import Message
from detente.report.rewording import reworded
from detente.report.wording import written_words

FACTS = {
    "evt-1": "Veldonia\nTarmark\n3 March 2024\n3\nThe harbour was closed. “We will not yield.”",
    "evt-2": "Tarmark\nVeldonia\nenvoy\n5 March 2024",
}
ACCUSED = Sentence(text="Veldonia accused Tarmark on 3 March 2024 (3 texts).", cites=("evt-1",))
DENIED = Sentence(text="Denied: Tarmark did not expel the envoy of Veldonia.", cites=("evt-2",))
QUOTED = Sentence(text="Tarmark said “We will not yield.” on 3 March 2024.", cites=("evt-1",))


class Says:
    """A model that says what it is told to."""

    name = "parrot"

    def __init__(self, *answers: str) -> None:
        self.answers, self.heard = list(answers), list[str]()

    def answer(self, messages: Sequence[Message]) -> str:
        self.heard.append(messages[-1].text)
        return self.answers.pop(0)


def brief(*sentences: Sentence) -> Brief:
    section = Section(title="What happened", sentences=sentences)
    return Brief(topic="Veldonia and Tarmark", sections=(section,), gaps=(), written=date(2024, 4, 1))


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (ACCUSED, "On 3 March 2024 Veldonia accused Tarmark, as 3 texts say."),
        (ACCUSED, "Veldonia was accusing Tarmark on 3 March 2024 (3 texts)."),
        (DENIED, "Denied: Tarmark did not, then, expel the envoy of Veldonia."),
        (QUOTED, "On 3 March 2024, Tarmark said: “We will not yield.”"),
    ],
)
def test_the_same_said_better_is_taken(ours: Sentence, theirs: str) -> None:
    found = reworded(brief(ours), FACTS.get, Says(json.dumps([theirs])))
    assert found.refused == ()
    assert (found.taken, found.asked, found.by) == (1, 1, "parrot")
    assert found.brief.sections[0].sentences == (Sentence(text=theirs, cites=ours.cites),)


@pytest.mark.parametrize(
    ("ours", "theirs", "why"),
    [
        (ACCUSED, "Tarmark accused Veldonia on 3 March 2024 (3 texts).", "names"),
        (ACCUSED, "Veldonia accused Tarmark on 4 March 2024 (3 texts).", "day"),
        (ACCUSED, "Veldonia accused Tarmark on 3 March 2024 (4 texts).", "number"),
        (ACCUSED, "Veldonia accused Tarmark on 3 March 2024.", "number"),
        (ACCUSED, "Veldonia praised Tarmark on 3 March 2024 (3 texts).", "'praised'"),
        (ACCUSED, "Veldonia may have accused Tarmark on 3 March 2024 (3 texts).", "as sure"),
        (ACCUSED, "Veldonia accused Tarmark on 3 March 2024 (3 texts), to the dismay of Morven.", "names"),
        (ACCUSED, "", "empty"),
        (
            ACCUSED,
            ACCUSED.text + " It has done so before, and others have seen it and said so since.",
            "too long",
        ),
        (DENIED, "Tarmark did expel the envoy of Veldonia.", "as sure"),
        (QUOTED, "Tarmark said “We will yield.” on 3 March 2024.", "quotation"),
        (QUOTED, "Tarmark said on 3 March 2024 that it will not yield.", "quotation"),
    ],
)
def test_what_says_more_less_or_otherwise_is_refused(ours: Sentence, theirs: str, why: str) -> None:
    found = reworded(brief(ours), FACTS.get, Says(json.dumps([theirs])))
    assert found.brief == brief(ours)
    assert found.taken == 0
    assert why in found.refused[0]


@pytest.mark.parametrize(
    "answer", ["Sure! Here you go.", "[]", '["one", "two", "three"]', "[1, 2]", "{}", "[oops"]
)
def test_an_answer_that_is_no_such_list_changes_nothing(answer: str) -> None:
    found = reworded(brief(ACCUSED, DENIED), FACTS.get, Says(answer))
    assert (found.brief, found.taken) == (brief(ACCUSED, DENIED), 0)


def test_sentence_by_sentence_and_in_whatever_the_list_is_wrapped() -> None:
    good, bad = (
        "On 3 March 2024 Veldonia accused Tarmark (3 texts).",
        "Tarmark did expel the envoy of Veldonia.",
    )
    chat = Says(f"```json\n{json.dumps([good, bad])}\n```")
    found = reworded(brief(ACCUSED, DENIED), FACTS.get, chat)
    assert [sentence.text for sentence in found.brief.sections[0].sentences] == [good, DENIED.text]
    assert (found.taken, found.asked, len(found.refused)) == (1, 2, 1)


def test_the_model_hears_the_sentences_and_nothing_else() -> None:
    chat = Says(json.dumps([ACCUSED.text]))
    found = reworded(brief(ACCUSED), FACTS.get, chat)
    assert json.loads(chat.heard[0]) == [ACCUSED.text]
    assert found.taken == 0


def test_a_brief_says_whose_words_it_is_in() -> None:
    ours = brief(ACCUSED)
    taken = reworded(
        ours, FACTS.get, Says(json.dumps(["On 3 March 2024 Veldonia accused Tarmark (3 texts)."]))
    )
    assert written_words(taken.brief) == (
        "Written on 1 April 2024. Worded in part by parrot, checked sentence by sentence."
    )
    refused = reworded(ours, FACTS.get, Says("no"))
    assert written_words(refused.brief) == "Written on 1 April 2024."
