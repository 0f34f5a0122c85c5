"""A whole list as a file: JSON lines, CSV, Parquet or GeoJSON."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from detente.keep.query import parquet_of

__all__ = ["FORMS", "MOST_ROWS", "as_csv", "as_geojson", "as_json_lines", "as_parquet"]

MOST_ROWS = 100_000
FORMS = {
    "jsonl": "application/jsonl",
    "csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
    "geojson": "application/geo+json",
}

Row = Mapping[str, Any]


def as_json_lines(rows: Iterable[Row]) -> bytes:
    """One noun a line."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def as_csv(rows: Sequence[Row]) -> bytes:
    """A table with a head line: lists joined by "; ", nested values as JSON, formulas defused."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(dict.fromkeys(name for row in rows for name in row)))
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    return text.getvalue().encode("utf-8")


def as_parquet(rows: Sequence[Row]) -> bytes:
    """A Parquet file, its columns typed by what stands in them."""
    with tempfile.TemporaryDirectory() as folder:
        lines, target = Path(folder) / "rows.jsonl", Path(folder) / "rows.parquet"
        lines.write_bytes(as_json_lines(rows))
        parquet_of(lines, target)
        return target.read_bytes()


def as_geojson(rows: Iterable[Row]) -> bytes:
    """The rows that have `lat` and `lon`, as points; the others are counted under `left_out`."""
    points, without = [], 0
    for row in rows:
        if row.get("lat") is None:
            without += 1
            continue
        place = {"type": "Point", "coordinates": [row["lon"], row["lat"]]}
        points.append({"type": "Feature", "id": row.get("id"), "geometry": place, "properties": dict(row)})
    whole = {"type": "FeatureCollection", "features": points, "left_out": {"without a place": without}}
    return json.dumps(whole, ensure_ascii=False).encode()


def _cell(value: object) -> object:
    if isinstance(value, list | tuple) and all(isinstance(one, str | int | float) for one in value):
        value = "; ".join(map(str, value))
    elif isinstance(value, Mapping | list | tuple):
        value = json.dumps(value, ensure_ascii=False)
    # A spreadsheet would run what begins like a formula.
    if isinstance(value, str) and value.lstrip()[:1] in {"=", "+", "-", "@"}:
        return f"'{value}"
    return value
