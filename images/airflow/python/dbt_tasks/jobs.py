"""The jobs in the dbt container, by one SSH connection for all triggers of a process."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

from dbt_tasks.connection import Connection
from dbt_tasks.job import Job, Line

# The tasks of a group come and go while its job runs.
_IDLE_SECONDS = 60


class Jobs:
    """The jobs that the triggers of this process follow in one dbt container."""

    def __init__(self, conn_id: str) -> None:
        """Connect, and stay connected."""
        self.users = 0
        self._jobs: dict[str, Job] = {}
        self._connection = Connection(conn_id, self._start_again, self._wake, self._hear)

    @contextlib.asynccontextmanager
    async def following(self, name: str, args: list[str]) -> AsyncIterator[Job]:
        """Start the job unless the container has it, and follow it."""
        if name not in self._jobs:
            self._jobs[name] = job = Job(args)
            job.starting = asyncio.create_task(self._start(name, job))
        job = self._jobs[name]
        job.users += 1
        try:
            # All tasks that begin at once want the same job.
            await asyncio.shield(job.starting)
            yield job
        finally:
            job.users -= 1
            self._forget_if_over(name, job)

    async def stop(self, name: str) -> None:
        """End the job's dbt. What it has not built yet is not its failure."""
        if name in self._jobs:
            self._jobs[name].stopped = True
        await self._connection.run("stop", name)

    def check(self) -> None:
        """Raise Unreachable if the container has not answered for too long."""
        self._connection.check()

    async def close(self) -> None:
        """Hang up."""
        await self._connection.close()

    async def _start(self, name: str, job: Job) -> None:
        try:
            await self._connection.run("start", name, "--", *job.args)
        except Exception:
            # The next task that wants it asks again.
            self._jobs.pop(name, None)
            raise
        self._connection.follow(name)

    def _start_again(self) -> None:
        """Start what a container that was replaced meanwhile may have lost before it began."""
        for name, job in self._jobs.items():
            if job.starting.done():
                job.starting = asyncio.create_task(self._start(name, job))

    def _wake(self) -> None:
        for job in self._jobs.values():
            job.wake()

    def _hear(self, line: Line) -> None:
        job = self._jobs.get(line["job"])
        if job:
            job.hear(line)
            self._forget_if_over(line["job"], job)

    def _forget_if_over(self, name: str, job: Job) -> None:
        if job.users == 0 and job.end is not None:
            self._jobs.pop(name, None)


_servers: dict[str, Jobs] = {}
_closing: set[asyncio.Task[None]] = set()


@contextlib.asynccontextmanager
async def jobs_of(conn_id: str) -> AsyncIterator[Jobs]:
    """Give a trigger the jobs behind an SSH connection, which it shares with all others of this process."""
    if conn_id not in _servers:
        _servers[conn_id] = Jobs(conn_id)
    server = _servers[conn_id]
    server.users += 1
    try:
        yield server
    finally:
        server.users -= 1
        asyncio.get_running_loop().call_later(_IDLE_SECONDS, _close_if_unused, conn_id, server)


def _close_if_unused(conn_id: str, server: Jobs) -> None:
    if server.users == 0 and _servers.get(conn_id) is server:
        del _servers[conn_id]
        _closing.add(task := asyncio.create_task(server.close()))
        task.add_done_callback(_closing.discard)
