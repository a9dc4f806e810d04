"""A fork of the warm server turns into the process that its caller asked for."""

import atexit
import contextlib
import gc
import io
import itertools
import os
import signal
import sys
import threading
import time
from multiprocessing import resource_tracker
from typing import NoReturn

from warm_dbt.client import DBT
from warm_dbt.request import Request


def become(request: Request, warm: bool) -> None:
    """Take over the caller's folder, environment, umask, open files and signals."""
    os.setsid()
    os.umask(request.umask)
    for target, file in enumerate(request.files):
        os.dup2(file, target)
    _close_all_but(resource_tracker.getfd() if warm else None)
    os.chdir(request.folder)
    os.environ.clear()
    os.environ.update(request.environ)
    time.tzset()
    # The same objects go on with the caller's files, as libraries may hold them.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(line_buffering=True)
    # A process of its own numbers its threads from one; artifacts have their names.
    threading._counter = itertools.count(1).__next__  # type: ignore[attr-defined]
    sys.argv = ["dbt", *request.arguments]
    # All three end a command as Ctrl-C does: only then dbt cancels the queries that the database is still working on.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    signal.signal(signal.SIGHUP, _end_quietly)
    signal.pthread_sigmask(signal.SIG_SETMASK, set())


def _close_all_but(kept: int | None) -> None:
    """Close what belongs to the server. The fork keeps its line to the process that removes the semaphores of locks."""
    kept = kept or 2
    os.closerange(3, max(3, kept))
    os.closerange(max(3, kept + 1), 65_536)


def _end_quietly(_number: int, _frame: object) -> NoReturn:
    """End a command whose terminal, SSH session or caller is gone, without a message, which nobody would read."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    raise KeyboardInterrupt


def run_plain(request: Request) -> NoReturn:
    """Run dbt's own command in place of this process."""
    os.execve(DBT, [DBT, *request.arguments], request.environ)


def run_warm() -> NoReturn:
    """Run the dbt that is loaded here and end the process with its exit code, without Python's slow tidying up."""
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
        # Ends logging, and removes the semaphores of this process.
        atexit._run_exitfuncs()
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError, ValueError):
                stream.flush()
        os._exit(code & 0xFF)
