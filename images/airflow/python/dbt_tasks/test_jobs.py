from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Coroutine
from types import SimpleNamespace
from typing import Any

import asyncssh
import pytest

from dbt_tasks import connection
from dbt_tasks.connection import Refused, SSHHookAsync, Unreachable
from dbt_tasks.jobs import Jobs


class Process:
    """`dbt-job follow` in a container: its lines are put in from outside, and None ends it."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.stdin = SimpleNamespace(write=lambda text: self.asked.append(text.strip()))
        self.said: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()
        self.stdout = self._lines()
        self.stderr = SimpleNamespace(read=self._nothing)

    async def _lines(self) -> AsyncIterator[str]:
        while (line := await self.said.get()) is not None:
            yield json.dumps(line)

    async def _nothing(self) -> str:
        return ""


class Container:
    """Stands for sshd and `dbt-job` in the dbt container."""

    def __init__(self) -> None:
        self.connections = 0
        self.commands: list[str] = []
        self.answer = SimpleNamespace(exit_status=0, stdout="started", stderr="")
        self.process = Process()
        self.away: Exception | None = None

    async def connect(self, _hook: object) -> Container:
        if self.away:
            raise self.away
        self.connections += 1
        self.process = Process()
        return self

    async def __aenter__(self) -> Container:
        return self

    async def __aexit__(self, *_: object) -> None:
        pass

    async def create_process(self, command: str) -> Process:
        assert command == "dbt-job follow"
        return self.process

    async def run(self, command: str) -> Any:
        self.commands.append(command)
        return self.answer


@pytest.fixture
def container(monkeypatch: pytest.MonkeyPatch) -> Container:
    made = Container()
    monkeypatch.setattr(SSHHookAsync, "_get_conn", lambda hook: made.connect(hook))
    real = asyncio.sleep
    monkeypatch.setattr(asyncio, "sleep", lambda seconds: real(0 if seconds < 1 else 0.01))
    return made


def run(steps: Callable[[Jobs], Coroutine[Any, Any, None]]) -> None:
    async def inside() -> None:
        server = Jobs("dbt_ssh")
        try:
            await asyncio.wait_for(steps(server), 5)
        finally:
            await server.close()

    asyncio.run(inside())


def end(job: str) -> dict[str, Any]:
    return {"job": job, "event": "end", "code": 0, "error": None}


def test_tasks_that_want_one_job_start_it_once_and_all_hear_of_it(container: Container) -> None:
    async def steps(server: Jobs) -> None:
        async def wait() -> None:
            async with server.following("j", ["build", "--vars", '{"a": 1}']) as job:
                while job.end is None:
                    await job.news()

        waiting = [asyncio.create_task(wait()) for _ in range(3)]
        while not container.process.asked:
            await asyncio.sleep(0)
        await container.process.said.put(end("j"))
        await asyncio.gather(*waiting)

    run(steps)
    assert container.commands == ["dbt-job start j -- build --vars '{\"a\": 1}'"]
    assert container.connections == 1


def test_after_a_lost_connection_the_job_is_asked_for_again(container: Container) -> None:
    async def steps(server: Jobs) -> None:
        async with server.following("j", ["build"]) as job:
            await container.process.said.put(None)
            while container.connections < 2 or container.process.asked != ["j"]:
                await asyncio.sleep(0)
            await container.process.said.put(end("j"))
            while job.end is None:
                await job.news()

    run(steps)
    assert container.commands == ["dbt-job start j -- build"] * 2


def test_what_the_container_refuses_is_told(container: Container) -> None:
    container.answer = SimpleNamespace(exit_status=2, stdout="", stderr="no job is named so\n")

    async def steps(server: Jobs) -> None:
        with pytest.raises(Refused, match="no job is named so"):
            async with server.following("j", ["build"]):
                pass

    run(steps)


@pytest.mark.parametrize(
    ("problem", "patience"),
    [
        (OSError("connection refused"), "PATIENCE_SECONDS"),
        (asyncssh.HostKeyNotVerifiable("host key is not trusted"), "ERROR_PATIENCE_SECONDS"),
        (ValueError("there is no connection dbt_ssh"), "ERROR_PATIENCE_SECONDS"),
    ],
)
def test_a_container_that_stays_away_is_given_up(
    container: Container, monkeypatch: pytest.MonkeyPatch, problem: Exception, patience: str
) -> None:
    monkeypatch.setattr(connection, patience, 0.05)
    monkeypatch.setattr(connection, "LOOK_SECONDS", 0.01)
    container.away = problem

    async def steps(server: Jobs) -> None:
        with pytest.raises(Unreachable, match=str(problem)):
            async with server.following("j", ["build"]):
                pass

    run(steps)


def test_a_job_is_stopped(container: Container) -> None:
    run(lambda server: server.stop("j"))
    assert container.commands == ["dbt-job stop j"]
