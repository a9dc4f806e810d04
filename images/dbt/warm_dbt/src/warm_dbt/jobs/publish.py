"""What a job leaves in dbt's own target folder, so that the docs are made as after any command."""

import os
import shutil
from pathlib import Path

# The docs watch the last one.
_PUBLISHED = ("manifest.json", "run_results.json")


def publish(made: str, target: str) -> None:
    """Put a job's artifacts into a target folder, each whole or not at all."""
    Path(target).mkdir(parents=True, exist_ok=True)
    for name in _PUBLISHED:
        if os.path.exists(f"{made}/{name}"):
            part = f"{target}/.{name}.{os.getpid()}"
            shutil.copyfile(f"{made}/{name}", part)
            os.replace(part, f"{target}/{name}")
