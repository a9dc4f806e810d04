"""A job in the dbt container, as its lines tell of it."""

from __future__ import annotations

import asyncio
from typing import Any

Line = dict[str, Any]
"""A line of `dbt-job follow` (images/dbt/README.md)."""


class Job:
    """What is known of a job so far."""

    starting: asyncio.Task[None]

    def __init__(self, args: list[str]) -> None:
        """Know nothing yet of the job with these arguments of dbt."""
        self.args = args
        self.begun: set[str] = set()
        self.nodes: dict[str, Line] = {}
        self.waits_for: str | None = None
        self.end: Line | None = None
        self.users = 0
        self.stopped = False
        self._changed = asyncio.Event()

    def hear(self, line: Line) -> None:
        """Take in a line of `dbt-job follow`."""
        event = line["event"]
        if event == "begin":
            self.begun.add(line["node"])
        elif event == "node":
            self.nodes[line["node"]] = line
        elif event == "waiting":
            self.waits_for = line["for"]
        elif event == "end":
            self.end = line
        self.wake()

    def wake(self) -> None:
        """Let those who wait for news look again."""
        self._changed.set()
        self._changed = asyncio.Event()

    async def news(self) -> None:
        """Wait for the next line."""
        await self._changed.wait()
