"""Runs Airflow's worker, and ends it once it was told to end and has no task left.

The worker itself says goodbye to the API server first, and tries for as long as it does not answer. A stack without
workers has none that would.
"""

import signal
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

GOODBYE_SECONDS = 30.0
"""For that, and for the end of a task's log."""
LOOK_SECONDS = 1.0


def run(command: Sequence[str], goodbye_seconds: float = GOODBYE_SECONDS) -> int:
    """Return the worker's exit code. It gets the signals that this process gets."""
    worker = subprocess.Popen(command)
    told: list[int] = []

    def hand_on(number: int, _frame: FrameType | None) -> None:
        told.append(number)
        worker.send_signal(number)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, hand_on)
    idle_since = time.monotonic()
    while True:
        try:
            return worker.wait(LOOK_SECONDS)
        except subprocess.TimeoutExpired:
            now = time.monotonic()
        if not told or has_children(worker.pid):
            idle_since = now
        elif now - idle_since > goodbye_seconds:
            print("airflow-edge-worker: the API server does not answer, and no task is left", flush=True)
            worker.kill()


def has_children(process: int, folder: Path = Path("/proc")) -> bool:
    """Tell whether it has any process that still runs: each task is one."""
    return any(parent == process and state != "Z" for state, parent in map(state_and_parent, folder.glob("[0-9]*")))


def state_and_parent(process: Path) -> tuple[str, int]:
    """Read both. The name before them may have any characters."""
    try:
        state, parent = (process / "stat").read_text().rpartition(")")[2].split()[:2]
    except (OSError, ValueError):
        return "Z", 0  # It has just ended.
    return state, int(parent)
