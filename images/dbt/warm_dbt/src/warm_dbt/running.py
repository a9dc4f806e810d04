"""A command that runs in a fork of the server, as the server sees it."""

import contextlib
import os
import signal
import socket
import time
from collections.abc import Callable

from warm_dbt.client import PASSED_ON
from warm_dbt.request import STARTED, Request

# Time for dbt to cancel its queries once its caller is gone.
_GRACE_SECONDS = 10
_REPEAT_SECONDS = 3


class Running:
    """A forked command: its process, and the connection to its caller (none for the server's own)."""

    def __init__(
        self, wanted: Request, connection: socket.socket | None, prepare: Callable[[], None] | None = None
    ) -> None:
        """Describe a command that is about to be started."""
        self.request = wanted
        self.connection = connection
        self.process = -1
        self.was_stopped = False
        """Whether it was told to end before it had ended by itself."""
        self._child = 0
        self._deadline: float | None = None
        self._again = 0.0
        self._prepare = prepare

    def prepare(self) -> None:
        """Do what this command needs done in its own process first."""
        if self._prepare:
            self._prepare()

    def started(self, child: int) -> None:
        """Take over the process, and tell the caller."""
        self._child = child
        self.process = os.pidfd_open(child)
        self._tell(STARTED)

    def hear(self) -> bool:
        """Pass on the signals that the caller sends, and nothing else; False once it is gone."""
        assert self.connection
        try:
            numbers = self.connection.recv(64)
        except BlockingIOError:
            return True
        except OSError:
            return False
        for number in numbers:
            if number in PASSED_ON:
                self.kill(number)
        return bool(numbers)

    def disconnect(self) -> None:
        """End a command whose caller is gone: first in such a way that its queries are cancelled."""
        assert self.connection
        self.connection.close()
        self.connection = None
        self.kill(signal.SIGHUP)
        now = time.monotonic()
        self._deadline, self._again = now + _GRACE_SECONDS, now + _REPEAT_SECONDS

    def enforce(self) -> None:
        """Ask a command again that did not end when it was to, as a library may swallow that; in the end, kill it."""
        now = time.monotonic()
        if self._deadline and now > self._deadline:
            self._deadline = None
            self.kill(signal.SIGKILL)
        elif self._deadline and now > self._again:
            self._again = now + _REPEAT_SECONDS
            self.kill(signal.SIGHUP)

    def kill(self, number: int) -> None:
        """Send a signal to the command and what it started."""
        self.was_stopped = True
        try:
            os.killpg(self._child, number)
        except ProcessLookupError:
            # It has not become the leader of its group yet, or has ended and only waits to be collected.
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._child, number)

    def finish(self) -> int:
        """Collect the ended process and tell the caller its exit code."""
        _, status = os.waitpid(self._child, 0)
        os.close(self.process)
        code = os.waitstatus_to_exitcode(status)
        code = 128 - code if code < 0 else code
        self._tell(bytes([code & 0xFF]))
        self.close()
        return code

    def close(self) -> None:
        """Hang up, if the caller is still there."""
        if self.connection:
            self.connection.close()
            self.connection = None

    def _tell(self, what: bytes) -> None:
        # If the caller is gone, its connection says so next.
        with contextlib.suppress(OSError):
            if self.connection:
                self.connection.send(what)
