from __future__ import annotations

import re
import time
import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.base.ontology import load_ontology
from detente.base.types import (
    Claim,
    ClaimKind,
    Document,
    Factuality,
    Mention,
    Modality,
    Source,
    SourceKind,
    Span,
)
from detente.extract.reader import Reading, checked
from detente.extract.rules import rules_reader
from detente.identify.actors import Resolved, resolve
from detente.identify.builtin import BuiltinGazetteer

CASES = tomllib.loads((Path(__file__).parent / "actors.toml").read_text(encoding="utf-8"))["case"]
BOOK = BuiltinGazetteer()


def mention(text: str, words: str, nth: int = 0) -> Mention:
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Mention(text=words, span=Span(start=start, end=start + len(words)))


def claim_of(text: str, *mentions: Mention, document_id: str = "doc-1") -> Claim:
    whole = Span(start=0, end=len(text))
    return Claim(
        id="clm-1",
        document_id=document_id,
        sentence=whole,
        trigger=Span(start=0, end=1),
        kind=ClaimKind.ACT,
        type="CONSULT",
        actors=mentions,
        source=Source(kind=SourceKind.AUTHOR),
        factuality=Factuality.HAPPENED,
        modality=Modality.ACTUAL,
        confidence=0.5,
        reader="test/1",
    )


def read(text: str, *mentions: Mention, document_id: str = "doc-1", day: date | None = None) -> Resolved:
    document = Document(id=document_id, text=text, published=day)
    return resolve(document, [claim_of(text, *mentions, document_id=document_id)], BOOK)


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["input"][:60])
def test_resolve(case: dict[str, Any]) -> None:
    text = case["input"]
    day = date.fromisoformat(case["day"]) if case.get("day") else None
    result = read(text, mention(text, case["mention"], case.get("nth", 0)), day=day)
    (found,) = result.claims[0].actors
    assert found.actor_id is not None
    assert ("new" if found.actor_id.startswith("new-") else found.actor_id) == case["expected"], case["why"]
    assert bool(result.gaps) is case.get("gap", False), case["why"]
    assert {a.id for a in result.actors} == ({found.actor_id} if found.actor_id.startswith("new-") else set())


def test_a_full_unknown_name_is_one_actor_in_all_documents() -> None:
    text = "Polina Vetrova met reporters."
    ids = {
        read(text, mention(text, "Polina Vetrova"), document_id=d).claims[0].actors[0].actor_id
        for d in ("a", "b")
    }
    assert len(ids) == 1


def test_a_generic_description_is_the_documents_own() -> None:
    text = "Western officials met reporters."
    ids = {
        read(text, mention(text, "Western officials"), document_id=d).claims[0].actors[0].actor_id
        for d in ("a", "b")
    }
    assert len(ids) == 2


def test_a_surname_after_an_unknown_full_name_is_the_same_actor() -> None:
    text = "Polina Vetrova met reporters. Vetrova left."
    first, second = read(text, mention(text, "Polina Vetrova"), mention(text, "Vetrova", 1)).claims[0].actors
    assert first.actor_id == second.actor_id


def test_a_namesake_of_a_known_person_keeps_the_surname() -> None:
    text = "Igor Putin came. Putin left."
    first, second = read(text, mention(text, "Igor Putin"), mention(text, "Putin", 1)).claims[0].actors
    assert first.actor_id == second.actor_id != "Q7747"


def test_both_states_are_those_of_the_title() -> None:
    text = "Guests come to Uruguay and Andorra by way of Argentina. The two sides agreed."
    document = Document(id="doc-1", title="Andorra and Uruguay discuss tourism", text=text)
    marks = [mention(text, name) for name in ("Uruguay", "Andorra", "Argentina", "The two sides")]
    (claim,) = resolve(document, [claim_of(text, *marks)], BOOK).claims
    assert {one.actor_id for one in claim.actors if one.text == "The two sides"} == {
        *_named("Uruguay", "Andorra")
    }


@pytest.mark.parametrize(
    ("told", "known"),
    [
        ("Police met Joren Maas at the quay.", False),  # another given name
        ("Joren Maas, a skipper, met police.", False),
        ("Heiko Maas met Joren Maas.", False),  # who was named last
        ("Joren Maas met Heiko Maas.", True),
        ("Police met Captain Maas at the quay.", True),  # a title
        ("Then Maas met police.", True),
        ("Police met Mr Maas at the quay.", True),
        ("Police met Heiko Maas at the quay.", True),
    ],
)
def test_whom_the_text_names_otherwise_is_not_the_known_bearer(told: str, known: bool) -> None:
    text = f"{told} Maas left."
    (actor,) = (
        one.actor_id for one in read(text, mention(text, "Maas", 1), day=date(2019, 5, 2)).claims[0].actors
    )
    assert (BOOK.actor(actor or "") is not None) is known


