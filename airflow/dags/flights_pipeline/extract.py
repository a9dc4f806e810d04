"""Copies the source's tables to the schema `raw` of the analytics database, with tail numbers masked on the way.

All tables are replaced in one transaction: a run that fails leaves the rows of the last one, and a run that is repeated gives the same
rows. The rows stream from one COPY to the other, so the size of a table does not matter.
"""

import csv
import io
import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from flights_pipeline.tables import TABLES, Table

_MASKED = "tailnum"
_BATCH = 2_000


def extract(source: Any, analytics: Any, mask: Callable[[str | None], str | None]) -> dict[str, int]:
    """Replace the raw tables with what the source has now; return how many rows each got."""
    loaded: dict[str, int] = {}
    with analytics, analytics.cursor() as target, source:
        # All tables as they were at one moment.
        source.set_session(isolation_level="REPEATABLE READ", readonly=True)
        target.execute("select pg_advisory_xact_lock(hashtext('flights_pipeline'))")
        target.execute("create schema if not exists raw")
        target.execute("create table if not exists raw.loads (table_name text primary key, row_count bigint, loaded_at timestamptz)")
        for table in TABLES:
            target.execute(f"create table if not exists raw.{table.name} ({table.definition})")
            # TRUNCATE would be quicker, but wait for everybody who reads, and let nobody read meanwhile.
            target.execute(f"delete from raw.{table.name}")
            rows = _masked(_rows(source, table), table, mask)
            target.copy_expert(f"copy raw.{table.name} ({table.names}) from stdin (format csv)", _Lines(rows))
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


class _Lines(io.TextIOBase):
    """Rows as a file of CSV, which COPY reads piece by piece. A missing value is an empty field, an empty text a quoted one."""

    def __init__(self, rows: Iterator[Sequence[str | None]]) -> None:
        self._rows = rows
        self._rest = ""

    def read(self, size: int | None = -1) -> str:
        """Return at most `size` characters, and nothing at the end."""
        limit = size if size is not None and size > 0 else None
        while limit is None or len(self._rest) < limit:
            batch = list(itertools.islice(self._rows, _BATCH))
            if not batch:
                break
            text = io.StringIO()
            csv.writer(text).writerows(batch)
            self._rest += text.getvalue()
        piece, self._rest = (self._rest, "") if limit is None else (self._rest[:limit], self._rest[limit:])
        return piece
