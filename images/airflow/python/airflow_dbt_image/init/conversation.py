"""The lines between this job and the update that runs it, on standard input and output.

The update sends one line, `new` or `new,former`: the Fernet key. Where services must not run, the job prints `stop the
services: <why>`. The update then stops them; it sends `stopping` every few seconds and, at the end, `stopped {"docker":
…, "job": …, "stopped": […]}`. If nothing arrives for a minute, the update is gone, and the job ends without
having changed anything.
"""

import json
import os
import select
import time
from collections.abc import Callable

from airflow_dbt_image.failure import Failure
from airflow_dbt_image.init.outcome import Services, say

PATIENCE_SECONDS = 60


class Input:
    """Standard input, line by line. The sender may leave it open, and may be gone without having closed it."""

    def __init__(self, descriptor: int = 0) -> None:
        self.descriptor = descriptor
        self.waiting = b""

    def line(self, patience: float = PATIENCE_SECONDS) -> str:
        """Return the next line; an empty one if there is no more."""
        end = time.monotonic() + patience
        while b"\n" not in self.waiting:
            if not select.select([self.descriptor], [], [], max(0.0, end - time.monotonic()))[0]:
                raise Failure(f"nothing came on standard input within {patience:.0f} seconds")
            block = os.read(self.descriptor, 65536)
            if not block:
                break
            self.waiting += block
        line, _, self.waiting = self.waiting.partition(b"\n")
        return line.decode("utf-8", errors="replace").strip()


def stop_services(lines: Input, why: str, progress: Callable[[], str]) -> Services:
    """Have the services stopped, and print the progress in the meantime."""
    say(f"stop the services: {why}")
    while True:
        try:
            word, _, rest = lines.line().partition(" ")
        except Failure:
            raise Failure("the update that ran this job is gone; nothing was changed") from None
        if word == "stopped":
            return Services(**json.loads(rest)) if rest else Services()
        if word != "stopping":
            raise Failure(f"the services could not be stopped{': ' if rest else ''}{rest}; nothing was changed")
        say(f"{progress()} …")
