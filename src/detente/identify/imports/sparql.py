"""A polite client for a SPARQL endpoint: one question at a time, answers kept, waits when it is told to.

Each answer lies in a folder under the digest of its question, as it came, with the day on which it came. What
lies there is not asked again, so that an import that broke off goes on where it stopped.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from detente.base.errors import BackendError, InputError

if TYPE_CHECKING:
    import httpx

__all__ = ["Answer", "Endpoint", "Row", "Sparql"]

AGENT = "detente/0.1 (gazetteer import; one request at a time)"
_BUSY = (408, 429, 500, 502, 503, 504)
_DAMAGED = "its answer is cut off or not JSON"

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """Where to ask and how patiently; times are in seconds.

    `contact` goes into the user agent, as the operators of Wikidata ask for. `longest_wait` is the longest
    time that the endpoint may send us away for before we give up for this run.
    """

    url: str
    contact: str = ""
    pause: float = 1.0
    timeout: float = 90.0
    attempts: int = 5
    longest_wait: float = 300.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The rows of an answer, each value as text, and the day on which they came."""

    rows: tuple[Row, ...]
    day: date


@dataclass(slots=True)
class Sparql:
    """Asks one endpoint. `again` asks anew what is kept; `sleep` and `now` are there for tests."""

    endpoint: Endpoint
    cache: Path
    again: bool = False
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    asked: int = 0
    _client: httpx.Client | None = field(default=None, init=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None

    def answer(self, question: str) -> Answer:
        """The answer to a query, kept or asked for.

        `InputError` if the endpoint refuses the question, `BackendError` if it is away, too busy or breaks
        off its answers; what was answered before is kept.
        """
        file = (
            self.cache / f"{hashlib.sha256(f'{self.endpoint.url} {question}'.encode()).hexdigest()[:32]}.json"
        )
        kept = None if self.again else _kept(file)
        if kept is not None:
            return kept
        raw = self._asked(question)
        today = self.now().date()
        self.cache.mkdir(parents=True, exist_ok=True)
        new = file.with_suffix(".new")
        told = {"question": question, "endpoint": self.endpoint.url, "day": today.isoformat(), "answer": raw}
        new.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
        new.replace(file)
        return Answer(rows=_rows(raw), day=today)

    def _asked(self, question: str) -> Any:
        """The answer as JSON; tries again after the time that the endpoint names, else longer and longer."""
        if self.asked:
            self.sleep(self.endpoint.pause)
        why = ""
        for attempt in range(self.endpoint.attempts):
            self.asked += 1
            raw, why, wait = self._once(question)
            if raw is not None:
                return raw
            wait = 2.0 ** (attempt + 1) if wait is None else wait
            if wait > self.endpoint.longest_wait:
                raise self._gives_up(f"{why} and asks us to wait {wait:.0f} seconds")
            if attempt + 1 < self.endpoint.attempts:
                self.sleep(wait)
        raise self._gives_up(f"{why}, {self.endpoint.attempts} times")

    def _once(self, question: str) -> tuple[Any, str, float | None]:
        """The answer, or `None`, why not, and how long to wait if the endpoint says so."""
        import httpx

        try:
            response = self._open().get(
                self.endpoint.url,
                params={"query": question, "format": "json"},
                headers={"Accept": "application/sparql-results+json"},
            )
        except httpx.TimeoutException:
            return None, f"it did not answer within {self.endpoint.timeout:g} seconds", None
        except httpx.HTTPError as error:
            return None, f"it cannot be reached ({error})", None
        if response.status_code in _BUSY:
            wait = _seconds(response.headers.get("retry-after", ""), self.now())
            return None, f"it answers {response.status_code}", wait
        self._check(response)
        try:
            raw = response.json()
            _rows(raw)
        except (ValueError, KeyError, TypeError, AttributeError):
            return None, _DAMAGED, None
        return raw, "", None

    def _check(self, response: httpx.Response) -> None:
        if response.status_code == 400:
            raise InputError(
                f"{self.endpoint.url} does not understand the question: {response.text[:200]!r}; "
                "is it an endpoint for Wikidata's terms?"
            )
        if response.status_code != 200:
            raise BackendError(
                f"{self.endpoint.url} answers {response.status_code}; check the address, and give --contact, "
                "which the operators of Wikidata ask for"
            )

    def _open(self) -> httpx.Client:
        import httpx

        if self._client is None:
            contact = f" {self.endpoint.contact}" if self.endpoint.contact else ""
            self._client = httpx.Client(
                timeout=self.endpoint.timeout, headers={"User-Agent": AGENT + contact}
            )
        return self._client

    def _gives_up(self, why: str) -> BackendError:
        remedy = "run the same command again later: it goes on where it stopped"
        return BackendError(
            f"{self.endpoint.url}: {why}; what was answered so far is kept in {self.cache}; {remedy}",
            hint=remedy,
        )


def _kept(file: Path) -> Answer | None:
    """The answer in a file; `None` if there is none, or none that can be read."""
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
        return Answer(rows=_rows(told["answer"]), day=date.fromisoformat(told["day"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _rows(raw: Any) -> tuple[Row, ...]:
    """The bindings of an answer, each value as text."""
    found = raw["results"]["bindings"]
    return tuple({name: str(value["value"]) for name, value in row.items()} for row in found)


def _seconds(retry_after: str, now: datetime) -> float | None:
    """Seconds to wait by a Retry-After header: a number or a day and time."""
    if retry_after.strip().isdecimal():
        return float(retry_after)
    try:
        return max(0.0, (parsedate_to_datetime(retry_after) - now).total_seconds())
    except (TypeError, ValueError):
        return None
