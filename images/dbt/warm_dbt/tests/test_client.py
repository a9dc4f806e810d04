import os
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from warm_dbt import client, environment, request
from warm_dbt.request import STARTED, Arriving


class Became(Exception):  # noqa: N818
    """The process became dbt's own command."""


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A client with an environment, a socket and arguments of its own."""
    found = tmp_path / "socket"
    monkeypatch.setattr(request, "SOCKET", str(found))
    monkeypatch.setattr(environment, "FILES", ())
    monkeypatch.setattr(sys, "argv", ["dbt", "run", "-s", "a"])
    monkeypatch.setattr("signal.signal", lambda *_: None)
    monkeypatch.setattr("select.poll", Poll)
    for name in list(os.environ):
        if name.startswith(("PYTHON", "DBT_", "WARM_DBT")):
            monkeypatch.delenv(name)

    def become(path: str, arguments: list[str], environ: dict[str, str]) -> None:
        raise Became(path, arguments, environ)

    monkeypatch.setattr(os, "execve", become)
    yield found


class Poll:
    """A poll that looks at the first thing only, as pytest's own output may be anything."""

    def __init__(self) -> None:
        self.first: socket.socket | None = None

    def register(self, file: socket.socket | int, _events: int) -> None:
        if isinstance(file, socket.socket):
            self.first = file

    def poll(self) -> list[tuple[int, int]]:
        assert self.first
        return [(self.first.fileno(), 1)]


def served(path: Path, answer: Callable[[socket.socket], None]) -> threading.Thread:
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(str(path))
    listener.listen()

    def serve() -> None:
        with listener:
            connection, _ = listener.accept()
            with connection:
                answer(connection)

    thread = threading.Thread(target=serve)
    thread.start()
    return thread


def read_whole(connection: socket.socket) -> request.Request:
    arriving = Arriving(connection)
    while True:
        found = arriving.read()
        if found:
            for file in found.files:
                os.close(file)
            return found


def test_the_exit_code_of_the_command_is_the_clients(alone: Path) -> None:
    seen: list[request.Request] = []

    def answer(connection: socket.socket) -> None:
        seen.append(read_whole(connection))
        connection.send(STARTED)
        connection.send(b"\x07")

    thread = served(alone, answer)
    assert client.main() == 7
    thread.join()
    assert seen[0].arguments == ["run", "-s", "a"]
    assert seen[0].folder == os.getcwd()
    assert seen[0].environ["DBT_USE_COLORS"] == "false"


def test_a_server_that_ends_in_the_middle_of_a_command_is_an_error(
    alone: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def answer(connection: socket.socket) -> None:
        read_whole(connection)
        connection.send(STARTED)

    thread = served(alone, answer)
    assert client.main() == 1
    thread.join()
    assert "the server that ran this command ended before it did" in capsys.readouterr().err


def expect_plain() -> dict[str, str]:
    with pytest.raises(Became) as became:
        client.main()
    path, arguments, environ = became.value.args
    assert (path, arguments) == ("/opt/dbt/bin/dbt", ["/opt/dbt/bin/dbt", "run", "-s", "a"])
    return dict(environ)


def test_without_a_server_dbts_own_command_runs_in_the_same_environment() -> None:
    assert expect_plain() == {**os.environ, "DBT_USE_COLORS": "false"}


def test_a_server_that_takes_no_command_or_does_not_start_it_leaves_it_to_dbt(alone: Path) -> None:
    thread = served(alone, lambda connection: None)
    expect_plain()
    thread.join()
    alone.unlink()

    thread = served(alone, lambda connection: (read_whole(connection), None)[1])
    expect_plain()
    thread.join()


@pytest.mark.parametrize("name", ["WARM_DBT", "PYTHONPATH", "DBT_PACKAGE_HUB_URL", "DBT_ENGINE_DOWNLOADS_DIR"])
def test_a_variable_that_a_warm_process_could_not_follow_makes_dbt_plain(
    name: str, monkeypatch: pytest.MonkeyPatch, alone: Path
) -> None:
    monkeypatch.setattr(client, "_submit", lambda *_: pytest.fail("was handed to the server"))
    monkeypatch.setenv(name, "false")
    assert expect_plain()[name] == "false"
