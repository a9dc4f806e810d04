"""Whether a project's files are the same as before."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

_NOT_THE_PROJECTS = {"target", "logs", "dbt_packages", ".git", ".venv"}


def of(folder: Path) -> str:
    """Return a hash over the name, size and time of each file below a folder, except what dbt and git write."""
    seen = hashlib.sha256()
    for line in _lines(str(folder)):
        seen.update(line.encode(errors="surrogateescape"))
    return seen.hexdigest()


def _lines(folder: str) -> Iterator[str]:
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        try:
            if entry.is_dir(follow_symlinks=False):
                if entry.name not in _NOT_THE_PROJECTS:
                    yield from _lines(entry.path)
                continue
            status = entry.stat()
        except OSError:
            continue
        yield f"{entry.path} {status.st_size} {status.st_mtime_ns}\n"
