"""Loaded events: columns of other people's data into segments, and out again as events or as a table."""

# ruff: noqa: S608  (names of tables and files are our own, values are bound)

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.base.ids import content_id
from detente.base.table import EventTable
from detente.collect.datasets.formats import PRECISIONS, DatasetReading, Rows
from detente.keep.query import Engine, quoted, relation
from detente.keep.segments import COLUMNS
from detente.keep.store import Load

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["JUDGED_WRONG", "Stage", "all_events", "load_of", "read_table"]

ROWS_IN_SEGMENT = 1_000_000
LONGEST_DAYS = 31  # what is known less exactly than to a month has no day to be counted under
COMMA = "\x1f"
_EPOCH = "DATE '1970-01-01'"

_AS_EVENT = """(SELECT id, type, mode, contexts, actor_ids, recipient_ids, when_start, when_end,
    when_precision, NULL::VARCHAR AS place_id, goldstein, factuality, modality, happened, [id] AS claim_ids,
    []::VARCHAR[] AS origin_ids, to_json({{
        'id': id, 'type': type, 'mode': mode, 'contexts': contexts, 'actor_ids': actor_ids,
        'recipient_ids': recipient_ids, 'when': {{
            'start': when_start, 'end': when_end, 'precision': when_precision}},
        'place_id': NULL, 'goldstein': goldstein, 'factuality': factuality, 'modality': modality,
        'claim_ids': [id], 'origin_ids': []::VARCHAR[]}})::VARCHAR AS json, false AS wrong
    FROM {loaded})"""

# No column of its own: segments from before there was such a verdict lack it.
JUDGED_WRONG = "coalesce((json->>'$.wrong')::BOOLEAN, false)"

_ADD = f"""INSERT INTO staged SELECT $1 || rows.ids AS id, $2, a.type, nullif(a.mode, ''),
        if(a.contexts = '', [], string_split(a.contexts, chr(31))), x.ids, y.ids,
        {_EPOCH} + rows.start, {_EPOCH} + rows.end, p.name, a.goldstein, a.factuality, a.modality, a.happened
    FROM rows JOIN acts a ON a.place = rows.act JOIN sides x ON x.place = rows.actors
        JOIN sides y ON y.place = rows.recipients JOIN precisions p ON p.place = rows.precision
    WHERE NOT EXISTS (SELECT 1 FROM kept WHERE kept.id = hash($1 || rows.ids))"""

_TABLE = """WITH names AS (
        SELECT unnest($names::VARCHAR[]) AS name, generate_subscripts($names::VARCHAR[], 1) - 1 AS place),
    kinds AS (
        SELECT unnest($kinds::VARCHAR[]) AS name, generate_subscripts($kinds::VARCHAR[], 1) - 1 AS place),
    sides AS (SELECT id, ({epoch_days} + (when_end - when_start) // 2)::INTEGER AS day, type, goldstein,
        actor_ids[1] AS actor, {recipient} AS recipient FROM {loaded} WHERE {where})
    SELECT sides.id, sides.day, a.place::INTEGER AS actor, r.place::INTEGER AS recipient,
        k.place::INTEGER AS type, sides.goldstein::FLOAT AS goldstein
    FROM sides JOIN names a ON a.name = sides.actor JOIN names r ON r.name = sides.recipient
        JOIN kinds k ON k.name = sides.type
    WHERE sides.actor != sides.recipient"""


class Stage:
    """Stretches of rows gathered into files of a million; rows whose id is kept already are passed over."""

    def __init__(self, run: Callable[..., list[tuple[Any, ...]]], kept: Sequence[Path]) -> None:
        self.events = 0
        self.seen = 0
        self.days: list[date] = []
        self.ends: list[str] = []  # first and last ids: no later load brings the same
        self._run = run
        self._acts = self._sides = 0
        run(f"CREATE TEMP TABLE kept AS SELECT hash(id) AS id FROM {relation(kept, COLUMNS['loaded'])}")
        run("CREATE TEMP TABLE sides (place INTEGER, ids VARCHAR[])")
        run(
            "CREATE TEMP TABLE acts (place INTEGER, type VARCHAR, mode VARCHAR, contexts VARCHAR,"
            " goldstein DOUBLE, factuality VARCHAR, modality VARCHAR, happened BOOLEAN)"
        )
        names = ", ".join(f"({place}, '{one}')" for place, one in enumerate(PRECISIONS))
        run(f"CREATE TEMP TABLE precisions AS SELECT * FROM (VALUES {names}) AS t(place, name)")
        self._empty()

    def files(self, reading: DatasetReading) -> Iterator[tuple[int, Callable[[Path], None]]]:
        """For each file that is due: how many rows it has, and what writes it to a path."""
        pending = 0
        for rows in reading.rows:
            pending += self._add(rows, reading.dataset)
            if pending >= ROWS_IN_SEGMENT:
                yield pending, self._write
                pending = 0
                self._empty()
        if pending:
            yield pending, self._write

    def _add(self, rows: Rows, dataset: str) -> int:
        self._learn(rows)
        columns = {
            "ids": rows.ids,
            "start": rows.start,
            "end": rows.end,
            "precision": rows.precision,
            "act": rows.act,
            "actors": rows.actors,
            "recipients": rows.recipients,
        }
        self.seen += len(rows)
        (added,) = self._run(_ADD, (rows.prefix, dataset), rows=columns)[0]
        self.events += added
        return int(added)

    def _learn(self, rows: Rows) -> None:
        import numpy as np

        sides, acts = rows.sides[self._sides :], rows.acts[self._acts :]
        if sides:
            place = np.arange(self._sides, len(rows.sides), dtype=np.int32)
            ids = np.array([COMMA.join(side) for side in sides], object)
            sql = "INSERT INTO sides SELECT place, string_split(ids, chr(31)) FROM new_sides"
            self._run(sql, new_sides={"place": place, "ids": ids})
        if acts:
            new = {
                "place": np.arange(self._acts, len(rows.acts), dtype=np.int32),
                "type": np.array([act.type for act in acts], object),
                "mode": np.array([act.mode or "" for act in acts], object),
                "contexts": np.array([COMMA.join(act.contexts) for act in acts], object),
                "goldstein": np.array([act.goldstein for act in acts], float),
                "factuality": np.array([str(act.factuality) for act in acts], object),
                "modality": np.array([str(act.modality) for act in acts], object),
                "happened": np.array([act.happened for act in acts], bool),
            }
            self._run("INSERT INTO acts SELECT * FROM new_acts", new_acts=new)
        self._sides, self._acts = len(rows.sides), len(rows.acts)

    def _write(self, target: Path) -> None:
        first, last, *ends = self._run("SELECT min(when_start), max(when_end), min(id), max(id) FROM staged")[
            0
        ]
        self.days += [first, last]
        self.ends += ends
        self._run(f"COPY staged TO {quoted(str(target))} (FORMAT parquet, COMPRESSION zstd)")

    def _empty(self) -> None:
        columns = ", ".join(f"{name} {type_}" for name, type_ in COLUMNS["loaded"].items())
        self._run(f"CREATE OR REPLACE TEMP TABLE staged ({columns})")


