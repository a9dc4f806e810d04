import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from jobs_support import House, until

from warm_dbt.jobs import shutdown, stop


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    """Return a caller's end and the server's end of a connection."""
    caller, server = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
    with caller, server:
        yield caller, server


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """Return a container's folders for jobs; no job outlives the test."""
    found = House(tmp_path, monkeypatch)
    yield found
    for folder in found.jobs.glob("[a-z]*"):
        stop.main([folder.name])
    until(lambda: not shutdown.jobs_run())


def open_files() -> set[str]:
    return {name for name in os.listdir("/proc/self/fd") if os.path.exists(f"/proc/self/fd/{name}")}
