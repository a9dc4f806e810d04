"""The warm server: has dbt imported, and forks for each `dbt` command.

It ends when sshd ends, installs the project's dbt packages, and keeps the dbt docs up to date.
"""

import gc
import os
import selectors
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import NoReturn

from warm import command, packages, preload, request
from warm.background import Background
from warm.manifest import Manifest
from warm.running import Running

PROJECT = Path("/usr/app")
PING = ("127.0.0.1", 8579)
_SIGNALS = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}


class Server:
    """One thread, one loop: new commands, their signals and ends, and the health probe."""

    def __init__(self, environ: dict[str, str], sshd: subprocess.Popen[bytes]) -> None:
        """Import dbt and get ready; commands that come meanwhile wait in the socket's queue."""
        self._selector = selectors.DefaultSelector()
        self._listener = _listen(socket.AF_UNIX, request.SOCKET)
        self._running: dict[int, Running] = {}
        preload.import_dbt(preload.adapters(PROJECT, environ))
        packages.keep_out_of_project()
        preload.warm_up()
        target = Path(environ["DBT_TARGET_PATH"])
        self._manifest = Manifest(target / "partial_parse.msgpack")
        self._manifest.refresh()
        # A fork has only the thread that forked, and would wait for the others for ever. Then commands rather run by themselves.
        self._may_fork = preload.threads() == 1
        if not self._may_fork:
            print("dbt: a library keeps threads, so commands start cold", flush=True)
        gc.collect()
        gc.freeze()
        self._background = Background(PROJECT, target, environ)
        self._ping = _listen(socket.AF_INET, PING)
        self._selector.register(self._listener, selectors.EVENT_READ, self._accept)
        self._selector.register(self._ping, selectors.EVENT_READ, self._answer_ping)
        self._selector.register(os.pidfd_open(sshd.pid), selectors.EVENT_READ, lambda: _end("sshd has ended"))

    def serve(self) -> NoReturn:
        """Serve for ever."""
        while True:
            if self._may_fork:
                self._start(self._background.due(busy=bool(self._running)))
            for key, _ in self._selector.select(self._background.wait(busy=bool(self._running))):
                key.data()
            for running in self._running.values():
                running.enforce()

    def _accept(self) -> None:
        connection, _ = self._listener.accept()
        if not self._may_fork:
            connection.close()
            return
        connection.settimeout(2)
        try:
            connection.send(request.ASK)
            wanted = request.receive(connection)
        except (OSError, ValueError, IndexError) as error:
            print(f"dbt: a command could not be read: {error}", flush=True)
            connection.close()
            return
        self._start(Running(wanted, connection))

    def _start(self, running: Running | None) -> None:
        """Fork: the child turns into the command, and here it is watched."""
        if running is None:
            return
        # A signal for the child must not run this process's handlers in it.
        signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
        child = os.fork()
        if child == 0:
            try:
                running.prepare()
                command.become(running.request)
            except BaseException as error:
                os.write(running.request.files[2] if running.connection else 2, f"dbt: {error}\n".encode())
                os._exit(1)
            command.run()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
        for file in running.request.files:
            os.close(file)
        running.started(child)
        self._running[child] = running
        self._selector.register(running.process, selectors.EVENT_READ, lambda: self._ended(child))
        if running.connection:
            self._selector.register(running.connection, selectors.EVENT_READ, lambda: self._heard(running))

    def _heard(self, running: Running) -> None:
        if running.connection and not running.hear():
            self._selector.unregister(running.connection)
            running.disconnect()

    def _ended(self, child: int) -> None:
        running = self._running.pop(child)
        self._selector.unregister(running.process)
        if running.connection:
            self._selector.unregister(running.connection)
        code = running.finish()
        self._manifest.refresh()
        self._background.after(running, code)

    def _answer_ping(self) -> None:
        connection, _ = self._ping.accept()
        with connection:
            connection.send(f"{self._background.state}\n".encode())

    def stop(self) -> NoReturn:
        """End: cancel what runs, for a short while, as the database would otherwise go on with it."""
        for running in self._running.values():
            running.kill(signal.SIGINT)
        deadline = time.monotonic() + 2
        while self._running and time.monotonic() < deadline:
            for key, _ in self._selector.select(0.1):
                key.data()
        os._exit(0)


def _listen(family: int, address: str | tuple[str, int]) -> socket.socket:
    if isinstance(address, str):
        Path(address).unlink(missing_ok=True)
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(address)
    if isinstance(address, str):
        os.chmod(address, 0o660)
    listener.listen(64)
    return listener


def _end(reason: str) -> NoReturn:
    print(f"dbt: {reason}", flush=True)
    os._exit(1)
