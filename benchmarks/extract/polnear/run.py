"""PolNeAR dev: source, cue and content; F1 of exact spans and of tokens, in percent.

As an unseen exam, or fitted on the train split with `--train`. The set has no licence: it is scored here
and never shipped. Floor (published here as measured by the project's study): a CRF with 68.2 / 64.0 / 49.9
exact, trained on train; the rules reader is measured by `--reader rules`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent))
from exam import SHARED, options, shipped
from reader.polnear import Paragraph, paragraphs_in, token_places, windows_in
from record import record
from scoring import f1

from detente.extract.labels import ATTRIBUTION, ROLES
from detente.extract.mentions import find_nouns
from detente.extract.network import Network
from detente.extract.sources import voices
from detente.extract.tags import ARTICLES
from detente.extract.windows import Window
from detente.extract.words import Line, line_of

KINDS = ("source", "cue", "content")
# Our corpus marks who speaks of acts; the set marks every speaker. So a token that is nothing to us counts
# for less, by e to this power: the best of eleven values on the first 2,500 paragraphs of train (sources
# 56.3 and content 73.4 there with 0, 65.0 and 80.9 with this: scratch work).
RESERVE = 4.0
Layer = Callable[[Window], Sequence[Sequence[float]]]


def main() -> None:
    chosen = options("extract/polnear", SHARED / "polnear" / "dev.jsonl.gz", train=True)
    paragraphs = paragraphs_in(chosen.data)
    if chosen.train:
        found = fitted(chosen.train, paragraphs)
    elif chosen.reader == "neural":
        found = list(unseen(shipped(chosen), paragraphs))
    else:
        found = [by_rules(one) for one in paragraphs]
    both = zip(paragraphs, found, strict=True)
    wrong = [(one, tags) for one, tags in both if list(one.tags) != list(tags)]
    for one, tags in wrong[: chosen.errors]:
        print(one.text)
        print(f"    marked {phrases(one, one.tags)}\n    read   {phrases(one, tags)}")
    how = ", fine-tuned" if chosen.train else ", unseen"
    record("extract/polnear", {"reader": chosen.reader + how, **scores(paragraphs, found)})


def unseen(network: Network, paragraphs: Sequence[Paragraph]) -> Iterator[list[str]]:
    """Tags by the shipped reader. Its sources are bare names; the set's have their articles and offices."""

    def layer(name: str) -> Layer:
        return lambda window: next(network.tag([window])).layers[name]

    for one in paragraphs:
        roles = tagged(one, network.tokenizer, layer("role"), ROLES)
        outer = tagged(one, network.tokenizer, layer("outer"), reserve=RESERVE)
        yield widened(one.tokens, outer, roles)


def widened(tokens: Sequence[str], tags: Sequence[str], roles: Sequence[str]) -> list[str]:
    """`tags` with each source reaching over its article and over the offices before and behind it."""
    found = list(tags)
    for first, last in list(spans(tags, "source")):
        start, end = first, last
        while start and found[start - 1] == "O" and _belongs(tokens, roles, start - 1):
            start -= 1
        if end + 1 < len(tokens) and tokens[end] == "," and found[end : end + 2] == ["O", "O"]:
            ahead = end + 1 + (tokens[end + 1].lower() in ARTICLES)
            while ahead < len(tokens) and found[ahead] == "O" and roles[ahead] != "O":
                ahead, end = ahead + 1, ahead + 1
        found[start:end] = ["B-source", *["I-source"] * (end - start - 1)]
    return found


def _belongs(tokens: Sequence[str], roles: Sequence[str], at: int) -> bool:
    return tokens[at].lower() in ARTICLES or roles[at] != "O"


def fitted(train: Path, paragraphs: Sequence[Paragraph]) -> list[list[str]]:
    """Tags by a network fitted to the train split."""
    from reader.finetune import outer_layer, polnear_tagger  # needs torch

    network, tokenizer = polnear_tagger(paragraphs_in(train))
    return [tagged(one, tokenizer, lambda window: outer_layer(network, window)) for one in paragraphs]