def test_source_chain_and_place_are_resolved_too() -> None:
    text = "In Baku, Reuters said Aliyev met Lavrov."
    claim = replace(
        claim_of(text, mention(text, "Aliyev")),
        recipients=(mention(text, "Lavrov"),),
        place=mention(text, "Baku"),
        source=Source(kind=SourceKind.NAMED, chain=(mention(text, "Reuters"),)),
    )
    (done,) = resolve(Document(id="doc-1", text=text), [claim], BOOK).claims
    assert done.place is not None
    assert done.place.actor_id == "geonames:587084"
    assert [m.actor_id for m in (*done.actors, *done.recipients, *done.source.chain)] == [
        "Q57371", "Q58217", "dtn-reuters",
    ]  # fmt: skip


def test_a_claimed_role_against_the_record_is_a_finding() -> None:
    text = "Alexei Dyumin came to Baku."
    person = replace(mention(text, "Alexei Dyumin"), claimed_role="current governor of the Tula region")
    (finding,) = read(text, person, day=date(2025, 7, 1)).findings
    assert (finding.actor_id, finding.day) == ("Q2425119", date(2025, 7, 1))


WORDS = st.sampled_from(
    [
        "Putin",
        "Vladimir",
        "Ramzan",
        "Adam",
        "Kadyrov",
        "Kadyrov,",
        "Igor",
        "Aliyev",
        "he",
        "she",
        "it",
        "they",
        "Baku",
        "Moscow",
        "Russian",
        "minister",
        "president",
        "analysts",
        "said",
        "met",
        ".",
        "The",
        "Foreign",
        "Ministry",
        "U.S.",
        "Russia’s",
        "İlham",
        "governor",
        "of",
        "Tula",
        "former",
    ]
)


@given(st.lists(WORDS, min_size=3, max_size=25), st.data())
def test_resolving_twice_is_resolving_once_and_spans_stay(words: list[str], data: st.DataObject) -> None:
    text = " ".join(words)
    count = data.draw(st.integers(1, min(3, len(words))))
    starts = data.draw(st.lists(st.integers(0, len(words) - 1), min_size=count, max_size=count, unique=True))
    offsets = [len(" ".join(words[:i])) + (i > 0) for i in starts]
    mentions = [
        Mention(text=words[i], span=Span(start=o, end=o + len(words[i])))
        for i, o in zip(starts, offsets, strict=True)
    ]
    document = Document(id="doc-1", text=text, published=date(2025, 7, 1))
    claim = claim_of(text, *mentions)
    once = resolve(document, [claim], BOOK)
    twice = resolve(document, once.claims, BOOK)
    assert twice == once
    # "Baku" in "Baku Foreign Ministry" is widened to the ministry, and so is "Foreign": one actor.
    spans = [got.span for got in once.claims[0].actors if got.span is not None]
    assert len(spans) == len(once.claims[0].actors)
    assert all(any(span.covers(asked.span) for span in spans) for asked in mentions if asked.span)
    checked(document, Reading(document_id="doc-1", claims=once.claims))


def test_time_grows_with_the_text_and_no_faster():
    """Eight times the text; quadratic work would take 64 times as long."""
    gazetteer = BuiltinGazetteer()

    def seconds(sentences):
        document = Document(
            id="d", text="Russia praised Turkey on Monday. " * sentences, published=date(2025, 7, 1)
        )
        claims = rules_reader(gazetteer.find, load_ontology()).read([document])[0].claims
        started = time.perf_counter()
        resolve(document, claims, gazetteer)
        return time.perf_counter() - started

    seconds(100)  # load the book
    assert seconds(4000) < 24 * seconds(500)


def test_an_unknown_office_holder_acts_for_whom_the_words_say() -> None:
    text = "Azerbaijan summoned the Russian ambassador."
    (actor,) = read(text, mention(text, "the Russian ambassador"), day=date(1995, 3, 1)).actors
    assert actor.is_provisional
    assert [(role.office, role.stands_for) for role in actor.roles] == [("ambassador", "Q159")]


def test_several_actors_of_one_mention_become_several() -> None:
    text = "Moscow and Ankara agreed. The two countries signed."
    found = (
        read(text, mention(text, "Moscow and Ankara"), mention(text, "The two countries")).claims[0].actors
    )
    assert [m.actor_id for m in found] == ["Q159", "Q43", "Q159", "Q43"]
    assert [m.text for m in found[:2]] == ["Moscow", "Ankara"]


def test_what_is_sure_is_told_with_its_probability_and_nobody_unknown_is() -> None:
    text = "Vladimir Putin met Polina Vetrova."
    resolved = read(text, mention(text, "Vladimir Putin"), mention(text, "Polina Vetrova"))
    assert {actor for _, actor in resolved.sureness} == {"Q7747"}
    assert all(0.5 <= value <= 1 for value in resolved.sureness.values())
    known, unknown = resolved.claims[0].actors
    assert known.sureness == round(resolved.sureness[0, "Q7747"], 2)
    assert unknown.sureness is None


