"""What a `dbt` command sends to the warm server: its arguments, environment, folder and open files, over a Unix socket."""

import array
import os
import socket
from dataclasses import dataclass

SOCKET = "/run/dbt/server.sock"
# What the server says: that it takes a command now, and that it has started it. Then comes the exit code.
ASK, STARTED = b"?", b"+"
_LIMIT = 4 * 1024 * 1024


@dataclass
class Request:
    """One command as its caller would have run it itself."""

    arguments: list[str]
    environ: dict[str, str]
    folder: str
    umask: int
    files: tuple[int, int, int]


def send(connection: socket.socket, request: Request) -> None:
    """Send a request. The three open files travel with its first bytes."""
    fields = [request.folder, str(request.umask), str(len(request.arguments)), *request.arguments]
    fields += [f"{name}={value}" for name, value in request.environ.items()]
    body = b"\0".join(os.fsencode(field) for field in fields)
    rights = (socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", request.files).tobytes())
    connection.sendmsg([len(body).to_bytes(4, "big")], [rights])
    connection.sendall(body)


def receive(connection: socket.socket) -> Request:
    """Receive a request; the caller owns the open files that came with it."""
    files = array.array("i")
    head, ancillary, _, _ = connection.recvmsg(4, socket.CMSG_SPACE(3 * files.itemsize))
    for level, kind, data in ancillary:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            files.frombytes(data[: len(data) - len(data) % files.itemsize])
    try:
        if len(head) != 4 or len(files) != 3:
            raise ConnectionError("no request came")
        fields = [os.fsdecode(field) for field in _exactly(connection, int.from_bytes(head, "big")).split(b"\0")]
        folder, umask, count = fields[0], int(fields[1]), int(fields[2])
        variables = (field.partition("=") for field in fields[3 + count :])
        environ = {name: value for name, _, value in variables if name}
        return Request(fields[3 : 3 + count], environ, folder, umask, (files[0], files[1], files[2]))
    except (ConnectionError, OSError, ValueError, IndexError):
        for file in files:
            os.close(file)
        raise


def _exactly(connection: socket.socket, size: int) -> bytes:
    if size > _LIMIT:
        raise ConnectionError("the request is too long")
    parts = bytearray()
    while len(parts) < size:
        part = connection.recv(size - len(parts))
        if not part:
            raise ConnectionError("the request was cut off")
        parts += part
    return bytes(parts)
