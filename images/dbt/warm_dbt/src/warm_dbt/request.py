"""What a `dbt` command sends to the warm server over a Unix socket: arguments, environment, folder and open files."""

import array
import os
import socket
import time

SOCKET = "/run/dbt/server.sock"
# What the server answers: it takes a command now; it has started it. Then comes the exit code.
ASK, STARTED = b"?", b"+"
_LIMIT = 4 * 1024 * 1024
_SECONDS = 5.0
_FILES = 3


class BadRequest(Exception):  # noqa: N818 - named as HTTP names it
    """What arrived is no request."""


class Request:
    """One command as its caller would have run it itself. A plain class: `dataclasses` would cost the client 10 ms."""

    def __init__(
        self, arguments: list[str], environ: dict[str, str], folder: str, umask: int, files: tuple[int, int, int]
    ) -> None:
        """Describe a command; `files` are its standard input, output and error."""
        self.arguments = arguments
        self.environ = environ
        self.folder = folder
        self.umask = umask
        self.files = files


def send(connection: socket.socket, request: Request) -> None:
    """Send a request. The three open files travel with its first bytes."""
    fields = [request.folder, str(request.umask), str(len(request.arguments)), *request.arguments]
    fields += [f"{name}={value}" for name, value in request.environ.items()]
    body = b"\0".join(os.fsencode(field) for field in fields)
    rights = (socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", request.files).tobytes())
    connection.sendmsg([len(body).to_bytes(4, "big")], [rights])
    connection.sendall(body)


class Arriving:
    """A request of which only a part has arrived. Reading never blocks, so a slow caller does not delay others."""

    def __init__(self, connection: socket.socket) -> None:
        """Ask the caller for its request."""
        connection.setblocking(False)
        connection.send(ASK)
        self.connection = connection
        self.deadline = time.monotonic() + _SECONDS
        self._data = bytearray()
        self._files = array.array("i")

    def read(self) -> Request | None:
        """Return the request once all of it is there, None before.

        Raises BadRequest for anything else than a request, and OSError if the connection broke.
        """
        space = socket.CMSG_SPACE(_FILES * self._files.itemsize)
        while True:
            try:
                data, ancillary, _, _ = self.connection.recvmsg(65_536, space, socket.MSG_CMSG_CLOEXEC)
            except BlockingIOError:
                return None
            for level, kind, rights in ancillary:
                if (level, kind) == (socket.SOL_SOCKET, socket.SCM_RIGHTS):
                    self._files.frombytes(rights[: len(rights) - len(rights) % self._files.itemsize])
            if not data:
                raise BadRequest("it was cut off")
            self._data += data
            if len(self._data) >= 4 and self._is_complete():
                return self._parsed()

    def close(self) -> None:
        """Give up a request that did not arrive."""
        self.connection.close()
        for file in self._files:
            os.close(file)

    def _is_complete(self) -> bool:
        size = int.from_bytes(self._data[:4], "big")
        if size > _LIMIT:
            raise BadRequest(f"it has {size} bytes")
        if len(self._data) > 4 + size:
            raise BadRequest("more came than was announced")
        return len(self._data) == 4 + size

    def _parsed(self) -> Request:
        if len(self._files) != _FILES:
            raise BadRequest(f"it came with {len(self._files)} open files")
        fields = [os.fsdecode(bytes(field)) for field in self._data[4:].split(b"\0")]
        try:
            folder, umask, count = fields[0], int(fields[1]), int(fields[2])
        except (ValueError, IndexError):
            raise BadRequest("its first fields are not a folder, a umask and a number") from None
        if not 0 <= count <= len(fields) - 3 or not 0 <= umask <= 0o777:
            raise BadRequest("its umask, or the number of its arguments, cannot be")
        variables = (field.partition("=") for field in fields[3 + count :])
        environ = {name: value for name, _, value in variables if name}
        first, second, third = self._files
        return Request(fields[3 : 3 + count], environ, folder, umask, (first, second, third))
