"""Artifacts in another folder: a job's in the target folder, where the docs see them, and those of a good build."""

import os
import shutil
from pathlib import Path

# The docs watch the last one.
_PUBLISHED = ("manifest.json", "run_results.json")


def publish(made: str, target: str) -> None:
    """Put artifacts into another folder, each whole or not at all."""
    Path(target).mkdir(parents=True, exist_ok=True)
    for name in _PUBLISHED:
        if os.path.exists(f"{made}/{name}"):
            part = f"{target}/.{name}.{os.getpid()}"
            shutil.copyfile(f"{made}/{name}", part)
            os.replace(part, f"{target}/{name}")
