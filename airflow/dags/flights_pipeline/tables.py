"""The tables of the source system, as both the source and the raw layer have them."""

from collections.abc import Sequence
from dataclasses import dataclass

# A row's values as Postgres writes them, in the order of the columns.
Row = Sequence[str | None]

# One column a line: its name and its type in Postgres.
_COLUMNS = {
    "airlines": """
        carrier text
        name text
    """,
    "airports": """
        faa text
        name text
        lat double precision
        lon double precision
        alt integer
        tz integer
        dst text
        tzone text
    """,
    "planes": """
        tailnum text
        year integer
        type text
        manufacturer text
        model text
        engines integer
        seats integer
        speed integer
        engine text
    """,
    "flights": """
        year integer
        month integer
        day integer
        dep_time integer
        sched_dep_time integer
        dep_delay integer
        arr_time integer
        sched_arr_time integer
        arr_delay integer
        carrier text
        flight integer
        tailnum text
        origin text
        dest text
        air_time integer
        distance integer
        hour integer
        minute integer
        time_hour timestamptz
    """,
}


@dataclass(frozen=True)
class Table:
    """A table's name and its columns with their types, in order."""

    name: str
    columns: dict[str, str]

    @property
    def definition(self) -> str:
        """The columns as `create table` wants them."""
        return ", ".join(f"{name} {kind}" for name, kind in self.columns.items())

    @property
    def names(self) -> str:
        """The columns' names, in order."""
        return ", ".join(self.columns)


TABLES = [
    Table(name, dict(line.split(None, 1) for line in text.strip().splitlines())) for name, text in _COLUMNS.items()
]
