import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from warm_dbt import server
from warm_dbt.background import Background
from warm_dbt.jobs import shutdown
from warm_dbt.request import Request
from warm_dbt.running import Running
from warm_dbt.server import Server
from warm_dbt.sshd import Sshd

Pair = tuple[socket.socket, socket.socket]


@pytest.fixture
def sshd() -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(["sleep", "60"]) as process:
        yield process
        process.kill()


@pytest.fixture
def serving(sshd: subprocess.Popen[bytes], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Server]:
    monkeypatch.setattr(shutdown, "STOPPING", str(tmp_path / "stopping"))
    monkeypatch.setattr(shutdown, "jobs_run", lambda: False)
    monkeypatch.setattr(server, "_PING", ("127.0.0.1", 0))
    monkeypatch.setattr(Sshd, "sessions", lambda _: 0)
    serving = Server(sshd.pid, cast(Background, Silent()), None, None)
    yield serving
    serving._ping.close()


class Silent:
    def after(self, running: Running, code: int) -> None:
        """Take no note of it."""


def run(serving: Server, connection: socket.socket | None, seconds: float) -> int:
    """Start a command as the server does, without dbt."""
    files = (os.open(os.devnull, os.O_RDONLY), os.open(os.devnull, os.O_WRONLY), os.open(os.devnull, os.O_WRONLY))
    running = Running(Request(["run"], {}, "/", 0o022, files), connection)
    child = os.posix_spawnp("sleep", ["sleep", str(seconds)], os.environ, setpgroup=0)
    running.started(child)
    serving._running[child] = running
    serving._selector.register(running.process, 1, lambda: serving._ended(child))
    if connection:
        serving._selector.register(connection, 1, lambda: serving._heard(running))
    return child


def test_finishing_waits_for_commands_of_callers_and_refuses_ssh(
    serving: Server, sshd: subprocess.Popen[bytes], pair: Pair
) -> None:
    caller, connection = pair
    run(serving, connection, 0.3)
    serving.finish()
    assert serving._running == {}
    assert caller.recv(8)[-1] == 0
    assert sshd.wait(timeout=5) == -signal.SIGTERM


def test_finishing_does_not_wait_for_the_containers_own_command(serving: Server) -> None:
    own = run(serving, None, 60)
    serving.finish()
    assert os.waitpid(own, 0)[1] == signal.SIGINT


def test_finishing_waits_for_ssh_sessions(serving: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    sessions = iter([1, 1, 1, 0])
    monkeypatch.setattr(Sshd, "sessions", lambda _: next(sessions))
    serving.finish()
    assert list(sessions) == []


def test_finishing_waits_for_jobs_and_lets_no_other_begin(serving: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    running = iter([True, True, False])
    monkeypatch.setattr(shutdown, "jobs_run", lambda: shutdown.is_stopping() and next(running))
    serving.finish()
    assert list(running) == []
