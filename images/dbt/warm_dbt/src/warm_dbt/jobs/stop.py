"""`dbt-job stop ID`: ends a job's dbt as Ctrl-C does."""

import contextlib
import os
import signal
import time

from warm_dbt.jobs.job import Job, JobError

_TRIES = 20


def main(arguments: list[str]) -> int:
    """Ask the job's supervisor to end it. A job that has ended, or never was, needs no more."""
    if len(arguments) != 1:
        raise JobError("usage: dbt-job stop ID")
    job = Job(arguments[0])
    for _ in range(_TRIES):
        if job.has("exit") or not job.is_held() or _ask(job):
            break
        time.sleep(0.05)  # it is just being started
    return 0


def _ask(job: Job) -> bool:
    number = job.read("lock") or ""
    if not number:
        return False
    with contextlib.suppress(ProcessLookupError):
        process = os.pidfd_open(int(number))
        # The number is the supervisor's only as long as that holds the lock.
        if job.is_held() and job.read("lock") == number:
            signal.pidfd_send_signal(process, signal.SIGTERM)
            return True
    return False
