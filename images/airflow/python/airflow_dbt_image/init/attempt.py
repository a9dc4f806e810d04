"""The record of a migration that has begun, beside the dumps, until it has ended well.

By it the next update knows that the database is between two versions, after a failure or an interruption at any moment:
it then goes on and keeps the dump from before, in place of dumping what is neither the former nor the new version.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from airflow_dbt_image.init.revisions import Revisions

FILE = Path("/var/lib/airflow-backups/migration.json")


@dataclass(frozen=True)
class Attempt:
    """What was there before the first attempt."""

    dump: str
    """Name of the dump from before."""
    before: Revisions

    def save(self) -> None:
        """Write it, whole or not at all."""
        part = FILE.with_suffix(".part")
        part.write_text(json.dumps(asdict(self)))
        part.rename(FILE)


def load() -> Attempt | None:
    """Return the attempt that has not ended well, if there is one."""
    try:
        return Attempt(**json.loads(FILE.read_text()))
    except (OSError, ValueError, TypeError):
        return None


def unfinished(now: Revisions) -> Attempt | None:
    """Return the attempt that left the database between two versions, if one did."""
    attempt = load()
    if attempt is None or attempt.before == now or not (FILE.parent / attempt.dump).exists():
        return None
    return attempt


def forget() -> None:
    """The migration has ended, or the dump was restored."""
    FILE.unlink(missing_ok=True)
