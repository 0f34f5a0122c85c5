"""The corpus markup: inline spans and one line per annotation, read into offsets and checked.

The format is defined in `corpus/GUIDE.md`. `python training/markup.py check FILE...` names every
fault by file and line and prints the counts; `python training/markup.py strip FILE` prints the bare
sentences for a second annotator.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from detente.base.ontology import Ontology, load_ontology
from detente.base.types import Factuality, Modality, SourceKind

__all__ = [
    "Act",
    "Assessment",
    "Attribution",
    "Marked",
    "MarkedDocument",
    "MarkupError",
    "SpanMark",
    "documents_in",
    "documents_of",
    "read_folder",
]

KINDS = {
    "p": "person",
    "b": "body",
    "g": "group",
    "s": "state",
    "l": "place",
    "t": "time",
    "r": "role",
    "n": "thing",
    "c": "cue",
    "k": "content",
    "x": "act",
    "z": "assessment",
}
SENTENCE_KINDS = ("none", "filler", "furniture")
HEADERS = ("title", "publisher", "published", "style", "region", "era", "fictional")
LONGEST_TRIGGER = 8  # words
_DOC = re.compile(r"%% doc (\S+)$")
_OPEN = re.compile(r"\[([a-z])(\d+):")
_ID = re.compile(r"[a-z]\d+$")
_ACTORS = frozenset("pbgsln")


class MarkupError(ValueError):
    """A fault in a file of the corpus; its message names file, line and what is wrong."""


@dataclass(frozen=True, slots=True)
class SpanMark:
    """One marked span: characters `start` to `end` of the document's text."""

    id: str
    start: int
    end: int

    @property
    def kind(self) -> str:
        """What it is, by the letter of its id."""
        return KINDS[self.id[0]]


@dataclass(frozen=True, slots=True)
class Act:
    """Who did what to whom; ids point to the sentence's spans. `mutual`: both sides act on each other."""

    trigger: str
    type: str
    mode: str | None
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    mutual: bool
    place: str | None
    time: str | None
    factuality: Factuality
    modality: Modality


@dataclass(frozen=True, slots=True)
class Assessment:
    """How the relation among `parties` is said to stand."""

    trigger: str
    type: str
    parties: tuple[str, ...]
    factuality: Factuality
    modality: Modality


@dataclass(frozen=True, slots=True)
class Attribution:
    """`contents` on the word of `sources` (nearest to the event first). `elsewhere`: -1 before, +1 after."""

    cue: str | None
    sources: tuple[str, ...]
    contents: tuple[str, ...]
    kind: SourceKind
    elsewhere: int = 0


@dataclass(slots=True)
class Marked:
    """One sentence: where it stands and all that is marked in it."""

    start: int
    end: int
    line: int
    spans: dict[str, SpanMark] = field(default_factory=dict)
    acts: list[Act] = field(default_factory=list)
    assessments: list[Assessment] = field(default_factory=list)
    attributions: list[Attribution] = field(default_factory=list)
    roles: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    kind: str | None = None

    @property
    def countable(self) -> bool:
        """Whether an act in it is told as having happened."""
        told = (Modality.ACTUAL, Modality.BACKGROUND)
        return any(act.factuality is Factuality.HAPPENED and act.modality in told for act in self.acts)


@dataclass(slots=True)
class MarkedDocument:
    """One document of the corpus: its header, its text as published and its sentences."""

    id: str
    file: str
    header: Mapping[str, str]
    text: str
    sentences: list[Marked]

    def quote(self, mark: SpanMark) -> str:
        """The words of a span."""
        return self.text[mark.start : mark.end]


def read_folder(folder: Path) -> list[MarkedDocument]:
    """All documents of a folder's `.txt` files, by file name. Raises `MarkupError` at the first fault."""
    found: list[MarkedDocument] = []
    for path in sorted(folder.glob("*.txt")):
        found.extend(documents_in(path))
    return found


def documents_in(path: Path, faults: list[str] | None = None) -> list[MarkedDocument]:
    """The documents of one file. Faults are collected in `faults`, or raised one by one without it."""
    reader = _FileReader(path.name, load_ontology(), faults)
    return list(reader.documents(path.read_text(encoding="utf-8").splitlines()))


