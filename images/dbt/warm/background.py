"""The server's own dbt commands: packages at start, the first parse, and the docs."""

import os
import time
from collections.abc import Callable
from pathlib import Path

from warm import packages
from warm.docs import FRESH, Docs
from warm.request import Request
from warm.running import Running

# Several commands often come in a row; the docs wait for the last one.
_QUIET_SECONDS = 2.0
_RETRY_SECONDS = 60.0
OUTPUT = packages.STATE / "logs" / "server.log"


class Background:
    """What the server still has to do by itself, one command at a time and never beside a caller's."""

    def __init__(self, project: Path, target: Path, environ: dict[str, str]) -> None:
        """Plan the commands of the start."""
        self._project = project
        self._environ = environ
        self._docs = Docs(project, target)
        self._current: Running | None = None
        self._docs_wanted: list[str] | None = None
        self._not_before = 0.0
        self._parsed = False
        self._installed = not packages.missing(project)
        self.state = "ok" if self._installed else "dbt packages are not installed yet"

    def due(self, busy: bool) -> Running | None:
        """Return the command that should start now, if any."""
        if busy or time.monotonic() < self._not_before:
            return None
        if not (self._project / "dbt_project.yml").exists():
            return None
        if not self._installed and not packages.missing(self._project):
            self._installed, self.state = True, "ok"  # somebody ran `dbt deps` by hand
        if not self._installed:
            print("dbt: installing the project's packages (dbt deps)", flush=True)
            return self._command(["deps", "--project-dir", str(self._project)])
        if not self._parsed:
            self._parsed = True
            self._docs_wanted = self._docs.first()
            return self._command(["parse", "--project-dir", str(self._project), "--quiet"])
        if self._docs_wanted is not None:
            wanted, self._docs_wanted = self._docs_wanted, None
            return self._command(wanted, self._docs.prepare)
        return None

    def wait(self, busy: bool) -> float | None:
        """Return for how many seconds the server may sleep."""
        if busy:
            return 1.0
        if not (self._project / "dbt_project.yml").exists():
            return 5.0
        pending = not self._installed or not self._parsed or self._docs_wanted is not None
        return max(0.0, self._not_before - time.monotonic()) + 0.01 if pending else None

    def after(self, running: Running, code: int) -> None:
        """Note how a command ended."""
        if running is not self._current:
            if code == 0:
                self._docs_wanted = self._docs.after(running.request.arguments) or self._docs_wanted
                self._not_before = time.monotonic() + _QUIET_SECONDS
            return
        self._current = None
        kind = running.request.arguments[0]
        if kind == "deps":
            self._installed = code == 0
            self.state = "ok" if self._installed else "dbt deps failed; its message is in this container's log"
            if code != 0:
                self._not_before = time.monotonic() + _RETRY_SECONDS
        elif kind == "docs" and code == 0:
            self._docs.publish()
        if code not in (0, FRESH):
            print(f"dbt: dbt {kind} by itself ended with {code}:\n{_told()}", flush=True)

    def _command(self, arguments: list[str], prepare: Callable[[], None] = lambda: None) -> Running:
        OUTPUT.parent.mkdir(parents=True, exist_ok=True)
        output = os.open(OUTPUT, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        files = (os.open(os.devnull, os.O_RDONLY), output, os.dup(output))

        def before() -> None:
            os.nice(19)
            prepare()

        self._current = Running(Request(arguments, dict(self._environ), str(self._project), 0o022, files), None, before)
        return self._current


def _told() -> str:
    """Return what the last command said, without the tracebacks that dbt adds to every network error."""
    said = OUTPUT.read_text(errors="replace").strip().partition("Traceback")[0]
    return "\n".join(said.splitlines()[:12])
