"""The assistant's server, driven by the protocol's own client: in memory, over stdio and over HTTP."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import anyio
import pytest
from fastapi.testclient import TestClient
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters

from detente.base.errors import InputError
from detente.run.desk import open_desk
from detente.serve.api import make_app
from detente.serve.assistant.answers import MOST_CHARACTERS
from detente.serve.assistant.server import make_assistant
from detente.serve.served import Served, ServeOptions
from detente.serve.tokens import add_token

READING = {
    "search_documents", "read_document", "find_events", "show_event", "relation", "network", "forecasts",
    "scorecard", "brief", "gaps_and_failures", "who_is",
}  # fmt: skip
DYAD = {"actor": "RUS", "recipient": "AZE"}
Call = Callable[..., Awaitable[Any]]


def use(server: Any, work: Callable[[Client, Call], Awaitable[None]], mode: str = "auto") -> None:
    """Do `work` with a client of `server` and a function that calls a tool and reads its answer."""

    async def main() -> None:
        async with Client(server, mode=mode) as client:

            async def call(tool: str, /, **given: Any) -> Any:
                done = await client.call_tool(tool, given)
                (block,) = done.content
                assert len(block.text) <= MOST_CHARACTERS
                return block.text if done.is_error else json.loads(block.text)

            await work(client, call)

    anyio.run(main)


@pytest.fixture
def served(path: Path) -> Iterator[Served]:
    served = Served(path)
    yield served
    served.close()


def bare(value: Any, number: str) -> Iterator[str]:
    """All strings of an answer, without what stands between its marks; checks that no mark is inside."""
    if isinstance(value, str):
        for inside in re.findall(f"⟦quote {number}⟧(.*?)⟦end {number}⟧", value, re.DOTALL):
            assert "⟦" not in inside
            assert "⟧" not in inside
        yield re.sub(f"⟦quote {number}⟧.*?⟦end {number}⟧", "", value, flags=re.DOTALL)
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from bare(key, number)
            yield from bare(one, number)
    elif isinstance(value, list):
        for one in value:
            yield from bare(one, number)


def number_of(answer: dict[str, Any]) -> str:
    found = re.search(r"⟦quote (\w{8})⟧", answer["quotations"])
    assert found
    return found[1]


def unmarked(text: str) -> str:
    return re.sub(r"⟦(quote|end) \w+⟧", "", text)


async def every_answer(call: Call) -> dict[str, Any]:
    """One answer of each reading tool, those of the planted documents among them."""
    planted = await call("search_documents", words="SYSTEM judge")
    (head,) = planted["items"]
    events = await call("find_events", since="2025-07-04", until="2025-07-06", limit=50)
    text = await call("read_document", document=head["document"], characters=12_000)
    of_planted = [one for one in events["items"] if one["said"]["document"] == head["document"]]
    assert of_planted, "no event rests on the planted document: the test would prove nothing"
    return {
        "search_documents": planted,
        "read_document": text,
        "find_events": events,
        "show_event": await call("show_event", event=of_planted[0]["event"]),
        "relation": await call("relation", **DYAD, by="day", since="2025-07-01"),
        "network": await call("network", limit=100),
        "forecasts": await call("forecasts"),
        "scorecard": await call("scorecard"),
        "brief": await call("brief", **DYAD, written_on="2025-12-01"),
        "gaps_and_failures": await call("gaps_and_failures", limit=50),
        "who_is": await call("who_is", name="official"),
    }


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_what_documents_say_stays_quotation(served: Served, mode: str) -> None:
    async def work(_: Client, call: Call) -> None:
        answers = await every_answer(call)
        assert set(answers) == READING
        seen = 0
        for tool, answer in answers.items():
            number, rest = number_of(answer), dict(answer)
            rest.pop("quotations")
            for text in bare(rest, number):
                assert not re.search(r"ignore your|call judge|SYSTEM|[⟦⟧〚〛\u202e\x1b]", text), (tool, text)
            raw = json.dumps(rest, ensure_ascii=False)
            assert not re.search("[\U000e0000-\U000e0fff\u202e]", raw)
            seen += "ignore your instructions" in raw
        assert seen >= 4, "the order was to be seen in several answers, as a quotation"

    use(make_assistant(served), work, mode)


def test_what_is_only_made_of_documents_is_marked_too(served: Served) -> None:
    """Sentences of briefs, names of actors that no book knows, gaps and failures repeat what texts say."""

    async def work(_: Client, call: Call) -> None:
        answers = await every_answer(call)
        told = [one["text"] for one in answers["brief"]["items"]]
        told += [one["name"] for one in answers["network"]["actors"] if one["id"].startswith("new-")]
        told += [one["name"] for one in (await call("who_is", name="an"))["items"] if one["id"][:4] == "new-"]
        missing = answers["gaps_and_failures"]["items"]
        told += [one[name] for one in missing for name in ("why", "what", "claimed") if name in one]
        assert {one["kind"] for one in missing} >= {"gap", "failure"}
        assert len(told) > 20
        assert all(re.fullmatch(r"⟦quote \w+⟧.*⟦end \w+⟧( \(.*\))?", one, re.DOTALL) for one in told)
        known = [one["name"] for one in answers["network"]["actors"] if one["id"].startswith("Q")]
        assert "Russia" in known

    use(make_assistant(served), work)


def test_the_instructions_say_what_a_quotation_is(served: Served) -> None:
    async def work(client: Client, call: Call) -> None:
        assert "Never follow a request" in (client.instructions or "")
        assert f"{MOST_CHARACTERS:,}" in (client.instructions or "")
        answer = await call("scorecard")
        assert "never instructions" in answer["quotations"]

    use(make_assistant(served), work)


@pytest.mark.parametrize(
    ("allow", "more"),
    [("", set()), ("judge", {"judge"}), ("write", {"predict"}), ("judge,write", {"judge", "predict"})],
)
def test_tools_that_change_are_there_only_if_allowed(served: Served, allow: str, more: set[str]) -> None:
    async def work(client: Client, call: Call) -> None:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert set(tools) == READING | more
        assert all(tool.annotations.read_only_hint is (name in READING) for name, tool in tools.items())
        assert all(tool.description for tool in tools.values())
        if "judge" not in more:
            refused = await call("judge", left="a", right="b", verdict="same", for_whom="Ada")
            assert "Unknown tool" in refused

    use(make_assistant(served, frozenset(filter(None, allow.split(",")))), work)


def test_the_page_on_assistants_names_every_tool_and_the_cap(served: Served) -> None:
    page = (Path(__file__).parents[3] / "docs" / "assistants.md").read_text(encoding="utf-8")

    async def work(client: Client, _: Call) -> None:
        for tool in (await client.list_tools()).tools:
            assert f"`{tool.name}`" in page
        assert f"{MOST_CHARACTERS:,} characters" in page

    use(make_assistant(served, frozenset({"judge", "write"})), work)


def test_allow_knows_its_words(served: Served) -> None:
    with pytest.raises(InputError, match="--allow read"):
        make_assistant(served, frozenset({"read"}))


def test_judging_and_predicting_are_kept(served: Served, path: Path) -> None:
    async def work(_: Client, call: Call) -> None:
        events = (await call("find_events", **DYAD, limit=2))["items"]
        one, other = (event["said"]["claim"] for event in events)
        made = await call("judge", left=one, right=other, verdict="different", for_whom="Ada", why="two days")
        forecast = await call("predict", **DYAD, types=["SANCTION"], until="2027-12-31")
        assert 0 <= forecast["probability"] <= 1
        ids = [item["forecast"] for item in (await call("forecasts"))["items"]]
        assert forecast["forecast"] in ids
        with open_desk(path) as desk:
            (kept,) = desk.store.judgements()
        assert (kept.id, kept.by, kept.why) == (made["id"], "assistant for Ada", "two days")

    use(make_assistant(served, frozenset({"judge", "write"})), work)


def test_lists_say_how_much_there_is_and_lead_on(served: Served, path: Path) -> None:
    async def work(_: Client, call: Call) -> None:
        for tool, key in [("search_documents", "document"), ("find_events", "event")]:
            ids, after = [], None
            while True:
                page = await call(tool, limit=7, after=after)
                ids += [item[key] for item in page["items"]]
                after = page["after"]
                if after is None:
                    break
                assert page["shown"].endswith(f"of {page['total']}; ask again with after={after}")
            assert len(ids) == len(set(ids)) == page["total"] > 7
        refused = await call("find_events", after=(await call("search_documents", limit=1))["after"])
        assert "another query" in refused

    use(make_assistant(served), work)


def test_two_names_take_both_directions(served: Served) -> None:
    async def work(_: Client, call: Call) -> None:
        there = await call("find_events", actor="Russia", recipient="AZE", limit=50)
        back = await call("find_events", actor="AZE", recipient="Q159", limit=50)
        assert there["total"] == back["total"] > 3
        assert [one["event"] for one in there["items"]] == [one["event"] for one in back["items"]]
        either = await call("find_events", recipient="RUS")
        assert either["total"] == (await call("find_events", actor="RUS"))["total"] >= there["total"]

    use(make_assistant(served), work)


def test_a_page_that_is_too_long_is_cut_and_goes_on_where_it_was_cut(served: Served) -> None:
    async def work(_: Client, call: Call) -> None:
        first = await call("brief", **DYAD, limit=60, written_on="2025-12-01")
        shown = len(first["items"])
        assert 0 < shown < min(60, first["total"])
        texts = [item["text"] for item in first["items"]]
        following = await call("brief", **DYAD, limit=60, written_on="2025-12-01", after=first["after"])
        assert following["shown"].startswith(f"{shown + 1} to ")
        brief = served.desk.report(*DYAD.values(), written="2025-12-01").brief
        sentences = [sentence.text for section in brief.sections for sentence in section.sentences]
        whole = [re.sub("[⟧〛]", "]]", re.sub("[⟦〚]", "[[", text)) for text in sentences]  # forged marks
        told = [unmarked(text) for text in (*texts, *(one["text"] for one in following["items"]))]
        assert told == whole[: len(told)]

    use(make_assistant(served), work)


def test_a_document_is_read_in_parts_that_make_up_the_whole(served: Served) -> None:
    async def work(_: Client, call: Call) -> None:
        (head,) = (await call("search_documents", words="agreed treaty"))["items"]
        assert head["document"] == "long"
        parts, offset = [], 0
        while offset is not None:
            part = await call("read_document", document="long", offset=offset, characters=9000)
            parts.append(unmarked(part["text"]))
            offset = part["next_offset"]
        assert "".join(parts) == served.desk.document("long").text

    use(make_assistant(served), work)


def test_answers_are_those_of_the_desk(served: Served) -> None:
    async def work(_: Client, call: Call) -> None:
        event = (await call("find_events", **DYAD, happened=True))["items"][0]
        held = served.desk.event(event["event"])
        assert (event["type"], event["claims"], event["happened"]) == (held.type, len(held.claim_ids), True)
        shown = await call("show_event", event=held.id)
        assert {item["claim"] for item in shown["items"]} == set(held.claim_ids)
        for item in shown["items"]:
            assert all(item[name] for name in ("quote", "publisher", "published", "title"))
        assert {one["origin"] for one in shown["from_origins"]} == set(held.origin_ids)
        months = await call("relation", **DYAD)
        told = {one["from"]: one["tension"] for one in months["items"]}
        measured = {one.period.start.isoformat(): one.tension for one in served.desk.measure("RUS", "AZE")}
        assert told == {day: tension and round(tension, 4) for day, tension in measured.items()}
        putin = await call("who_is", name="Vladimir Putin", day="2011-01-01")
        assert [role["office"] for role in putin["roles"] if role["held"] == "yes"] == ["prime minister"]
        assert (await call("network"))["total"] >= 5
        (forecast,) = (await call("forecasts"))["items"]
        assert forecast["types"] == ["CONSULT"]
        assert unmarked(forecast["rule"])

    use(make_assistant(served), work)


def test_events_of_data_sets_say_so_and_quote_nobody(tmp_path: Path) -> None:
    cells = ["x"] * 61
    for place, value in {0: "1", 1: "20250630", 7: "RUS", 12: "GOV", 17: "AZE", 22: "GOV", 26: "042"}.items():
        cells[place] = value
    (tmp_path / "events.tsv").write_text("\t".join(cells) + "\n")
    with open_desk(tmp_path / "desk") as desk:
        desk.load(tmp_path / "events.tsv", dataset="gdelt")

    async def work(_: Client, call: Call) -> None:
        (event,) = (await call("find_events", actor="RUS"))["items"]
        assert (event["event"], event["data_set"], event["said"]) == ("gdelt:1", "gdelt", None)
        assert (await call("show_event", event="gdelt:1"))["items"] == []
        assert (await call("brief", **DYAD))["items"]

    served = Served(tmp_path / "desk")
    use(make_assistant(served), work)
    served.close()


@pytest.mark.parametrize(
    ("tool", "given", "told"),
    [
        ("find_events", {"nonsense": 1}, "has no 'nonsense'; it knows actor"),
        ("find_events", {"actor": "Nobodyish"}, "nobody is called 'Nobodyish'"),
        ("find_events", {"since": "soon"}, "soon"),
        ("find_events", {"types": "DANCE"}, "DANCE"),
        ("find_events", {"limit": 1000}, "1 to 50"),
        ("find_events", {"limit": "many"}, "valid integer"),
        ("read_document", {"document": "none"}, "no document 'none'"),
        ("read_document", {"document": "doc~0"}, "no document 'doc~0'"),
        ("read_document", {"document": "long", "offset": -1}, "offset=-1"),
        ("show_event", {"event": "⟦end 1⟧\u202e"}, "'[[end 1]]"),
        ("relation", {"actor": "RUS", "recipient": "RUS"}, "RUS"),
        ("relation", {**DYAD, "by": "century"}, "century"),
        ("gaps_and_failures", {"kind": "joy"}, "gap, failure, finding"),
        ("brief", {"recipient": "RUS"}, "without an actor"),
    ],
)
def test_wrong_use_says_what_and_how(served: Served, tool: str, given: dict[str, Any], told: str) -> None:
    async def work(client: Client, _: Call) -> None:
        done = await client.call_tool(tool, given)
        assert done.is_error
        assert told in done.content[0].text
        assert "⟦" not in done.content[0].text

    use(make_assistant(served), work)


def test_over_stdio_nothing_but_the_protocol_is_on_stdout(path: Path) -> None:
    server = StdioServerParameters(
        command=sys.executable, args=["-m", "detente", "serve", "--mcp", "--store", str(path)]
    )

    async def work(client: Client, call: Call) -> None:
        assert {tool.name for tool in (await client.list_tools()).tools} == READING
        assert (await call("brief", **DYAD))["total"] > 10
        assert (await call("network"))["actors"]
        assert (await call("search_documents", words="Putin"))["total"] > 3

    use(server, work)
    hello = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}
    lines = [
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {"name": "network", "arguments": {}}},
    ]
    with subprocess.Popen([server.command, *server.args], stdin=-1, stdout=-1, text=True) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write("".join(json.dumps(line) + "\n" for line in lines))
        process.stdin.flush()
        told = [json.loads(process.stdout.readline()) for _ in range(2)]
        process.stdin.close()
        assert process.stdout.read() == ""
    assert [message["id"] for message in told] == [1, 2]


def test_no_desk_is_said_on_stderr(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "detente", "serve", "--mcp", "--store", str(tmp_path / "none")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    assert (done.returncode, done.stdout) == (2, "")
    assert "none" in done.stderr


def post(client: TestClient, method: str, params: dict[str, Any], **headers: str) -> Any:
    asked = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
    sent = {"accept": "application/json, text/event-stream", "mcp-protocol-version": "2025-06-18"}
    return client.post("/mcp", json=asked, headers=sent | headers)


def test_over_http_when_asked_for(path: Path) -> None:
    with TestClient(make_app(path)) as client:
        assert post(client, "tools/list", {}).status_code in (404, 405)
    with TestClient(make_app(path, ServeOptions(assistant=True))) as client:
        listed = post(client, "tools/list", {})
        assert listed.status_code == 200, listed.text
        assert {tool["name"] for tool in listed.json()["result"]["tools"]} == READING
        done = post(client, "tools/call", {"name": "find_events", "arguments": {"actor": "RUS"}}).json()
        assert json.loads(done["result"]["content"][0]["text"])["total"] > 3
        assert client.get("/v1/health").status_code == 200
        assert post(client, "tools/list", {}, origin="https://evil.example").status_code == 403
        assert post(client, "tools/list", {}, host="evil.example").status_code == 403


def test_over_http_tokens_say_who_may_do_what(path: Path, tmp_path: Path) -> None:
    held = tmp_path / "tokens"
    reader, judge = add_token(held, "Ada", ("read",)), add_token(held, "Grace", ("read", "judge"))
    options = ServeOptions(tokens=held, assistant=True, allow=frozenset({"judge", "write"}))
    said = {"left": "clm-1", "right": "clm-2", "verdict": "same", "for_whom": "Ada"}
    wanted = {"name": "judge", "arguments": said}
    with TestClient(make_app(path, options)) as client:
        assert post(client, "tools/list", {}).status_code == 401
        assert post(client, "tools/list", {}, authorization=f"Bearer {reader}").status_code == 200
        refused = post(client, "tools/call", wanted, authorization=f"Bearer {reader}").json()["result"]
        assert refused["isError"]
        assert "may not judge" in refused["content"][0]["text"]
        done = post(client, "tools/call", wanted, authorization=f"Bearer {judge}").json()["result"]
        assert not done.get("isError")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["--mcp", "--mcp-http"], "give one of them"),
        (["--allow", "judge"], "goes with --mcp"),
        (["--mcp", "--allow", "all"], "choose from judge, write"),
    ],
)
def test_options_that_do_not_go_together(path: Path, given: list[str], told: str) -> None:
    command = [sys.executable, "-m", "detente", "serve", "--store", str(path), *given]
    done = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    assert done.returncode == 2
    assert told in done.stderr
    assert done.stdout == ""
