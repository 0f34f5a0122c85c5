"""How small and quick the install is: import time, size of the core install, time of the demo."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from record import record

ROOT = Path(__file__).parent.parent.parent
UV = ROOT / ".tools" / "bin" / "uv"
REPEATS = 15


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        python = install_core(Path(folder))
        numbers = {
            "import_ms": round(import_ms(python, "detente"), 1),
            "import_floor_ms": round(import_ms(python, "typing"), 1),
            "core_mb": round(size_mb(Path(folder) / "core"), 1),
            "demo_s": round(demo_seconds(python, Path(folder)), 1),
        }
    record("budget", numbers)


def install_core(folder: Path) -> Path:
    """A bare environment with nothing but the core install; returns its Python."""
    core = folder / "core"
    subprocess.run([UV, "venv", "-q", core, "--python", sys.executable], check=True)
    lock = ROOT / "requirements" / "core.txt"
    pip = [UV, "pip", "install", "-q", "--python", core]
    subprocess.run([*pip, "--require-hashes", "-r", lock], check=True)
    subprocess.run([*pip, "--no-deps", ROOT], check=True)
    return core / "bin" / "python"


def import_ms(python: Path, modules: str) -> float:
    """Median time that the import adds to a running interpreter, in milliseconds."""
    code = f"import time; t = time.perf_counter(); import {modules}; print(1000 * (time.perf_counter() - t))"
    runs = [
        subprocess.run([python, "-c", code], capture_output=True, text=True, check=True)
        for _ in range(REPEATS)
    ]
    return statistics.median(float(run.stdout) for run in runs)


def size_mb(folder: Path) -> float:
    """Bytes of all files, in millions; without compiled bytecode, which pip may or may not write."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")
    return sum(path.lstat().st_size for path in files) / 1e6


def demo_seconds(python: Path, folder: Path) -> float:
    """Wall time of `detente demo` in an empty folder, first run."""
    started = time.perf_counter()
    demo = [python, "-m", "detente", "demo", str(folder / "demo")]
    subprocess.run(demo, check=True, capture_output=True)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
