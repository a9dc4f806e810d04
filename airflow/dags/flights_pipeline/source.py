"""Fills the source database from the data files: the example's stand-in for a system that a company already has."""

import gzip
from pathlib import Path
from typing import Any

from flights_pipeline.tables import TABLES

DATA = Path(__file__).parent.parent / "data"
_BLOCK = 128 * 1024


def fill(connection: Any) -> dict[str, int]:
    """Create and load the tables that are missing or empty, in one transaction; return how many rows each has."""
    rows: dict[str, int] = {}
    with connection, connection.cursor() as cursor:
        # Two runs at once would both find the tables empty.
        cursor.execute("select pg_advisory_xact_lock(hashtext('flights_pipeline'))")
        for table in TABLES:
            cursor.execute(f"create table if not exists public.{table.name} ({table.definition})")
            cursor.execute(f"select exists (select from public.{table.name})")
            if not cursor.fetchone()[0]:
                statement = f"copy public.{table.name} ({table.names}) from stdin (format csv, header, null 'NA')"
                with gzip.open(DATA / f"{table.name}.csv.gz") as file, cursor.copy(statement) as copy:
                    while block := file.read(_BLOCK):
                        copy.write(block)
                cursor.execute(f"analyze public.{table.name}")
            cursor.execute(f"select count(*) from public.{table.name}")
            rows[table.name] = cursor.fetchone()[0]
    return rows


def owner_connection_id() -> str:
    """Return the connection that may fill the source: its owner's if the stack created it, else your own `source`."""
    from airflow.exceptions import AirflowNotFoundException
    from airflow.sdk import BaseHook

    try:
        return str(BaseHook.get_connection("source_owner").conn_id)
    except AirflowNotFoundException:
        return "source"
