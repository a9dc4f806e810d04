"""The process of a job: waits for the dbt target, runs the `dbt` client, and notes how it ended."""

import os
import signal
import time
from pathlib import Path

from warm_dbt.jobs import clean, shutdown
from warm_dbt.jobs.job import Job
from warm_dbt.jobs.publish import publish
from warm_dbt.jobs.targets import TargetLock, target_of
from warm_dbt.project import PROJECT

DBT = "/usr/local/bin/dbt"
PARSED = "/var/lib/dbt/target/partial_parse.msgpack"
_HANDLED = (signal.SIGINT, signal.SIGTERM)
_LOOK_SECONDS = 0.2
# dbt's exit code after Ctrl-C.
_STOPPED = 2
_AGAIN_SECONDS = 10


class _Stopped(BaseException):
    """The job was stopped before dbt was started."""


def supervise(job: Job, words: list[str], environ: dict[str, str]) -> None:
    """Run a job to its end."""
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    for number in _HANDLED:
        signal.signal(number, _raise_stopped)
    try:
        signal.pthread_sigmask(signal.SIG_SETMASK, set())
        lock = TargetLock(target_of(words, environ))
        if not _wait(job, lock):
            return
        signal.pthread_sigmask(signal.SIG_BLOCK, _HANDLED)
    except _Stopped:
        os.write(2, b"The job was stopped before dbt was started.\n")
        job.write("exit", str(_STOPPED))
        return
    code = _run([DBT, *words, *_options(job)])
    if code in (0, 1):
        publish(job.target, environ["DBT_TARGET_PATH"])
    if code == 0:
        # Imported only here, so that no job starts later for it. What is kept comes from the job's own folder: the next
        # command writes over what is published.
        from warm_dbt import kept_state

        kept_state.keep(Path(job.target), environ)
        clean.slim(job)
    job.write("exit", str(code))


def _wait(job: Job, lock: TargetLock) -> bool:
    """Wait until the target is free, and begin; False if the container stops first."""
    while not lock.take(job.id):
        if shutdown.is_stopping():
            return False
        owner = lock.owner()
        if owner and owner != job.read("waiting"):
            job.write("waiting", owner)
        time.sleep(_LOOK_SECONDS)
    job.write("began", "")
    if shutdown.is_stopping():
        job.remove("began")
        return False
    job.remove("waiting")
    return True


def _options(job: Job) -> list[str]:
    """Return the options that make dbt tell what it does; the last of two equal options is the one that counts."""
    options = ["--log-format-file", "json", "--log-level-file", "debug", "--log-file-max-bytes", "0"]
    options += ["--log-path", os.path.dirname(job.log), "--target-path", job.target]
    return options + (["--partial-parse-file-path", PARSED] if os.path.exists(PARSED) else [])


def _run(command: list[str]) -> int:
    """Run dbt, hand it what stops the job as Ctrl-C, and return its exit code."""
    os.chdir(PROJECT)
    child = os.posix_spawn(command[0], command, os.environ, setsigmask=[], setsigdef=[*_HANDLED, signal.SIGHUP])

    def interrupt(*_: object) -> None:
        os.kill(child, signal.SIGINT)
        # A library may swallow it.
        signal.alarm(_AGAIN_SECONDS)

    for number in (*_HANDLED, signal.SIGALRM):
        signal.signal(number, interrupt)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _HANDLED)
    clean.remove_old()
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    signal.pthread_sigmask(signal.SIG_BLOCK, (*_HANDLED, signal.SIGALRM))
    return 128 - code if code < 0 else code


def _raise_stopped(*_: object) -> None:
    raise _Stopped
