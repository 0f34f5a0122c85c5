"""REST /v1 on the demo's desk: every noun, pages, forms, errors, writing, tokens."""

from __future__ import annotations

import csv
import io
import json
import shutil
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from importlib.resources import files
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from detente.base.errors import InputError, MissingExtra, NotFound
from detente.base.types import Event
from detente.base.wire import from_dict, to_dict
from detente.keep.lock import WriterLock
from detente.run.desk import open_desk
from detente.run.picturing import fan_windows
from detente.serve.api import make_app
from detente.serve.guard import check_address
from detente.serve.served import ServeOptions
from detente.serve.tokens import add_token
from detente.serve.waiting import Waiting


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk of the demo's first twenty documents."""
    folder = tmp_path_factory.mktemp("served")
    texts = sorted(Path(str(files("detente.run.demo").joinpath("documents"))).glob("*.md"))[:20]
    with open_desk(folder / "desk") as desk:
        desk.run(*texts)
    return folder / "desk"


@pytest.fixture
def path(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "desk"))


@pytest.fixture
def client(path: Path) -> Iterator[TestClient]:
    with TestClient(make_app(path)) as client:
        yield client


def ask(client: TestClient, address: str, **query: Any) -> dict[str, Any]:
    answer = client.get(f"/v1/{address}", params=query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


LISTS = ["documents", "claims", "events", "actors", "origins", "findings", "gaps", "failures", "loads"]
LISTS += ["alerts", "forecasts", "scores", "judgements", "runs", "places"]


@pytest.mark.parametrize("noun", LISTS)
def test_every_list_says_how_much_there_is(client: TestClient, noun: str) -> None:
    found = ask(client, noun, limit=3)
    assert set(found) >= {"items", "total", "left_out", "next", "names"}
    assert len(found["items"]) == min(3, found["total"])
    assert (found["next"] is None) == (found["total"] <= 3)


@pytest.mark.parametrize("noun", ["documents", "events", "claims", "origins"])
def test_pages_follow_one_another_without_a_hole(client: TestClient, noun: str) -> None:
    ids, after = [], None
    while True:
        page = ask(client, noun, limit=7, **({"after": after} if after else {}))
        ids += [item["id"] for item in page["items"]]
        after = page["next"]
        if after is None:
            break
    assert len(ids) == len(set(ids)) == page["total"] > 7


def test_events_are_the_nouns_of_the_desk(client: TestClient, path: Path) -> None:
    found = ask(client, "events", order="day", limit=500)
    with open_desk(path) as desk:
        held = list(desk.events())
    plain = [{k: v for k, v in item.items() if k not in ("lat", "lon")} for item in found["items"]]
    assert [from_dict(Event, one) for one in plain] == held
    sides = {id_ for event in held for id_ in (*event.actor_ids, *event.recipient_ids)}
    assert sides <= set(found["names"])


def test_filters_of_events(client: TestClient) -> None:
    whole = ask(client, "events", limit=500)["items"]
    happened = ask(client, "events", happened=True, limit=500)
    assert 0 < happened["total"] < len(whole)
    doubted = ask(client, "events", factuality="possible,unknown", limit=500)["items"]
    assert {one["factuality"] for one in doubted} <= {"possible", "unknown"}
    consult = ask(client, "events", types="consult")["items"]
    assert {one["type"] for one in consult} == {"CONSULT"}
    between = ask(client, "events", between="RUS,AZE", limit=500)
    assert 0 < between["total"] < ask(client, "events", actor="Russia", limit=500)["total"] <= len(whole)
    there, back = (
        ask(client, "events", actor=a, recipient=b, limit=500)["items"]
        for a, b in (("RUS", "AZE"), ("AZE", "RUS"))
    )
    ids = [{one["id"] for one in way} for way in (there, back)]
    assert ids[0] | ids[1] == {
        one["id"] for one in ask(client, "events", between="RUS,AZE", limit=500)["items"]
    }
    assert ids[0] != ids[1]
    early = ask(client, "events", until="2024-12-31", limit=500)["items"]
    assert early
    assert all(one["when"]["start"] <= "2024-12-31" for one in early)


def test_an_event_shows_its_evidence(client: TestClient) -> None:
    most = max(ask(client, "events", limit=500)["items"], key=lambda one: len(one["claim_ids"]))
    found = ask(client, f"events/{most['id']}")
    assert {claim["id"] for claim in found["claims"]} == set(most["claim_ids"])
    assert all(claim["quote"] and claim["publisher"] for claim in found["claims"])
    assert {origin["id"] for origin in found["origins"]} == set(most["origin_ids"])
    assert all(origin["documents"][0]["title"] for origin in found["origins"])


def test_a_document_with_its_claims(client: TestClient) -> None:
    (head, *_) = ask(client, "documents", words="Putin Aliyev", limit=5)["items"]
    assert "text" not in head
    found = ask(client, f"documents/{head['id']}")
    assert found["text"].startswith(head["snippet"][:50])
    assert all(claim["document_id"] == head["id"] for claim in found["claims"])
    (claim, *_) = ask(client, "claims", document=head["id"])["items"]
    sentence = claim["sentence"]
    assert claim["quote"] == found["text"][sentence["start"] : sentence["end"]]


def test_actors_relations_network_and_places(client: TestClient) -> None:
    (first, *_) = ask(client, "actors", words="russia")["items"]
    assert (first["id"], first["kind"]) == ("Q159", "state")
    page = ask(client, "actors/RUS")
    assert page["partners"][0]["name"]
    assert sum(page["types"].values()) > 0
    relation = ask(client, "relations", actor="RUS", recipient="AZE", symmetric=True)
    assert sum(sum(month["quads"]) for month in relation["items"]) > 0
    assert relation["turning_points"] == []
    late = ask(client, "relations", actor="RUS", recipient="AZE", since="2025-01-01")
    assert all(month["period"]["end"] >= "2025-01-01" for month in late["items"])
    network = ask(client, "network")
    nodes = {node["id"] for node in network["nodes"]}
    assert all(edge["source"] in nodes and edge["target"] in nodes for edge in network["edges"])
    assert all(-1 <= node["x"] <= 1 for node in network["nodes"])
    places = ask(client, "places")
    assert (
        sum(one["events"] for one in places["items"]) + places["left_out"]["without a town"]
        == (ask(client, "events")["total"])
    )


def test_overview_health_and_ontology(client: TestClient) -> None:
    overview, health = ask(client, "overview", days=200), ask(client, "health")
    counts = overview["counts"]
    assert counts["happened"] + counts["not_counted"] == counts["events"] == health["events"]
    assert (health["documents"], health["status"]) == (20, "ok")
    assert overview["recent"]
    assert {one["name"] for one in ask(client, "ontology")["types"]} > {"ASSAULT", "CONSULT"}


def test_a_brief_in_three_forms(client: TestClient) -> None:
    query = {"actor": "RUS", "recipient": "AZE", "written_on": "2025-07-01"}
    brief = ask(client, "briefs", **query)
    assert brief["written"] == "2025-07-01"
    assert all(sentence["cites"] for part in brief["sections"] for sentence in part["sentences"])
    assert client.get("/v1/briefs.md", params=query).text.startswith("# Russia and Azerbaijan")
    page = client.get("/v1/briefs.html", params=query)
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert client.get("/v1/briefs.doc", params=query).status_code == 404


@pytest.mark.parametrize(
    ("query", "topic"),
    [
        ({"actor": "Azerbaijan"}, "Azerbaijan"),
        ({"region": "145"}, "Western Asia"),
        ({"since": "2024-12-01", "until": "2024-12-31"}, "Everybody on record, December 2024"),
        (
            {"actor": "RUS", "recipient": "AZE", "types": "SANCTION", "until": "2027-01-01"},
            "Russia and Azerbaijan",
        ),
        (
            {"actor": "RUS", "recipient": "AZE", "compared_with": "2024-12-27", "until": "2024-12-30"},
            "Russia and Azerbaijan, 28 December 2024 to 30 December 2024, "
            "compared with 25 December 2024 to 27 December 2024",
        ),
    ],
)
def test_a_brief_on_whatever_is_asked(client: TestClient, query: dict[str, str], topic: str) -> None:
    brief = ask(client, "briefs", **query)
    assert brief["topic"] == topic
    assert brief["sections"]
    shown = {one["id"] for one in (*brief["claims"], *brief["notes"])}
    cites = [one["cites"] for part in brief["sections"] for one in part["sentences"]]
    assert shown <= set(chain.from_iterable(cites))
    # An event is shown by its claims, the counts of a dyad by the relation; all else stands in the answer.
    assert {one.split("-")[0] for one in {*chain.from_iterable(cites)} - shown if ":" not in one} <= {"evt"}
    assert all(one["quote"] and one["publisher"] for one in brief["claims"])
    assert (brief["ties"] is None) == ("recipient" in query)


def test_a_brief_says_in_which_forms_it_comes(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def lacking() -> None:
        raise MissingExtra("no PDF here", hint="pip install it")

    assert ask(client, "briefs", actor="AZE", written="2025-07-02")["forms"]["html"] is None
    monkeypatch.setattr("detente.serve.routes.briefs.check_extra", lacking)
    # Another day: what was answered before is kept.
    forms = ask(client, "briefs", actor="AZE", written="2025-07-03")["forms"]
    assert forms == {"md": None, "html": None, "pdf": "pip install it"}


def test_what_is_being_done_on_a_brief_is_told(client: TestClient) -> None:
    query = {"actor": "RUS", "recipient": "AZE", "written": "2025-07-04"}
    seen = []
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(client.get, "/v1/briefs", params=query)
        while not answer.done():
            # By whatever name: the page turns codes into ids while a brief is being written.
            seen.append(ask(client, "briefs/progress", **{**query, "actor": "Russia"}))
    assert answer.result().status_code == 200
    assert any(one["doing"] and one["seconds"] >= 0 for one in seen)
    assert ask(client, "briefs/progress", **query) == {"doing": None, "seconds": 0.0}
    assert client.get("/v1/briefs/progress", params={"aktor": "RUS"}).status_code == 400


def test_regions_are_named(client: TestClient) -> None:
    found = ask(client, "regions", limit=500)
    assert {"code": "145", "name": "Western Asia"} in found["items"]
    assert found["total"] == len(found["items"])


def test_a_brief_as_pdf(client: TestClient) -> None:
    pytest.importorskip("fpdf")
    answer = client.get(
        "/v1/briefs.pdf", params={"actor": "RUS", "recipient": "AZE", "written": "2025-07-01"}
    )
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


# --- whole lists -------------------------------------------------------------------------------------


def test_a_whole_list_as_a_file(client: TestClient, tmp_path: Path) -> None:
    total = ask(client, "events")["total"]
    lines = client.get("/v1/events.jsonl").text.splitlines()
    assert len([json.loads(line) for line in lines]) == total
    rows = list(csv.DictReader(io.StringIO(client.get("/v1/events.csv").text)))
    assert [row["id"] for row in rows] == [json.loads(line)["id"] for line in lines]
    answer = client.get("/v1/events.parquet", params={"types": "CONSULT"})
    assert answer.content[:4] == b"PAR1"
    assert answer.headers["x-total-count"] == str(ask(client, "events", types="CONSULT")["total"])
    points = client.get("/v1/events.geojson").json()
    assert len(points["features"]) + points["left_out"]["without a place"] == total
    assert client.get("/v1/failures.parquet").content[:4] == b"PAR1"
    assert client.get("/v1/events.xlsx").status_code == 404


def test_cells_that_a_spreadsheet_would_run_are_defused() -> None:
    from detente.serve.forms import as_csv

    (row,) = csv.DictReader(io.StringIO(as_csv([{"title": "=cmd()", "n": -3, "x": [" @a", "b"]}]).decode()))
    assert (row["title"], row["n"], row["x"]) == ("'=cmd()", "-3", "' @a; b")


# --- wrong use -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("events?limit=0", 400, "1 to 500"),
        ("events?limit=ten", 400, "limit"),
        ("events?aktor=RUS", 400, "aktor= is not asked for"),
        ("events?types=SING", 400, "SING"),
        ("events?since=yesterday", 400, "yesterday"),
        ("events?factuality=sure", 400, "sure"),
        ("events?order=best", 400, "order=best"),
        ("events?between=RUS", 400, "two names"),
        ("events?actor=Zzyzx", 404, "Zzyzx"),
        ("events?after=xyz", 400, "no cursor"),
        ("events/evt-none", 404, "evt-none"),
        ("documents/doc-none", 404, "doc-none"),
        ("relations?actor=RUS", 400, "recipient="),
        ("relations?actor=RUS&recipient=RUS", 400, "same"),
        ("relations?actor=RUS&recipient=AZE&by=year", 400, "year"),
        ("briefs?recipient=RUS", 400, "without an actor"),
        ("briefs?aktor=RUS", 400, "aktor= is not asked for"),
        ("briefs?region=Atlantis", 404, "no region 'Atlantis'"),
        ("briefs?actor=RUS&until=2025-06-30", 400, "needs its first day"),
        ("runs/run-none", 404, "run-none"),
        ("nothing", 404, "no such route"),
    ],
)
def test_wrong_use_has_one_shape(client: TestClient, address: str, status: int, words: str) -> None:
    answer = client.get(f"/v1/{address}")
    error = answer.json()["error"]
    assert (answer.status_code, set(error)) == (status, {"code", "message", "hint"})
    assert words in error["message"]


