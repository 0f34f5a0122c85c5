"""Judged sentences as examples, and their labels drawn anew."""

import random

import pytest
from reader.examples import FACTUALITIES, factuality_examples, in_worlds, judged_anew

from detente.extract.neural import WEIGHTS
from detente.extract.windows import load_tokenizer

ROWS = [
    {
        "tokens": ["They", "met", "and", "may", "sign", "."],
        "events": [
            {"span": [1, 2], "score": 3.0, "text": "met"},
            {"span": [4, 5], "score": 0.0, "text": "sign"},
        ],
    },
    {"tokens": ["Nobody", "left", "."], "events": [{"span": [1, 2], "score": -3.0, "text": "left"}]},
]


def examples():
    return factuality_examples(load_tokenizer(WEIGHTS / "tokenizer.json"), ROWS)


def polarities(some):
    return [known["polarity"] for one in some for known in one.span_labels]


def test_labels_are_drawn_by_their_rates():
    assert polarities(examples()) == [2, 1, 0]
    sure = {"0": [[[1, 0, 0], [0, 0, 1]]], "1": [[[0, 1, 0]]]}
    assert polarities(judged_anew(examples(), sure, random.Random(0))) == [0, 2, 1]
    even = {"0": [[[0.5, 0, 0.5], [1, 0, 0]]], "1": [[[0, 0, 1]]]}
    drawn = [polarities(judged_anew(examples(), even, random.Random(seed))) for seed in range(40)]
    assert {tuple(one) for one in drawn} == {(0, 0, 2), (2, 0, 2)}


def test_what_is_uncertain_is_possible():
    taught = [known for one in in_worlds(examples()) for known in one.span_labels]
    worlds = [FACTUALITIES[known["factuality"]].value for known in taught]
    assert worlds == ["happened", "possible", "not_happened"]
    assert [known["polarity"] for known in taught] == [2, 1, 0]


def test_labels_of_other_sentences_are_refused():
    with pytest.raises(ValueError, match="2 spans, the sentences have 3"):
        judged_anew(examples(), {"0": [[[1, 0, 0], [0, 0, 1]]]}, random.Random(0))
