"""Sockets that listen."""

import socket
from pathlib import Path


def listen(family: int, address: str | tuple[str, int]) -> socket.socket:
    """Return a socket that listens and never blocks; one of the file system is for this user and group alone."""
    if isinstance(address, str):
        Path(address).unlink(missing_ok=True)
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(address)
    if isinstance(address, str):
        Path(address).chmod(0o660)
    listener.setblocking(False)
    listener.listen(64)
    return listener
