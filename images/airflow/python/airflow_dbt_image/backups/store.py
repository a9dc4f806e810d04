"""The backups that are kept where the schedule writes them."""

import os
import re
from datetime import UTC, datetime
from pathlib import Path

from airflow_dbt_image.backups import place
from airflow_dbt_image.backups.create import create


def names() -> list[str]:
    """Return the names of this stack's backups, the oldest first."""
    own = re.compile(rf"backup-{re.escape(place.suffix())}-\d{{8}}T\d{{6}}Z\.tar")
    return sorted(file.name for file in place.FOLDER.iterdir() if own.fullmatch(file.name))


def path(name: str) -> Path:
    """Return where a backup is."""
    return place.FOLDER / name


def store(keep: int | None = None) -> str:
    """Make a backup, whole or not at all, and return its name. Delete the oldest if `keep` is given."""
    with place.alone() as folder:
        name = f"backup-{place.suffix()}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.tar"
        part = place.FOLDER / f".{name}"
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            create(folder, file)
            file.flush()
            os.fsync(file.fileno())
        part.rename(path(name))
        for old in names()[:-keep] if keep else []:
            path(old).unlink()
    return name