def tagged(
    paragraph: Paragraph,
    tokenizer: object,
    layer: Layer,
    labels: Sequence[str] = ATTRIBUTION,
    *,
    reserve: float = 0.0,
) -> list[str]:
    """The best allowed tags of the tokens: no "I-" without its beginning; "O" counts less by `reserve`."""
    rows = np.full((len(paragraph.tokens), len(labels)), 1e-6)
    rows[:, 0] = 1.0
    for window in windows_in(tokenizer, paragraph):
        probabilities = np.asarray(layer(window))
        for (first, _), number in token_places(window, paragraph):
            rows[number] = probabilities[first]
    scores = np.log(rows + 1e-9)
    scores[:, 0] -= reserve
    return [labels[at] for at in best_path(scores, labels)]


def best_path(scores: np.ndarray, labels: Sequence[str] = ATTRIBUTION) -> list[int]:
    """Viterbi over tags: "I-x" only after "B-x" or "I-x"."""
    size = len(labels)
    step = np.zeros((size, size))
    for after, name in enumerate(labels):
        for before, other in enumerate(labels):
            if name.startswith("I-") and other[2:] != name[2:]:
                step[before, after] = -1e9
    if not len(scores):
        return []
    best = scores[0] + np.array([-1e9 if name.startswith("I-") else 0.0 for name in labels])
    came: list[np.ndarray] = []
    for row in scores[1:]:
        total = best[:, None] + step
        came.append(total.argmax(axis=0))
        best = total.max(axis=0) + row
    path = [int(best.argmax())]
    for back in reversed(came):
        path.append(int(back[path[-1]]))
    return path[::-1]


def by_rules(paragraph: Paragraph) -> list[str]:
    """The tags that the rules reader's voices come to."""
    tags = ["O"] * len(paragraph.tokens)
    for span in paragraph.sentences:
        line = line_of(paragraph.text, span)
        for voice in voices(paragraph.text, line, find_nouns(paragraph.text, line, ())):
            _put(paragraph, tags, _reach(line, voice.start, voice.end), "content")
            for mention in voice.source.chain:
                if mention.span:
                    _put(paragraph, tags, (mention.span.start, mention.span.end), "source")
            if voice.source.cue:
                _put(paragraph, tags, (voice.source.cue.start, voice.source.cue.end), "cue")
    return tags


def _reach(line: Line, start: int, end: int) -> tuple[int, int]:
    whole = line.part(start, max(end, start + 1))
    return whole.start, whole.end


def _put(paragraph: Paragraph, tags: list[str], place: tuple[int, int], kind: str) -> None:
    begins = "B-"
    for number, start in enumerate(paragraph.starts):
        if place[0] <= start < place[1]:
            tags[number] = begins + kind
            begins = "I-"


def scores(paragraphs: Sequence[Paragraph], found: Sequence[Sequence[str]]) -> dict[str, float]:
    """Exact and token F1 of each kind."""
    numbers: dict[str, float] = {"paragraphs": len(paragraphs)}
    both = list(zip(paragraphs, found, strict=True))
    for kind in KINDS:
        for name, marked in (("exact", spans), ("token", tokens)):
            counts = [_counts(set(marked(one.tags, kind)), set(marked(tags, kind))) for one, tags in both]
            right, predicted, wanted = (sum(column) for column in zip(*counts, strict=True))
            numbers[f"{kind}_{name}_f1"] = round(f1(right, predicted, wanted), 1)
    return numbers


def _counts(wanted: set[object], found: set[object]) -> tuple[int, int, int]:
    return len(wanted & found), len(found), len(wanted)


def tokens(tags: Sequence[str], kind: str) -> Iterator[int]:
    """The tokens of a kind."""
    return (at for at, tag in enumerate(tags) if tag[2:] == kind)


def spans(tags: Sequence[str], kind: str) -> Iterator[tuple[int, int]]:
    """The runs of a kind, "B-" to the last "I-"."""
    start = -1
    for at, tag in enumerate([*tags, "O"]):
        if start >= 0 and tag != f"I-{kind}":
            yield start, at
            start = -1
        if tag == f"B-{kind}":
            start = at


def phrases(paragraph: Paragraph, tags: Sequence[str]) -> list[str]:
    """The tagged words, kind by kind."""
    return [f"{kind}: {' '.join(paragraph.tokens[a:b])}" for kind in KINDS for a, b in spans(tags, kind)]


if __name__ == "__main__":
    main()
