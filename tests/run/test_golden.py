"""The demo's briefs, word for word: a change of any verb shows here, and `make golden` renews them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import detente
from detente.run.demo import demo_documents
from detente.serve.commands.demo import BRIEFS

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[detente.Desk]:
    with (
        demo_documents() as documents,
        detente.open(tmp_path_factory.mktemp("demo") / "desk", workers=1) as opened,
    ):
        opened.run(documents)
        yield opened


@pytest.mark.parametrize("name", sorted(BRIEFS))
def test_the_demo_writes_the_same_brief(
    desk: detente.Desk, name: str, request: pytest.FixtureRequest
) -> None:
    brief = desk.report(*BRIEFS[name], written=desk.known_until()).to_markdown()
    golden = GOLDEN / f"{name}.md"
    if request.config.getoption("--renew-golden"):
        golden.write_text(brief, encoding="utf-8")
    assert brief == golden.read_text(encoding="utf-8"), "run `make golden` and read what changed"


def test_nothing_only_claimed_counts_as_happened(desk: detente.Desk) -> None:
    """What the demo's documents say only as rumour, plan, condition or on a rewriter's own word."""
    happened = {
        (event.type, desk.name_of(actor)) for event in desk.events(happened=True) for actor in event.actor_ids
    }
    assert ("CONSULT", "Alexei Dyumin") not in happened  # rumour
    assert ("CONSULT", "Alexei Overchuk") not in happened  # a plan that was called off
    withdrawn = {
        tuple(desk.name_of(id_) for id_ in (*event.actor_ids, *event.recipient_ids))
        for event in desk.events(happened=True)
        if event.mode == "withdraw"
    }
    assert ("Azerbaijan", "Russia") not in withdrawn  # the recalled ambassador, taken back the next day
    assert ("SANCTION", "Azerbaijan Airlines") in happened


def test_the_stale_office_is_found(desk: detente.Desk) -> None:
    stale = [finding for finding in desk.store.findings() if "Tula" in finding.claimed]
    assert {finding.day is None for finding in stale} == {True, False}
    assert all("2024-05-14" in finding.known for finding in stale)
