"""The container's loop: starts dbt commands, watches them, and answers the health check.

With a warm dbt, the commands of callers run here as well, each in a fork of this process. Without one, callers run
dbt's own command themselves, and this loop starts it for the container alone.
"""

import contextlib
import os
import selectors
import signal
import socket
import time
from typing import NoReturn

from warm_dbt import command, request
from warm_dbt.background import Background
from warm_dbt.callers import Callers
from warm_dbt.jobs import shutdown
from warm_dbt.listening import listen
from warm_dbt.running import Running
from warm_dbt.sshd import Sshd
from warm_dbt.warm import WarmDbt

_PING = ("127.0.0.1", 8579)
_SIGNALS = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}


class Server:
    """One thread, one loop: new commands, their signals and ends, and the health check."""

    def __init__(self, sshd: int, background: Background, warm: WarmDbt | None, callers: socket.socket | None) -> None:
        """Serve callers, if there is a warm dbt for them, and the health check; end when the process `sshd` ends."""
        self._selector = selectors.DefaultSelector()
        self._running: dict[int, Running] = {}
        self._background = background
        self._warm = warm
        self._callers = Callers(self._selector, callers, self._start_for_caller) if callers else None
        self._ping = listen(socket.AF_INET, _PING)
        self._selector.register(self._ping, selectors.EVENT_READ, self._answer_ping)
        self._sshd = Sshd(sshd)
        self._selector.register(self._sshd.ends, selectors.EVENT_READ, self._sshd.ended)

    def serve(self) -> NoReturn:
        """Serve until the container stops."""
        while True:
            own = self._background.due(busy=bool(self._running))
            if own:
                self._start(own)
            self._look(self._wait())
            if self._callers:
                self._callers.drop_overdue()

    def finish(self) -> None:
        """Take no further command, job and SSH session, and return when those that run have ended."""
        shutdown.announce()
        self._selector.unregister(self._sshd.ends)
        self._sshd.stop()
        if self._callers:
            self._callers.close()
        for running in self._running.values():
            if not running.connection:  # the container's own, which the next one repeats
                running.kill(signal.SIGINT)
        if self._busy():
            print("dbt: waiting for the running commands to end", flush=True)
        while self._busy():
            self._look(0.5)

    def _busy(self) -> bool:
        by_server = any(running.connection for running in self._running.values())
        return by_server or self._sshd.sessions() > 0 or shutdown.jobs_run()

    def stop(self) -> NoReturn:
        """End: cancel what runs, for a short while, as the database would otherwise go on with it."""
        for running in self._running.values():
            running.kill(signal.SIGINT)
        deadline = time.monotonic() + 2
        while self._running and time.monotonic() < deadline:
            self._look(0.1)
        os._exit(0)

    def _wait(self) -> float:
        waits = [self._background.wait(busy=bool(self._running)), self._callers.wait() if self._callers else None]
        return min(seconds for seconds in waits if seconds is not None)

    def _look(self, seconds: float) -> None:
        for key, _ in self._selector.select(seconds):
            # A caller that an earlier event of this round removed is not asked any more.
            if self._selector.get_map().get(key.fd) is key:
                key.data()
        for running in self._running.values():
            running.enforce()

    def _start_for_caller(self, wanted: request.Request, connection: socket.socket) -> None:
        self._start(Running(wanted, connection))

    def _start(self, running: Running) -> None:
        """Fork: the child turns into the command, and here it is watched."""
        # A signal for the child must not run this process's handlers in it.
        signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
        try:
            child = os.fork()
        except OSError as error:
            # Without an answer, the caller runs the command itself.
            print(f"dbt: no process for a command: {error}", flush=True)
            running.close()
            child = -1
        if child == 0:
            self._become(running)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
        for file in running.request.files:
            os.close(file)
        if child == -1:
            return
        running.started(child)
        self._running[child] = running
        self._selector.register(running.process, selectors.EVENT_READ, lambda: self._ended(child))
        if running.connection:
            self._selector.register(running.connection, selectors.EVENT_READ, lambda: self._heard(running))

    def _become(self, running: Running) -> NoReturn:
        try:
            running.prepare()
            command.become(running.request, warm=self._warm is not None)
            if not self._warm:
                command.run_plain(running.request)
        except BaseException as error:
            os.write(running.request.files[2] if running.connection else 2, f"dbt: {error}\n".encode())
            os._exit(1)
        command.run_warm()

    def _heard(self, running: Running) -> None:
        if running.connection and not running.hear():
            self._selector.unregister(running.connection)
            running.disconnect()

    def _ended(self, child: int) -> None:
        running = self._running.pop(child)
        self._selector.unregister(running.process)
        if running.connection:
            self._selector.unregister(running.connection)
        self._background.after(running, running.finish())

    def _answer_ping(self) -> None:
        with contextlib.suppress(OSError):
            connection, _ = self._ping.accept()
            with connection:
                connection.send(f"{self._background.state}\n".encode())
