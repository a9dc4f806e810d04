"""What dbt's own selection syntax selects, for Airflow, which has no dbt: a file for each selection asked for."""

import hashlib
import json
import time
from pathlib import Path
from typing import Any

from warm_dbt import graph_nodes, published, said

_REMEMBERED_SECONDS = 30 * 24 * 3600


def file(folder: Path, arguments: list[str]) -> Path:
    """Return where the answer for these arguments of `dbt ls` is."""
    key = hashlib.sha256(json.dumps(arguments, separators=(",", ":")).encode()).hexdigest()
    return folder / f"{key}.json"


def known(folder: Path) -> list[tuple[Path, list[str]]]:
    """Return the files with their arguments, but for those that nobody has asked for in a month: they are removed."""
    found = []
    for path in sorted(folder.glob("[0-9a-f]*.json")):
        if time.time() - path.stat().st_mtime > _REMEMBERED_SECONDS:
            path.unlink(missing_ok=True)
        elif arguments := published.read(path).get("args"):
            found.append((path, arguments))
    return found


def command(arguments: list[str], target: Path, parsed: Path) -> list[str]:
    """Return dbt's arguments that answer a selection; it writes to `target`, and `parsed` is the project as it is."""
    where = ["--target-path", str(target)]
    where += ["--partial-parse-file-path", str(parsed)] if parsed.exists() else []
    types = [word for kind in graph_nodes.TYPES for word in ("--resource-type", kind)]
    output = ["--output", "json", "--output-keys", "unique_id", "config.materialized"]
    quietly = ["--quiet", "--no-write-json", "--log-level-file", "none"]
    return ["ls", *arguments, *types, *output, *where, *quietly]


def answer(path: Path, arguments: list[str], digest: str | None, code: int, output: str) -> dict[str, Any]:
    """Return the file's new content. A selection that fails keeps what it selected last."""
    if code == 0:
        return {"args": arguments, "digest": digest, "ids": _ids(output)}
    old = published.read(path)
    why = said.without_times(said.end_of(output)) or f"dbt ls ended with {code}"
    return {"args": arguments, "digest": old.get("digest"), "ids": old.get("ids", []), "error": why}


def _ids(output: str) -> list[str]:
    nodes = [json.loads(line) for line in output.splitlines() if line.startswith("{")]
    return sorted(node["unique_id"] for node in nodes if node.get("config.materialized") != "ephemeral")
