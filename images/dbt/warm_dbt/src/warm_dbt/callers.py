"""The `dbt` commands that connect to the warm server, until their requests are complete. None of them blocks it."""

import selectors
import socket
import time
from collections.abc import Callable

from warm_dbt.request import Arriving, BadRequest, Request

_MOST = 64


class Callers:
    """The listening socket, and the requests that are arriving."""

    def __init__(
        self,
        selector: selectors.BaseSelector,
        listener: socket.socket,
        complete: Callable[[Request, socket.socket], None],
    ) -> None:
        """Accept callers from now on; `complete` gets each whole request, with its connection."""
        self._selector = selector
        self._listener = listener
        self._complete = complete
        self._arriving: dict[socket.socket, Arriving] = {}
        listener.setblocking(False)
        selector.register(listener, selectors.EVENT_READ, self._accept)

    def wait(self) -> float | None:
        """Return in how many seconds the next request is overdue."""
        if not self._arriving:
            return None
        return max(0.0, min(arriving.deadline for arriving in self._arriving.values()) - time.monotonic()) + 0.01

    def drop_overdue(self) -> None:
        """Close the connections of callers that are too slow. Their `dbt` then runs without the server."""
        now = time.monotonic()
        for arriving in [each for each in self._arriving.values() if each.deadline < now]:
            self._drop(arriving, "it did not arrive in time")

    def close(self) -> None:
        """Accept nobody any more. Those whose requests are arriving run their commands without the server."""
        self._selector.unregister(self._listener)
        self._listener.close()
        for arriving in list(self._arriving.values()):
            self._drop(arriving, "the container stops")

    def _accept(self) -> None:
        try:
            connection, _ = self._listener.accept()
        except OSError:
            return  # gone again
        if len(self._arriving) >= _MOST:
            connection.close()
            return
        try:
            arriving = Arriving(connection)
        except OSError:
            connection.close()
            return
        self._arriving[connection] = arriving
        self._selector.register(connection, selectors.EVENT_READ, lambda: self._read(arriving))

    def _read(self, arriving: Arriving) -> None:
        try:
            request = arriving.read()
        except (BadRequest, OSError) as error:
            self._drop(arriving, str(error))
            return
        if request:
            self._forget(arriving)
            self._complete(request, arriving.connection)

    def _drop(self, arriving: Arriving, reason: str) -> None:
        print(f"dbt: a command could not be read: {reason}", flush=True)
        self._forget(arriving)
        arriving.close()

    def _forget(self, arriving: Arriving) -> None:
        self._selector.unregister(arriving.connection)
        del self._arriving[arriving.connection]
