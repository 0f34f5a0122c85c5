"""A brief as a page: Markdown, or one self-contained HTML file. Whatever documents say is escaped."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from detente.base.errors import DetenteError
from detente.base.text import sentences
from detente.base.types import Brief, Claim, Document, Section, Sentence, Span
from detente.measure.changes import Course
from detente.report.chart import draw
from detente.report.check import check_brief, facts_of
from detente.report.compose import compose_brief
from detente.report.foresight import foresight_notes
from detente.report.pdf import Mark, check_extra, set_pdf
from detente.report.pictures.canvas import drawn
from detente.report.pictures.marks import Picture
from detente.report.pictures.tension import tension_picture
from detente.report.select import Evidence
from detente.report.telling import coded, stands
from detente.report.ties import tie_pictures
from detente.report.wording import day_words, opening, range_words, tidy, written_words

if TYPE_CHECKING:
    from jinja2 import Template

__all__ = [
    "CiteLabel",
    "CitedBrief",
    "Note",
    "label_of",
    "picture_of",
    "to_html",
    "to_markdown",
    "to_pdf",
    "written_brief",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What stands behind a cited id, fit to be shown. `before`, `trigger` and `after` make up the quotation.

    `head` says what it is and, for a claim, who published it and when. `url` is http or https, or `None`.
    """

    id: str
    head: str
    title: str = ""
    before: str = ""
    trigger: str = ""
    after: str = ""
    url: str | None = None
    language: str | None = None

    @property
    def quote(self) -> str:
        """The quoted sentence whole."""
        return f"{self.before}{self.trigger}{self.after}"