def test_a_cursor_belongs_to_its_query(client: TestClient) -> None:
    cursor = ask(client, "events", limit=2, happened=True)["next"]
    answer = client.get("/v1/events", params={"limit": 2, "after": cursor})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "cursor_mismatch")
    assert ask(client, "events", limit=2, happened=True, after=cursor)["items"]


@pytest.mark.parametrize("inside", ["7", "null", '["x"]', '["x", 1e999]', '["x", null]', '{"x": 1}', "\xff"])
def test_forged_cursors_are_refused(client: TestClient, inside: str) -> None:
    forged = urlsafe_b64encode(inside.encode()).decode()
    answer = client.get("/v1/events", params={"after": forged})
    assert (answer.status_code, "no cursor" in answer.json()["error"]["message"]) == (400, True)


def test_filters_that_match_nothing_give_an_empty_list(client: TestClient) -> None:
    found = ask(client, "events", since="2040-01-01")
    assert (found["items"], found["total"], found["next"]) == ([], 0, None)
    assert client.get("/v1/events.csv", params={"since": "2040-01-01"}).status_code == 200


def test_no_file_outside_the_web_desk_is_served(client: TestClient) -> None:
    for path in ("/../api.py", "/%2e%2e/api.py", "/..%2fapi.py", "/assets/../../api.py"):
        assert "make_app" not in client.get(path).text


