"""Where dbt wrote a node's compiled SQL. Its log names only the end of that path."""

import os

from warm_dbt.jobs.job import Job


class Compiled:
    """The compiled files of a job, listed only when a node is not among those of the last list."""

    def __init__(self, job: Job) -> None:
        """Know no file yet."""
        self._folder = f"{job.target}/compiled"
        self._paths: dict[str, list[str]] = {}
        self._is_fresh = False

    def may_have_changed(self) -> None:
        """List the files again before one is said to be missing."""
        self._is_fresh = False

    def path(self, node: str, node_path: str) -> str | None:
        """Return the file of a node, None if it has none or several files could be its own."""
        found = self._find(node, node_path)
        if not found and not self._is_fresh:
            self._list()
            found = self._find(node, node_path)
        return found[0] if len(found) == 1 else None

    def _find(self, node: str, node_path: str) -> list[str]:
        package = node.split(".")[1]
        end = f"/{node_path}"
        inside = f"{self._folder}/{package}/"
        named = self._paths.get(os.path.basename(node_path), [])
        return [path for path in named if path.startswith(inside) and path.endswith(end)]

    def _list(self) -> None:
        self._is_fresh = True
        self._paths = {}
        for folder, _, names in os.walk(self._folder):
            for name in names:
                self._paths.setdefault(name, []).append(f"{folder}/{name}")
