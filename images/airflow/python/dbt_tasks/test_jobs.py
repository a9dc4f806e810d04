from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from types import SimpleNamespace
from typing import Any

import asyncssh
import pytest

from dbt_tasks import connection
from dbt_tasks.connection import Refused, SSHHookAsync, Unreachable
from dbt_tasks.fake_sshd import FakeSshd
from dbt_tasks.jobs import Jobs


@pytest.fixture
def container(monkeypatch: pytest.MonkeyPatch) -> FakeSshd:
    made = FakeSshd()
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


def test_tasks_that_want_one_job_start_it_once_and_all_hear_of_it(container: FakeSshd) -> None:
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


def test_after_a_lost_connection_the_job_is_asked_for_again(container: FakeSshd) -> None:
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


def test_what_the_container_refuses_is_told(container: FakeSshd) -> None:
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
    container: FakeSshd, monkeypatch: pytest.MonkeyPatch, problem: Exception, patience: str
) -> None:
    monkeypatch.setattr(connection, patience, 0.05)
    monkeypatch.setattr(connection, "LOOK_SECONDS", 0.01)
    container.away = problem

    async def steps(server: Jobs) -> None:
        with pytest.raises(Unreachable, match=str(problem)):
            async with server.following("j", ["build"]):
                pass

    run(steps)


def test_a_job_is_stopped(container: FakeSshd) -> None:
    run(lambda server: server.stop("j"))
    assert container.commands == ["dbt-job stop j"]
