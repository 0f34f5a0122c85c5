"""Which documents are marked next: those of which two readers tell different things."""

from dataclasses import replace

from disagree import bare, disagreed
from markup import documents_of

from detente.base.types import Factuality
from detente.testing.make import make_claim, make_document


def test_only_what_is_told_counts_not_how_surely():
    claim = make_claim(confidence=0.9)
    assert disagreed((claim,), (replace(claim, confidence=0.4),)) == set()
    assert disagreed((claim,), ()) == {claim.sentence}
    assert disagreed((claim,), (replace(claim, factuality=Factuality.POSSIBLE),)) == {claim.sentence}
    assert disagreed((claim,), (replace(claim, actors=claim.recipients),)) == {claim.sentence}


def test_the_bare_text_is_ready_to_be_marked():
    document = make_document(text="Northland met Southland. They parted.\n\nRain fell.", title="Talks")
    lines = bare(document, "actv-001").splitlines()
    assert lines[-4:] == ["Northland met Southland.", "They parted.", "", "Rain fell."]
    marked = [line for text in lines for line in ((text, "= none") if text.endswith(".") else (text,))]
    (read,) = documents_of(marked, "bare.txt")
    assert read.text == document.text
    assert read.header["title"] == "Talks"
