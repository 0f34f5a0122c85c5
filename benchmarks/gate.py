"""Run all benchmarks and fail where a number is on the wrong side of its floor."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

HERE = Path(__file__).parent


def main() -> int:
    floors = tomllib.loads((HERE / "floors.toml").read_text(encoding="utf-8"))
    problems = [problem for name, limits in floors.items() for problem in check(name, limits)]
    print("\n".join(problems) or "all benchmarks hold their floors")
    return 1 if problems else 0


def check(name: str, limits: dict[str, dict[str, float]]) -> list[str]:
    """Run one benchmark; a message for each number outside its limit, none if its data are not here."""
    run = [sys.executable, str(HERE / name / "run.py")]
    numbers = json.loads(
        subprocess.run(run, capture_output=True, text=True, check=True).stdout.splitlines()[-1]
    )
    print(json.dumps(numbers))
    if "skipped" in numbers:
        return []
    return [
        f"{name}: {key} is {numbers[key]}, {side} {limit}"
        for key, limit_by_side in limits.items()
        for side, limit in limit_by_side.items()
        if not (numbers[key] <= limit if side == "at_most" else numbers[key] >= limit)
    ]


if __name__ == "__main__":
    sys.exit(main())