CiteLabel = Callable[[str], Note | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedBrief:
    """A brief together with the evidence that its sentences cite."""

    brief: Brief
    evidence: Evidence

    def to_markdown(self) -> str:
        """The brief as Markdown with numbered notes."""
        drawn_of = "the ties of this brief" if tie_pictures(self.evidence) else ""
        return to_markdown(self.brief, label_of(self.evidence), drawn_of, _codes(self.evidence))

    def to_html(self) -> str:
        """The brief as one HTML page that loads nothing."""
        return to_html(self.brief, self.evidence)

    def to_pdf(self) -> bytes:
        """The brief as a PDF with its picture; `MissingExtra` without the extra `pdf-out`."""
        return to_pdf(self.brief, self.evidence)


def written_brief(evidence: Evidence, written: date) -> CitedBrief:
    """Compose, check and return the brief; `DetenteError` if a sentence says more than it cites."""
    brief = compose_brief(evidence, written)
    problems = check_brief(brief, facts_of(evidence))
    if problems:
        raise DetenteError(
            f"brief on {brief.topic}: {len(problems)} statements lack evidence, the first: {problems[0]}",
            hint="this is a fault of the composer; please report it with the ids it names",
        )
    return CitedBrief(brief=brief, evidence=evidence)


def label_of(evidence: Evidence) -> CiteLabel:
    """The look-up from a cited id to its note. Concluded events have none: their claims do."""
    notes = {claim.id: _claim_note(evidence, claim) for claim in evidence.claims.values()}
    for finding in evidence.findings:
        document = evidence.documents[finding.document_id]
        notes[finding.id] = _note(finding.id, document, _sentence_of(document, finding.span), finding.span)
    changes = evidence.changes
    moved = [one for pair in changes.forecasts for one in (pair.before, pair.now)] if changes else []
    for forecast in (*evidence.forecasts, *moved):
        rule = f"; settled so: {forecast.rule}" if forecast.rule else ""
        notes[forecast.id] = Note(
            id=forecast.id, head=f"Forecast by {forecast.forecaster}", title=tidy(forecast.base + rule)
        )
    for event in evidence.loaded.values():
        dataset, _, row = event.id.partition(":")
        said = f"{event.type.lower()} {range_words(event.when)}"
        notes[event.id] = Note(id=event.id, head=f"Loaded from {dataset}, row {row}", title=said)
    if evidence.foresight is not None:
        for cite, (head, said) in foresight_notes(evidence.foresight).items():
            notes[cite] = Note(id=cite, head=head, title=said)
    return notes.get


def to_markdown(
    brief: Brief, cite_label: CiteLabel, drawn_of: str = "", codes: Mapping[str, str] | None = None
) -> str:
    """The brief as Markdown: numbered notes in the text, the evidence behind them at the end.

    `drawn_of` says what only its other forms can show; `codes` how events are counted, by their ids.
    """
    numbers = _numbered(brief, cite_label)
    lines = [f"# {_escaped(brief.topic)}", "", _escaped(written_words(brief)), ""]
    lines += [f"*The pictures of {drawn_of} stand in its HTML form.*", ""] if drawn_of else []
    for section in brief.sections:
        lines += [f"## {_escaped(section.title)}", ""]
        lines += [_markdown_entry(entry, numbers, codes or {}) for entry in _entries(section)]
        lines.append("")
    lines += ["## What is not known", ""]
    lines += [f"- {_escaped(f'{gap.about}: {gap.looked_for}: {gap.why}')}" for gap in brief.gaps] or ["- –"]
    lines += ["", "## Evidence", ""]
    notes = (cite_label(cite) for cite in numbers)
    lines += [_markdown_note(numbers[note.id], note) for note in notes if note]
    return "\n".join(lines).rstrip() + "\n"


def to_html(brief: Brief, evidence: Evidence) -> str:
    """The brief as one HTML page: no scripts, nothing loaded, light and dark, fit to print."""
    label = label_of(evidence)
    numbers, codes = _numbered(brief, label), _codes(evidence)
    events = {event.id: event for event in evidence.told}
    standings = {event_id: stands(evidence, event) for event_id, event in events.items()}
    conflict = {event_id: evidence.types_quads[event.type].is_conflict for event_id, event in events.items()}
    return _template().render(
        brief=brief,
        written=written_words(brief),
        sections=[
            (section, [(entry, _code_of(entry, codes)) for entry in _entries(section)])
            for section in brief.sections
        ],
        numbers=numbers,
        notes=[(number, label(cite)) for cite, number in numbers.items()],
        standings=standings,
        conflict=conflict,
        chart=draw(evidence.relations),
        table=[(range_words(r.period, bare=True), r) for r in evidence.relations],
        publishers=[tidy(name) for name in evidence.publishers],
        ties=tie_pictures(evidence),
    )


def to_pdf(brief: Brief, evidence: Evidence) -> bytes:
    """The brief as a PDF: its evidence at the end, led to from the text; a relation's picture at its head."""
    check_extra()
    label = label_of(evidence)
    notes = [note for cite in _numbered(brief, label) if (note := label(cite)) is not None]
    marks = {
        event.id: Mark(evidence.types_quads[event.type].is_conflict, event.happened, coded(evidence, event))
        for event in evidence.told
    }
    picture = picture_of(evidence)
    pictures = [drawn(picture, "png")] if picture else []
    return set_pdf(brief, notes, _entries, marks, pictures)


def picture_of(evidence: Evidence) -> Picture | None:
    """The picture of the relation month by month; `None` where it is on no two sides, or on one month."""
    if evidence.subject.dyad is None or sum(one.tension is not None for one in evidence.relations) < 2:
        return None
    return tension_picture(
        evidence.relations,
        evidence.course or Course(dyad=evidence.dyad),
        quad=evidence.types_quads.__getitem__,
        known_until=evidence.relations[-1].period.end,
        name=evidence.name,
    )


def _entries(section: Section) -> Iterable[tuple[Sentence, ...]]:
    # Sentences on the same event (the first id they cite) belong together.
    for _, group in groupby(section.sentences, key=lambda sentence: sentence.cites[0]):
        yield tuple(group)


def _numbered(brief: Brief, cite_label: CiteLabel) -> dict[str, int]:
    cites = [c for section in brief.sections for sentence in section.sentences for c in sentence.cites]
    shown = [cite for cite in dict.fromkeys(cites) if cite_label(cite) is not None]
    return {cite: number for number, cite in enumerate(shown, start=1)}


def _sentence_of(document: Document, span: Span) -> Span:
    return next((found for found in sentences(document.text) if found.covers(span)), span)


def _claim_note(evidence: Evidence, claim: Claim) -> Note:
    return _note(claim.id, evidence.documents[claim.document_id], claim.sentence, claim.trigger)


def _note(note_id: str, document: Document, sentence: Span, trigger: Span) -> Note:
    published = day_words(document.published) if document.published else "undated"
    start, end = sentence.start, sentence.end
    return Note(
        id=note_id,
        head=f"{tidy(document.publisher or 'no publisher given')}, {published}",
        title=tidy(document.title or document.file or ""),
        before=_edge(document.text[start : trigger.start]),
        trigger=_edge(document.text[trigger.start : trigger.end]),
        after=_edge(document.text[trigger.end : end]),
        url=_safe_url(document.url),
        language=document.language if re.fullmatch(r"[A-Za-z-]{2,12}", document.language or "") else None,
    )


def _edge(text: str) -> str:
    # Tidied, but with the blank at either end kept, since the pieces are put together again.
    left = " " if text[:1].isspace() else ""
    right = " " if text[-1:].isspace() and text.strip() else ""
    return f"{left}{tidy(text)}{right}"


def _safe_url(url: str | None) -> str | None:
    # Only web addresses become links: "javascript:" in a document's header must stay words.
    if url is None or urlsplit(tidy(url)).scheme.lower() not in {"http", "https"}:
        return None
    return tidy(url).replace(" ", "%20")


def _codes(evidence: Evidence) -> dict[str, str]:
    return {event.id: coded(evidence, event) for event in evidence.told}


def _code_of(entry: tuple[Sentence, ...], codes: Mapping[str, str]) -> str:
    """How the events that the first sentence of an entry tells are counted."""
    return "; ".join(codes[cite] for cite in entry[0].cites if cite in codes)


def _markdown_entry(entry: tuple[Sentence, ...], numbers: dict[str, int], codes: Mapping[str, str]) -> str:
    code = _code_of(entry, codes)
    words = " ".join(_markdown_sentence(sentence, numbers) for sentence in entry)
    return f"- {words}" + (f" *{_escaped(code)}*" if code else "")


def _markdown_sentence(sentence: Sentence, numbers: dict[str, int]) -> str:
    marks = "".join(f"[{run}]" for run in _runs(numbers[cite] for cite in sentence.cites if cite in numbers))
    return _escaped(sentence.text) + (f" {marks}" if marks else "")


def _runs(numbers: Iterable[int]) -> list[str]:
    """Numbers as one prints them: 3 and 5–9 for 3, 5, 6, 7, 8, 9."""
    by_run = groupby(enumerate(sorted(set(numbers))), key=lambda pair: pair[1] - pair[0])
    runs = [[number for _, number in run] for _, run in by_run]
    return [f"{run[0]}–{run[-1]}" if len(run) > 2 else "][".join(map(str, run)) for run in runs]


def _markdown_note(number: int, note: Note) -> str:
    parts = [f"**{_escaped(note.head)}**"]
    if note.title:
        parts.append(f"*{_escaped(note.title)}*")
    if note.quote:
        parts.append(f"“{_escaped(note.quote)}”")
    if note.url:
        parts.append(f"<{note.url.replace('<', '%3C').replace('>', '%3E')}>")
    return f"- [{number}] {'. '.join(parts)} (`{note.id}`)"


def _escaped(text: str) -> str:
    return re.sub(r"([\\`*_{}\[\]<>#|~&!])", r"\\\1", tidy(text))


@cache
def _template() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("detente.report"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.filters |= {"tidy": tidy, "opening": opening}
    return environment.get_template("brief.html")
