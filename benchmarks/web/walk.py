"""The walk of a new user: from `make demo` to a judged event in Chromium, with the seconds of each step."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parent / "serve")]
from record import record
from run import CHROMIUM, ROOT, lacking
from serving import answering

INSTALLED = ROOT / ".tools" / "core" / "bin" / "detente"  # by `make demo`


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", type=Path, help="a folder for a picture of each step")
    asked = parser.parse_args()
    if missing := lacking():
        print(json.dumps({"benchmark": "web", "skipped": missing}))
        return
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        # A terminal would open its browser; this one is started below.
        with answering([*program(), "demo", folder, "--open"], os.environ | {"BROWSER": "true"}) as (_, port):
            demo = {"walk_demo_s": round(time.perf_counter() - started, 2)}
            record("web", demo | walked(port, asked.pictures))


def program() -> list[str]:
    """What `make demo` starts; before it was ever run, the same from this environment."""
    return [str(INSTALLED)] if INSTALLED.is_file() else [sys.executable, "-m", "detente"]


def walked(port: int, pictures: Path | None) -> dict[str, float]:
    """Seconds and clicks of new_user.mjs at the server; ends the program where a step does not work."""
    command = ["node", str(HERE / "new_user.mjs"), f"http://127.0.0.1:{port}/"]
    if pictures:
        pictures.mkdir(parents=True, exist_ok=True)
        command.append(str(pictures.resolve()))
    env = os.environ | {"CHROMIUM": str(CHROMIUM)}
    done = subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise SystemExit("the walk broke off: see above")
    found: dict[str, float] = json.loads(done.stdout)
    return found


if __name__ == "__main__":
    main()
