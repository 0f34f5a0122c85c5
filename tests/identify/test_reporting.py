"""Who reports on his own: a table of cases, each the claims of one event."""

from __future__ import annotations

from dataclasses import replace

import pytest
from claim_lines import make_claims, make_document

from detente.base.types import Factuality, Mention, Modality, Origin, Source, SourceKind
from detente.identify.reporting import claims_only_in_rewrites, independent_origins

PUBLISHERS = {"a": "Caspian Wire", "b": "Daily Shore", "c": "The Caspian Wire", "d": "Hill Post"}
ALONE = [Origin(id=f"o-{id_}", document_ids=(id_,)) for id_ in "abcd"]
REWRITTEN = [Origin(id="o-a", document_ids=("a", "b"), rewrites=("b",)), *ALONE[2:]]
CIRCLE = [Origin(id="o-a", document_ids=("a", "b"), rewrites=("b",))]


def told(document, how="", **more):
    """A claim in `document`; `how` is the kind of its source with the words for it."""
    kind, _, speaker = how.partition(":")
    chain = (Mention(text=speaker),) if speaker else ()
    (claim,) = make_claims([f"{document} AZE SANCTION RUS"])
    return replace(claim, source=Source(kind=SourceKind(kind or "author"), chain=chain), **more)


DENIED = {"factuality": Factuality.NOT_HAPPENED}
PAST, PLANNED = {"modality": Modality.BACKGROUND}, {"modality": Modality.PLANNED}


@pytest.mark.parametrize(
    ("claims", "origins", "expected"),
    [
        ([told("a"), told("b")], ALONE, 2),
        ([told("a"), told("c")], ALONE, 1),  # two texts of one publisher, however it is spelt
        ([told("a"), told("b")], REWRITTEN, 1),
        ([told("b")], REWRITTEN, 0),  # only a rewrite tells it, on its own word
        ([told("b", "named:the ministry")], REWRITTEN, 1),  # it names whom it asked
        ([told("a"), told("b", "named:the ministry")], REWRITTEN, 1),
        ([told("a", "rumour")], ALONE, 0),
        ([told("a", "named:Daily Shore"), told("b", "named:Caspian Wire")], CIRCLE, 0),
        ([told("a", "named:Far Gazette")], ALONE, 1),  # a paper that is not here is a source like others
        ([told("a", **DENIED), told("b")], ALONE, 1),
        ([told("a", **PAST), told("b")], ALONE, 1),
        ([told("a", **PAST), told("b", **PAST)], ALONE, 2),
        ([told("a", **PLANNED), told("b", **PAST)], ALONE, 1),
    ],
)
def test_origins_that_report_on_their_own(claims, origins, expected):
    found = independent_origins(claims, origins, PUBLISHERS)
    assert len(found) == expected
    assert independent_origins(claims[::-1], origins, PUBLISHERS) == found


@pytest.mark.parametrize(
    ("lines", "invented"),
    [
        (["a AZE SANCTION RUS", "b AZE SANCTION RUS"], 0),
        (["a AZE SANCTION RUS", "b RUS SANCTION AZE"], 1),  # the other way round
        (["a AZE CONSULT RUS", "b RUS CONSULT AZE"], 0),  # a meeting has no direction
        (["b AZE AID RUS", "d AZE AID RUS"], 0),  # another origin tells it
        (["b AZE AID RUS"], 1),
        (["d AZE AID RUS"], 0),  # no rewrite
    ],
)
def test_what_only_a_rewrite_tells(lines, invented):
    documents = [make_document(id_, "2025-07-01", text="Lorries queued.") for id_ in "abcd"]
    assert len(claims_only_in_rewrites(REWRITTEN, documents, make_claims(lines))) == invented


def test_what_was_told_long_before_is_no_counterpart():
    claims = make_claims(["d AZE AID RUS", "b AZE AID RUS"])
    days = {"a": "2025-07-01", "b": "2025-07-02", "d": "2025-05-01"}
    documents = [make_document(id_, day, text="Lorries queued.") for id_, day in days.items()]
    assert claims_only_in_rewrites(REWRITTEN, documents, claims) == (claims[1].id,)
