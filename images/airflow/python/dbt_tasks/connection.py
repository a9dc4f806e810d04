"""An SSH connection to the dbt container that is made again whenever it is lost."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import shlex
import time
from collections.abc import Callable
from typing import Any

import structlog
from airflow.providers.ssh.hooks.ssh import SSHHookAsync as SSHHookAsync

from dbt_tasks.job import Line

log = structlog.get_logger(logger_name=__name__)

# An update of dbt's container waits for its running commands, and meanwhile takes no connection.
PATIENCE_SECONDS = 900
# For what time alone does not mend: no such connection, another host key, a key that dbt does not accept. An update
# that rotates the keys changes one after the other.
ERROR_PATIENCE_SECONDS = 60
LOOK_SECONDS = 5.0
_PAUSES = (1, 2, 4, 8, 10)
# sshd allows ten sessions for a connection; one of them follows the jobs.
_COMMANDS_AT_ONCE = 4

# It reports each session at level info, in the log of the task that happened to connect.
logging.getLogger("asyncssh").setLevel(logging.WARNING)


class Unreachable(Exception):
    """The dbt container has not answered for too long."""


class Refused(Exception):
    """The dbt container refuses a command."""


class Connection:
    """Runs `dbt-job`, and hears all that it says of the jobs that are followed."""

    def __init__(
        self, conn_id: str, connected: Callable[[], None], lost: Callable[[], None], hear: Callable[[Line], None]
    ) -> None:
        """Connect, and stay connected.

        :param conn_id: Airflow's connection
        :param connected: called after each connect: no job is followed yet
        :param lost: called after each loss, and each attempt that failed
        :param hear: called with each line
        """
        self._conn_id = conn_id
        self._on_connect = connected
        self._on_loss = lost
        self._hear = hear
        self._ssh: Any = None
        self._follower: Any = None
        self._connected = asyncio.Event()
        self._down_since = time.monotonic()
        self._problem = "no attempt yet"
        self._patience = PATIENCE_SECONDS
        self._commands = asyncio.Semaphore(_COMMANDS_AT_ONCE)
        self._task = asyncio.create_task(self._stay_connected())

    def follow(self, job: str) -> None:
        """Hear of the job from now on; after a loss, it must be followed again."""
        if self._follower:
            self._follower.stdin.write(f"{job}\n")

    async def run(self, *words: str) -> None:
        """Run a command of `dbt-job` to its end, again if the connection is lost meanwhile.

        Raises Refused with what the command says if it fails, and Unreachable.
        """
        import asyncssh

        while True:
            self.check()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._connected.wait(), LOOK_SECONDS)
            if self._ssh is None:
                continue
            try:
                async with self._commands:
                    done = await self._ssh.run(shlex.join(["dbt-job", *words]))
            except (AttributeError, OSError, asyncssh.Error):
                # Lost between two steps.
                await asyncio.sleep(1)
                continue
            if done.exit_status == 0:
                return
            if done.exit_status is not None:
                raise Refused(str(done.stderr).strip())

    def check(self) -> None:
        """Raise Unreachable if the container has not answered for too long."""
        if not self._connected.is_set() and time.monotonic() - self._down_since > self._patience:
            raise Unreachable(f"dbt has not answered over SSH for {self._patience} s: {self._problem}")

    async def close(self) -> None:
        """Hang up."""
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task

    async def _stay_connected(self) -> None:
        import asyncssh

        attempt = 0
        while True:
            try:
                async with await SSHHookAsync(self._conn_id)._get_conn() as ssh:
                    attempt = 0
                    await self._listen(ssh)
                self._patience = PATIENCE_SECONDS
            except Exception as error:
                self._problem = str(error) or type(error).__name__
                is_loss = isinstance(error, OSError | asyncssh.ConnectionLost)
                self._patience = PATIENCE_SECONDS if is_loss else ERROR_PATIENCE_SECONDS
            self._ssh = self._follower = None
            if self._connected.is_set():
                self._connected.clear()
                self._down_since = time.monotonic()
            pause = _PAUSES[min(attempt, len(_PAUSES) - 1)]
            attempt += 1
            log.warning("dbt does not answer over SSH, trying again", problem=self._problem, seconds=pause)
            self._on_loss()
            await asyncio.sleep(pause)

    async def _listen(self, ssh: Any) -> None:
        self._follower = await ssh.create_process("dbt-job follow")
        self._ssh = ssh
        self._connected.set()
        self._on_connect()
        async for line in self._follower.stdout:
            self._hear(json.loads(line))
        self._problem = str(await self._follower.stderr.read()).strip() or "the connection was closed"
