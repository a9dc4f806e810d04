"""A fork of the warm server turns into the process that its caller asked for."""

import contextlib
import gc
import io
import logging
import os
import signal
import sys
import time
from typing import NoReturn

from warm.request import Request


def become(request: Request) -> None:
    """Take over the caller's folder, environment, umask, open files and signals."""
    os.setsid()
    os.umask(request.umask)
    for target, file in enumerate(request.files):
        os.dup2(file, target)
    os.closerange(3, 65_536)
    os.chdir(request.folder)
    os.environ.clear()
    os.environ.update(request.environ)
    time.tzset()
    sys.stdin = open(0, closefd=False)
    sys.stdout = _writer(1)
    sys.stderr = _writer(2)
    sys.argv = ["dbt", *request.arguments]
    # All three end a command as Ctrl-C does, since only then dbt cancels the queries that the database is still working on.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    signal.signal(signal.SIGHUP, _end_quietly)
    signal.pthread_sigmask(signal.SIG_SETMASK, set())


def _end_quietly(number: int, _frame: object) -> NoReturn:
    """End a command whose terminal, SSH session or caller is gone: nobody reads what it would say about that."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    raise KeyboardInterrupt


def _writer(file: int) -> io.TextIOWrapper:
    return open(file, "w", buffering=1, closefd=False, errors="backslashreplace" if file == 2 else None)


def run() -> NoReturn:
    """Run the dbt command line and end the process with its exit code, without Python's slow tidying up."""
    from dbt.cli.main import cli

    gc.set_threshold(50_000, 20, 50)
    code = 1
    try:
        cli(prog_name="dbt")
    except SystemExit as exit_:
        code = exit_.code if isinstance(exit_.code, int) else int(exit_.code is not None)
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        logging.shutdown()
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError, ValueError):
                stream.flush()
        os._exit(code & 0xFF)