# --- what changes ------------------------------------------------------------------------------------------


def test_etags_change_with_the_desk(client: TestClient, path: Path) -> None:
    first = client.get("/v1/events")
    again = client.get("/v1/events", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert first.headers["content-security-policy"].startswith("default-src 'self';")
    with open_desk(path) as desk:
        desk.predict("RUS", "AZE", types=["SANCTION"], until="2030-01-01")
    later = client.get("/v1/forecasts", headers={"If-None-Match": first.headers["etag"]})
    assert (later.status_code, later.json()["total"]) == (200, 1)
    assert client.get("/v1/events").headers["etag"] != first.headers["etag"]


def test_a_judgement_is_used_at_once_and_can_be_withdrawn(client: TestClient) -> None:
    left, right = (one["id"] for one in ask(client, "events", happened=True, limit=2)["items"])
    before = ask(client, "events")["total"]
    body = {"left": left, "right": right, "verdict": "same", "by": "Ada"}
    made = client.post("/v1/judgements", json=body)
    assert made.status_code == 201
    assert ask(client, "events")["total"] == before - 1
    assert ask(client, f"events/{left}")["judgements"][0]["by"] == "Ada"
    client.delete(f"/v1/judgements/{made.json()['id']}")
    assert ask(client, "events")["total"] == before
    assert ask(client, "judgements")["items"][0]["withdrawn"]
    assert client.delete("/v1/judgements/jdg-none").status_code == 404
    wrong = client.post("/v1/judgements", json=body | {"verdict": "maybe"})
    assert (wrong.status_code, "verdict" in wrong.json()["error"]["message"]) == (400, True)


def test_a_wrong_event_is_gone_by_default_and_can_be_shown(client: TestClient) -> None:
    event = ask(client, "events", happened=True, limit=1)["items"][0]
    before = ask(client, "events")["total"]
    said = {"left": event["id"], "verdict": "wrong", "by": "Ada", "why": "misread"}
    made = client.post("/v1/judgements", json=said)
    assert (made.status_code, made.json()["right"]) == (201, event["id"])
    assert ask(client, "events")["total"] == before - 1
    assert [one["id"] for one in ask(client, "events", wrong=True)["items"]] == [event["id"]]
    shown = ask(client, f"events/{event['id']}")
    assert (shown["wrong"], shown["judgements"][0]["why"]) == (True, "misread")
    client.post("/v1/judgements", json={"left": event["id"], "verdict": "holds", "by": "Bob"})
    assert ask(client, "events")["total"] == before
    assert len(ask(client, "judgements")["items"]) == 2


def test_a_fan_is_worked_out_and_kept(client: TestClient, path: Path) -> None:
    asked = {"actor": "RUS", "recipient": "AZE"}
    assert ask(client, "fans", **asked)["status"] == "none"
    begun = client.post("/v1/fans", json=asked)
    assert (begun.status_code, begun.json()["windows"]) == (202, 3)
    fan = fan_done(client, asked)
    assert fan["done"] == 3
    with open_desk(path, create=False) as desk:
        until_day = fan["values"]["until"]
        expected = list(fan_windows(desk, "RUS", "AZE", until=until_day))
    for one in fan["values"]["scenarios"]:
        theirs = [f.forecast for window in expected for f in window.scenarios if f.name == one["name"]]
        assert [point["probability"] for point in one["points"]] == [f.probability for f in theirs]
        assert [point["base_rate"] for point in one["points"]] == [f.base_rate for f in theirs]
    assert [point["probability"] for point in fan["values"]["none"]] == [one.no_change for one in expected]
    assert client.post("/v1/fans", json=asked).json() == fan
    wrong = client.post("/v1/fans", json={"actor": "RUS", "recipient": "Nowhereland"})
    assert (wrong.status_code, "Nowhereland" in wrong.json()["error"]["message"]) == (404, True)


def test_the_old_fan_is_shown_until_the_new_one_is_there(client: TestClient, path: Path) -> None:
    asked = {"actor": "RUS", "recipient": "AZE"}
    client.post("/v1/fans", json=asked)
    first = fan_done(client, asked)
    assert not first["outdated"]
    news = path.parent / "news.md"
    news.write_text("---\npublished: 2026-02-03\n---\nRussia condemned Azerbaijan on Tuesday.\n", "utf-8")
    with open_desk(path) as desk:
        desk.run(news)
    for seen in (ask(client, "fans", **asked), client.post("/v1/fans", json=asked).json()):
        assert (seen["values"], seen["outdated"]) == (first["values"], True)
    assert ask(client, "fans", actor="AZE", recipient="ARM")["values"] is None
    second = fan_done(client, asked)
    assert (second["outdated"], second["values"]["known_until"]) == (False, "2026-02-03")


def fan_done(client: TestClient, asked: dict[str, str]) -> dict[str, Any]:
    """The fan as soon as it is no longer worked on."""
    until = time.monotonic() + 60
    while (fan := ask(client, "fans", **asked))["status"] == "working":
        assert time.monotonic() < until
        time.sleep(0.05)
    assert fan["status"] == "done", fan
    return dict(fan)


def test_scenarios_say_whether_they_would_begin_or_go_on(client: TestClient) -> None:
    found = {one["name"]: one for one in ask(client, "scenarios", actor="RUS", recipient="AZE")["items"]}
    known = date.fromisoformat(ask(client, "health")["known_until"])
    since = (known - timedelta(days=89)).isoformat()
    for one in found.values():
        types = ",".join(one["forecast"]["question"]["types"])
        lately = ask(client, "events", actor="RUS", recipient="AZE", types=types, since=since, happened=True)
        assert one["onset"] == (lately["total"] == 0)
    assert {one["onset"] for one in found.values()} == {True, False}


def test_a_forecast_goes_into_the_ledger(client: TestClient) -> None:
    asked = {"actor": "RUS", "recipient": "AZE", "types": ["SANCTION"], "until": "2030-01-01"}
    made = client.post("/v1/forecasts", json=asked)
    assert made.status_code == 201
    assert ask(client, "forecasts")["items"][0]["id"] == made.json()["id"]
    past = client.post("/v1/forecasts", json=asked | {"since": "2020-01-01", "until": "2020-02-01"})
    assert past.status_code == 400


def test_files_that_are_sent_are_read(client: TestClient) -> None:
    text = b"BAKU, 1 July 2026 (Wire) - Azerbaijan expelled two Russian diplomats on Wednesday."
    sent = client.post("/v1/runs", files=[("files", ("../../odd name.md", text))])
    assert sent.status_code == 202
    told = client.get(f"/v1/runs/{sent.json()['id']}/progress").text
    last = json.loads(told.strip().splitlines()[-1].removeprefix("data: "))
    assert (last["status"], last["progress"]["read"], last["progress"]["failed"]) == ("done", 1, 0)
    assert ask(client, "health")["documents"] == 21
    assert ask(client, "documents", words="expelled two diplomats")["total"] == 1
    journal = ask(client, "runs")["items"]
    assert (journal[-1]["id"], journal[-1]["status"]) == (last["run"]["id"], "done")


def test_what_waits_outlives_its_server(path: Path) -> None:
    waiting = Waiting(path)
    draft = waiting.draft()
    (draft / "late.md").write_text(
        "---\npublished: 2026-07-01\n---\nAzerbaijan expelled two Russian diplomats on Wednesday.\n", "utf-8"
    )
    wanted = waiting.keep((), draft)  # and here the server dies
    half = waiting.draft()
    with TestClient(make_app(path)) as client:
        told = client.get(f"/v1/runs/{wanted.id}/progress").text
        last = json.loads(told.strip().splitlines()[-1].removeprefix("data: "))
        assert (last["status"], last["progress"]["read"]) == ("done", 1)
        assert ask(client, "documents", words="expelled two diplomats")["total"] == 1
    assert not half.exists()
    assert not list((path / "uploads").iterdir())
    with TestClient(make_app(path)) as client:
        assert client.get(f"/v1/runs/{wanted.id}").status_code == 404  # once is enough


def test_a_server_that_ends_leaves_what_waits_to_the_next(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("detente.keep.lock.PATIENCE_SECONDS", 0.05)
    monkeypatch.setattr("detente.serve.jobs.PATIENCE", 0.3)
    text = b"BAKU, 1 July 2026 (Wire) - Azerbaijan expelled two Russian diplomats on Wednesday."
    lock = WriterLock(path)
    lock.take()
    with TestClient(make_app(path)) as client:
        sent = [client.post("/v1/runs", files=[("files", (f"{n}.md", text))]).json()["id"] for n in range(2)]
        told = client.get(f"/v1/runs/{sent[0]}/progress").text
        assert "is being written by" in told
        assert "tried again when the server starts anew" in told
    lock.release()
    with TestClient(make_app(path)) as client:
        for one in sent:
            assert '"status": "done"' in client.get(f"/v1/runs/{one}/progress").text
        assert ask(client, "documents", words="expelled two diplomats")["total"] == 1


def ended(client: TestClient, job_id: str) -> dict[str, Any]:
    """How a run that was asked for ended."""
    told = client.get(f"/v1/runs/{job_id}/progress").text
    last: dict[str, Any] = json.loads(told.strip().splitlines()[-1].removeprefix("data: "))
    return last


@pytest.mark.parametrize(
    ("error", "code"),
    [(InputError("page 3 is broken"), "input"), (ValueError("page 3 is broken"), "internal")],
)
def test_a_run_that_fails_by_what_was_sent_waits_for_somebody(
    path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, code: str
) -> None:
    tried: list[tuple[str, ...]] = []

    def broken(desk: Any, *places: str, **_: Any) -> None:
        tried.append(places)
        raise error

    text = b"BAKU, 1 July 2026 (Wire) - Azerbaijan expelled two Russian diplomats on Wednesday."
    with monkeypatch.context() as patched:
        patched.setattr("detente.run.desk.Desk.run", broken)
        with TestClient(make_app(path)) as client:
            job = client.post("/v1/runs", files=[("files", ("late.md", text))]).json()["id"]
            told = ended(client, job)
            assert (told["status"], told["error"]["code"]) == ("failed", code)
            assert "page 3 is broken" in told["error"]["message"]
        with TestClient(make_app(path)) as client:  # the next server only shows it
            assert ask(client, "runs/asked")["items"] == [told]
            assert ended(client, job) == told
            assert client.post(f"/v1/runs/{job}/again").status_code == 202
            assert ended(client, job)["status"] == "failed"
        assert len(tried) == 2
    with TestClient(make_app(path)) as client:  # mended meanwhile
        client.post(f"/v1/runs/{job}/again")
        assert ended(client, job)["status"] == "done"
        assert ask(client, "documents", words="expelled two diplomats")["total"] == 1
        refused = client.post(f"/v1/runs/{job}/again")
        assert (refused.status_code, "is done" in refused.json()["error"]["message"]) == (400, True)
    assert not list((path / "uploads").iterdir())


def test_a_run_that_failed_is_forgotten(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(desk: Any, *places: str, **_: Any) -> None:
        raise InputError("page 3 is broken")

    monkeypatch.setattr("detente.run.desk.Desk.run", broken)
    with TestClient(make_app(path)) as client:
        job = client.post("/v1/runs", files=[("files", ("late.md", b"Words."))]).json()["id"]
        ended(client, job)
        assert client.delete(f"/v1/runs/{job}").status_code == 204
        assert ask(client, "runs/asked")["items"] == []
        assert client.delete(f"/v1/runs/{job}").status_code == 404
    assert not list((path / "uploads").iterdir())


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"places": ["/etc/passwd"]}, "no web address"),
        ({"places": []}, "1 to 100"),
        ({"paths": ["x"]}, "send files"),
    ],
)
def test_only_files_and_addresses_are_taken(client: TestClient, body: dict[str, Any], words: str) -> None:
    answer = client.post("/v1/runs", json=body)
    assert (answer.status_code, words in answer.json()["error"]["message"]) == (400, True)


