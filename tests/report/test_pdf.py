"""The brief as a PDF: its words, links and letters, and what is said where they cannot be set."""

import sys

import pytest
from made_record import WRITTEN, claim_in, evidence

from detente.base.errors import MissingExtra
from detente.report.render import written_brief
from detente.testing.make import make_event

pdfium = pytest.importorskip("pypdfium2")
pytest.importorskip("fpdf")


def pages(made):
    data = written_brief(made, WRITTEN).to_pdf()
    assert data == written_brief(made, WRITTEN).to_pdf()
    return pdfium.PdfDocument(data)


def words(document):
    found = " ".join(page.get_textpage().get_text_range() for page in document)
    return " ".join(found.split())


def test_all_sentences_and_their_evidence_are_in_it(full):
    text = words(pages(full))
    brief = written_brief(full, WRITTEN).brief
    for section in brief.sections:
        assert section.title in text
    assert "Wire One, in Paper Two of 2 June 2025; told in Wire One of 2 June 2025 (2 texts, 1 indep" in text
    assert "https://example.org/a?b=1" in text
    assert "Written on 1 November 2025" in text


def test_sections_are_in_the_outline_and_addresses_are_links(full):
    document = pages(full)
    titles = [mark.get_title() for mark in document.get_toc()]
    assert titles[0] == "In short"
    assert titles[-1] == "Evidence"
    raw = written_brief(full, WRITTEN).to_pdf()
    assert raw.count(b"/Subtype /Link") > 10
    assert b"(https://example.org/a?b=1)" in raw


def test_other_scripts_are_set_and_what_the_letters_lack_is_said():
    pairs = [
        claim_in("Northland пригрозила Southland.", publisher="Вестник"),
        claim_in("الشمال هدد Southland.", publisher="صحيفة"),
        claim_in("Northland 威胁 Southland.", publisher="北方报"),
    ]
    events = [make_event(claim, id=f"evt-{n}") for n, (_, claim) in enumerate(pairs)]
    text = words(pages(evidence(pairs, events, findings=[])))
    assert "пригрозила" in text
    assert "5 characters are not in the font" in text
    plain = words(pages(evidence(pairs[:2], events[:2], findings=[])))
    assert "not in the font" not in plain


def test_without_the_extra_it_is_named(full, monkeypatch):
    monkeypatch.setitem(sys.modules, "fpdf", None)
    with pytest.raises(MissingExtra, match="pdf-out"):
        written_brief(full, WRITTEN).to_pdf()
