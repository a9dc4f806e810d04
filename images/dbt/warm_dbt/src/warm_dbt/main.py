"""The dbt container's main process: starts sshd, loads dbt, then serves commands."""

import os
import signal
import socket
import subprocess
import time
from multiprocessing import resource_tracker
from pathlib import Path
from typing import NoReturn

from warm_dbt import environment, packages, project, request, versions
from warm_dbt.background import Background
from warm_dbt.jobs import shutdown
from warm_dbt.listening import listen
from warm_dbt.server import Server

STATE = Path("/var/lib/dbt")


class _Finish(BaseException):
    """The container is to stop once the running commands have ended."""


class _Stop(BaseException):
    """The container is to stop now."""


def main() -> NoReturn:
    """Start sshd, then serve."""
    started = time.monotonic()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: os._exit(0))
    shutdown.forget()
    sshd = subprocess.Popen(["/usr/sbin/sshd", "-D", "-e", "-f", "/etc/ssh/sshd_config"])
    # dbt's first lock would start this process with the variables below in its environment, which other processes can
    # read.
    resource_tracker.ensure_running()
    environ = environment.complete(os.environ)
    os.environ.update(environ)
    packages.take_over(STATE)
    server = _server(environ, sshd.pid)
    print(f"dbt: ready after {time.monotonic() - started:.1f} s", flush=True)
    signal.signal(signal.SIGTERM, _raise_finish)
    signal.signal(signal.SIGINT, _raise_stop)
    try:
        try:
            server.serve()
        except _Finish:
            server.finish()
    except _Stop:
        pass
    server.stop()


def _server(environ: dict[str, str], sshd: int) -> Server:
    source = Path(project.PROJECT)
    reason = versions.reason_for_plain_dbt(environ)
    if reason is None:
        # Commands that come while dbt is being imported wait in this socket's queue.
        callers = listen(socket.AF_UNIX, request.SOCKET)
        # Imported only here: dbt comes with it.
        from warm_dbt.warm import WarmDbt

        warm = WarmDbt(source, environ)
        if warm.may_fork():
            return Server(sshd, Background(source, environ), warm, callers)
        callers.close()
        reason = "a library keeps threads, which a fork would wait for"
    Path(request.SOCKET).unlink(missing_ok=True)
    print(f"dbt: commands run without a warm process, each about 3 s slower: {reason}", flush=True)
    return Server(sshd, Background(source, environ), None, None)


def _raise_finish(*_: object) -> NoReturn:
    # A second signal means: now.
    signal.signal(signal.SIGTERM, _raise_stop)
    raise _Finish


def _raise_stop(*_: object) -> NoReturn:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    raise _Stop
