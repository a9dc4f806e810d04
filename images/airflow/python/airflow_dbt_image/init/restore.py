"""Restores a dump: `echo restore <dump> | docker start --attach --interactive <job>`, then `docker wait <job>`."""

import sqlalchemy as sa

from airflow_dbt_image import dumps
from airflow_dbt_image.failure import Failure
from airflow_dbt_image.init import attempt
from airflow_dbt_image.init.outcome import say
from airflow_dbt_image.replace import refuse_while_used, replace


def chosen(line: str) -> str | None:
    """Return the name of the dump that a line of standard input asks to be restored."""
    command, _, name = line.partition(" ")
    return name.strip() if command == "restore" else None


def restore(engine: sa.Engine, name: str) -> None:
    """Replace what Airflow has in its database by a dump, in one transaction: a failure leaves everything as it was."""
    there = dumps.names()
    if name not in there:
        raise Failure(f"there is no dump {name!r}. The dumps: {', '.join(there) or 'none'}. Nothing was changed")
    refuse_while_used(engine)
    say("restoring the dump …")
    replace(engine, dumps.FOLDER / name)
    attempt.forget()
    say(f"restored {name}. The services of the version that it is from can start again")