def test_a_run_that_fails_says_why(client: TestClient) -> None:
    sent = client.post("/v1/runs", json={"places": ["http://127.0.0.1:9/nothing"]}).json()
    told = client.get(f"/v1/runs/{sent['id']}/progress").text
    last = json.loads(told.strip().splitlines()[-1].removeprefix("data: "))
    assert last["progress"]["failed"] == 1 or last["error"]["message"]


# --- who may ask ---------------------------------------------------------------------------------------


def test_tokens_and_their_scopes(path: Path, tmp_path: Path) -> None:
    held = tmp_path / "tokens"
    reader, judge = add_token(held, "Ada", ("read",)), add_token(held, "Grace", ("read", "judge"))
    assert reader not in held.read_text()
    with TestClient(make_app(path, ServeOptions(host="0.0.0.0", tokens=held))) as client:
        assert client.get("/v1/events").status_code == 401
        assert client.get("/v1/events", headers={"Authorization": "Bearer wrong"}).status_code == 401
        mine = {"Authorization": f"Bearer {reader}"}
        assert client.get("/v1/events", headers=mine).status_code == 200
        said = {"left": "a", "right": "b", "verdict": "same", "by": "Ada"}
        assert client.post("/v1/judgements", json=said, headers=mine).status_code == 403
        theirs = {"Authorization": f"Bearer {judge}"}
        assert client.post("/v1/judgements", json=said, headers=theirs).status_code == 201
        assert client.post("/v1/runs", json={"places": ["http://x.org"]}, headers=theirs).status_code == 403


