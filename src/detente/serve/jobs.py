"""Runs that the server was asked for: one at a time, each with its progress.

What waits lies in the desk's folder; the next server takes up what this one did not come to. What failed by
what was sent would fail again: it stays, with its error, until somebody asks for it once more or forgets it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock
from time import monotonic, sleep

from detente.base.errors import BackendError, DetenteError, InputError, NotFound
from detente.base.types import Failure
from detente.keep.store import Run
from detente.run.pipeline import Progress
from detente.serve.served import Served
from detente.serve.waiting import Waiting, Wanted

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
    """All runs asked for since the server began or left before, done one after another by one thread."""

    def __init__(self, served: Served, waiting: Waiting) -> None:
        self._served, self.waiting = served, waiting
        self._jobs: dict[str, Job] = {}
        self._failed: dict[str, Wanted] = {}
        self._turn = Lock()
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="runs")

    def start(self, places: Sequence[str], draft: Path | None = None) -> Job:
        """Queue a run over `places` and the files in `draft`, which are removed once all of it is kept."""
        return self._queue(self.waiting.keep(places, draft))

    def take_up(self) -> None:
        """Queue what an earlier server left; what failed there is only shown."""
        for wanted in self.waiting.left():
            if wanted.failure is None:
                self._queue(wanted)
            else:
                self._jobs[wanted.id] = replace(_job(wanted), status="failed", error=wanted.failure)
                self._failed[wanted.id] = wanted

    def _queue(self, wanted: Wanted) -> Job:
        job = _job(wanted)
        self._jobs[job.id] = job
        self._worker.submit(self._do, job, wanted)
        return job

    def asked(self) -> list[Job]:
        """All that this server knows of, as they stand, in the order they were asked for."""
        return list(self._jobs.values())

    def again(self, job_id: str) -> Job:
        """Queue a run that failed once more; `InputError` if it did not fail."""
        return self._queue(self.waiting.retry(self._take_failed(job_id)))

    def forget(self, job_id: str) -> None:
        """Throw away a run that failed, with what was sent for it; errors as of `again`."""
        self.waiting.drop(self._take_failed(job_id))
        del self._jobs[job_id]

    def _take_failed(self, job_id: str) -> Wanted:
        job = self.job(job_id)
        with self._turn:
            wanted = self._failed.pop(job_id, None)
        if wanted is None:
            raise InputError(
                f"run {job_id} is {job.status}; only one that failed is tried again or forgotten"
            )
        return wanted

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
        except BackendError as error:
            # Not the fault of what was sent: it is kept, and the next server tries again.
            hint = f"{error.hint or 'nothing is lost'}; it is tried again when the server starts anew"
            self._failed[job.id] = wanted
            self._put(job.id, status="failed", error=_failure(job, error, hint))
            return
        except Exception as error:  # whatever it is, the run must not stand as running for ever
            told = _failure(job, error, getattr(error, "hint", None))
            self._failed[job.id] = self.waiting.fail(wanted, told)
            self._put(job.id, status="failed", error=told)
            return
        self.waiting.drop(wanted)
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


def _job(wanted: Wanted) -> Job:
    command = f"run {' '.join(wanted.places) or 'what was sent'}"
    return Job(id=wanted.id, command=command, places=wanted.places, progress=Progress())


def _failure(job: Job, error: Exception, hint: str | None) -> Failure:
    return Failure(
        id=job.id,
        what=", ".join(job.places) or "upload",
        step="run",
        code=error.code if isinstance(error, DetenteError) else "internal",
        message=error.message if isinstance(error, DetenteError) else f"{type(error).__name__}: {error}",
        hint=hint,
    )
