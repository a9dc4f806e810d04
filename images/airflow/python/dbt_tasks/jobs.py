"""The jobs in the dbt container, by one SSH connection for all triggers of a process."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import shlex
import time
from collections.abc import AsyncIterator
from typing import Any

import structlog
from airflow.providers.ssh.hooks.ssh import SSHHookAsync

log = structlog.get_logger(logger_name=__name__)

# An update of dbt's container waits for its running commands, and meanwhile takes no connection.
PATIENCE_SECONDS = 900
_LONGEST_PAUSE_SECONDS = 10
_LOOK_SECONDS = 5.0
# sshd allows ten sessions for a connection; one of them follows the jobs.
_COMMANDS_AT_ONCE = 4
# The tasks of a group come and go while its job runs.
_IDLE_SECONDS = 60

# It reports each session at level info, in the log of the task that happened to connect.
logging.getLogger("asyncssh").setLevel(logging.WARNING)

Line = dict[str, Any]


class Unreachable(Exception):
    """The dbt container has not answered for too long."""


class Refused(Exception):
    """The dbt container refuses a command."""


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


class Jobs:
    """The jobs that the triggers of this process follow in one dbt container."""

    def __init__(self, conn_id: str) -> None:
        """Connect, and stay connected."""
        self.users = 0
        self._conn_id = conn_id
        self._jobs: dict[str, Job] = {}
        self._connection: Any = None
        self._follower: Any = None
        self._connected = asyncio.Event()
        self._down_since = time.monotonic()
        self._problem = "no attempt yet"
        self._commands = asyncio.Semaphore(_COMMANDS_AT_ONCE)
        self._task = asyncio.create_task(self._stay_connected())

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
        """End the job's dbt."""
        await self._command("stop", name)

    def check(self) -> None:
        """Raise Unreachable if the container has not answered for too long."""
        if not self._connected.is_set() and time.monotonic() - self._down_since > PATIENCE_SECONDS:
            raise Unreachable(f"dbt has not answered over SSH for {PATIENCE_SECONDS} s: {self._problem}")

    async def close(self) -> None:
        """Hang up."""
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task

    async def _start(self, name: str, job: Job) -> None:
        await self._command("start", name, "--", *job.args)
        if self._follower:
            self._follower.stdin.write(f"{name}\n")

    async def _command(self, *words: str) -> None:
        import asyncssh

        while True:
            self.check()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._connected.wait(), _LOOK_SECONDS)
            if not self._connected.is_set():
                continue
            try:
                async with self._commands:
                    done = await self._connection.run(shlex.join(["dbt-job", *words]))
            except (AttributeError, OSError, asyncssh.Error):
                # The connection is being made again.
                await asyncio.sleep(1)
                continue
            if done.exit_status is None:
                continue
            if done.exit_status != 0:
                raise Refused(str(done.stderr).strip())
            return

    async def _stay_connected(self) -> None:
        import asyncssh

        pause = 1.0
        while True:
            try:
                async with await SSHHookAsync(self._conn_id)._get_conn() as connection:
                    self._follower = await connection.create_process("dbt-job follow")
                    self._connection, pause = connection, 1.0
                    self._connected.set()
                    for name, job in self._jobs.items():
                        if job.starting.done():
                            job.starting = asyncio.create_task(self._start(name, job))
                    async for line in self._follower.stdout:
                        self._hear(json.loads(line))
                    self._problem = str(await self._follower.stderr.read()).strip() or "the connection was closed"
            except (OSError, asyncssh.Error) as error:
                self._problem = str(error) or type(error).__name__
            self._connection = self._follower = None
            if self._connected.is_set():
                self._connected.clear()
                self._down_since = time.monotonic()
            log.warning("dbt does not answer over SSH, trying again", problem=self._problem, seconds=pause)
            for job in self._jobs.values():
                job.wake()
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE_SECONDS)

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
    server = _servers[conn_id] if conn_id in _servers else _servers.setdefault(conn_id, Jobs(conn_id))
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
