import time
from datetime import date

import pytest
from finder import find
from hypothesis import given, settings
from hypothesis import strategies as st
from odd import ODD_TEXTS

from detente.base.ontology import load_ontology
from detente.base.types import Document, Furniture, Span
from detente.extract.lexicon import act_count, act_rows
from detente.extract.rules import rules_reader

READER = rules_reader(find, load_ontology())
NEWS = "Iran attacked Iraq on Monday. Aliyev said that Russia had released Lavrov. Turkey may expel Erdogan. "
WORDS = [
    "Russia",
    "Iran",
    "attacked",
    "to",
    "may",
    "release",
    "Lavrov",
    "said",
    "that",
    "if",
    ",",
    ".",
    "and",
    "denied",
    "attacking",
    "of",
    "the",
    "police",
    "by",
    "was",
    "“",
    "”",
    "not",
    "Tuesday",
    "2024",
    "talks",
    "between",
    "held",
    "•",
    "should",
    "who",
    "\n",
    "\n\n",
]


def read(text, **more):
    return READER.read([Document(id="d", text=text, **more)])[0]


def test_lexicon_is_large_and_known_to_the_ontology():
    ontology = load_ontology()
    assert act_count() >= 350
    assert {row["type"] for row in act_rows()} == set(ontology.types)
    for row in act_rows():
        assert row.get("mode") is None or row["mode"] in ontology.types[row["type"]].modes


def test_another_language_gives_a_gap_and_no_claims():
    reading = read("Иран напал на Ирак.", language="ru")
    assert reading.claims == ()
    assert "language ru" in reading.gaps[0].why


@pytest.mark.parametrize("language", ["en", "en-GB", None])
def test_english_is_read(language):
    assert len(read("Iran attacked Iraq.", language=language).claims) == 1


def test_furniture_is_not_read():
    text = "Iran attacked Iraq.\n\nRead more: Russia attacked Armenia."
    at = text.index("Read more")
    frame = Furniture(text=text[at:], why="link", span=Span(start=at, end=len(text)))
    assert [one.text for one in read(text, furniture=(frame,)).claims[0].actors] == ["Iran"]
    assert len(read(text, furniture=(frame,)).claims) == 1


def test_credits_of_a_title_stand_behind_a_rumour():
    text = (
        "Old Friends Fall Out – Agency One – The Daily Two\n\nRecent reports suggest that Putin met Aliyev."
    )
    chains = [[one.text for one in claim.source.chain] for claim in read(text).claims]
    assert chains == [["Agency One", "The Daily Two"]]


def test_a_rumour_told_twice_stays_a_rumour():
    rift = "rift between Putin and Kadyrov"
    text = f"Reports suggest a {rift} has emerged. The {rift} is deep."
    claims = read(text).claims
    assert len(claims) == 2
    assert not any(claim.asserts_happened for claim in claims)


def test_a_cancelled_visit_is_a_rejection_and_no_visit():
    claims = read("Azerbaijan called off the planned visit of the Russian minister.").claims
    assert [(claim.type, claim.asserts_happened) for claim in claims] == [("REJECT", True)]


def test_an_accusation_is_two_claims():
    claims = read("Ukraine accused Russia of attacking Georgia.").claims
    assert [(claim.type, claim.asserts_happened) for claim in claims] == [
        ("ACCUSE", True),
        ("ASSAULT", False),
    ]
    assert claims[1].source.chain[0].text == "Ukraine"


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("He did not say that Russia had attacked Ukraine.", "ASSAULT"),
        ("Correction: an earlier version said that Iran had recalled its ambassador.", "SANCTION"),
        ("Neither Russia nor Iran attacked Georgia.", "ASSAULT"),
        ("No minister visited Baku.", "CONSULT"),
        ("Azerbaijan to close consulate of Russia", "COERCE"),
        ("Russia falsely claimed that Ukraine attacked Georgia.", "ASSAULT"),
    ],
)
def test_what_is_read_but_not_told_as_fact(text, type_):
    claims = [claim for claim in read(text).claims if claim.type == type_]
    assert claims
    assert not any(claim.asserts_happened for claim in claims)


@pytest.mark.parametrize(
    "text",
    [
        "The ministry protested against the police raids in Kyiv.",
        "BAKU, 6 February (Wire One) - Azerbaijan expelled Lavrov.",
        "Azerbaijan recalled its ambassador from Moscow.",
        "Aliyev spoke with Erdogan by telephone.",
        "Russia and Iran held joint exercises.",
        "Armenia and Azerbaijan declared a ceasefire.",
        "Turkey granted asylum to Kadyrov.",
        "Talks between Russia and Iran took place in Baku.",
        "Relations between Russia and Iran remain stable.",
        "Georgia arrests Kadyrov",
    ],
)
def test_plain_news_is_one_claim_told_as_fact(text):
    assert [claim.asserts_happened for claim in read(text).claims] == [True]


@pytest.mark.parametrize("text", ODD_TEXTS, ids=lambda text: ascii(text[:20]))
def test_odd_texts_are_read_without_error(text):
    read(text, published=date(2025, 7, 4))


def test_time_is_linear():
    def seconds(times):
        text = NEWS * times
        start = time.perf_counter()
        read(text)
        return time.perf_counter() - start

    seconds(20)
    # Eight times the text; a quadratic reader would take 64 times as long.
    assert seconds(1600) < 24 * max(seconds(200), 0.05)


def test_a_long_line_is_linear_too():
    start = time.perf_counter()
    read("Iran and Iraq, " * 20_000)
    assert time.perf_counter() - start < 20


def test_same_claims_in_any_batch():
    documents = [Document(id=str(n), text=NEWS + f"Iran visited Baku {n} times.") for n in range(4)]
    together = READER.read(documents)
    alone = [READER.read([document])[0] for document in documents]
    assert together == alone
    assert READER.read(documents[::-1]) == together[::-1]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join) | st.text(max_size=200))
def test_spans_quote_the_text(text):
    document = Document(id="d", text=text, published=date(2025, 7, 4))
    for claim in READER.read([document])[0].claims:
        mentions = [
            *claim.actors,
            *claim.recipients,
            *claim.source.chain,
            *([claim.place] if claim.place else []),
        ]
        assert all(one.span is None or document.quote(one.span) == one.text for one in mentions)
        assert claim.sentence.covers(claim.trigger)
        assert 0 < claim.confidence <= 1
