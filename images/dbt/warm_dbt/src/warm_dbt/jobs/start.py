"""`dbt-job start ID -- build ...`: creates a job and the process that supervises it, and comes back at once."""

import contextlib
import json
import os
import signal
import sys
import time

from warm_dbt import environment
from warm_dbt.jobs.job import Job, JobError
from warm_dbt.jobs.targets import target_of

# Held back until the supervisor can answer them: a job that is stopped at once must not look lost.
HELD_BACK = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}


def main(arguments: list[str]) -> int:
    """Start a job, or say that there is one with this ID."""
    if len(arguments) < 3 or arguments[1] != "--":
        raise JobError("usage: dbt-job start ID -- build --select x")
    print("started" if start(Job(arguments[0]), arguments[2:]) else "exists")
    return 0


def start(job: Job, words: list[str]) -> bool:
    """Start a job, unless it began before; tell whether it was started now."""
    lock = job.hold()
    if lock is None:
        return False
    if job.has("began") or job.has("exit"):
        os.close(lock)
        return False
    environ = environment.complete(os.environ)
    target = target_of(words, environ)
    created = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    job.write("job.json", json.dumps({"args": words, "target": target, "created": created}))
    job.remove("waiting")
    sys.stdout.flush()
    signal.pthread_sigmask(signal.SIG_BLOCK, HELD_BACK)
    child = os.fork()
    if child == 0:
        _detach(job, lock, words, environ)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, HELD_BACK)
    # The child inherited the lock, so it stays held.
    os.ftruncate(lock, 0)
    os.pwrite(lock, str(child).encode(), 0)
    os.close(lock)
    return True


def _detach(job: Job, lock: int, words: list[str], environ: dict[str, str]) -> None:
    """Leave the caller's session and files, and supervise. Never returns."""
    try:
        os.setsid()
        nothing = os.open(os.devnull, os.O_RDONLY)
        output = os.open(job.output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        for target, file in enumerate((nothing, output, output)):
            os.dup2(file, target)
        os.closerange(3, lock)
        os.closerange(lock + 1, 65_536)
        from warm_dbt.jobs.supervise import supervise

        supervise(job, words, environ)
    except BaseException as error:
        with contextlib.suppress(OSError):
            os.write(2, f"dbt-job: {error!r}\n".encode())
        os._exit(1)
    os._exit(0)
