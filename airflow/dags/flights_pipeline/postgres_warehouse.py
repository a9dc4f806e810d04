"""Postgres as the warehouse: one transaction replaces all tables, so a failed run leaves the rows of the last one."""

from collections.abc import Iterator
from typing import Any, Self

from flights_pipeline.tables import Row, Table


class PostgresWarehouse:
    """A connection, and the transaction in it."""

    def __init__(self, connection: Any) -> None:
        """Take over a connection; it is closed in the end."""
        self._connection = connection

    def __enter__(self) -> Self:
        """Begin the transaction, one at a time, and create the schema if it is missing."""
        self._connection.__enter__()
        # Two runs at once would replace the same tables.
        self._connection.execute("select pg_advisory_xact_lock(hashtext('flights_pipeline'))")
        self._connection.execute("create schema if not exists raw")
        self._connection.execute(
            "create table if not exists raw.loads"
            " (table_name text primary key, row_count bigint, loaded_at timestamptz)"
        )
        return self

    def __exit__(self, *raised: Any) -> None:
        """Commit, or roll back if something was raised."""
        self._connection.__exit__(*raised)

    def replace(self, table: Table, rows: Iterator[Row]) -> int:
        """Let a table have exactly these rows. They go from one COPY to the other."""
        with self._connection.cursor() as cursor:
            cursor.execute(f"create table if not exists raw.{table.name} ({table.definition})")
            # TRUNCATE would be quicker, but it waits for all readers and blocks new ones.
            cursor.execute(f"delete from raw.{table.name}")
            with cursor.copy(f"copy raw.{table.name} ({table.names}) from stdin") as copy:
                for row in rows:
                    copy.write_row(row)
            loaded: int = cursor.rowcount
            cursor.execute(
                "insert into raw.loads values (%s, %s, now()) on conflict (table_name) "
                "do update set row_count = excluded.row_count, loaded_at = excluded.loaded_at",
                (table.name, loaded),
            )
        return loaded
