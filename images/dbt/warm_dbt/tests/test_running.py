import os
import select
import signal
import socket
import time

import pytest

from warm_dbt.request import STARTED, Request
from warm_dbt.running import Running

Pair = tuple[socket.socket, socket.socket]


def started(pair: Pair, code: int | None = None) -> Running:
    """Return a command that ends with a code, or sleeps until a signal ends it."""
    ready, tell = os.pipe()
    child = os.fork()
    if child == 0:
        pair[0].close()
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.setsid()
        os.write(tell, b"x")
        if code is None:
            time.sleep(60)
        os._exit(code or 0)
    os.read(ready, 1)
    os.close(ready)
    os.close(tell)
    pair[1].setblocking(False)
    running = Running(Request([], {}, "/", 0, (0, 1, 2)), pair[1])
    running.started(child)
    assert pair[0].recv(1) == STARTED
    return running


def ended(running: Running) -> bool:
    return bool(select.select([running.process], [], [], 2)[0])


def test_the_caller_is_told_the_exit_code(pair: Pair) -> None:
    running = started(pair, code=3)
    assert ended(running)
    assert running.finish() == 3
    assert pair[0].recv(2) == b"\x03"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT])
def test_a_signal_is_passed_on(pair: Pair, number: signal.Signals) -> None:
    running = started(pair)
    pair[0].send(bytes([number]))
    assert running.hear()
    assert ended(running)
    assert running.finish() == 128 + number


def test_no_other_byte_is_a_signal(pair: Pair) -> None:
    running = started(pair)
    pair[0].send(bytes(set(range(256)) - {signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT}))
    while select.select([pair[1]], [], [], 0)[0]:
        assert running.hear()
    assert running.hear()
    assert not select.select([running.process], [], [], 0.2)[0]
    running.kill(signal.SIGKILL)
    assert ended(running)
    assert running.finish() == 128 + signal.SIGKILL


def test_a_command_whose_caller_is_gone_ends(pair: Pair) -> None:
    running = started(pair)
    pair[0].close()
    assert not running.hear()
    running.disconnect()
    assert ended(running)
    assert running.finish() == 128 + signal.SIGHUP


def test_a_signal_for_a_command_that_has_just_ended_is_no_error(pair: Pair) -> None:
    running = started(pair, code=0)
    assert ended(running)
    running.kill(signal.SIGTERM)
    assert running.finish() == 0
    running.kill(signal.SIGTERM)
