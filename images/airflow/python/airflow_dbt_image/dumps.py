"""Dumps of Airflow's database in a volume, taken before something that cannot be undone."""

import os
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from airflow_dbt_image import postgres
from airflow_dbt_image.failure import Failure

FOLDER = Path("/var/lib/airflow-backups")
KEEP = 5


def write(url: sa.URL) -> tuple[str, int]:
    """Write a dump and return its name and size. It is there whole or not at all; the oldest are deleted."""
    now = datetime.now(UTC)
    dump = FOLDER / f"airflow-{now:%Y%m%dT%H%M%S}{now.microsecond // 1000:03}Z.dump"
    part = FOLDER / f".{dump.name}.part"
    try:
        for left in FOLDER.glob(".*.part"):
            left.unlink()
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o640), "wb") as file:
            postgres.dump(url, file.fileno())
            os.fchmod(file.fileno(), 0o640)
            os.fsync(file.fileno())
        postgres.contents(part)
        part.rename(dump)
        for old in names()[:-KEEP]:
            (FOLDER / old).unlink()
    except OSError as error:
        part.unlink(missing_ok=True)
        raise Failure(f"the dump cannot be written to {FOLDER}: {error.strerror}") from None
    except Failure:
        part.unlink(missing_ok=True)
        raise
    return dump.name, dump.stat().st_size


def names() -> list[str]:
    """Return the names of all dumps, the oldest first."""
    return sorted(file.name for file in FOLDER.glob("airflow-*.dump"))
