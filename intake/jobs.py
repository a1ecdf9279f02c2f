"""Uploads at work in the background, so that a page shows progress and can stop them.

A job belongs to one account and to this process. Its file lies in `var/uploads`
until the job is dropped; what it reads there is never shown to anyone else.
"""

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from intake.kinds.kind import Kind
from intake.mapping import Mapping
from intake.marked import marked_copy
from intake.permission import NotAllowed, Permit
from intake.preview import Prepared
from intake.problems import Cancelled, Refused, Weight
from intake.run import Written, commit, prepare
from intake.writing import Meanwhile
from settings import settings

KEPT_SECONDS = 2 * 60 * 60
_jobs: dict[str, "Job"] = {}
_turn = threading.Lock()


@dataclass
class Job:
    """One upload: its file, what is known of it, and what is being done."""

    id: str
    account_id: int | None
    kind: Kind
    name: str
    path: Path
    permit: Permit
    mapping: Mapping = field(default_factory=Mapping)
    step: str = "Waiting"
    share: float = 0.0
    prepared: Prepared | None = None
    written: Written | None = None
    error: str = ""
    busy: bool = False
    cancelled: bool = False
    used_at: float = field(default_factory=time.monotonic)
    marked: tuple[str, bytes] | None = None  # name and content of the copy with what to mend

    def check(self) -> None:
        """Read, check and compare, in the background."""
        self._start(self._check)

    def write(self) -> None:
        """Write what was previewed, in the background."""
        self._start(self._write)

    def cancel(self) -> None:
        """Stop at the next step. A transaction that has begun runs to its end."""
        self.cancelled = True

    def _start(self, work: Callable[[], None]) -> None:
        with _turn:
            if self.busy:
                return
            self.busy, self.cancelled, self.error = True, False, ""
        threading.Thread(target=self._run, args=(work,), daemon=True).start()

    def _run(self, work: Callable[[], None]) -> None:
        try:
            work()
        except Cancelled:
            self.error = "Stopped. Nothing was written."
        except (Refused, Meanwhile, NotAllowed) as error:
            self.error = str(error)
        except Exception as error:  # the text could hold a person's data
            self.error = (
                f"Something went wrong ({type(error).__name__}). Nothing was written. "
                "Try again, or tell an administrator."
            )
        finally:
            self.used_at = time.monotonic()
            self.busy = False

    def _check(self) -> None:
        self.prepared = self.marked = None
        prepared = prepare(
            self.path, self.kind, self.mapping, self.permit, name=self.name, progress=self._progress
        )
        if any(p.weight == Weight.REFUSE and len(p.rows) for p in prepared.preview.problems):
            self._progress("Marking what to mend", 0.95)
            self.marked = marked_copy(prepared)
        self.prepared = prepared

    def _write(self) -> None:
        if self.prepared is None:
            raise Refused("Look at the preview first.")
        self.written = commit(self.prepared, self.permit, progress=self._progress)

    def _progress(self, step: str, share: float) -> None:
        if self.cancelled:
            raise Cancelled
        self.step, self.share = step, min(max(share, 0.0), 1.0)


def open_job(content: bytes, name: str, kind: Kind, permit: Permit) -> Job:
    """Take an upload in. Refused where it is larger than uploads may be."""
    drop_old()
    if len(content) > settings().upload_mb * 1024 * 1024:
        raise Refused(f"The file has more than {settings().upload_mb} MB. Split it.")
    folder = settings().var / "uploads"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = secrets.token_urlsafe(16)
    path = folder / key
    path.touch(mode=0o600)
    path.write_bytes(content)
    job = Job(key, permit.account_id, kind, name, path, permit)
    with _turn:
        _jobs[key] = job
    return job


def job_of(key: str | None, account_id: int | None) -> Job | None:
    """An account's own job; None where there is none, or it is someone else's."""
    job = _jobs.get(key or "")
    if job is None or job.account_id != account_id:
        return None
    job.used_at = time.monotonic()
    return job


def drop(job: Job) -> None:
    """Forget a job and its file."""
    job.cancel()
    with _turn:
        _jobs.pop(job.id, None)
    job.path.unlink(missing_ok=True)


def drop_old() -> None:
    """Forget jobs that nobody has looked at for long, and files of an earlier process."""
    limit = time.monotonic() - KEPT_SECONDS
    for job in [j for j in _jobs.values() if j.used_at < limit and not j.busy]:
        drop(job)
    folder = settings().var / "uploads"
    known = {job.path.name for job in _jobs.values()}
    for path in folder.glob("*") if folder.exists() else ():
        if path.name not in known and time.time() - path.stat().st_mtime > KEPT_SECONDS:
            path.unlink(missing_ok=True)
