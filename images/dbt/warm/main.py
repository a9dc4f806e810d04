"""The dbt container's main process: starts sshd, then is the warm server."""

import os
import signal
import subprocess
import time
from typing import NoReturn

from warm import environment
from warm.server import Server


class _Stop(BaseException):
    """The container is being stopped."""


def main() -> NoReturn:
    """Start sshd, then serve."""
    started = time.monotonic()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: os._exit(0))
    sshd = subprocess.Popen(["/usr/sbin/sshd", "-D", "-e", "-f", "/etc/ssh/sshd_config"])
    environ = environment.complete(os.environ)
    os.environ.update(environ)
    server = Server(environ, sshd)
    print(f"dbt: ready after {time.monotonic() - started:.1f} s", flush=True)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _raise_stop)
    try:
        server.serve()
    except _Stop:
        server.stop()


def _raise_stop(*_: object) -> NoReturn:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    raise _Stop
