"""The databases that a backup holds, by what they are in the stack. Each is read and restored as its owner."""

import json
from pathlib import Path

import sqlalchemy as sa

from airflow_dbt_image import database

FILE = Path("/run/secrets/databases.json")
METADATA = "metadata"
"""Airflow's own."""


def engines() -> dict[str, sa.Engine]:
    """Return Airflow's database, and the others of the embedded server if there is one."""
    others = json.loads(FILE.read_text()) if FILE.exists() else {}
    return {METADATA: database.engine()} | {
        name: sa.create_engine(url, poolclass=sa.NullPool, connect_args={"connect_timeout": 10})
        for name, url in others.items()
    }


def others() -> list[str]:
    """Return the names of databases on the embedded server that are not the stack's: somebody created them by hand."""
    if not FILE.exists():
        return []
    known = {str(engine.url.database) for engine in engines().values()} | {"postgres"}
    with database.engine().connect() as connection:
        found = connection.execute(sa.text("select datname from pg_database where not datistemplate order by 1"))
        return [name for name in found.scalars() if name not in known]
