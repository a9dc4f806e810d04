"""Copies the source's tables to the schema `raw` of the analytics database, with tail numbers masked on the way.

All tables are replaced in one transaction: a run that fails leaves the rows of the last one, and a run that is repeated gives the same
rows. The rows stream from one COPY to the other, so the size of a table does not matter.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from psycopg import IsolationLevel

from flights_pipeline.tables import TABLES, Table

_MASKED = "tailnum"
_BATCH = 2_000


def extract(source: Any, analytics: Any, mask: Callable[[str | None], str | None]) -> dict[str, int]:
    """Replace the raw tables with what the source has now; return how many rows each got."""
    loaded: dict[str, int] = {}
    with analytics, analytics.cursor() as target, source:
        # All tables as they were at one moment.
        source.isolation_level = IsolationLevel.REPEATABLE_READ
        source.read_only = True
        target.execute("select pg_advisory_xact_lock(hashtext('flights_pipeline'))")
        target.execute("create schema if not exists raw")
        target.execute("create table if not exists raw.loads (table_name text primary key, row_count bigint, loaded_at timestamptz)")
        for table in TABLES:
            target.execute(f"create table if not exists raw.{table.name} ({table.definition})")
            # TRUNCATE would be quicker, but wait for everybody who reads, and let nobody read meanwhile.
            target.execute(f"delete from raw.{table.name}")
            rows = _masked(_rows(source, table), table, mask)
            with target.copy(f"copy raw.{table.name} ({table.names}) from stdin") as copy:
                for row in rows:
                    copy.write_row(row)
            loaded[table.name] = target.rowcount
            target.execute(
                "insert into raw.loads values (%s, %s, now()) on conflict (table_name) "
                "do update set row_count = excluded.row_count, loaded_at = excluded.loaded_at",
                (table.name, target.rowcount),
            )
    return loaded


def _rows(source: Any, table: Table) -> Iterator[Sequence[str | None]]:
    """Read a table in batches, each value as the text that Postgres writes for it."""
    texts = ", ".join(f"{name}::text" for name in table.columns)
    with source.cursor(name=f"extract_{table.name}") as cursor:
        cursor.itersize = _BATCH
        cursor.execute(f"select {texts} from public.{table.name}")
        yield from cursor


def _masked(rows: Iterator[Sequence[str | None]], table: Table, mask: Callable[[str | None], str | None]) -> Iterator[Sequence[str | None]]:
    if _MASKED not in table.columns:
        yield from rows
        return
    at = list(table.columns).index(_MASKED)
    for row in rows:
        yield [*row[:at], mask(row[at]), *row[at + 1 :]]
