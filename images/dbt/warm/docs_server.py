"""Serves the finished dbt docs, and nothing else: a handful of files from one folder."""

import http.server
import os
import signal
import socketserver
from pathlib import Path
from typing import BinaryIO

FOLDER = Path("/var/lib/dbt-docs")
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}
_WAITING = b"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="2"><title>dbt docs</title></head>
<body><p>The dbt docs are being made. This page shows them as soon as they are there.</p></body></html>
"""


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers GET and HEAD for the files of the folder."""

    protocol_version = "HTTP/1.1"
    server_version = "dbt-docs"
    sys_version = ""
    timeout = 30

    def do_GET(self) -> None:
        """Send a file, the waiting page, or an error."""
        path = self.path.partition("?")[0]
        if path == "/healthz":
            return self._send(200, "text/plain", b"ok\n")
        name = path[1:] or "index.html"
        if not (FOLDER / "index.html").exists() and name == "index.html":
            return self._send(503, _TYPES[".html"], _WAITING)
        # One folder, no subfolders and no hidden files: nothing else can be named.
        if "/" in name or "\\" in name or "%" in name or name.startswith("."):
            return self._send(404, "text/plain", b"not found\n")
        try:
            with open(FOLDER / name, "rb") as file:
                self._send_file(file, name)
        except OSError:
            self._send(404, "text/plain", b"not found\n")

    do_HEAD = do_GET

    def _send_file(self, file: BinaryIO, name: str) -> None:
        found = os.fstat(file.fileno())
        tag = f'"{found.st_mtime_ns:x}-{found.st_size:x}"'
        if self.headers.get("If-None-Match") == tag:
            self.send_response(304)
            self.send_header("ETag", tag)
            self.end_headers()
            return
        self._head(200, _TYPES.get(Path(name).suffix, "application/octet-stream"), found.st_size, tag)
        if self.command == "GET":
            # The kernel copies: the files are megabytes, and this process stays small. Unlike os.sendfile, this waits for a
            # reader that is slower than the disk, as every browser is.
            self.connection.sendfile(file, count=found.st_size)

    def _send(self, code: int, kind: str, body: bytes) -> None:
        self._head(code, kind, len(body))
        if self.command == "GET":
            self.wfile.write(body)

    def _head(self, code: int, kind: str, size: int, tag: str | None = None) -> None:
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(size))
        self.send_header("Cache-Control", "no-cache")
        self.send_header("X-Content-Type-Options", "nosniff")
        if tag:
            self.send_header("ETag", tag)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Keep the log for what goes wrong."""


class Server(socketserver.ThreadingMixIn, socketserver.TCPServer):
    """A thread a connection."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 64


def main() -> None:
    """Serve until told to stop."""
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    with Server(("", 8080), Handler) as server:
        server.serve_forever()
