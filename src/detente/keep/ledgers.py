"""Small nouns in the catalogue: one row each, in the order kept, as JSON.

Actors, findings, gaps, failures, judgements, forecasts, settlements, loads, alerts and runs: people change,
withdraw and list them one by one, so they stand in SQLite and not in segments.
"""

# ruff: noqa: S608  (names of tables are written in this package, values are bound)

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from detente.base.alerts import Alert
from detente.base.errors import NotFound
from detente.base.forecasts import Settlement
from detente.base.ids import content_id
from detente.base.types import Judgement
from detente.base.wire import from_json, to_json
from detente.keep.opening import Catalogue
from detente.keep.store import Run

__all__ = [
    "end_run",
    "key_of",
    "ledger",
    "new_rows",
    "put_alerts",
    "put_row",
    "put_settlement",
    "seen_causes",
    "withdraw_judgement",
]

ROWS_AT_ONCE = 500

Noun = TypeVar("Noun")
Row = tuple[str, str]


def ledger(
    catalogue: Catalogue,
    table: str,
    kind: type[Noun],
    *,
    where: str = "true",
    parameters: Sequence[object] = (),
) -> Iterator[Noun]:
    """The nouns in `table` in the order kept: those that were there when this was called."""
    last = catalogue.rows(f"SELECT max(seq) FROM {table}")[0][0] or 0
    some = f"seq > ? AND seq <= ? AND {where} ORDER BY seq LIMIT {ROWS_AT_ONCE}"
    sql = f"SELECT seq, json FROM {table} WHERE {some}"

    def pages() -> Iterator[Noun]:
        seen = 0
        while rows := catalogue.rows(sql, (seen, last, *parameters)):
            seen = rows[-1][0]
            yield from (from_json(kind, text) for _, text in rows)

    return pages()


def key_of(prefix: str, line: str) -> str:
    """The id of a noun that is told apart by its content alone."""
    return content_id(prefix, line)


def new_rows(catalogue: Catalogue, table: str, rows: Iterable[Row]) -> list[Row]:
    """Those of `rows` (id, JSON) whose id is not in `table`, each once."""
    unique = dict(reversed(list(rows)))
    known = catalogue.rows_in(f"SELECT id FROM {table} WHERE id IN ({{ids}})", unique)
    missing = unique.keys() - {row[0] for row in known}
    return [(id_, line) for id_, line in reversed(unique.items()) if id_ in missing]


def put_row(catalogue: Catalogue, table: str, id_: str, noun: object) -> None:
    """Add one noun; one that is already there stays as it is."""
    with catalogue.transaction():
        catalogue.do(f"INSERT OR IGNORE INTO {table} (id, json) VALUES (?, ?)", (id_, to_json(noun)))


def put_settlement(catalogue: Catalogue, settlement: Settlement) -> None:
    """Add a settlement; `NotFound` if no such forecast is in the ledger."""
    _line(catalogue, "forecasts", settlement.forecast_id, "forecast")
    put_row(catalogue, "settlements", settlement.id, settlement)


def put_alerts(catalogue: Catalogue, rule: str, causes: Iterable[str], alerts: Sequence[Alert]) -> None:
    """Add what a rule has looked at and what it tells of that, both or neither; known ones stay."""
    with catalogue.transaction():
        # The empty cause says that the rule has looked at all.
        rows = ((rule, cause) for cause in ("", *causes))
        catalogue.do_many("INSERT OR IGNORE INTO causes (rule, cause) VALUES (?, ?)", rows)
        lines = ((alert.id, to_json(alert)) for alert in alerts)
        catalogue.do_many("INSERT OR IGNORE INTO alerts (id, json) VALUES (?, ?)", lines)


def seen_causes(catalogue: Catalogue, rule: str) -> frozenset[str] | None:
    """What a rule has looked at; `None` if it never has."""
    found = frozenset(row[0] for row in catalogue.rows("SELECT cause FROM causes WHERE rule = ?", (rule,)))
    return found - {""} if found else None


def withdraw_judgement(catalogue: Catalogue, judgement_id: str, at: datetime) -> Judgement:
    """The judgement, withdrawn at `at` (or before); `NotFound` if there is none."""
    judgement = from_json(Judgement, _line(catalogue, "judgements", judgement_id, "judgement"))
    if judgement.withdrawn is not None:
        return judgement
    withdrawn = replace(judgement, withdrawn=at)
    with catalogue.transaction():
        catalogue.do("UPDATE judgements SET json = ? WHERE id = ?", (to_json(withdrawn), judgement_id))
    return withdrawn


def end_run(catalogue: Catalogue, run: Run) -> None:
    """Write what became of a run over its first entry; `NotFound` if it never started."""
    _line(catalogue, "runs", run.id, "run")
    with catalogue.transaction():
        catalogue.do("UPDATE runs SET json = ? WHERE id = ?", (to_json(run), run.id))


def _line(catalogue: Catalogue, table: str, id_: str, name: str) -> str:
    rows = catalogue.rows(f"SELECT json FROM {table} WHERE id = ?", (id_,))
    if not rows:
        raise NotFound(f"no {name} {id_!r} in desk {catalogue.desk}; `detente show {table}` lists them")
    line: str = rows[0][0]
    return line
