"""One line per measurement: what was measured, on which commit and machine."""

from __future__ import annotations

import json
import platform
import subprocess
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent


def record(name: str, numbers: dict[str, float]) -> None:
    """Append `numbers` to the benchmark's results.jsonl and print them as one JSON line."""
    commit = _git("rev-parse", "--short", "HEAD") + ("-dirty" if _git("status", "--short", "../src") else "")
    line = {
        "benchmark": name,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": commit,
        "machine": f"{platform.system()} {platform.machine()}, Python {platform.python_version()}",
        **numbers,
    }
    with (HERE / name / "results.jsonl").open("a", encoding="utf-8") as results:
        results.write(json.dumps(line) + "\n")
    print(json.dumps(line))


def _git(*words: str) -> str:
    return subprocess.run(
        ["git", *words], cwd=HERE, capture_output=True, text=True, check=False
    ).stdout.strip()
