import os
import socket
from collections.abc import Iterator

import pytest


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    """Return a caller's end and the server's end of a connection."""
    caller, server = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
    with caller, server:
        yield caller, server


def open_files() -> set[str]:
    return {name for name in os.listdir("/proc/self/fd") if os.path.exists(f"/proc/self/fd/{name}")}
