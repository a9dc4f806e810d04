"""The dbt docs, kept up to date without a hand.

dbt builds its docs only when asked to, and the catalog (columns, types) only from tables that exist. So the server builds them after
a command that made something, in a process of low priority, and puts them where the docs container reads them.
"""

import hashlib
import json
import os
import shutil
import time
from pathlib import Path

PUBLISHED = Path("/var/lib/dbt-docs")
TARGET = Path("/var/lib/dbt/docs-target")
_FILES = ("manifest.json", "catalog.json", "index.html")
_FINGERPRINT = PUBLISHED / ".project"
_FRESH_SECONDS = 900
# Exit code of a process that found the docs still good.
FRESH = 75
# Commands that may change tables, or what is said about them.
_MAKES = {"run", "build", "seed", "snapshot", "test", "retry", "clone", "run-operation"}


class Docs:
    """Decides when the docs are due, and how they are made."""

    def __init__(self, project: Path, target: Path) -> None:
        """Watch the docs of a project whose commands write to `target`."""
        self._project = project
        self._target = target

    def first(self) -> list[str]:
        """Return the dbt arguments for the docs at start: with the catalog still empty if there are none yet."""
        if not (PUBLISHED / "index.html").exists():
            return self._arguments("--empty-catalog", "--no-compile")
        return self._arguments()

    def after(self, arguments: list[str]) -> list[str] | None:
        """Return the dbt arguments for the docs after a command that succeeded, or None if it has nothing to do with them."""
        words = [word for word in arguments if not word.startswith("-")]
        if words[:2] == ["docs", "generate"]:
            self.publish(self._target)
            return None
        return self._arguments() if _MAKES.intersection(words) else None

    def prepare(self) -> None:
        """In the process that is about to make the docs: leave it if they are still good, else note what they are made from."""
        now = self._fingerprint()
        if (PUBLISHED / "index.html").exists() and not self._is_stale(now):
            os._exit(FRESH)
        TARGET.mkdir(parents=True, exist_ok=True)
        (TARGET / ".project").write_text(now)

    def _arguments(self, *more: str) -> list[str]:
        parsed = self._target / "partial_parse.msgpack"
        where = ["--project-dir", str(self._project), "--target-path", str(TARGET), "--partial-parse-file-path", str(parsed)]
        return ["docs", "generate", *where, "--log-level-file", "none", "--log-level", "warn", *more]

    def publish(self, source: Path = TARGET) -> None:
        """Put finished docs where they are served, each file whole or not at all; the page comes last."""
        for name in _FILES:
            # An empty catalog comes without a manifest: the one of the parse before it belongs to it.
            made = [path for path in (source / name, self._target / name) if path.exists()]
            if not made:
                return
            part = PUBLISHED / f".{name}.part"
            shutil.copyfile(max(made, key=lambda path: path.stat().st_mtime), part)
            part.replace(PUBLISHED / name)
        if source == TARGET:
            shutil.copyfile(TARGET / ".project", _FINGERPRINT)

    def _is_stale(self, now: str) -> bool:
        """Tell whether the project changed, something was built that the catalog does not know, or the catalog is old."""
        try:
            age = time.time() - (PUBLISHED / "catalog.json").stat().st_mtime
            known = json.loads((PUBLISHED / "catalog.json").read_text())["nodes"]
            results = json.loads((self._target / "run_results.json").read_text())["results"]
        except (OSError, ValueError, KeyError):
            return True
        built = {result["unique_id"] for result in results if result["status"] == "success"}
        relations = {name for name in built if name.startswith(("model.", "seed.", "snapshot."))}
        unknown = relations - known.keys() - self._without_relation()
        return age > _FRESH_SECONDS or bool(unknown) or now != self._published_fingerprint()

    def _without_relation(self) -> set[str]:
        try:
            nodes = json.loads((PUBLISHED / "manifest.json").read_text())["nodes"]
        except (OSError, ValueError, KeyError):
            return set()
        return {name for name, node in nodes.items() if node.get("config", {}).get("materialized") == "ephemeral"}

    def _published_fingerprint(self) -> str:
        try:
            return _FINGERPRINT.read_text()
        except OSError:
            return ""

    def _fingerprint(self) -> str:
        """Return a hash over the name, size and time of each file of the project."""
        seen = hashlib.sha256()
        for folder, folders, files in os.walk(self._project):
            folders[:] = sorted(name for name in folders if name not in ("target", "logs", "dbt_packages", ".git", ".venv"))
            for name in sorted(files):
                try:
                    found = os.stat(os.path.join(folder, name))
                except OSError:
                    continue
                seen.update(f"{folder}/{name} {found.st_size} {found.st_mtime_ns}\n".encode())
        return seen.hexdigest()