def documents_of(lines: list[str], name: str) -> list[MarkedDocument]:
    """The documents of marked lines that stand in no file; faults call them `name`."""
    return list(_FileReader(name, load_ontology(), None).documents(lines))


class _FileReader:
    """Reads one file line by line; knows the line it is at, so that a fault can be named."""

    def __init__(self, name: str, ontology: Ontology, faults: list[str] | None) -> None:
        self._name = name
        self._ontology = ontology
        self._faults = faults
        self._line = 0

    def documents(self, lines: list[str]) -> Iterator[MarkedDocument]:
        starts = [number for number, line in enumerate(lines) if line.startswith("%% doc")]
        if not starts and any(lines):
            self._fault("no document: a document begins with '%% doc some-id'")
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
            self._line = start + 1
            found = self._document(lines, start, end)
            if found is not None:
                yield found

    def _fault(self, what: str) -> None:
        message = f"{self._name}:{self._line}: {what}"
        if self._faults is None:
            raise MarkupError(message)
        self._faults.append(message)

    def _document(self, lines: list[str], start: int, end: int) -> MarkedDocument | None:
        match = _DOC.match(lines[start].strip())
        if match is None:
            self._fault("a document begins with '%% doc some-id'")
            return None
        header: dict[str, str] = {}
        at = start + 1
        while at < end and (pair := re.match(r"(\w+):\s*(.*)$", lines[at])) is not None:
            header[pair[1]] = pair[2].strip()
            at += 1
        for name in HEADERS:
            if name not in header:
                self._fault(f"document {match[1]} lacks the header '{name}:' (leave it empty if unknown)")
        document = MarkedDocument(match[1], self._name, header, "", [])
        self._body(document, lines, at, end)
        self._resolve(document)
        self._check_document(document)
        return document

    def _body(self, document: MarkedDocument, lines: list[str], start: int, end: int) -> None:
        text = ""
        gap, was_line = "", False
        for at in range(start, end):
            self._line = at + 1
            line = lines[at].strip()
            if not line:
                gap, was_line = ("\n\n" if text else ""), False
            elif line.startswith("="):
                self._annotation(document, line)
            else:
                bare, own_line = _bare(line)
                if not gap and text:
                    gap = "\n\n" if line.startswith("## ") else "\n" if own_line or was_line else " "
                text += gap
                sentence = Marked(len(text), 0, at + 1)
                text += self._inline(sentence, bare, len(text))
                sentence.end = len(text)
                document.sentences.append(sentence)
                gap, was_line = ("\n\n" if line.startswith("## ") else ""), own_line
        document.text = text

    def _inline(self, sentence: Marked, line: str, base: int) -> str:
        out: list[str] = []
        at = 0
        open_spans: list[tuple[str, int]] = []
        while at < len(line):
            match = _OPEN.match(line, at)
            if match is not None:
                open_spans.append((match[1] + match[2], len(out)))
                at = match.end()
                continue
            if line[at] == "]" and open_spans:
                self._close(sentence, *open_spans.pop(), len(out), base)
            else:
                if line[at] in "[]":
                    self._fault(f"a stray {line[at]!r}; spans look like [s1:Orsk], use () in the text")
                out.append(line[at])
            at += 1
        if open_spans:
            self._fault(f"span {open_spans[-1][0]} is not closed")
        text = "".join(out)
        self._check_edges(sentence, text, base)
        return text

    def _close(self, sentence: Marked, name: str, start: int, end: int, base: int) -> None:
        if name[0] not in KINDS:
            self._fault(f"unknown kind of span {name!r}; known: {' '.join(KINDS)}")
            return
        if name in sentence.spans:
            self._fault(f"{name} is marked twice in one sentence")
        if start == end:
            self._fault(f"{name} is empty")
        sentence.spans[name] = SpanMark(name, base + start, base + end)

    def _check_edges(self, sentence: Marked, text: str, base: int) -> None:
        for mark in sentence.spans.values():
            quoted = text[mark.start - base : mark.end - base]
            if quoted != quoted.strip():
                self._fault(f"span {mark.id} begins or ends with a space: {quoted!r}")

    def _annotation(self, document: MarkedDocument, line: str) -> None:
        if not document.sentences:
            self._fault("an annotation stands before any sentence")
            return
        sentence = document.sentences[-1]
        words = line[1:].split()
        try:
            self._annotate(sentence, words)
        except (IndexError, ValueError) as error:
            self._fault(f"cannot read {line!r}: {error}")

    def _annotate(self, sentence: Marked, words: list[str]) -> None:
        first = words[0]
        if first in SENTENCE_KINDS:
            sentence.kind = first
        elif len(words) > 1 and words[1] == "of":
            self._known(sentence, first, "r")
            sentence.roles[first] = self._known(sentence, words[2], _ACTORS)
        elif len(words) > 2 and words[1] == "is":
            self._known(sentence, first, _ACTORS)
            sentence.names[first] = " ".join(words[2:])
        elif first[0] == "x" and _ID.match(first):
            sentence.acts.append(self._act(sentence, words))
        elif first[0] == "z" and _ID.match(first):
            sentence.assessments.append(self._assessment(sentence, words))
        elif ":" in words:
            sentence.attributions.append(self._attribution(sentence, words))
        else:
            raise ValueError("neither act, assessment, attribution (' : '), 'of', 'is' nor a sentence kind")

    def _act(self, sentence: Marked, words: list[str]) -> Act:
        self._known(sentence, words[0], "x")
        if len(words) < 5 and words[-1] != "<>":
            raise ValueError(
                "an act is: id, TYPE/mode, actors, '>', recipients (or '<>'), and what is known beside"
            )
        name, _, mode = words[1].partition("/")
        known = self._ontology.types.get(name)
        if known is None:
            raise ValueError(f"no type {name!r}")
        if mode and mode not in known.modes:
            raise ValueError(f"{name} has no mode {mode!r}; it has: {', '.join(known.modes) or 'none'}")
        arrow = words[3]
        if arrow not in (">", "<>"):
            raise ValueError("after type and actors comes '>' or '<>'")
        actors = self._ids(sentence, words[2])
        rest = words[4:]
        recipients: tuple[str, ...] = () if arrow == ">" else actors
        if arrow == ">":
            recipients = self._ids(sentence, rest[0])
            rest = rest[1:]
        place = next((self._known(sentence, w[1:], _ACTORS) for w in rest if w[0] == "@"), None)
        time = next((self._known(sentence, w, "t") for w in rest if _ID.match(w)), None)
        world = [w for w in rest if w[0] != "@" and not _ID.match(w)]
        factuality, modality = self._world(world)
        return Act(
            words[0], name, mode or None, actors, recipients, arrow == "<>", place, time, factuality, modality
        )

    def _assessment(self, sentence: Marked, words: list[str]) -> Assessment:
        self._known(sentence, words[0], "z")
        if words[1] not in self._ontology.assessments:
            raise ValueError(
                f"no assessment {words[1]!r}; there are: {', '.join(self._ontology.assessments)}"
            )
        factuality, modality = self._world(words[3:])
        return Assessment(words[0], words[1], self._ids(sentence, words[2]), factuality, modality)

    def _world(self, words: list[str]) -> tuple[Factuality, Modality]:
        if not words:
            return Factuality.HAPPENED, Modality.ACTUAL
        if len(words) != 2:
            raise ValueError(f"factuality and modality are two words, not {words}")
        return Factuality(words[0]), Modality(words[1])

    def _attribution(self, sentence: Marked, words: list[str]) -> Attribution:
        middle = words.index(":")
        head, tail = words[:middle], words[middle + 1 :]
        contents = tuple(self._known(sentence, name, "k") for name in tail[0].split("+"))
        kind = SourceKind(tail[1]) if len(tail) > 1 else SourceKind.NAMED
        if head in (["^"], ["v"]):
            return Attribution(None, (), contents, kind, -1 if head == ["^"] else 1)
        cue = None if head[0] == "-" else self._known(sentence, head[0], "c")
        sources = self._ids(sentence, head[1])
        if not sources and kind is SourceKind.NAMED:
            raise ValueError("no source is named: say 'rumour' (or 'unnamed') at the end of the line")
        return Attribution(cue, sources, contents, kind)

    def _ids(self, sentence: Marked, word: str) -> tuple[str, ...]:
        if word == "-":
            return ()
        return tuple(self._known(sentence, name, _ACTORS) for name in word.split("+"))

    def _known(self, sentence: Marked, name: str, kinds: Iterable[str]) -> str:
        if name not in sentence.spans:
            raise ValueError(f"no span {name} in this sentence")
        if name[0] not in kinds:
            raise ValueError(f"{name} is a {KINDS[name[0]]}; here stands one of: {' '.join(sorted(kinds))}")
        return name

    def _check_document(self, document: MarkedDocument) -> None:
        if len(document.sentences) < 1:
            self._fault(f"document {document.id} has no sentences")
        for sentence in document.sentences:
            self._line = sentence.line
            self._check_sentence(document, sentence)

    def _resolve(self, document: MarkedDocument) -> None:
        """Give an attribution that goes on the kind of the one it continues."""
        kinds = [
            one.kind for sentence in document.sentences for one in sentence.attributions if not one.elsewhere
        ]
        at = 0
        for sentence in document.sentences:
            for number, one in enumerate(sentence.attributions):
                if not one.elsewhere:
                    at += 1
                elif kinds:
                    meant = at - 1 if one.elsewhere < 0 else at
                    kind = kinds[min(max(meant, 0), len(kinds) - 1)]
                    sentence.attributions[number] = replace(one, kind=kind)

    def _check_sentence(self, document: MarkedDocument, sentence: Marked) -> None:
        used = {act.trigger for act in sentence.acts} | {one.trigger for one in sentence.assessments}
        used |= {k for one in sentence.attributions for k in one.contents}
        used |= {one.cue for one in sentence.attributions if one.cue} | set(sentence.roles)
        for name, mark in sentence.spans.items():
            if name[0] in "xzkcr" and name not in used:
                self._fault(f"{name} ({document.quote(mark)!r}) has no annotation line")
            if name[0] in "xz" and len(document.quote(mark).split()) > LONGEST_TRIGGER:
                self._fault(f"trigger {name} is too long: mark only the words that carry the act")
        claims = bool(sentence.acts or sentence.assessments)
        if not claims and sentence.kind is None:
            self._fault("a sentence without act or assessment says '= none', '= filler' or '= furniture'")
        if claims and sentence.kind is not None:
            self._fault(f"a sentence with an act or assessment cannot be '{sentence.kind}'")


