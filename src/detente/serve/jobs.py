"""Runs that the server was asked for: one at a time, each with its progress."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock
from time import monotonic, sleep
from uuid import uuid4

from detente.base.errors import BackendError, DetenteError, NotFound
from detente.base.types import Failure
from detente.keep.store import Run
from detente.run.pipeline import Progress
from detente.serve.served import Served

__all__ = ["Job", "Jobs"]

PATIENCE = 120.0  # seconds for another process that writes
PAUSE = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A run on its way: `status` is waiting, running, done or failed; `run` is its entry in the journal."""

    id: str
    command: str
    places: tuple[str, ...]
    progress: Progress
    status: str = "waiting"
    run: Run | None = None
    error: Failure | None = None

    @property
    def ended(self) -> bool:
        """Whether nothing more will come."""
        return self.status in ("done", "failed")


class Jobs:
    """All runs asked for since the server began, done one after another by one thread."""

    def __init__(self, served: Served) -> None:
        self._served = served
        self._jobs: dict[str, Job] = {}
        self._turn = Lock()
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="runs")

    def start(self, places: Sequence[str], folder: Path | None = None) -> Job:
        """Queue a run over `places`; `folder` is removed once all of it is kept."""
        command = f"run {' '.join(places) or 'what was sent'}"
        job = Job(id=f"job-{uuid4().hex[:12]}", command=command, places=tuple(places), progress=Progress())
        self._jobs[job.id] = job
        self._worker.submit(self._do, job, folder)
        return job

    def job(self, job_id: str) -> Job:
        """The job of this id as it stands; `NotFound` if there is none."""
        if job_id not in self._jobs:
            raise NotFound(
                f"no run {job_id!r} was asked for since the server began; /v1/runs lists the journal"
            )
        return self._jobs[job_id]

    def progress(self, job_id: str) -> Iterator[Job]:
        """The job each time it has moved on, until it ends."""
        last = None
        while True:
            job = self.job(job_id)
            if job != last:
                yield job
                last = job
            if job.ended:
                return
            sleep(PAUSE)

    def close(self) -> None:
        """Finish what is running and take nothing more."""
        self._worker.shutdown(wait=True, cancel_futures=True)

    def _do(self, job: Job, folder: Path | None) -> None:
        self._put(job.id, status="running")
        places = [str(folder), *job.places] if folder else list(job.places)
        try:
            run = self._patiently(job.id, places)
        except DetenteError as error:
            hint = error.hint or (
                f"what was sent lies in {folder.name} of the temporary folder" if folder else None
            )
            told = Failure(
                id=job.id, what=", ".join(job.places) or "upload", step="run", code=error.code,
                message=error.message, hint=hint,
            )  # fmt: skip
            self._put(job.id, status="failed", error=told)
            return
        if folder:
            shutil.rmtree(folder, ignore_errors=True)
        self._put(job.id, status="done", run=run)

    def _patiently(self, job_id: str, places: Sequence[str]) -> Run:
        """Run as soon as no other process writes."""
        until = monotonic() + PATIENCE
        while True:
            try:
                with self._served.writing() as desk:
                    return desk.run(*places, progress=lambda seen: self._put(job_id, progress=seen))
            except BackendError:
                if monotonic() > until:
                    raise
                sleep(PAUSE)

    def _put(self, job_id: str, **changes: object) -> None:
        with self._turn:
            self._jobs[job_id] = replace(self._jobs[job_id], **changes)  # type: ignore[arg-type]


def new_folder() -> Path:
    """A folder for what was sent, until it is kept."""
    return Path(tempfile.mkdtemp(prefix="detente-upload-"))
