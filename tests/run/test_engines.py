"""All engines give the same nouns for the same input; a broken run goes on where it stopped."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

import detente
from detente.base.config import load_config
from detente.base.types import Document
from detente.keep.store import Batch
from detente.run.demo import demo_documents
from detente.run.local import LocalEngine
from detente.run.pipeline import Intake, read_into


def events_of(folder: Path, **settings: object) -> list[detente.Event]:
    with demo_documents() as documents, detente.open(folder, **settings) as desk:
        desk.run(documents)
        return list(desk.events())


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> list[detente.Event]:
    return events_of(tmp_path_factory.mktemp("one") / "desk", workers=1)


def test_a_pool_gives_the_same_events(tmp_path: Path, expected: list[detente.Event]) -> None:
    assert expected
    assert events_of(tmp_path / "desk", workers=2, batch=8) == expected


def test_daft_gives_the_same_events(tmp_path: Path, expected: list[detente.Event]) -> None:
    pytest.importorskip("daft", reason="the extra scale is not installed")
    assert run_apart(tmp_path, {}) == [event.id for event in expected]


@pytest.fixture
def ray_cluster() -> Iterator[str]:
    pytest.importorskip("ray", reason="the extra scale is not installed")
    from ray.cluster_utils import Cluster

    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
    cluster.add_node(num_cpus=1)
    yield cluster.address
    cluster.shutdown()


def test_a_ray_cluster_of_two_workers_gives_the_same_events(
    tmp_path: Path, expected: list[detente.Event], ray_cluster: str
) -> None:
    assert run_apart(tmp_path, {"RAY_ADDRESS": ray_cluster}) == [event.id for event in expected]


def run_apart(tmp_path: Path, environ: dict[str, str]) -> list[str]:
    """Ids of the demo's events, read by Daft in a process of its own: a runner is chosen once."""
    code = (
        "import sys, detente\n"
        "from detente.run.demo import demo_documents\n"
        "with demo_documents() as documents, detente.open(sys.argv[1], engine='daft', workers=2) as desk:\n"
        "    desk.run(documents)\n"
        "    sys.stdout.write('\\n'.join(event.id for event in desk.events()))\n"
    )
    env = {**os.environ, "DAFT_PROGRESS_BAR": "0", "RAY_AUTH_MODE": "disabled", **environ}
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "desk")],
        capture_output=True,
        text=True,
        check=False,
        env=env,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


class TwoBatches(LocalEngine):
    """An engine that dies after two batches."""

    def map(self, batches: object, config: object) -> Iterator[Batch]:
        yield from islice(super().map(batches, config), 2)  # type: ignore[arg-type]
        raise KeyboardInterrupt


def test_a_broken_run_goes_on_where_it_stopped(tmp_path: Path, expected: list[detente.Event]) -> None:
    with demo_documents() as folder, detente.open(tmp_path / "desk", workers=1) as desk:
        documents = [item for item in desk.collect(folder) if isinstance(item, Document)]
        broken = Intake(
            store=desk.store, engine=TwoBatches(), config=replace(load_config(), batch=10, workers=1)
        )
        with pytest.raises(KeyboardInterrupt):
            read_into(documents, broken)
        assert len(list(desk.documents())) == 20
        done = desk.run(folder)
        assert done.documents_known == 20
        assert list(desk.events()) == expected