def _bare(line: str) -> tuple[str, bool]:
    """The line without its block mark, and whether it is a line of its own (heading, item, row)."""
    if line.startswith("## "):
        return line[3:], True
    if line.startswith("- "):
        return line, True
    if line.startswith("* "):
        return line[2:], True
    if line.startswith("| "):
        return line[2:].removesuffix("|").rstrip(), True
    return line, False


def main(arguments: list[str]) -> int:
    """`check` or `strip` the named files."""
    if len(arguments) < 2 or arguments[0] not in ("check", "strip"):
        sys.stderr.write("usage: markup.py check|strip FILE...\n")
        return 2
    paths = [Path(name) for name in arguments[1:]]
    return _check(paths) if arguments[0] == "check" else _strip(paths)


def _check(paths: list[Path]) -> int:
    faults: list[str] = []
    documents = [document for path in paths for document in documents_in(path, faults)]
    twice = [name for name, n in Counter(document.id for document in documents).items() if n > 1]
    faults += [f"document id {name} is used twice" for name in twice]
    for fault in faults:
        sys.stdout.write(fault + "\n")
    sys.stdout.write(_summary(documents) + "\n")
    return 1 if faults else 0


def _summary(documents: list[MarkedDocument]) -> str:
    sentences = [one for document in documents for one in document.sentences]
    types = Counter(act.type for one in sentences for act in one.acts)
    worlds = Counter(f"{act.factuality} {act.modality}" for one in sentences for act in one.acts)
    contents = sum(len(one.attributions) for one in sentences)
    without = sum(not one.countable for one in sentences)
    return (
        f"{len(documents)} documents, {len(sentences)} sentences ({without} without a countable act), "
        f"{sum(types.values())} acts, {sum(len(one.assessments) for one in sentences)} assessments, "
        f"{contents} attributions\n"
        + " ".join(f"{name} {number}" for name, number in types.most_common())
        + "\n"
        + ", ".join(f"{name} {number}" for name, number in worlds.most_common())
    )


def _strip(paths: list[Path]) -> int:
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("="):
                continue
            bare = line
            while (shorter := re.sub(r"\[[a-z]\d+:([^\[\]]*)\]", r"\1", bare)) != bare:
                bare = shorter
            sys.stdout.write(bare + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