def load_of(reading: DatasetReading, stage: Stage) -> Load:
    """The entry of a load whose rows have all gone through `stage`."""
    account = reading.account
    return Load(
        id=content_id("load", reading.dataset, reading.file, account.rows, stage.events, *stage.ends),
        dataset=reading.dataset,
        file=reading.file,
        rows=account.rows,
        events=stage.events,
        known=stage.seen - stage.events,
        left_out=account.left_out,
        first=min(stage.days, default=None),
        last=max(stage.days, default=None),
        lost=tuple(sorted(reading.lost)),
    )


def all_events(concluded: Sequence[Path], loaded: Sequence[Path]) -> str:
    """SQL that stands for concluded and loaded events, in the columns of the noun `events` and `wrong`."""
    first = f"(SELECT *, {JUDGED_WRONG} AS wrong FROM {relation(concluded, COLUMNS['events'])})"
    if not loaded:
        return first
    second = _AS_EVENT.format(loaded=relation(loaded, COLUMNS["loaded"]))
    return f"(FROM {first} UNION ALL FROM {second})" if concluded else second


def read_table(
    engine: Engine, files: Sequence[Path], *, where: str, parameters: Mapping[str, object]
) -> EventTable:
    """The loaded events in `files` that fit `where`, by day; `BackendError` for broken files."""
    import numpy as np

    loaded = relation(files, COLUMNS["loaded"])
    fitting = f"{where} AND when_end - when_start < {LONGEST_DAYS}"
    names, kinds = _names(engine, files, loaded, (fitting, parameters))
    several = f"SELECT max(greatest(len(actor_ids), len(recipient_ids))) FROM {loaded}"
    single = (next(engine.rows(several, {}, files))[0] or 0) <= 1
    sql = _TABLE.format(
        epoch_days=f"(when_start - {_EPOCH})",
        recipient="recipient_ids[1]" if single else "unnest(recipient_ids)",
        loaded=loaded if single else _each_pair(loaded, fitting),
        where=fitting if single else "true",
    )
    found = engine.columns(sql, {**parameters, "names": names, "kinds": kinds}, files)
    day = np.asarray(found["day"])
    first = int(day.min(initial=0))
    # Small whole numbers are sorted by their digits, which is ten times as fast.
    short = np.uint16 if int(day.max(initial=0)) - first < 1 << 16 else np.int32
    order = np.argsort((day - first).astype(short), kind="stable")
    return _table(found, order, (tuple(names), tuple(kinds)))


def _table(
    found: Mapping[str, NDArray[Any]], order: NDArray[np.intp], names: tuple[tuple[str, ...], tuple[str, ...]]
) -> EventTable:
    import numpy as np

    def column(name: str) -> NDArray[Any]:
        # DuckDB masks columns in which something may be missing; nothing is here.
        return np.asarray(found[name])[order]

    return EventTable(
        actors=names[0],
        types=names[1],
        day=column("day"),
        actor=column("actor"),
        recipient=column("recipient"),
        type=column("type"),
        goldstein=column("goldstein"),
        ids=column("id"),
    )


def _names(
    engine: Engine, files: Sequence[Path], loaded: str, which: tuple[str, Mapping[str, object]]
) -> tuple[list[str], list[str]]:
    where, parameters = which
    actors = (
        f"SELECT DISTINCT unnest(actor_ids) AS name FROM {loaded} WHERE {where}"
        f" UNION SELECT DISTINCT unnest(recipient_ids) FROM {loaded} WHERE {where} ORDER BY name"
    )
    types = f"SELECT DISTINCT type FROM {loaded} WHERE {where} ORDER BY type"
    return (
        [row[0] for row in engine.rows(actors, parameters, files)],
        [row[0] for row in engine.rows(types, parameters, files)],
    )


def _each_pair(loaded: str, where: str) -> str:
    """One row for each actor, with all recipients; those are unnested one step further out."""
    return (
        "(SELECT id, when_start, when_end, type, goldstein, [unnest(actor_ids)] AS actor_ids, recipient_ids"
        f" FROM {loaded} WHERE {where})"
    )
