"""Dumps of Airflow's database in a volume, taken before something that cannot be undone."""

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from psycopg2.extensions import make_dsn

from airflow_dbt_image.failure import Failure

FOLDER = Path("/var/lib/airflow-backups")
KEEP = 5
LOCK_SECONDS = 60


def write(url: sa.URL) -> tuple[str, int]:
    """Write a dump and return its name and size. It is there whole or not at all; the oldest are deleted."""
    now = datetime.now(UTC)
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
        for old in dumps()[:-KEEP]:
            (FOLDER / old).unlink()
    except OSError as error:
        part.unlink(missing_ok=True)
        raise Failure(f"the dump cannot be written to {FOLDER}: {error.strerror}") from None
    except Failure:
        part.unlink(missing_ok=True)
        raise
    return dump.name, dump.stat().st_size


def dumps() -> list[str]:
    """Return the names of all dumps, the oldest first."""
    return sorted(file.name for file in FOLDER.glob("airflow-*.dump"))


def refuse_newer_server(engine: sa.Engine) -> None:
    """Fail if the server is newer than this image's pg_dump, which would refuse it."""
    version = subprocess.run(["pg_dump", "--version"], capture_output=True, text=True, check=True).stdout
    own = int(re.search(r"(\d+)", version)[1])  # type: ignore[index]
    with engine.connect() as connection:
        server = int(connection.execute(sa.text("show server_version_num")).scalar_one()) // 10000
    if server > own:
        raise Failure(
            f"the database cannot be dumped: its server is Postgres {server}, and this image's pg_dump is of version "
            f"{own}"
        )


def _dump(url: sa.URL, output: int) -> None:
    with connected(url) as (dsn, descriptor):
        command = [
            "pg_dump",
            "--format=custom",
            "--no-password",
            f"--lock-wait-timeout={LOCK_SECONDS}s",
            "--dbname",
            dsn,
        ]
        _run(command, "pg_dump could not dump the database", stdout=output, pass_fds=(descriptor,))


@contextmanager
def connected(url: sa.URL) -> Iterator[tuple[str, int]]:
    """Connect a program just as Airflow is, its query (sslmode and so on) included: give the address, and a file that
    it must inherit."""
    _, known = url.get_dialect()().create_connect_args(url)
    password = known.pop("password", "")
    # In memory, for this process and that program alone: neither an argument nor an environment variable nor a file can
    # be read by others.
    with os.fdopen(os.memfd_create("pgpass", 0), "wb") as passwords:
        os.fchmod(passwords.fileno(), 0o600)
        escaped = str(password).replace("\\", "\\\\").replace(":", "\\:")
        passwords.write(f"*:*:*:*:{escaped}\n".encode())
        passwords.flush()
        known.setdefault("connect_timeout", 10)
        dsn = make_dsn(**known, passfile=f"/proc/self/fd/{passwords.fileno()}")
        yield dsn, passwords.fileno()


def _run(command: list[str], failed: str, **options: object) -> None:
    ended = subprocess.run(command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False, **options)  # type: ignore[call-overload]
    if ended.returncode:
        said = [line.strip() for line in ended.stderr.splitlines() if line.strip()]
        causes = [line for line in said if "error:" in line][:1] or said[-1:]
        causes += [line for line in said if "server version:" in line and line not in causes]
        raise Failure(f"{failed}: {'; '.join(causes) or f'{command[0]} ended with {ended.returncode}'}")
