"""In the place of the jobs in the dbt container, for tests of what follows them."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

from dbt_tasks.connection import Refused
from dbt_tasks.job import Job


def node(name: str, status: str, **more: Any) -> dict[str, Any]:
    return {
        "event": "node",
        "node": name,
        "status": status,
        "message": f"what dbt says of {name}",
        "seconds": 0.2,
        "rows": 3,
        "log": [],
        "compiled": None,
        **more,
    }


def end(code: int | None = 0, error: str | None = None) -> dict[str, Any]:
    return {"event": "end", "code": code, "error": error}


class FakeJobs:
    """Stands for the dbt container: each job says its lines as soon as it is followed."""

    def __init__(self, *lines: list[dict[str, Any]]) -> None:
        self.lines = list(lines)
        self.started: list[tuple[str, list[str]]] = []
        self.stopped: list[str] = []
        self.others = 0
        self.stopped_by_user: list[str] | None = None
        """Arguments of the job that a user has stopped."""
        self.refuses = False

    @contextlib.asynccontextmanager
    async def of(self, conn_id: str) -> AsyncIterator[FakeJobs]:
        assert conn_id == "dbt_ssh"
        yield self

    @contextlib.asynccontextmanager
    async def following(self, name: str, args: list[str]) -> AsyncIterator[Job]:
        self.started.append((name, args))
        if self.refuses:
            raise Refused(f"no job {name} {args}")
        job = Job(args)
        job.stopped = args == self.stopped_by_user
        job.users = 1 + self.others
        for line in self.lines.pop(0):
            asyncio.get_running_loop().call_soon(job.hear, line)
        try:
            yield job
        finally:
            job.users -= 1

    def check(self) -> None:
        pass

    async def stop(self, name: str) -> None:
        self.stopped.append(name)
