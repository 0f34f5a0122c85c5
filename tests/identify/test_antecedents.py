from __future__ import annotations

from datetime import date

import pytest

from detente.base.types import (
    Claim,
    ClaimKind,
    Document,
    Factuality,
    Mention,
    Modality,
    Source,
    SourceKind,
    Span,
)
from detente.identify.actors import resolve
from detente.identify.builtin import BuiltinGazetteer

BOOK = BuiltinGazetteer()
# Text with the words asked about in brackets (all are read, the last ones are asked about), its day, and whom
# they mean; "new" for nobody on record.
CASES = [
    ("[Angela Merkel] flew to Paris. [Jacques Chirac] kissed [her]", "2005-11-24", "Angela Merkel"),
    ("[Hamid Karzai] was sworn in. [Tony Blair] praised [him]", "2001-12-22", "Hamid Karzai"),
    ("[Tony Blair] and [Colin Powell] sat by [George W. Bush]. [They] left; [she]", "2003-02-01", "new"),
    ("[Tony Blair] spoke. [A baker, Ann Roe], said [she]", "2003-02-01", "new"),
    ("[Carlos Mesa], a historian, met [Evo Morales]. [The historian]", "2004-02-01", "Carlos Mesa"),
    (
        "[Sushma Swaraj] came. [Narendra Modi] left; [the former minister] slept. [She]",
        "2014-06-01",
        "Sushma",
    ),
    ("[Mike Pompeo], [the CIA director], spoke.", "2017-06-01", "Mike Pompeo"),
    ("[Ann Roe], [the American ambassador to Libya], spoke.", "2012-09-01", "new"),
    ("[Gordon Brown] left. [David Cameron] thanked [his predecessor]", "2010-05-12", "Gordon Brown"),
    ("[Ed Miliband] won. [David Miliband] hugged [his brother]", "2010-09-25", "Ed Miliband"),
    ("[Barack Obama] and [Angela Merkel] met in Berlin. Later [they]", "2013-06-19", "Barack Obama"),
    ("In Abuja [the Senate]", "2019-05-01", "Nigeria"),
    ("In Abuja the mayor of London met [the Catalan leader]", "2019-05-01", "new"),
    ("[Nicolas Sarkozy] won in Paris. [The outgoing president]", "2007-05-08", "Jacques Chirac"),
]


@pytest.mark.parametrize(("marked", "day", "wanted"), CASES, ids=lambda value: str(value)[:60])
def test_words_that_point_back(marked: str, day: str, wanted: str) -> None:
    name = read(marked, date.fromisoformat(day))
    assert name.startswith("new") if wanted == "new" else wanted in name


def read(marked: str, day: date) -> str:
    """The name of whom the last bracket means; "new ..." for somebody provisional."""
    text, spans = "", []
    for piece in marked.replace("]", "[").split("["):
        inside = len(spans) * 2 < marked.count("[") * 2 and marked.startswith(
            f"[{piece}]", len(text) + 2 * len(spans)
        )
        spans += [Span(start=len(text), end=len(text) + len(piece))] if inside else []
        text += piece
    document = Document(id="doc-1", text=text, published=day, language="en")
    claims = [claim_of(document, span, number) for number, span in enumerate(spans)]
    resolved = resolve(document, claims, BOOK)
    actor_id = resolved.claims[-1].actors[0].actor_id or ""
    known = BOOK.actor(actor_id)
    return known.name if known else f"new {actor_id}"


def claim_of(document: Document, span: Span, number: int) -> Claim:
    return Claim(
        id=f"clm-{number}",
        document_id=document.id,
        sentence=Span(start=0, end=len(document.text)),
        trigger=Span(start=0, end=1),
        kind=ClaimKind.ACT,
        type="CONSULT",
        actors=(Mention(text=document.quote(span), span=span),),
        source=Source(kind=SourceKind.AUTHOR),
        factuality=Factuality.HAPPENED,
        modality=Modality.ACTUAL,
        confidence=0.5,
        reader="test/1",
    )
