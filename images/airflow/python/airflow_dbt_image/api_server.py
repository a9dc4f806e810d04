"""Whether the API server can be reached, and for how long it has been: a worker sends its heartbeats through it."""

import time
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

LOOK_SECONDS = 1.0
LOOK_AGAIN_SECONDS = 5.0
"""After a failure: the name of a container that is gone may take seconds to be looked up, in the scheduler's loop."""


class ApiServer:
    """Looks only when it is asked."""

    def __init__(self, execution_url: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._url = urlsplit(execution_url)
        self._clock = clock
        self._next = 0.0
        self._since: float | None = None

    def reachable_for(self) -> float:
        """Return for how many seconds every look has found it; 0 if the last one has not."""
        now = self._clock()
        if now >= self._next:
            found = self.answers()
            self._since = (now if self._since is None else self._since) if found else None
            self._next = self._clock() + (LOOK_SECONDS if found else LOOK_AGAIN_SECONDS)
        return 0.0 if self._since is None else now - self._since

    def forget(self) -> None:
        """Start to count anew: nobody has looked for a while."""
        self._since = None

    def answers(self) -> bool:
        """Ask its health page, which needs no database."""
        kind = HTTPSConnection if self._url.scheme == "https" else HTTPConnection
        connection = kind(self._url.hostname or "localhost", self._url.port, timeout=1)
        try:
            connection.request("GET", f"{self._url.path.rstrip('/')}/health")
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()
