"""The rows of Airflow's database that are encrypted with the fernet key.

The same as in `airflow rotate-fernet-key` of Airflow 3.3.2: connections, variables, triggers and requests to test a
connection. (What an image's Airflow encrypts is compared with this list by
test/integration/fernet-rotation-image.test.ts.) Plain SQL in place of Airflow's models, since those say nothing about a
row that does not decrypt, and would not read the tables of an older Airflow.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import sqlalchemy as sa
from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from airflow_dbt_image import database
from airflow_dbt_image.failure import Failure

LOCK_SECONDS = 60


@dataclass(frozen=True)
class Kind:
    """A table with encrypted columns: what a person calls its rows, the column that names one, and column → the flag
    that says it is encrypted."""

    what: str
    table: str
    name: str
    columns: dict[str, str | None]


_PASSWORD_AND_EXTRA: dict[str, str | None] = {"password": "is_encrypted", "extra": "is_extra_encrypted"}
KINDS = [
    Kind("connection", "connection", "conn_id", _PASSWORD_AND_EXTRA),
    Kind("variable", "variable", "key", {"val": "is_encrypted"}),
    Kind("trigger", "trigger", "id", {"kwargs": None}),
    Kind("connection test", "connection_test_request", "id", _PASSWORD_AND_EXTRA),
]


@dataclass(frozen=True)
class Value:
    """One encrypted value and where it stands."""

    kind: Kind
    id: object
    name: object
    column: str
    token: str

    def opens_with(self, key: Fernet | MultiFernet) -> bool:
        """Tell whether a key decrypts it."""
        try:
            key.decrypt(self.token.encode())
        except InvalidToken:
            return False
        return True


@contextmanager
def connect() -> Iterator[sa.Connection]:
    """Open the database that Airflow's configuration names."""
    with database.engine().connect() as connection:
        yield connection


def known_tables(connection: sa.Connection) -> list[Kind]:
    """Return the kinds whose table is there: none in an empty database, fewer in that of an older Airflow."""
    there = set(sa.inspect(connection).get_table_names())
    return [kind for kind in KINDS if kind.table in there]


def values(connection: sa.Connection, lock: bool = False) -> Iterator[Value]:
    """Read each encrypted value, and lock its row if asked to."""
    for kind in known_tables(connection):
        flags = [flag for flag in kind.columns.values() if flag]
        table = sa.table(
            kind.table, *(sa.column(name) for name in dict.fromkeys(["id", kind.name, *kind.columns, *flags]))
        )
        query = sa.select(table).order_by(table.c.id)
        for row in connection.execute(query.with_for_update() if lock else query).mappings():
            for column, flag in kind.columns.items():
                token = row[column]
                # Airflow leaves some triggers of older versions as they are, in JSON; Airflow before 2.9 had them all
                # so.
                plain = not isinstance(token, str) or token.startswith("{")
                if token and not plain and (flag is None or row[flag]):
                    yield Value(kind, row["id"], row[kind.name], column, token)


def needing(connection: sa.Connection, new: Fernet) -> bool:
    """Tell whether something is there that the new key does not decrypt."""
    return any(not value.opens_with(new) for value in values(connection))


def refuse_unreadable(connection: sa.Connection, keys: list[Fernet], lock: bool = False) -> list[Value]:
    """Return all values, or fail naming the rows that none of the keys decrypts."""
    any_key = MultiFernet(keys)
    found = list(values(connection, lock))
    closed = dict.fromkeys(f"{value.kind.what} {value.name}" for value in found if not value.opens_with(any_key))
    if closed:
        which = "neither key decrypts" if len(keys) == 2 else "no key decrypts"
        raise Failure(
            f"{which} {', '.join(closed)}. Delete or replace them, or give the key that they were encrypted with"
        )
    return found


def encrypt_anew(connection: sa.Connection, keys: list[Fernet]) -> dict[str, int]:
    """Encrypt each value with the first key; return how many rows of each kind. The caller commits."""
    connection.execute(sa.text(f"set local lock_timeout = '{LOCK_SECONDS}s'"))
    all_keys = MultiFernet(keys)
    changed: dict[str, set[object]] = {}
    for value in refuse_unreadable(connection, keys, lock=True):
        table = sa.table(value.kind.table, sa.column("id"), sa.column(value.column))
        token = all_keys.rotate(value.token.encode()).decode()
        connection.execute(sa.update(table).where(table.c.id == value.id).values({value.column: token}))
        changed.setdefault(f"{value.kind.what}s", set()).add(value.id)
    return {what: len(ids) for what, ids in changed.items()}


def check(connection: sa.Connection, new: Fernet) -> None:
    """Read everything again and fail unless the new key alone decrypts it."""
    wrong = dict.fromkeys(
        f"{value.kind.what} {value.name}" for value in values(connection) if not value.opens_with(new)
    )
    if wrong:
        raise Failure(f"after the change the new key does not decrypt {', '.join(wrong)}")
