"""A job: a folder, of which the files say how far it is.

`began` and `exit` are written once, in that order, by the process that holds `lock`. So whoever finds the lock free and
no `exit` knows that the job is lost: the container was killed.
"""

import contextlib
import json
import os
import string
import time

from warm_dbt.jobs import lock

JOBS = "/var/lib/dbt/jobs"
_FIRST = frozenset(string.ascii_lowercase + string.digits)
_OTHERS = _FIRST | frozenset("._-")
_LONGEST = 101
_TRIES = 10


class JobError(Exception):
    """What was asked for cannot be meant. The message is for the caller."""


def checked(job_id: str) -> str:
    """Return an ID that may be a folder's name."""
    if not job_id or job_id[0] not in _FIRST or not _OTHERS.issuperset(job_id) or len(job_id) > _LONGEST:
        raise JobError(f"{job_id!r} is no job's ID: [a-z0-9][a-z0-9._-]{{0,{_LONGEST - 1}}}")
    return job_id


class Job:
    """The files of one job."""

    def __init__(self, job_id: str) -> None:
        """Name a job, which need not exist."""
        self.id = checked(job_id)
        self.folder = f"{JOBS}/{job_id}"
        self.log = f"{self.folder}/logs/dbt.log"
        self.target = f"{self.folder}/target"
        self.output = f"{self.folder}/output"

    def read(self, name: str) -> str | None:
        """Return what a small file holds, None if there is none."""
        try:
            with open(f"{self.folder}/{name}", encoding="utf-8", errors="replace") as file:
                return file.read()
        except FileNotFoundError:
            return None

    def write(self, name: str, content: str) -> None:
        """Write a small file, whole or not at all."""
        with open(f"{self.folder}/.{name}.part", "w", encoding="utf-8") as file:
            file.write(content)
        os.replace(f"{self.folder}/.{name}.part", f"{self.folder}/{name}")

    def remove(self, name: str) -> None:
        """Remove a file, if it is there."""
        with contextlib.suppress(FileNotFoundError):
            os.unlink(f"{self.folder}/{name}")

    def has(self, name: str) -> bool:
        """Tell whether there is such a file."""
        return os.path.exists(f"{self.folder}/{name}")

    def settings(self) -> dict[str, object]:
        """Return what the job was started with."""
        try:
            found: dict[str, object] = json.loads(self.read("job.json") or "{}")
        except ValueError:
            found = {}
        return found

    def is_held(self) -> bool:
        """Tell whether a process supervises the job."""
        try:
            file = os.open(f"{self.folder}/lock", os.O_RDONLY)
        except FileNotFoundError:
            return False
        try:
            return lock.is_taken(file)
        finally:
            os.close(file)

    def hold(self) -> int | None:
        """Create the folder and take the lock; return its file, or None if another process has it."""
        for _ in range(_TRIES):
            os.makedirs(self.folder, exist_ok=True)
            try:
                file = os.open(f"{self.folder}/lock", os.O_RDWR | os.O_CREAT, 0o644)
            except FileNotFoundError:
                continue  # an old job of this ID is just being removed
            taken = lock.take(file)
            if taken and _is_file(file, f"{self.folder}/lock"):
                return file
            os.close(file)
            if not taken and self.has("began"):
                return None
            time.sleep(0.01)  # it may just be removed, or started
        return None


def _is_file(file: int, path: str) -> bool:
    """Tell whether an open file is still the one at this path."""
    try:
        return os.path.samestat(os.fstat(file), os.stat(path))
    except FileNotFoundError:
        return False
