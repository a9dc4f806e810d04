"""Makes a backup."""

import os
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import IO

from airflow_dbt_image import postgres
from airflow_dbt_image.backups import archive
from airflow_dbt_image.backups.databases import engines, others
from airflow_dbt_image.backups.sealed_key import seal


def create(folder: Path, output: IO[bytes]) -> None:
    """Dump each database into the folder, and write the backup's file."""
    dumps = {}
    for name, engine in engines().items():
        postgres.refuse_newer_server(engine)
        file = archive.dump_file(folder, name)
        with file.open("wb") as dump:
            postgres.dump(engine.url, dump.fileno())
        postgres.contents(file)
        dumps[name] = archive.Dump(file.stat().st_size, archive.checksum(file))
        say(f"dumped the database {name} ({dumps[name].bytes:,} bytes)")
    for name in others():
        say(f"not in the backup, since no setting of the stack names it: the database {name}")
    created = datetime.now(UTC).isoformat(timespec="seconds")
    stack = os.environ["AIRFLOW_DBT_STACK"]
    archive.write(folder, archive.Manifest(stack, created, version("apache-airflow"), seal(), dumps), output)


def say(message: str) -> None:
    """Print a line of progress. Standard output may be the file itself."""
    print(f"airflow-backup: {message}", file=sys.stderr, flush=True)
