"""How fast the web desk is in Chromium: first view, network of 2,000, relation of 20 years of days."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parent / "serve")]
from crowded import DYAD, make_crowded_desk
from record import record
from serving import served

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=30_000, help="besides those of the dyad")
    parser.add_argument("--desk", type=Path, help="make the desk here, or use the one made here before")
    asked = parser.parse_args()
    if missing := lacking():
        print(json.dumps({"benchmark": "web", "skipped": missing}))
        return
    with tempfile.TemporaryDirectory() as folder:
        desk = asked.desk or Path(folder) / "desk"
        make_crowded_desk(desk, asked.events)
        with served(desk) as (_, port):
            numbers = measured(port)
    record("web", {"events": asked.events, **numbers})


def lacking() -> str | None:
    """What this machine has not got, in words."""
    if not (CHROMIUM and Path(CHROMIUM).is_file()):
        return "no chromium: install it, or say where it is in CHROMIUM"
    if not (ROOT / "web" / "node_modules").is_dir():
        return "no web/node_modules: run make web"
    return None


def measured(port: int) -> dict[str, float]:
    """The numbers of measure.mjs over the server at `port`."""
    command = ["node", str(HERE / "measure.mjs"), f"http://127.0.0.1:{port}/", *DYAD]
    told = subprocess.run(
        command, env=os.environ | {"CHROMIUM": str(CHROMIUM)}, stdout=subprocess.PIPE, text=True, check=True
    )
    found: dict[str, float] = json.loads(told.stdout)
    return found


if __name__ == "__main__":
    main()
