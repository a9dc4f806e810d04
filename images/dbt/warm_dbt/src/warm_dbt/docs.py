"""The dbt docs, made without being asked for.

dbt builds its docs only when asked to, and the catalog (columns, types) only from tables that exist. So the container
makes them after commands that ran, in a process of low priority, and puts them where the docs' web server reads them.
"""

import json
import os
import shutil
import time
from pathlib import Path

from warm_dbt import failure_page, fingerprint

PUBLISHED = Path("/var/lib/dbt-docs")
TARGET = Path("/var/lib/dbt/docs-target")
_FILES = ("manifest.json", "catalog.json", "index.html")
_FRESH_SECONDS = 900
# Exit code of a process that found the docs still good.
FRESH = 75


class Docs:
    """Decides when the docs are due, and how they are made and published."""

    def __init__(
        self, source: Path, target: Path, logs: Path, published: Path = PUBLISHED, own_target: Path = TARGET
    ) -> None:
        """Watch the docs of a project whose commands write to `target` and `logs`."""
        self._source = source
        self._target = target
        self._watched = (target / "run_results.json", target / "catalog.json", logs / "dbt.log")
        self._seen = self._look()
        self._published = published
        self._own_target = own_target
        self._fingerprint_file = published / ".project"
        self._failure = published / "failed.html"

    def commands_ran(self) -> bool:
        """Tell whether a dbt command left a trace since this was last asked, by whomever it was run."""
        before, self._seen = self._seen, self._look()
        return before != self._seen

    def take_over(self) -> bool:
        """Publish docs that a user's `dbt docs generate` wrote, if they are the newest; return whether they were."""
        results, made = _changed(self._target / "run_results.json"), _changed(self._target / "catalog.json")
        if not made or made < max(results, _changed(self._published / "catalog.json")):
            return False
        self.publish(self._target)
        return True

    def arguments(self) -> list[str]:
        """Return dbt's arguments for the docs: with the catalog still empty if there are none yet."""
        parsed = self._target / "partial_parse.msgpack"
        where = ["--target-path", str(self._own_target)]
        where += ["--partial-parse-file-path", str(parsed)] if parsed.exists() else []
        first = [] if (self._published / "index.html").exists() else ["--empty-catalog", "--no-compile"]
        return ["docs", "generate", *where, "--log-level-file", "none", "--log-level", "warn", *first]

    def prepare(self) -> None:
        """In the process that is to make the docs: end it if they are still good, else note what they are made from."""
        now = fingerprint.of(self._source)
        if (self._published / "index.html").exists() and not self._failure.exists() and not self._is_stale(now):
            os._exit(FRESH)
        self._own_target.mkdir(parents=True, exist_ok=True)
        (self._own_target / ".project").write_text(now)

    def publish(self, made: Path | None = None) -> None:
        """Put finished docs where they are served, each file whole or not at all; the page comes last."""
        made = made or self._own_target
        for name in _FILES:
            # An empty catalog comes without a manifest: the one of the parse before it belongs to it.
            found = [path for path in (made / name, self._target / name) if path.exists()]
            if not found:
                return
            self._put(name, max(found, key=_changed).read_bytes())
        if made == self._own_target:
            shutil.copyfile(made / ".project", self._fingerprint_file)
        self._failure.unlink(missing_ok=True)

    def failed(self, command: str, said: str) -> None:
        """Let the docs' page say that they could not be made, and why."""
        page = failure_page.page(command, said, older_docs=(self._published / "index.html").exists())
        self._put(self._failure.name, page.encode())

    def _look(self) -> list[tuple[int, int]]:
        found = [path.stat() for path in self._watched if path.exists()]
        return [(each.st_mtime_ns, each.st_size) for each in found]

    def _put(self, name: str, content: bytes) -> None:
        part = self._published / f".{name}.part"
        part.write_bytes(content)
        part.replace(self._published / name)

    def _is_stale(self, now: str) -> bool:
        """Tell whether the project changed, the catalog does not know something that was built, or it is old."""
        try:
            age = time.time() - (self._published / "catalog.json").stat().st_mtime
            known = json.loads((self._published / "catalog.json").read_text())["nodes"]
            results = json.loads((self._target / "run_results.json").read_text())["results"]
        except (OSError, ValueError, KeyError):
            return True
        built = {result["unique_id"] for result in results if result["status"] == "success"}
        relations = {name for name in built if name.startswith(("model.", "seed.", "snapshot."))}
        unknown = relations - known.keys() - self._without_relation()
        return age > _FRESH_SECONDS or bool(unknown) or now != self._published_fingerprint()

    def _without_relation(self) -> set[str]:
        try:
            nodes = json.loads((self._published / "manifest.json").read_text())["nodes"]
        except (OSError, ValueError, KeyError):
            return set()
        return {name for name, node in nodes.items() if node.get("config", {}).get("materialized") == "ephemeral"}

    def _published_fingerprint(self) -> str:
        try:
            return self._fingerprint_file.read_text()
        except OSError:
            return ""


def _changed(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0
