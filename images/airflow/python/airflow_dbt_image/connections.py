"""Make Airflow's connections be as /run/secrets/connections.json says, and its pools as pools.json, in one process.

The file has the format of `airflow connections import`: {"id": {"conn_type": …, "host": …, …}} or {"id": "uri"}. Each
is created or overwritten. One that this job created earlier and that is no longer in the file is deleted; a mark in its
description tells it. Connections that people created by hand stay as they are.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, NoReturn

from airflow_dbt_image import pools

if TYPE_CHECKING:
    from airflow.models.connection import Connection

FILE = os.environ.get("AIRFLOW_CONNECTIONS_FILE", "/run/secrets/connections.json")
MARK = "[managed] "


def fail(message: str) -> NoReturn:
    """End the job with one plain last line, which is what a person sees first."""
    message = message.split("(Background on this error")[0]
    sys.exit(f"airflow-connections: {' '.join(message.split())}")


def load() -> dict[str, Connection]:
    """Return {id: Connection} from the file, refused as a whole when one entry is not valid."""
    try:
        values = json.loads(Path(FILE).read_text())
    except (OSError, ValueError) as error:
        fail(f"{FILE} cannot be used: {type(error).__name__}")
    if not isinstance(values, dict):
        fail(f"{FILE} cannot be used: it holds a {type(values).__name__}, not connections by their ids")
    connections = {conn_id: create(conn_id, value) for conn_id, value in values.items()}
    for conn_id, connection in connections.items():
        if not connection.conn_type:
            fail(f"the connection {conn_id} has no conn_type")
        connection.description = MARK + (connection.description or "edits are overwritten by the next deployment")
    return connections


def create(conn_id: str, value: object) -> Connection:
    """Have Airflow read one connection, in a file of its own: its error names no connection, but may quote the URI."""
    from airflow.secrets.local_filesystem import load_connections_dict

    with NamedTemporaryFile("w", suffix=".json") as file:
        json.dump({conn_id: value}, file)
        file.flush()
        try:
            connection: Connection = load_connections_dict(file.name)[conn_id]
        except Exception as error:
            fail(f"the connection {conn_id} cannot be created: {type(error).__name__}")
    return connection


def apply(wanted: dict[str, Connection]) -> None:
    """Write all changes in one transaction, so that a failure leaves everything as it was."""
    from airflow.models.connection import Connection
    from airflow.utils.session import create_session
    from sqlalchemy import delete, select

    with create_session() as session:
        for line in pools.apply(session, pools.load()):
            print(f"airflow-connections: {line}")
        existing = dict(session.execute(select(Connection.conn_id, Connection.id)).all())
        for conn_id, connection in wanted.items():
            connection.id = existing.get(conn_id)
            session.merge(connection)
            print(f"airflow-connections: {conn_id} is set")
        is_ours = Connection.description.startswith(MARK, autoescape=True)
        ours = session.scalars(select(Connection.conn_id).where(is_ours))
        for conn_id in set(ours) - set(wanted):
            session.execute(delete(Connection).where(Connection.conn_id == conn_id))
            print(f"airflow-connections: {conn_id} is deleted")


def main() -> None:
    # A process of a few seconds needs no garbage collector; it costs a quarter of the time.
    gc.disable()
    if not os.access(FILE, os.R_OK):
        fail(f"{FILE} is missing or cannot be read")
    from airflow import settings

    settings.initialize()
    wanted = load()
    try:
        apply(wanted)
    except Exception as error:
        # The database's message may quote the row, and with it a password: name the kind of error only.
        fail(f"the connections and pools could not be written: {type(error).__name__}")
    print("airflow-connections: done")


if __name__ == "__main__":
    main()
