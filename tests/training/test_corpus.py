"""The corpus holds what its datasheet says, and what is learned from it can be read back."""

import random
from collections import Counter
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from markup import documents_in, read_folder
from reader.examples import LABELS, MASK, PIECE_SIZES, corpus_examples
from reader.filled import names_in
from reader.parts import UNSEEN, parts
from reader.phrases import phrase_documents, phrases_in

from detente.base.ontology import load_ontology
from detente.extract.network import Tagged
from detente.extract.neural import WEIGHTS
from detente.extract.tags import marks_of, place_of
from detente.extract.windows import load_tokenizer

CORPUS = Path(__file__).parent.parent.parent / "training" / "corpus"
ONTOLOGY = load_ontology()


@cache
def documents():
    return read_folder(CORPUS)


def sentences():
    return [sentence for document in documents() for sentence in document.sentences]


def test_it_is_as_large_as_it_says():
    assert len(documents()) >= 600
    assert len(sentences()) >= 5000
    assert len({document.id for document in documents()}) == len(documents())
    assert len({document.text for document in documents()}) == len(documents())


def test_the_datasheet_tells_the_counts():
    sheet = (CORPUS / "DATASHEET.md").read_text(encoding="utf-8")
    acts = Counter(act.type for sentence in sentences() for act in sentence.acts)
    kinds = Counter(one.kind.value for sentence in sentences() for one in sentence.attributions)
    assert f"| documents | {len(documents())} |" in sheet
    assert (
        f"| sentences | {len(sentences())}, of them {sum(not one.countable for one in sentences())} " in sheet
    )
    assert f"| acts | {acts.total()}: " in sheet
    listed = sheet.split(f"{acts.total()}: ")[1].split(";")[0].split(", ")
    assert set(listed) == {f"{name} {number}" for name, number in acts.items()}
    assert f"{kinds['named']} named, {kinds['unnamed']} unnamed, {kinds['rumour']} rumour" in sheet
    assert f"{len(phrases_in(CORPUS / 'phrases.lst')):,} patterns" in sheet


def test_its_folder_holds_nothing_else():
    kinds = {path.suffix for path in CORPUS.iterdir() if path.is_file()}
    assert kinds == {".txt", ".md", ".lst", ".toml"}
    assert {path.name for path in CORPUS.iterdir() if path.is_dir()} == {"first", "second"}


def test_every_type_and_every_mode_is_there():
    acts = [act for sentence in sentences() for act in sentence.acts]
    types = Counter(act.type for act in acts)
    assert set(types) == set(ONTOLOGY.types)
    assert min(types.values()) >= 150
    modes = {(act.type, act.mode) for act in acts}
    missing = [
        f"{name}/{mode}"
        for name, one in ONTOLOGY.types.items()
        for mode in one.modes
        if (name, mode) not in modes
    ]
    assert missing == []
    kinds = Counter(one.type for sentence in sentences() for one in sentence.assessments)
    assert set(kinds) == set(ONTOLOGY.assessments)


def test_a_third_of_the_sentences_tells_no_act():
    assert sum(not one.countable for one in sentences()) >= len(sentences()) / 3


def test_the_test_splits_are_never_learned_from():
    learned, held = parts(documents())
    unseen = [one for one in documents() if one.id.startswith(UNSEEN)]
    many = sum(len(one.sentences) for one in unseen)
    assert many / len(sentences()) >= 0.15
    assert len(learned) + len(held) + len(unseen) == len(documents())
    assert not {one.id for one in unseen} & {one.id for one in (*learned, *held)}


def test_what_is_marked_twice_is_the_same_text():
    twice = 0
    for path in sorted((CORPUS / "second").glob("*.txt")):
        first = {one.id: one for one in documents_in(CORPUS / path.name)}
        for second in documents_in(path):
            assert second.text == first[second.id].text, f"{path.name}: {second.id}"
            twice += len(second.sentences)
    assert twice >= 7400


@pytest.mark.parametrize("seed", range(3))
def test_every_phrase_can_be_filled(seed):
    phrases = phrases_in(CORPUS / "phrases.lst")
    filled = phrase_documents(phrases, names_in(CORPUS / "names.toml"), random.Random(seed))
    sentences = [sentence for document in filled for sentence in document.sentences]
    told = Counter(_coded(one) for sentence in sentences for one in (*sentence.acts, *sentence.assessments)
                   if one.trigger in ("x1", "x4", "z1"))  # fmt: skip
    told["NONE"] = sum(one.kind == "none" for one in sentences)
    assert told == Counter(phrase.type for phrase in phrases)
    assert len(filled) < len(phrases)  # some hold two
    for name, _, mode in (phrase.type.partition("/") for phrase in phrases):
        assert not mode or mode in ONTOLOGY.types[name].modes


def _coded(one):
    mode = getattr(one, "mode", None)
    return f"{one.type}/{mode}" if mode else one.type


def test_what_is_learned_can_be_read_back():
    """Perfect probabilities give the marks again: windows, labels and decoding belong together."""
    tokenizer = load_tokenizer(WEIGHTS / "tokenizer.json")
    some = documents()[::40]
    wanted, found = Counter(), Counter()
    for document in some:
        for example in corpus_examples(tokenizer, [document], random.Random(1)):
            for marks in marks_of(certain(example), document.text, LABELS):
                found.update((document.id, place_of(example.window, one)) for one in marks.triggers)
        for sentence in document.sentences:
            for one in (*sentence.acts, *sentence.assessments):
                mark = sentence.spans[one.trigger]
                wanted[document.id, (mark.start, mark.end)] += 1
    again = Counter({(id_, (span.start, span.end)): n for (id_, span), n in found.items()})
    # Two marks that touch, or one within another, cannot both be told by one layer of tags.
    assert (wanted & again).total() >= 0.97 * wanted.total()


def certain(example):
    """The example's tags as a network that is sure would give them."""
    layers = {
        name: np.eye(size, dtype=np.float32)[np.maximum(example.tags[name], 0)]
        for name, size in PIECE_SIZES.items()
    }
    return Tagged(example.window, np.zeros((len(example.window.ids), 1), dtype=np.float32), layers)


def test_a_hidden_trigger_is_masked_and_nothing_else_is():
    tokenizer = load_tokenizer(WEIGHTS / "tokenizer.json")
    some = documents()[::200]
    plain = corpus_examples(tokenizer, some, random.Random(1))
    hidden = corpus_examples(tokenizer, some, random.Random(1), hidden=1.0)
    masked = 0
    for one, other in zip(plain, hidden, strict=True):
        for at, tag in enumerate(one.tags["trigger"]):
            is_act = tag > 0 and LABELS["trigger"][tag].endswith("-act")
            assert other.window.ids[at] == (MASK if is_act else one.window.ids[at])
            masked += is_act
    assert masked > 100
