"""From the labels of words to mentions."""

from __future__ import annotations

import numpy as np
import pytest

from detente.base.text import BlockKind
from detente.base.types import Span
from detente.extract.labels import FIXED
from detente.extract.network import Tagged
from detente.extract.neural import WEIGHTS
from detente.extract.tags import marks_of, place_of
from detente.extract.windows import load_tokenizer, windows_of

LAYERS = ("mention", "role", "trigger", "outer", "inner")


@pytest.mark.parametrize(
    ("labelled", "wanted"),
    [
        ("received [the president in] the republic", "president"),
        ("received [the president of Orsk] on Monday", "president of Orsk"),
        ("a row with [Orsk and] its neighbour", "Orsk"),
        ("a row with [Orsk] and its neighbour", "Orsk"),
        ("a row with [Dilara Sendrova] on Monday", "Dilara Sendrova"),
        ("a row with [Haskell Delmarin] on Monday", "Haskell Delmarin"),
        ("a row with [Orsk as well as the] town", "Orsk as well"),
    ],
)
def test_a_mention_has_no_article_in_front_and_no_loose_end(labelled: str, wanted: str) -> None:
    text = labelled.replace("[", "").replace("]", "")
    start, end = labelled.index("["), labelled.index("]") - 1
    whole = (Span(start=0, end=len(text)), BlockKind.PARAGRAPH)
    (window,) = windows_of(load_tokenizer(WEIGHTS / "tokenizer.json"), text, None, [whole])
    layers = {name: np.zeros((len(window.ids), len(FIXED[name])), np.float32) for name in LAYERS}
    for name, rows in layers.items():
        rows[:, FIXED[name].index("O")] = 1.0
    for at, (first, last) in enumerate(zip(window.starts, window.ends, strict=True)):
        if start <= first and last <= end and last > 0:
            layers["mention"][at] = 0.0
            label = "B-person" if first == start else "I-person"
            layers["mention"][at, FIXED["mention"].index(label)] = 1.0
    (marks,) = marks_of(Tagged(window, np.zeros((len(window.ids), 1), np.float32), layers), text, FIXED)
    (mention,) = marks.mentions
    place = place_of(window, mention)
    assert text[place.start : place.end] == wanted