def test_the_whole_text_is_searched_once_for_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    """Searched for each mention, a text of n sentences takes time in proportion to n squared."""
    text = "Then Orsk accused Tarvia. " * 60
    mentions = [mention(text, name, nth) for nth in range(60) for name in ("Orsk", "Tarvia")]
    searched: list[str] = []
    search = re.search

    def counting(pattern: Any, string: str, flags: int = 0) -> re.Match[str] | None:
        if string == text:
            searched.append(str(pattern))
        return search(pattern, string, flags)

    monkeypatch.setattr(re, "search", counting)
    read(text, *mentions)
    assert 1 <= len(searched) == len(set(searched))


def _ids(text: str, words: str, day: str) -> list[str | None]:
    resolved = read(text, mention(text, words), day=date.fromisoformat(day))
    return [m.actor_id for m in resolved.claims[0].actors]


def _named(*names: str) -> list[str | None]:
    return [BOOK.bearers(name)[0].id for name in names]


@pytest.mark.parametrize(
    ("words", "day", "names"),
    [
        ("Presidents Lugo and Correa", "2010-03-01", ("Fernando Lugo", "Rafael Correa")),
        ("Foreign ministers Koenders and Reynders", "2016-06-25", ("Bert Koenders", "Didier Reynders")),
        ("Prime Ministers Kenny and Muscat", "2016-06-25", ("Enda Kenny", "Joseph Muscat")),
        ("Messrs Obama and Putin", "2014-05-01", ("Barack Obama", "Vladimir Putin")),
        ("The former presidents Clinton and Bush", "2014-05-01", ("Bill Clinton", "George W. Bush")),
        ("Both Merkel and Hollande", "2014-05-01", ("Angela Merkel", "François Hollande")),
        # One state for two offices.
        (
            "The Ukrainian president and prime minister",
            "2014-12-01",
            ("Petro Poroshenko", "Arseniy Yatsenyuk"),
        ),
        (
            "The president and prime minister of Ukraine",
            "2014-12-01",
            ("Petro Poroshenko", "Arseniy Yatsenyuk"),
        ),
        ("The Russian foreign and defence ministers", "2014-05-01", ("Sergey Lavrov", "Sergei Shoigu")),
        # Somebody's somebody.
        ("Putin and his defence minister", "2014-05-01", ("Vladimir Putin", "Sergei Shoigu")),
        (
            "Emmanuel Macron and his Turkish counterpart",
            "2019-05-01",
            ("Emmanuel Macron", "Recep Tayyip Erdoğan"),
        ),
        (
            "John Kerry and his Russian counterpart, Sergei Lavrov,",
            "2014-05-01",
            ("John Kerry", "Sergey Lavrov"),
        ),
    ],
)
def test_a_title_before_several_names_is_that_of_each(words: str, day: str, names: tuple[str, ...]) -> None:
    assert _ids(f"{words} had breakfast.", words, day) == _named(*names)


@pytest.mark.parametrize(
    ("text", "words", "day", "name"),
    [
        # A title that no list of offices has, by the record of those named.
        ("Matteo Renzi met Paolo Gentiloni. The former mayor of Florence left.",
         "The former mayor of Florence", "2016-12-06", "Matteo Renzi"),
        ("Nicola Sturgeon met David Cameron. The Scottish first minister left.",
         "The Scottish first minister", "2016-06-24", "Nicola Sturgeon"),
        # On the day of the handover, who goes.
        ("Valdis Zatlers took over. Vaira Vīķe-Freiberga, the outgoing Latvian president, left.",
         "the outgoing Latvian president", "2007-07-08", "Vaira Vīķe-Freiberga"),
        ("Laurent Kabila was shot; Joseph Kabila was sworn in. The slain president lay in marble.",
         "The slain president", "2001-01-27", "Laurent Kabila"),
        ("Iván Duque thanked Álvaro Uribe. Gustavo Petro, once a guerrilla, held a rally, and so did Uribe. "
         "The former guerrilla had come second.", "The former guerrilla", "2018-08-07", "Gustavo Petro"),
        ("David Cameron had resigned. The Briton would stay.", "The Briton", "2016-06-25", "David Cameron"),
        ("Pedro Castillo beat Keiko Fujimori. Her father was in prison.", "Her father", "2021-07-28",
         "Alberto Fujimori"),
        ("Barack Obama left. The successor of Barack Obama spoke.", "The successor of Barack Obama",
         "2017-03-01", "Donald Trump"),
        ("Wolfgang Schäuble spoke. His predecessor as finance minister left.",
         "His predecessor as finance minister", "2015-10-01", "Peer Steinbrück"),
        ("Ex-president Obama agreed.", "Ex-president Obama", "2020-03-01", "Barack Obama"),
        ("Ex-FBI chief James Comey spoke.", "Ex-FBI chief James Comey", "2019-03-01", "James Comey"),
        # "His predecessor" of whom the text has spoken, before one of whom it has not.
        ("Lars Løkke Rasmussen followed Anders Fogh Rasmussen. Fogh Rasmussen went to Brussels. "
         "His predecessor packed.", "His predecessor", "2009-04-05", "Anders Fogh Rasmussen"),
    ],
)  # fmt: skip
def test_words_for_somebody_named_before(text: str, words: str, day: str, name: str) -> None:
    assert _ids(text, words, day) == _named(name)
