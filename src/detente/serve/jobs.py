"""Runs that the server was asked for: one at a time, each with its progress.

What waits lies in the desk's folder; the next server takes up what this one did not come to. What cannot be
read stays failed: it would fail again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock
from time import monotonic, sleep

from detente.base.errors import BackendError, DetenteError, MissingExtra, NotFound
from detente.base.types import Failure
from detente.keep.store import Run
from detente.run.pipeline import Progress
from detente.serve.served import Served
from detente.serve.waiting import Waiting, Wanted

__all__ = ["Job", "Jobs"]

PATIENCE = 120.0  # seconds for another process that writes
PAUSE = 0.25
BUG = "this is a fault of detente; report it with what was to be read"
PASSING = (BackendError, MissingExtra)  # not the fault of what is to be read: another server may do it


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
    """All runs asked for since the server began or left before, done one after another by one thread."""

    def __init__(self, served: Served, waiting: Waiting) -> None:
        self._served, self.waiting = served, waiting
        self._jobs: dict[str, Job] = {}
        self._turn = Lock()
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="runs")

    def start(self, places: Sequence[str], draft: Path | None = None) -> Job:
        """Queue a run over `places` and the files in `draft`, which are removed once all of it is kept."""
        return self._queue(self.waiting.keep(places, draft))

    def take_up(self) -> None:
        """Queue what an earlier server left; what failed there stays failed."""
        for wanted, error in self.waiting.failed():
            self._add(wanted, status="failed", error=error)
        for wanted in self.waiting.left():
            self._queue(wanted)

    def failures(self) -> tuple[Failure, ...]:
        """Why runs failed that were asked for here or of an earlier server, oldest first."""
        with self._turn:
            return tuple(job.error for job in self._jobs.values() if job.error)

    def _queue(self, wanted: Wanted) -> Job:
        job = self._add(wanted)
        self._worker.submit(self._do, job, wanted)
        return job

    def _add(self, wanted: Wanted, status: str = "waiting", error: Failure | None = None) -> Job:
        command = f"run {' '.join(wanted.places) or 'what was sent'}"
        job = Job(
            id=wanted.id, command=command, places=wanted.places, progress=Progress(),
            status=status, error=error,
        )  # fmt: skip
        with self._turn:
            self._jobs[job.id] = job
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
        self.waiting.close()

    def _do(self, job: Job, wanted: Wanted) -> None:
        self._put(job.id, status="running")
        places = [str(wanted.files), *job.places] if wanted.files else list(job.places)
        try:
            run = self._patiently(job.id, places)
        except DetenteError as error:
            self._fail(wanted, error)
            return
        except Exception as error:  # a bug: a page that waits for this run must hear of it, once
            self._fail(wanted, DetenteError(f"{type(error).__name__}: {error}", hint=BUG))
            return
        self.waiting.drop(wanted)
        self._put(job.id, status="done", run=run)

    def _fail(self, wanted: Wanted, error: DetenteError) -> None:
        """The run has failed; it stays so unless the reason may pass."""
        passing = isinstance(error, PASSING)
        hint = error.hint or ("nothing is lost" if passing else "mend it and send it again")
        told = Failure(
            id=wanted.id, what=_what(wanted), step="run", code=error.code, message=error.message,
            hint=f"{hint}; it is tried again when the server starts anew" if passing else hint,
        )  # fmt: skip
        if not passing:
            self.waiting.fail(wanted, told)
        self._put(wanted.id, status="failed", error=told)

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


def _what(wanted: Wanted) -> str:
    """The names of what was to be read."""
    sent = sorted(one.name for one in wanted.files.iterdir()) if wanted.files else []
    return ", ".join((*wanted.places, *sent)) or "upload"
