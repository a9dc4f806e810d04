"""Dumps of Airflow's database in a volume, taken before something that cannot be undone."""

import os
import re
import subprocess
from datetime import datetime, timezone
from pathlib import Path

import sqlalchemy as sa
from psycopg2.extensions import make_dsn

from airflow_dbt_image.fernet_rotation.failure import Failure

FOLDER = Path("/var/lib/airflow-backups")
KEEP = 5
LOCK_SECONDS = 60


def write(url: sa.URL) -> str:
    """Write a dump and return its name and size. It is there whole or not at all; the oldest go."""
    now = datetime.now(timezone.utc)
    dump = FOLDER / f"airflow-{now:%Y%m%dT%H%M%S}{now.microsecond // 1000:03}Z.dump"
    part = FOLDER / f".{dump.name}.part"
    try:
        for left in FOLDER.glob(".*.part"):
            left.unlink()
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o640), "wb") as file:
            _dump(url, file.fileno())
            os.fchmod(file.fileno(), 0o640)
            os.fsync(file.fileno())
        _run(["pg_restore", "--list", str(part)], "the dump cannot be read again", stdout=subprocess.DEVNULL)
        part.rename(dump)
        for old in sorted(FOLDER.glob("airflow-*.dump"))[:-KEEP]:
            old.unlink()
    except OSError as error:
        part.unlink(missing_ok=True)
        raise Failure(f"the dump cannot be written to {FOLDER}: {error.strerror}") from None
    except Failure:
        part.unlink(missing_ok=True)
        raise
    return f"{dump} ({dump.stat().st_size:,} bytes)"


def _dump(url: sa.URL, output: int) -> None:
    """Let pg_dump write to an open file, connected just as Airflow is, its query (sslmode and so on) included."""
    _, known = url.get_dialect()().create_connect_args(url)
    password = known.pop("password", "")
    # In memory, for this process and pg_dump alone: neither an argument nor an environment variable nor a file can be read by others.
    with os.fdopen(os.memfd_create("pgpass", 0), "wb") as passwords:
        os.fchmod(passwords.fileno(), 0o600)
        escaped = str(password).replace("\\", "\\\\").replace(":", "\\:")
        passwords.write(f"*:*:*:*:{escaped}\n".encode())
        passwords.flush()
        known.setdefault("connect_timeout", 10)
        dsn = make_dsn(**known, passfile=f"/proc/self/fd/{passwords.fileno()}")
        command = ["pg_dump", "--format=custom", "--no-password", f"--lock-wait-timeout={LOCK_SECONDS}s", "--dbname", dsn]
        _run(command, "pg_dump could not dump the database", stdout=output, pass_fds=(passwords.fileno(),))


def _run(command: list[str], failed: str, **options: object) -> None:
    ended = subprocess.run(command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False, **options)  # type: ignore[call-overload]
    if newer := re.search(r"server version: ([\d.]+).*pg_dump version: ([\d.]+)", ended.stderr):
        server, ours = newer.groups()
        raise Failure(
            f"the database server has version {server}, and pg_dump of version {ours} dumps none that is newer than itself: "
            f"install postgresql-client {server.partition('.')[0]} in images/airflow/Dockerfile"
        )
    if ended.returncode:
        said = [line for line in ended.stderr.splitlines() if line.strip()]
        raise Failure(f"{failed}: {said[-1].strip() if said else f'{command[0]} ended with {ended.returncode}'}")
