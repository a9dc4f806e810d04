"""The `dbt` command: hands itself to the warm server and stands in for the process that runs there.

It passes signals on and ends with the command's exit code. When it is killed, or its terminal or SSH session goes away,
the server sees the connection close and ends the command too. Without a warm server it becomes dbt's own command, three
seconds slower. It imports little, as the time for that is the one part of a command that cannot be spent beforehand.
"""

import contextlib
import os
import select
import signal
import socket
import sys

from warm_dbt import environment, project, request

DBT = "/opt/dbt/bin/dbt"
PASSED_ON = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)
# dbt reads these while it is being imported, so a process that has imported it under other values is of no use.
_READ_BY_DBT = ("PACKAGE_HUB_URL", "DOWNLOADS_DIR", "MACRO_DEBUGGING")
_READ_AT_IMPORT = ("PYTHON", *(f"{prefix}{name}" for prefix in ("DBT_", "DBT_ENGINE_") for name in _READ_BY_DBT))
_PATIENCE_SECONDS = 10
_GONE = 128 + signal.SIGHUP


def main() -> int:
    """Run one dbt command and return its exit code."""
    _fill_standard_files()
    caller = dict(os.environ)
    environ = environment.complete(caller)
    if not sys.stdout.isatty():
        # dbt colours what goes into files and into Airflow's logs, too, unless it is told not to.
        environ.setdefault("DBT_USE_COLORS", "false")
    arguments = project.with_writable_copy(sys.argv[1:], environ)
    if not environment.wants_plain_dbt(caller) and not any(name.startswith(_READ_AT_IMPORT) for name in caller):
        connection = _submit(arguments, environ)
        if connection:
            with connection:
                return _follow(connection)
    return os.execve(DBT, [DBT, *arguments], environ)


def _fill_standard_files() -> None:
    """Open /dev/null in the place of a standard file that the caller closed."""
    for file in range(3):
        try:
            os.fstat(file)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


def _submit(arguments: list[str], environ: dict[str, str]) -> socket.socket | None:
    umask = os.umask(0o022)
    os.umask(umask)
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        folder = os.getcwd()
        # A server that is still importing dbt answers later; one that is stuck must not hold a command up. It gets the
        # command only when it asks for it, so it never runs one that this process has gone on to run itself.
        connection.settimeout(_PATIENCE_SECONDS)
        connection.connect(request.SOCKET)
        if connection.recv(1) != request.ASK:
            raise ConnectionError("the server takes no command")
        connection.settimeout(None)
        request.send(connection, request.Request(arguments, environ, folder, umask, (0, 1, 2)))
        if connection.recv(1) != request.STARTED:
            raise ConnectionError("the server did not start the command")
        return connection
    except OSError:
        connection.close()
        return None


def _follow(connection: socket.socket) -> int:
    """Wait for the exit code, passing signals on, until the caller is gone."""

    def pass_on(number: int, _frame: object) -> None:
        with contextlib.suppress(OSError):
            connection.send(bytes([number]))

    for number in PASSED_ON:
        signal.signal(number, pass_on)
    poll = select.poll()
    poll.register(connection, select.POLLIN)
    # Asking for no event still reports that the other end of an output was closed: the SSH session or terminal ended.
    poll.register(1, 0)
    poll.register(2, 0)
    while True:
        ready = {file for file, _ in poll.poll()}
        if connection.fileno() in ready:
            answer = connection.recv(1)
            if answer:
                return answer[0]
            print("dbt: the server that ran this command ended before it did", file=sys.stderr)
            return 1
        if ready:
            return _GONE
