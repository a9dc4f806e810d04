"""Copies the source's tables to the schema `raw` of the warehouse, with tail numbers masked on the way.

A run that is repeated gives the same rows. They stream, so the size of a table does not matter.
"""

from collections.abc import Callable, Iterator
from typing import Any

from psycopg import IsolationLevel

from flights_pipeline.tables import TABLES, Row, Table
from flights_pipeline.warehouse import Warehouse

_MASKED = "tailnum"
_BATCH = 2_000


def extract(source: Any, warehouse: Warehouse, mask: Callable[[str | None], str | None]) -> dict[str, int]:
    """Replace the raw tables with what the source has now; return how many rows each got."""
    with warehouse, source:
        # All tables as they were at one moment.
        source.isolation_level = IsolationLevel.REPEATABLE_READ
        source.read_only = True
        source.execute("set time zone 'UTC'")
        return {table.name: warehouse.replace(table, _masked(_rows(source, table), table, mask)) for table in TABLES}


def _rows(source: Any, table: Table) -> Iterator[Row]:
    """Read a table in batches, each value as the text that Postgres writes for it."""
    texts = ", ".join(f"{name}::text" for name in table.columns)
    with source.cursor(name=f"extract_{table.name}") as cursor:
        cursor.itersize = _BATCH
        cursor.execute(f"select {texts} from public.{table.name}")
        yield from cursor


def _masked(rows: Iterator[Row], table: Table, mask: Callable[[str | None], str | None]) -> Iterator[Row]:
    if _MASKED not in table.columns:
        yield from rows
        return
    at = list(table.columns).index(_MASKED)
    for row in rows:
        yield [*row[:at], mask(row[at]), *row[at + 1 :]]
