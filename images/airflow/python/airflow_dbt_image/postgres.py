"""Postgres's own programs: they log in just as Airflow does, and dump a database or replace what is in it."""

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import sqlalchemy as sa
from psycopg2.extensions import make_dsn

from airflow_dbt_image.failure import Failure

LOCK_SECONDS = 60


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


def dump(url: sa.URL, output: int) -> None:
    """Write a dump in pg_dump's custom format to a file."""
    with _connected(url) as (dsn, descriptor):
        command = [
            "pg_dump",
            "--format=custom",
            "--no-password",
            f"--lock-wait-timeout={LOCK_SECONDS}s",
            "--dbname",
            dsn,
        ]
        _run(command, "pg_dump could not dump the database", stdout=output, pass_fds=(descriptor,))


def contents(dump: Path) -> str:
    """Return the list of what is in a dump; fail if it cannot be read."""
    return _run(["pg_restore", "--list", str(dump)], "the dump cannot be read again", stdout=subprocess.PIPE)


def replace(url: sa.URL, before: list[str], dump: Path, *options: str) -> None:
    """Run the statements and the dump's own in one transaction: a failure leaves everything as it was.

    With psql: pg_restore would set parameters that a server older than itself does not know.
    """
    psql = [
        "psql",
        "--no-psqlrc",
        "--quiet",
        "--single-transaction",
        "--set=ON_ERROR_STOP=1",
        "--no-password",
        "--dbname",
    ]
    script = ["pg_restore", "--no-owner", *options, "--file=-", str(dump)]
    with (
        _connected(url) as (dsn, descriptor),
        tempfile.TemporaryFile("w+") as said,
        subprocess.Popen(script, stdout=subprocess.PIPE, stderr=said) as source,
        subprocess.Popen(
            [*psql, dsn], stdin=subprocess.PIPE, stdout=said, stderr=said, pass_fds=(descriptor,)
        ) as target,
    ):
        assert source.stdout
        assert target.stdin
        try:
            target.stdin.write("\n".join(["set client_min_messages = warning;", *before, ""]).encode())
            _copy(source.stdout, target.stdin)
            if source.wait():
                # Before its input ends: it would commit what it has read so far.
                target.kill()
            target.stdin.close()
        except BrokenPipeError:
            source.kill()
        except BaseException:
            target.kill()
            source.kill()
            raise
        if target.wait() or source.wait():
            said.seek(0)
            lines = [line.strip() for line in said if line.strip()]
            raise Failure(f"the dump was not restored: {lines[0] if lines else 'psql was ended'}. Nothing was changed")


def _copy(source: IO[bytes], target: IO[bytes]) -> None:
    for line in source:
        # A parameter of Postgres 17, in the head of each script; the server may be older.
        if line == b"SET transaction_timeout = 0;\n":
            break
        target.write(line)
    for line in source:
        target.write(line)


@contextmanager
def _connected(url: sa.URL) -> Iterator[tuple[str, int]]:
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


def _run(command: list[str], failed: str, **options: object) -> str:
    ended = subprocess.run(command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False, **options)  # type: ignore[call-overload]
    if ended.returncode:
        said = [line.strip() for line in ended.stderr.splitlines() if line.strip()]
        causes = [line for line in said if "error:" in line][:1] or said[-1:]
        causes += [line for line in said if "server version:" in line and line not in causes]
        raise Failure(f"{failed}: {'; '.join(causes) or f'{command[0]} ended with {ended.returncode}'}")
    return ended.stdout or ""
