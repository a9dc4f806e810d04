"""`airflow-pause` and `airflow-resume`, for the scheduler's container. See pause.py."""

import argparse
import sys
import time
from collections.abc import Callable
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

from airflow_dbt_image.address import ADDRESS
from airflow_dbt_image.pause import FILE

PAUSED_SECONDS = 600
"""The pause ends by itself this long after the last task has ended, if no update ends it."""
LOOK_SECONDS = 1.0
TELL_SECONDS = 5.0


def pause() -> None:
    """Pause the start of tasks, and wait until none runs or the time is up. Print what is waited for."""
    parser = argparse.ArgumentParser(prog="airflow-pause", description=pause.__doc__)
    parser.add_argument("--seconds", type=int, default=600, help="how long to wait for running tasks (default: 600)")
    wait_until_idle(parser.parse_args().seconds, _begin, _running_tasks)


def resume() -> None:
    """Let tasks start again."""
    parser = argparse.ArgumentParser(prog="airflow-resume", description=resume.__doc__)
    parser.add_argument("--seconds", type=int, default=60, help="how long to wait for the scheduler (default: 60)")
    end_pause(parser.parse_args().seconds)


def end_pause(seconds: float, file: Path = FILE) -> None:
    """End it in the scheduler, which may be starting: after a restart of the database, it restarts as well.

    Without the file, the next one is not paused.
    """
    file.unlink(missing_ok=True)
    deadline = time.monotonic() + seconds
    while True:
        try:
            _post("/resume")
            return
        except OSError as error:
            if time.monotonic() >= deadline:
                sys.exit(f"the scheduler does not answer: {error}")
        time.sleep(LOOK_SECONDS)


def wait_until_idle(seconds: float, begin: Callable[[], int], describe: Callable[[], str]) -> None:
    """Pause at every look, so that the pause does not end while tasks run."""
    deadline = time.monotonic() + seconds
    told = 0.0
    while tasks := begin():
        now = time.monotonic()
        if now >= deadline:
            print(f"{tasks} task{'s' if tasks > 1 else ''} still running after {seconds:.0f} s", flush=True)
            return
        if now - told >= TELL_SECONDS:
            print(f"{describe()} …", flush=True)
            told = now
        time.sleep(min(LOOK_SECONDS, deadline - now))


def _begin() -> int:
    return int(_post("/pause", seconds=PAUSED_SECONDS))


def _post(path: str, **query: object) -> str:
    connection = HTTPConnection(*ADDRESS, timeout=10)
    connection.request("POST", f"{path}?{urlencode(query)}")
    response = connection.getresponse()
    answer = response.read().decode()
    if response.status != 200:
        sys.exit(f"the scheduler answered {response.status} {answer.strip()}")
    return answer


def _running_tasks() -> str:
    # Imported here: most of the time no task runs, and this takes a second.
    from airflow_dbt_image import database
    from airflow_dbt_image.init.running_tasks import running

    return running(database.engine())
