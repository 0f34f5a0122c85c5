"""The trained reader as it ships. What it must do is tested; how well it does is for the benchmarks."""

import time
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from odd import ODD_TEXTS

from detente.base.errors import BackendError
from detente.base.ontology import load_ontology
from detente.base.types import Document, Factuality, Furniture, SourceKind, Span
from detente.extract.labels import modes_of, types_of
from detente.extract.network import load_network
from detente.extract.neural import WEIGHTS, NeuralReader, neural_reader
from detente.testing.checks import check_reader

ONTOLOGY = load_ontology()
READER = neural_reader(lambda text: (), ONTOLOGY)
NEWS = "Iran attacked Iraq on Monday. Aliyev said that Russia had released Lavrov. Turkey may expel Erdogan. "


def read(text, **about):
    return READER.read([Document(id="d", text=text, **about)])[0]


def only(text, type_, **about):
    claims = [claim for claim in read(text, **about).claims if claim.type == type_]
    assert claims, f"no {type_} is read"
    return claims[0]


def test_it_keeps_the_contract_of_readers():
    check_reader(READER)


def test_the_labels_are_those_of_the_ontology():
    labels = load_network(WEIGHTS).labels
    assert tuple(labels["type"]) == types_of(ONTOLOGY)
    assert tuple(labels["mode"]) == modes_of(ONTOLOGY)


def test_who_did_what_to_whom():
    claim = only("Kenya expelled two diplomats of Sudan on Tuesday.", "SANCTION")
    assert [one.text for one in claim.actors] == ["Kenya"]
    assert any("Sudan" in one.text or "diplomats" in one.text for one in claim.recipients)
    assert claim.asserts_happened


@pytest.mark.parametrize(
    "text",
    [
        "Kenya denied that it had expelled two diplomats of Sudan.",
        "Kenya may expel two diplomats of Sudan.",
        "Kenya plans to expel two diplomats of Sudan next week.",
        "If the talks fail, Kenya will expel two diplomats of Sudan.",
        "Should the talks fail, Kenya would expel two diplomats of Sudan.",
        "Experts say that Kenya should expel two diplomats of Sudan.",
        "Kenya did not expel the two diplomats of Sudan.",
        "Unconfirmed reports suggest that Kenya has expelled two diplomats of Sudan.",
    ],
)
def test_what_did_not_happen_is_not_told_as_happened(text):
    assert not [one for one in read(text).claims if one.type == "SANCTION" and one.asserts_happened]


def test_who_says_so():
    claim = only("The foreign ministry said on Friday that Kenya had expelled two diplomats.", "SANCTION")
    assert claim.source.kind == "named"
    assert "ministry" in claim.source.chain[0].text
    rumour = only("Rumours say that Kenya has expelled two diplomats of Sudan.", "SANCTION")
    assert rumour.source.kind == "rumour"


def test_who_is_told_does_not_speak():
    by = only("The senate was told by the mayor that Kasra had shelled the port.", "ASSAULT")
    assert [one.text for one in by.source.chain] == ["mayor"]
    heard = only("Orsk had shelled the village, Dora Finch was told by the mayor.", "ASSAULT")
    assert "Dora Finch" not in [one.text for one in heard.source.chain]
    told = only("The minister was told on Monday that rebels had seized the dam.", "COERCE")
    assert told.source.chain == ()


def test_he_in_a_quotation_is_not_who_says_it():
    text = (
        "Boris Daro arrived with General Igor Kern on Monday. "
        '"He attacked our village with artillery," Daro told reporters.'
    )
    (by,) = only(text, "ASSAULT").actors
    assert by.text.endswith("Kern")


def test_i_and_we_in_a_quotation_are_who_says_it():
    text = (
        'Kenya lodged a protest. "I rejected the demand of Sudan on Monday," President Amina Odhiambo said.'
    )
    (by,) = only(text, "REJECT").actors
    assert by.text == "Amina Odhiambo"
    text = '"We recalled our ambassador from Russia on Monday," the foreign ministry of Latvia said.'
    (by,) = only(text, "SANCTION").actors
    assert by.text.startswith("foreign ministry")


@pytest.mark.parametrize(
    "text",
    [
        "The striker attacked from the left wing.",
        "Read also: ten recipes for the weekend.",
        "The region has long been a crossroads of cultures.",
    ],
)
def test_nothing_is_read_where_nothing_is_done(text):
    assert read(text).claims == ()


def test_another_language_gives_a_gap_and_no_claims():
    reading = read("Iran hat den Irak angegriffen.", language="de")
    assert reading.claims == ()
    assert "language de" in reading.gaps[0].why


def test_furniture_is_not_read():
    text = "Iran attacked Iraq.\n\nRead more: Russia attacked Armenia."
    at = text.index("Read more")
    frame = Furniture(text=text[at:], why="link", span=Span(start=at, end=len(text)))
    assert {one.text for claim in read(text, furniture=(frame,)).claims for one in claim.actors} == {"Iran"}


@pytest.mark.parametrize("text", ODD_TEXTS, ids=lambda text: ascii(text[:20]))
def test_odd_texts_are_read_without_error(text):
    read(text, published=date(2025, 7, 4))


def test_time_is_linear():
    def seconds(times):
        text = NEWS * times
        start = time.perf_counter()
        read(text)
        return time.perf_counter() - start

    seconds(5)
    # Eight times the text; a quadratic reader would take 64 times as long.
    assert seconds(240) < 24 * max(seconds(30), 0.05)


def test_same_claims_in_any_batch():
    documents = [Document(id=str(n), text=NEWS * n + f"Iran visited Baku {n} times.") for n in range(1, 6)]
    together = READER.read(documents)
    assert together == [READER.read([document])[0] for document in documents]
    assert READER.read(documents[::-1]) == together[::-1]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_spans_quote_the_text(text):
    document = Document(id="d", text=text, published=date(2025, 7, 4))
    for claim in READER.read([document])[0].claims:
        mentions = [*claim.actors, *claim.recipients, *claim.source.chain]
        assert all(one.span is None or document.quote(one.span) == one.text for one in mentions)
        assert claim.sentence.covers(claim.trigger)
        assert 0 < claim.confidence <= 1


def test_an_ontology_without_its_types_is_refused():
    types = {name: one for name, one in ONTOLOGY.types.items() if name != "ASSAULT"}
    with pytest.raises(BackendError, match="ASSAULT"):
        neural_reader(lambda text: (), replace(ONTOLOGY, types=types))


def test_weights_that_cannot_be_loaded_are_named(tmp_path):
    with pytest.raises(BackendError, match="no usable manifest"):
        NeuralReader(load_network(tmp_path), ONTOLOGY)


def test_what_a_paper_takes_back_in_the_next_sentence_has_not_happened():
    told = "On Monday this newspaper wrote that Kenya had expelled two diplomats of Sudan."
    back, stands = f"{told} That was wrong.", f"{told} The two left by train."
    assert only(back, "SANCTION").factuality is Factuality.NOT_HAPPENED
    assert only(stands, "SANCTION").factuality is not Factuality.NOT_HAPPENED
    assert {only(text, "SANCTION").source.kind for text in (back, stands)} == {SourceKind.AUTHOR}
