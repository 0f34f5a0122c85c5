"""The desk end to end on small texts: what is kept, what counts, and what a second run changes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import detente
from detente.base.errors import DetenteError, InputError, NotFound
from detente.base.wire import to_json

HEADER = "---\ntitle: {title}\npublisher: {publisher}\npublished: {day}\nlanguage: en\n---\n"


def write(
    folder: Path, name: str, body: str, *, day: str = "2025-06-28", publisher: str = "Caspian Wire"
) -> None:
    text = HEADER.format(title=name.replace("-", " "), publisher=publisher, day=day) + body
    (folder / f"{name}.md").write_text(text, encoding="utf-8")


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    write(folder, "summoned", "Azerbaijan summoned the Russian ambassador on Saturday.\n")
    write(
        folder,
        "maybe",
        "Russia may expel Azerbaijani diplomats, reports suggest.\n",
        publisher="World Brief Daily",
    )
    write(folder, "met", "Vladimir Putin met Ilham Aliyev in Dushanbe on 9 October 2025.\n", day="2025-10-09")
    return folder


@pytest.fixture
def desk(tmp_path: Path, texts: Path) -> Iterator[detente.Desk]:
    with detente.open(tmp_path / "desk") as opened:
        opened.run(texts)
        yield opened


def nouns_of(desk: detente.Desk) -> str:
    """A digest of everything the desk concluded and keeps, beside its journal."""
    kept = [repr(noun) for listing in (desk.documents(), desk.claims(), desk.events()) for noun in listing]
    return hashlib.sha256("\n".join(kept).encode()).hexdigest()


def test_what_happened_counts_and_rumour_does_not(desk: detente.Desk) -> None:
    counted = {event.type for event in desk.events(happened=True)}
    assert "CONSULT" in counted
    assert not any(event.type == "SANCTION" for event in desk.events(happened=True))
    assert any(event.type == "SANCTION" for event in desk.events(happened=False))


def test_every_claim_can_be_quoted(desk: detente.Desk) -> None:
    for event in desk.events():
        for claim in desk.claims(event):
            assert desk.quote(claim) in desk.document(claim.document_id).text


def test_a_second_run_changes_nothing(desk: detente.Desk, texts: Path) -> None:
    before = nouns_of(desk)
    again = desk.run(texts)
    assert (again.documents_read, again.documents_known) == (0, 3)
    assert nouns_of(desk) == before


def test_a_copy_is_a_text_and_not_an_origin(desk: detente.Desk, texts: Path) -> None:
    body = "Azerbaijan summoned the Russian ambassador on Saturday.\n(Caspian Wire)\n"
    write(texts, "summoned-copy", body, publisher="Baku Courier", day="2025-06-29")
    desk.run(texts)
    events = [event for event in desk.events(actor="Azerbaijan", happened=True) if event.type == "ACCUSE"]
    assert [(len(event.claim_ids), len(event.origin_ids)) for event in events] == [(2, 1)]


def test_measure_predict_report(desk: detente.Desk) -> None:
    relations = desk.measure("RUS", "AZE", by="month", symmetric=True)
    assert sum(relation.cooperation for relation in relations) >= 1
    forecast = desk.predict("RUS", "AZE", types=["SANCTION"], since="2025-10-10", until="2025-12-31")
    assert 0 < forecast.probability < 1
    assert list(desk.store.forecasts()) == [forecast]
    brief = desk.report("RUS", "AZE", written="2025-10-09")
    assert all(sentence.cites for section in brief.brief.sections for sentence in section.sentences)
    assert "Dushanbe" in brief.to_markdown()
    assert brief.to_html().startswith("<!doctype html>")
    assert json.loads(to_json(brief.brief))["topic"]


def test_a_judgement_splits_and_its_withdrawal_joins(desk: detente.Desk, texts: Path) -> None:
    body = "Azerbaijan summoned the Russian ambassador on Saturday.\n"
    write(texts, "second-voice", body + "The charge was read out.\n", publisher="Baku Courier")
    desk.run(texts)
    (event,) = [event for event in desk.events(actor="Azerbaijan", happened=True) if event.type == "ACCUSE"]
    left, right = event.claim_ids
    judgement = desk.judge(left, right, "different", by="a reader")
    assert len([event for event in desk.events(actor="Azerbaijan") if event.type == "ACCUSE"]) == 2
    desk.withdraw(judgement.id)
    (joined,) = [event for event in desk.events(actor="Azerbaijan", happened=True) if event.type == "ACCUSE"]
    assert set(joined.claim_ids) == {left, right}


def _accusations(desk: detente.Desk, **asked: Any) -> list[tuple[str, ...]]:
    return [one.claim_ids for one in desk.events(actor="Azerbaijan", **asked) if one.type == "ACCUSE"]


def test_a_wrong_claim_is_left_out_and_never_lost(desk: detente.Desk, texts: Path) -> None:
    body = "Azerbaijan summoned the Russian ambassador on Saturday.\n"
    write(texts, "second-voice", body + "The charge was read out.\n", publisher="Baku Courier")
    desk.run(texts)
    (event,) = [one for one in desk.events(actor="Azerbaijan", happened=True) if one.type == "ACCUSE"]
    left, right = event.claim_ids
    desk.judge(left, None, "wrong", by="Ada")
    assert (_accusations(desk), _accusations(desk, wrong=True)) == ([(right,)], [(left,)])
    desk.judge(right, None, "wrong", by="Bob")
    assert (_accusations(desk), len(_accusations(desk, wrong=True))) == ([], 1)
    assert desk.event(event.id).wrong
    assert not desk.event(event.id).happened
    assert {claim.id for claim in desk.claims()} >= {left, right}
    desk.identify()
    assert _accusations(desk) == []


def test_a_wrong_event_stays_wrong_and_new_reports_stand_apart(desk: detente.Desk, texts: Path) -> None:
    (event,) = [one for one in desk.events(actor="Azerbaijan") if one.type == "ACCUSE"]
    judged = desk.judge(event.id, None, "wrong", by="Ada", why="another day")
    assert (_accusations(desk), _accusations(desk, wrong=True)) == ([], [event.claim_ids])
    body = "Azerbaijan summoned the Russian ambassador on Saturday.\n"
    write(texts, "second-voice", body + "The charge was read out.\n", publisher="Baku Courier")
    desk.run(texts)
    assert _accusations(desk, wrong=True) == [event.claim_ids]
    ((new,),) = _accusations(desk)
    assert new not in event.claim_ids
    desk.withdraw(judged.id)
    assert [set(ids) for ids in _accusations(desk)] == [{new, *event.claim_ids}]
    assert {new, *event.claim_ids} == set(desk.event(event.id).claim_ids)


@pytest.mark.parametrize(
    ("left", "right", "verdict", "says"),
    [
        ("a", "b", "wrong", "said of one claim or event"),
        ("a", "a", "same", "said of two claims or events"),
        ("nobody", None, "wrong", "no claim and no event 'nobody'"),
    ],
)
def test_a_verdict_must_fit(
    desk: detente.Desk, left: str, right: str | None, verdict: str, says: str
) -> None:
    with pytest.raises(DetenteError, match=says):
        desk.judge(left, right, verdict, by="Ada")
    assert not list(desk.store.judgements(standing=False))


def test_a_broken_document_is_a_failure_and_the_run_goes_on(desk: detente.Desk, texts: Path) -> None:
    (texts / "empty.txt").write_text("")
    write(texts, "more", "Turkey praised Azerbaijan on Monday.\n")
    done = desk.run(texts)
    assert (done.documents_read, done.failures) == (1, 1)
    assert [failure.code for failure in desk.store.failures()] == ["empty"]


def test_unknown_names_days_and_folders_are_named(desk: detente.Desk, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="Numenor"):
        desk.measure("Numenor", "AZE")
    with pytest.raises(InputError, match="same actor"):
        desk.measure("RUS", "Russia")
    with pytest.raises(InputError, match="20250"):
        desk.predict("RUS", "AZE", types=["SANCTION"], until="20250-01-01")
    with pytest.raises(InputError, match="nowhere"):
        desk.run(tmp_path / "nowhere")