def test_an_open_address_needs_tokens(path: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="--token-file"):
        check_address(ServeOptions(host="0.0.0.0"))
    check_address(ServeOptions(host="::1"))
    broken = tmp_path / "tokens"
    broken.write_text("# mine\nabc read Ada\n")
    with pytest.raises(InputError, match="line 2"):
        make_app(path, ServeOptions(tokens=broken))
    with pytest.raises(NotFound, match="no desk"):
        make_app(tmp_path / "none")


def test_foreign_pages_and_names_are_refused(client: TestClient) -> None:
    said = {"left": "a", "right": "b", "verdict": "same", "by": "Eve"}
    foreign = client.post("/v1/judgements", json=said, headers={"Origin": "https://evil.example"})
    assert foreign.status_code == 403
    rebound = client.get("/v1/events", headers={"Host": "evil.example:8461"})
    assert rebound.status_code == 403


def test_too_much_is_refused(path: Path) -> None:
    with TestClient(make_app(path, ServeOptions(most_bytes=100, rate=5))) as client:
        large = client.post("/v1/judgements", content=b"x" * 200)
        assert (large.status_code, large.json()["error"]["code"]) == (413, "too_large")
        answers = [client.get("/v1/health").status_code for _ in range(12)]
        assert {200, 429} >= set(answers)
        assert 429 in answers


def test_the_nouns_on_the_wire_are_those_of_the_command_line(client: TestClient, path: Path) -> None:
    with open_desk(path) as desk:
        origin = next(iter(desk.store.origins()))
        assert desk.known_until() == date.fromisoformat(ask(client, "overview")["known_until"])
    assert ask(client, "origins", limit=1)["items"] == [to_dict(origin)]
