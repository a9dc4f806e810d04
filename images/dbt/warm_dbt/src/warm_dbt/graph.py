"""The graph of the project and what was selected of it, for Airflow: made anew whenever the project's files change.

It shows the project as it is with the stack's own variables, so it is parsed for that alone, into a folder of its own:
the manifest of a caller's command may be that of another target, or of other `--vars`.
"""

import json
import os
import shutil
import time
from functools import partial
from pathlib import Path

from warm_dbt import fingerprint, graph_nodes, project, published, said, selections
from warm_dbt.work import Work

FILE = Path("/var/lib/dbt-docs/graph/graph.json")
SELECTIONS = FILE.parent / "selections"
TARGET = Path("/var/lib/dbt/graph-target")
PARSED = "partial_parse.msgpack"
_LOOK_SECONDS = 2.0
# Files often change together; of half of them, nothing good can be made.
_SETTLE_SECONDS = 0.5
# A look takes 8 ms in a project of 2,000 files. The bigger the project, the less often.
_SHARE = 1 / 400


class Graph:
    """Decides when the graph is due, and how it is made."""

    def __init__(self, source: Path, target: Path, file: Path = FILE, own_target: Path = TARGET) -> None:
        """Make the graph of a project whose commands write to `target`."""
        self._source = source
        self._target = target
        self._file = file
        self._own_target = own_target
        self._seen = ""
        self._made_from: str | None = None
        self._next_look = 0.0
        self._has_failed = False
        self._waiting: list[Work] = []

    def due(self) -> Work | None:
        """Return the command that should run now, if any. Each must have ended before this is asked again."""
        if self._project_changed():
            begin = self._take_over if self._made_from is None else None
            self._waiting = [Work(self._arguments(), self._parsed, begin)]
            self._made_from = self._seen
        return self._waiting.pop(0) if self._waiting else None

    def wait(self) -> float:
        """Return in how many seconds to ask again."""
        return 0.0 if self._waiting else max(0.0, self._next_look - time.monotonic())

    def commands_ran(self) -> None:
        """Try again what failed, as a command may have removed its cause."""
        if self._has_failed:
            self._made_from, self._next_look = None, 0.0

    def failed(self, why: str) -> None:
        """Say in the graph that it is an old one, and why."""
        self._has_failed = True
        old = published.read(self._file)
        nodes = old.get("nodes", [])
        published.write(self._file, graph_nodes.with_nodes(old.get("project"), nodes, said.without_times(why)))

    def _project_changed(self) -> bool:
        began = time.monotonic()
        if began < self._next_look:
            return False
        before, self._seen = self._seen, f"{fingerprint.of(self._source)} {_changed(Path(project.COPY, project.LOCK))}"
        ended = time.monotonic()
        changed = self._seen != self._made_from
        settled = self._seen == before or self._made_from is None
        pause = max(_LOOK_SECONDS, (ended - began) / _SHARE) if settled else _SETTLE_SECONDS
        self._next_look = ended + pause
        return changed and settled

    def _arguments(self) -> list[str]:
        return ["parse", "--target-path", str(self._own_target), "--log-level-file", "none", "--quiet"]

    def _take_over(self) -> None:
        """Go on from the container's own first parse; what is left here may be of another version of dbt."""
        if (self._target / PARSED).exists():
            self._own_target.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(self._target / PARSED, self._own_target / PARSED)

    def _parsed(self, code: int, output: str) -> None:
        if code == 0:
            self._waiting.append(Work(["graph"], self._made, self._make))
        else:
            self.failed(said.end_of(output) or f"dbt parse ended with {code}")

    def _make(self) -> None:
        manifest = json.loads((self._own_target / "manifest.json").read_bytes())
        published.write(self._file, graph_nodes.graph(manifest))
        os._exit(0)

    def _made(self, code: int, _output: str) -> None:
        if code != 0:
            self.failed("The graph could not be made from dbt's manifest. The log of the dbt container says why.")
            return
        self._has_failed = False
        digest = published.read(self._file).get("digest")
        for path, arguments in selections.known(self._file.parent / SELECTIONS.name):
            command = selections.command(arguments, self._own_target / "selections", self._own_target / PARSED)
            self._waiting.append(Work(command, partial(_selected, path, arguments, digest)))


def _selected(path: Path, arguments: list[str], digest: str | None, code: int, output: str) -> None:
    published.write(path, selections.answer(path, arguments, digest, code, output), keep_time=True)


def _changed(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0
