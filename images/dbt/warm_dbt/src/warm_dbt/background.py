"""The container's own dbt commands: packages at start, the first parse, the graph, and the docs."""

import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from warm_dbt import kept_state, packages, project, said
from warm_dbt.docs import FRESH, Docs
from warm_dbt.graph import Graph
from warm_dbt.request import Request
from warm_dbt.running import Running
from warm_dbt.work import Work

# Several commands often come in a row; the docs wait for the last one.
_QUIET_SECONDS = 2.0
_LOOK_SECONDS = 2.0
_RETRY_SECONDS = (60.0, 120.0, 300.0, 900.0)
OUTPUT = Path("/var/lib/dbt/logs/server.log")


class Background:
    """What the container still has to do, one command at a time and never beside a caller's in the warm process."""

    def __init__(self, source: Path, environ: Mapping[str, str], output: Path = OUTPUT) -> None:
        """Plan the commands of the start."""
        self._source = source
        self._environ = environ
        self._output = output
        self._docs = Docs(source, Path(environ["DBT_TARGET_PATH"]), Path(environ["DBT_LOG_PATH"]))
        self._graph = Graph(source, Path(environ["DBT_TARGET_PATH"]))
        self._current: Running | None = None
        self._work: Work | None = None
        self._docs_wanted = False
        self._not_before = 0.0
        self._failures = 0
        self._parsed = False
        self._installed = not packages.missing(source)
        self.state = "ok" if self._installed else "dbt packages are not installed yet"

    def due(self, busy: bool) -> Running | None:
        """Return the command that should start now, if any."""
        if busy or not self._has_project():
            return None
        if self._docs.commands_ran() and self._parsed:
            self._docs_wanted, self._not_before = True, time.monotonic() + _QUIET_SECONDS
            self._graph.commands_ran()
            kept_state.keep(Path(self._environ["DBT_TARGET_PATH"]), self._environ)
        if not self._installed and not packages.missing(self._source):
            self._installed, self.state, self._not_before = True, "ok", 0.0  # `dbt deps` was run by hand
        self._work = self._graph.due() if self._parsed else None
        if self._work:
            return self._command(self._work.arguments, self._work.prepare)
        if time.monotonic() < self._not_before:
            return None
        if not self._installed:
            print("dbt: installing the project's packages (dbt deps)", flush=True)
            return self._command(["deps"])
        if not self._parsed:
            self._parsed = self._docs_wanted = True
            return self._command(["parse", "--quiet"])
        if self._docs_wanted:
            self._docs_wanted = False
            if self._docs.take_over():
                return None
            return self._command(self._docs.arguments(), self._docs.prepare)
        return None

    def wait(self, busy: bool) -> float:
        """Return for how many seconds the server may sleep."""
        if busy:
            return 1.0
        if not self._has_project():
            return _LOOK_SECONDS
        waits = [_LOOK_SECONDS]
        if not self._installed or not self._parsed or self._docs_wanted:
            waits.append(max(0.0, self._not_before - time.monotonic()) + 0.01)
        if self._parsed:
            waits.append(self._graph.wait() + 0.01)
        return min(waits)

    def after(self, running: Running, code: int) -> None:
        """Note how a command ended."""
        if running is not self._current:
            return
        self._current = None
        if running.was_stopped:
            return  # with the container; the next one repeats it
        if self._work:
            self._work.ended(code, self._output.read_text(errors="replace"))
            return
        kind = running.request.arguments[0]
        if kind != "docs":
            # It left the same traces as a caller's command, and the docs follow anyway.
            self._docs.commands_ran()
        if code in (0, FRESH):
            self._failures = 0
            self._succeeded(kind, code)
            return
        why = said.end_of(self._output.read_text(errors="replace"))
        print(f"dbt: the container's own dbt {kind} ended with {code}:\n{why}", flush=True)
        if kind == "deps":
            self.state = "dbt deps failed; its message is in this container's log"
            self._graph.failed(why)
        self._docs.failed("deps" if kind == "deps" else "docs generate", why)
        if kind != "parse":
            # A database that was not up yet, a package hub out of reach: nothing here tells when they are back.
            self._docs_wanted = kind == "docs"
            self._not_before = time.monotonic() + _RETRY_SECONDS[min(self._failures, len(_RETRY_SECONDS) - 1)]
            self._failures += 1

    def _has_project(self) -> bool:
        return (self._source / "dbt_project.yml").exists()

    def _succeeded(self, kind: str, code: int) -> None:
        if kind == "deps":
            self._installed, self.state = True, "ok"
        elif kind == "docs" and code == 0:
            self._docs.publish()

    def _command(self, arguments: list[str], prepare: Callable[[], None] | None = None) -> Running:
        folder = project.folder_for_packages(str(self._source))
        if folder != str(self._source):
            project.refresh(str(self._source), folder)
        self._output.parent.mkdir(parents=True, exist_ok=True)
        output = os.open(self._output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        files = (os.open(os.devnull, os.O_RDONLY), output, os.dup(output))

        def before() -> None:
            os.nice(19)
            if prepare:
                prepare()

        environ = {**self._environ, "DBT_USE_COLORS": "false"}
        wanted = Request([*arguments, "--project-dir", folder], environ, str(self._source), 0o022, files)
        self._current = Running(wanted, None, before)
        return self._current
