"""Where the rows go: Postgres or BigQuery, whichever the connection leads to."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Protocol

from flights_pipeline.tables import Row, Table


class Warehouse(AbstractContextManager, Protocol):
    """What a load needs. Inside `with`, it ends as a whole or not at all, as far as the database can do that."""

    def replace(self, table: Table, rows: Iterator[Row]) -> int:
        """Let a table of the schema `raw` have exactly these rows; return how many."""
        ...


def warehouse(conn_id: str) -> Warehouse:
    """Return the one behind a connection of type `postgres` or `google_cloud_platform`."""
    from airflow.sdk import BaseHook

    kind = BaseHook.get_connection(conn_id).conn_type
    if kind == "postgres":
        from airflow.providers.postgres.hooks.postgres import PostgresHook

        from flights_pipeline.postgres_warehouse import PostgresWarehouse

        return PostgresWarehouse(PostgresHook(conn_id).get_conn())
    if kind == "google_cloud_platform":
        from airflow.providers.google.cloud.hooks.bigquery import BigQueryHook

        from flights_pipeline.bigquery_warehouse import BigQueryWarehouse

        hook = BigQueryHook(gcp_conn_id=conn_id)
        return BigQueryWarehouse(
            hook.get_client(hook.project_id, hook.get_connection(conn_id).extra_dejson.get("location"))
        )
    raise ValueError(f"the connection {conn_id} is of type {kind}; it must be postgres or google_cloud_platform")
