"""The SSH server of the container, by which Airflow runs dbt."""

import contextlib
import os
import signal
import sys
from pathlib import Path
from typing import NoReturn


class Sshd:
    """The process that listens for SSH sessions. Each session has a process of its own, which outlives this one."""

    def __init__(self, process: int) -> None:
        """Watch the process with this ID."""
        self._process = process
        self.ends = os.pidfd_open(process)
        """Readable once the process has ended."""

    def stop(self) -> None:
        """Take no further session."""
        os.kill(self._process, signal.SIGTERM)

    def ended(self) -> NoReturn:
        """End the container: without SSH nobody reaches it, and another start brings sshd back."""
        print("dbt: sshd has ended", file=sys.stderr, flush=True)
        os._exit(1)

    def sessions(self) -> int:
        """Return how many sessions there are."""
        found = 0
        for process in Path("/proc").glob("[0-9]*/comm"):
            with contextlib.suppress(OSError):
                found += process.read_text().startswith("sshd") and process.parent.name != str(self._process)
        return found
