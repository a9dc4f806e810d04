"""Pauses the start of tasks: while an update replaces what tasks need, those that run end and no other starts.

An update asks for it through the health page (`airflow-pause`) and ends it the same way (`airflow-resume`). It also
ends by itself, so that an update that was killed stops nothing for good. A file keeps it for the scheduler that takes
this one's place during the update.
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from airflow_dbt_image import deferred_nodes

FILE = Path("/opt/airflow/logs/.tasks-paused-until")
"""On the volume that the former and the new scheduler share: the end of the pause, in seconds since 1970."""


class Executor(Protocol):
    """The part of an executor that is needed."""

    @property
    def unfinished(self) -> int:
        """Tasks that run or wait for a worker."""


class Pause:
    """Whether tasks may start, and how many there are."""

    def __init__(self, file: Path = FILE, waiting: Callable[[], int] = lambda: 0) -> None:
        self._file = file
        self._waiting = waiting
        self._until = 0.0
        self._executors: list[Executor] = []

    def watch(self, executor: Executor) -> None:
        """Make it pause this executor as well, and go on with a pause that began before."""
        self._executors.append(executor)
        try:
            self._until = float(self._file.read_text())
        except (OSError, ValueError):
            self._until = 0.0

    @property
    def active(self) -> bool:
        """Tell whether no task may start now."""
        return time.time() < self._until

    def begin(self, seconds: float) -> int | None:
        """Pause for so many seconds from now, and return how many tasks are left; None if no executor is here."""
        if not self._executors:
            return None
        self._until = time.time() + seconds
        self._file.write_text(f"{self._until}\n")
        return sum(executor.unfinished for executor in self._executors) + self._waiting()

    def end(self) -> None:
        """Let tasks start again."""
        self._until = 0.0
        self._file.unlink(missing_ok=True)


PAUSE = Pause(waiting=deferred_nodes.waiting)
"""Of the scheduler in this process."""
