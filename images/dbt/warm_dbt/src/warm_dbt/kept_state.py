"""The artifacts of the last good build, with which `dbt build -s state:modified+ --defer --state …` compares."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from warm_dbt import published
from warm_dbt.jobs.publish import publish

STATE = Path("/var/lib/dbt/state")
_BUILDING = ("build", "run")
_GOOD = ("success", "pass", "warn", "no-op")
_RESULTS, _MANIFEST = "run_results.json", "manifest.json"


def keep(target: Path, environ: Mapping[str, str], state: Path = STATE) -> bool:
    """Keep what the last command wrote to `target`, if that was a good build of all models that the kept one had.

    Return whether it was.
    """
    results = published.read(target / _RESULTS)
    if not _is_good(results, environ.get("DBT_TARGET")):
        return False
    # A command after it may have written the manifest of another project, or of another target.
    if _invocation_of(target / _MANIFEST) != results.get("metadata", {}).get("invocation_id"):
        return False
    # The manifest is that of the whole project: it would hide the changes of what this build left out.
    left_out = _models(published.read(state / _RESULTS)) - _models(results)
    if left_out and left_out & published.read(target / _MANIFEST).get("nodes", {}).keys():
        return False
    publish(str(target), str(state))
    return True


def _is_good(results: dict[str, Any], target: str | None) -> bool:
    args = results.get("args", {})
    # A build that takes tables from elsewhere, or goes elsewhere, is no state to compare with.
    if args.get("which") not in _BUILDING or args.get("defer") or args.get("target") not in (None, "", target):
        return False
    statuses = [result.get("status") for result in results.get("results", [])]
    return bool(statuses) and all(status in _GOOD for status in statuses)


def _models(results: dict[str, Any]) -> set[str]:
    names = (result.get("unique_id", "") for result in results.get("results", []))
    return {name for name in names if name.startswith("model.")}


def _invocation_of(manifest: Path) -> str | None:
    """Return which command wrote a manifest, from its beginning: all of it takes long to read."""
    try:
        with manifest.open("rb") as file:
            found = re.search(rb'"invocation_id": ?"([^"]+)"', file.read(2000))
    except OSError:
        return None
    return found[1].decode() if found else None
