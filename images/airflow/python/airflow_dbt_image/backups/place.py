"""Where backups are kept and made: a volume, or a folder of the Docker host that may hold those of other stacks."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from airflow_dbt_image.failure import Failure

FOLDER = Path("/var/lib/airflow-backups")


def suffix() -> str:
    """Return what tells this stack's files from those of others."""
    return os.environ["AIRFLOW_DBT_SUFFIX"]


def incoming() -> Path:
    """Return the folder with a backup that is about to be restored."""
    return FOLDER / f".incoming-{suffix()}"


@contextmanager
def undisturbed() -> Iterator[None]:
    """Wait until no work on a schedule runs, and let none begin: it uses the database that a restore replaces."""
    with (FOLDER / f".work-{suffix()}").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def alone() -> Iterator[Path]:
    """Wait until no other backup of this stack is made, and give a folder to make one in. What a backup that was killed
    has left is removed."""
    try:
        with (FOLDER / f".lock-{suffix()}").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            for left in [*FOLDER.glob(f".making-{suffix()}-*"), *FOLDER.glob(f".backup-{suffix()}-*")]:
                _remove(left)
            with tempfile.TemporaryDirectory(prefix=f".making-{suffix()}-", dir=FOLDER) as folder:
                yield Path(folder)
    except OSError as error:
        raise Failure(f"cannot write to {FOLDER}: {error.strerror}") from None


def _remove(left: Path) -> None:
    if left.is_dir():
        shutil.rmtree(left)
    else:
        left.unlink()
