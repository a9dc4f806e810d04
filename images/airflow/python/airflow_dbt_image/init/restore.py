"""Restores a dump: `echo restore <dump> | docker start --attach --interactive <job>`, then `docker wait <job>`."""

import subprocess
import tempfile
from typing import IO

import sqlalchemy as sa

from airflow_dbt_image import backup
from airflow_dbt_image.failure import Failure
from airflow_dbt_image.init import attempt
from airflow_dbt_image.init.outcome import say

OBJECTS = """
select case c.relkind when 'v' then 'view' when 'm' then 'materialized view' when 'S' then 'sequence' else 'table' end,
c.oid::regclass::text
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p', 'v', 'm', 'S') and pg_has_role(c.relowner, 'usage') and n.nspname !~ '^pg_' and n.nspname
<> 'information_schema' union all
select 'type', t.oid::regtype::text from pg_type t join pg_namespace n on n.oid = t.typnamespace
where t.typtype = 'e' and pg_has_role(t.typowner, 'usage') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
"""
"""Kind and name of everything that Airflow made in its database."""


def chosen(line: str) -> str | None:
    """Return the name of the dump that a line of standard input asks to be restored."""
    command, _, name = line.partition(" ")
    return name.strip() if command == "restore" else None


def restore(engine: sa.Engine, name: str) -> None:
    """Replace what Airflow has in its database by a dump, in one transaction: a failure leaves everything as it was."""
    there = backup.dumps()
    if name not in there:
        raise Failure(f"there is no dump {name!r}. The dumps: {', '.join(there) or 'none'}. Nothing was changed")
    with engine.connect() as connection:
        _refuse_while_used(connection)
        objects = connection.execute(sa.text(OBJECTS)).all()
    say("restoring the dump …")
    _replace(engine.url, [f"drop {kind} if exists {named} cascade;" for kind, named in objects], name)
    attempt.forget()
    say(f"restored {name}. The services of the version that it is from can start again")


def _refuse_while_used(connection: sa.Connection) -> None:
    others = connection.execute(
        sa.text(
            "select count(*) from pg_stat_activity where datname = current_database() and usename = current_user"
            " and backend_type = 'client backend' and pid <> pg_backend_pid()"
        )
    ).scalar()
    if others:
        raise Failure(
            f"{others} session{'s' if others != 1 else ''} of Airflow use the database; stop its services first. "
            f"Nothing was changed"
        )


def _replace(url: sa.URL, before: list[str], dump: str) -> None:
    """Run the statements and the dump's own with psql: pg_restore would set parameters that a server older than itself
    does not know."""
    psql = [
        "psql",
        "--no-psqlrc",
        "--quiet",
        "--single-transaction",
        "--set=ON_ERROR_STOP=1",
        "--no-password",
        "--dbname",
    ]
    script = ["pg_restore", "--no-owner", "--file=-", str(backup.FOLDER / dump)]
    with (
        backup.connected(url) as (dsn, descriptor),
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
