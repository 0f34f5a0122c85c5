"""A stub of a SPARQL endpoint on this machine: answers of recorded shapes, and the faults one meets there."""

from __future__ import annotations

import json
import threading
import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

__all__ = ["ANSWERS", "Endpoint", "endpoint", "recorded"]

ANSWERS: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "sparql_answers.toml").read_text(encoding="utf-8")
)["answer"]
_XSD = "http://www.w3.org/2001/XMLSchema#"


def recorded(rows: list[dict[str, str]]) -> dict[str, Any]:
    """Rows in the shape of `application/sparql-results+json`."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    bindings = [{name: _value(text) for name, text in row.items()} for row in rows]
    return {"head": {"vars": names}, "results": {"bindings": bindings}}


def _value(text: str) -> dict[str, str]:
    form, _, value = text.partition(":")
    if form == "uri":
        return {"type": "uri", "value": f"http://www.wikidata.org/{value}"}
    if form in ("time", "int"):
        kind = "dateTime" if form == "time" else "integer"
        return {"type": "literal", "datatype": _XSD + kind, "value": value}
    if form in ("en", "az"):
        return {"xml:lang": form, "type": "literal", "value": value}
    return {"type": "literal", "value": value if form == "lit" else text}


class Endpoint:
    """What the stub was asked and which faults are still to come, first to last."""

    def __init__(self) -> None:
        self.url = ""
        self.asked: list[str] = []
        self.agents: list[str] = []
        self.at_once = self.most_at_once = 0
        self.faults: list[str] = []

    def rows(self, question: str) -> list[dict[str, str]]:
        """The recorded rows for a question."""
        (found,) = [answer["rows"] for answer in ANSWERS if answer["query"] in question]
        return list(found)


@contextmanager
def endpoint() -> Iterator[Endpoint]:
    """A running stub."""
    stub = Endpoint()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            stub.at_once += 1
            stub.most_at_once = max(stub.most_at_once, stub.at_once)
            question = parse_qs(urlsplit(self.path).query)["query"][0]
            stub.asked.append(question)
            stub.agents.append(self.headers["User-Agent"])
            fault = stub.faults.pop(0) if stub.faults else ""
            body = json.dumps(recorded(stub.rows(question))).encode()
            try:
                self._tell(fault, body)
            finally:
                stub.at_once -= 1

        def _tell(self, fault: str, body: bytes) -> None:
            status, _, wait = fault.partition(" ")
            if fault == "timeout":
                time.sleep(1.0)
            if fault == "truncated":
                # As Wikidata's endpoint does on its time limit: 200, half an answer, then a stack trace.
                body = body[: len(body) // 2] + b"\njava.util.concurrent.TimeoutException\n\tat ..."
            failed = status.isdigit()
            self.send_response(int(status) if failed else 200)
            if failed and wait:
                self.send_header("Retry-After", wait)
            kind = "text/plain" if failed else "application/sparql-results+json;charset=utf-8"
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(b"Too Many Requests" if failed else body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    stub.url = f"http://127.0.0.1:{server.server_port}/sparql"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield stub
    finally:
        server.shutdown()
        server.server_close()
