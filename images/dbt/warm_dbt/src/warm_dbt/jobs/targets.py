"""One job at a time works on a dbt target; the others wait for it."""

import fcntl
import os
from collections.abc import Mapping

from warm_dbt.jobs import job as jobs

_VARIABLES = ("DBT_ENGINE_TARGET", "DBT_TARGET")


def target_of(words: list[str], environ: Mapping[str, str]) -> str:
    """Return the dbt target that a command names; empty for the profile's own default."""
    target = next((environ[name] for name in _VARIABLES if environ.get(name)), "")
    for word, following in zip(words, [*words[1:], ""], strict=True):
        if word in ("--target", "-t"):
            target = following
        elif word.startswith("--target="):
            target = word.partition("=")[2]
        elif word.startswith("-t"):
            target = word[2:]
    return target


class TargetLock:
    """The lock of one target; its file names the job that has it."""

    def __init__(self, target: str) -> None:
        """Open the lock."""
        name = "".join(letter if letter.isalnum() or letter in "-_." else f"%{ord(letter):x}" for letter in target)
        self._file = os.open(f"{jobs.JOBS}/.target-{name}", os.O_RDWR | os.O_CREAT, 0o644)

    def take(self, job_id: str) -> bool:
        """Take the lock for a job, if it is free; it stays taken until the process ends."""
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, job_id.encode(), 0)
        return True

    def owner(self) -> str:
        """Return the job that has the lock; empty while it changes hands."""
        return os.pread(self._file, 200, 0).decode(errors="replace")
