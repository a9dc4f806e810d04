import os
import selectors
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from warm_dbt import callers, request
from warm_dbt.callers import Callers
from warm_dbt.request import ASK, Request


class House:
    """A server of callers that notes the arguments of each whole request."""

    def __init__(self, path: Path) -> None:
        self.path = str(path)
        self.complete: list[list[str]] = []
        self.selector = selectors.DefaultSelector()
        self.listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.listener.bind(self.path)
        self.listener.listen()
        self.callers = Callers(self.selector, self.listener, self._note)

    def _note(self, wanted: Request, connection: socket.socket) -> None:
        self.complete.append(wanted.arguments)
        connection.close()
        for file in wanted.files:
            os.close(file)

    def work(self) -> float:
        """Handle what is there; return how long that took."""
        began = time.monotonic()
        for _ in range(4):
            for key, _mask in self.selector.select(0):
                key.data()
            self.callers.drop_overdue()
        return time.monotonic() - began

    def caller(self) -> socket.socket:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(1)
        connection.connect(self.path)
        return connection


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    found = House(tmp_path / "socket")
    yield found
    for key in list(found.selector.get_map().values()):
        assert isinstance(key.fileobj, socket.socket)
        key.fileobj.close()
    found.selector.close()


def command(house: House, *arguments: str) -> socket.socket:
    connection = house.caller()
    house.work()
    assert connection.recv(1) == ASK
    request.send(connection, Request(list(arguments), {}, "/", 0o022, (0, 1, 2)))
    return connection


def test_a_command_gets_through_beside_callers_that_send_nothing_garbage_or_drops(house: House) -> None:
    silent, garbage, dripping, gone = (house.caller() for _ in range(4))
    house.work()
    garbage.send(b"\xff" * 1000)
    dripping.send(b"\0")
    gone.close()
    with command(house, "run"):
        assert house.work() < 0.5
        assert house.complete == [["run"]]
    assert garbage.recv(10) in (ASK, b"")
    for connection in (silent, garbage, dripping):
        connection.close()
    house.work()
    with command(house, "test"):
        house.work()
    assert house.complete == [["run"], ["test"]]


def test_a_caller_that_is_too_slow_is_dropped_however_it_drips(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request, "_SECONDS", 0.3)
    with house.caller() as slow:
        house.work()
        assert slow.recv(1) == ASK
        wait = house.callers.wait()
        assert wait is not None
        assert wait <= 0.31
        with pytest.raises(OSError):
            for _ in range(100):
                slow.send(b"\0")
                house.work()
                time.sleep(0.01)
    assert house.callers.wait() is None


def test_more_callers_at_once_than_a_machine_needs_are_sent_away(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(callers, "_MOST", 2)
    first, second, third = (house.caller() for _ in range(3))
    house.work()
    assert [first.recv(1), second.recv(1), third.recv(1)] == [ASK, ASK, b""]
    for connection in (first, second, third):
        connection.close()
