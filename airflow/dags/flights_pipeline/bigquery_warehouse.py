"""BigQuery as the warehouse: a load job for each table, which replaces it whole or not at all.

A run that fails between two tables leaves the ones before it new; the next run replaces all of them again.
"""

import json
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Self

from google.cloud import bigquery

from flights_pipeline.tables import Row, Table

DATASET = "raw"
# Type in Postgres → type in BigQuery, and what JSON has for it.
_TYPES: dict[str, tuple[str, type]] = {
    "text": ("STRING", str),
    "integer": ("INTEGER", int),
    "bigint": ("INTEGER", int),
    "double precision": ("FLOAT", float),
    "timestamptz": ("TIMESTAMP", str),
}
_LOADS = Table("loads", {"table_name": "text", "row_count": "bigint", "loaded_at": "timestamptz"})


class BigQueryWarehouse:
    """A project, with the dataset `raw` in the client's location."""

    def __init__(self, client: bigquery.Client) -> None:
        """Work through a client, which knows project, location and credentials."""
        self._client = client
        self._loads: list[Row] = []

    def __enter__(self) -> Self:
        """Create the dataset if it is missing."""
        dataset = bigquery.Dataset(f"{self._client.project}.{DATASET}")
        dataset.location = self._client.location
        self._client.create_dataset(dataset, exists_ok=True)
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: Any) -> None:
        """Note all loads, once all are done."""
        if kind is None:
            self._load(_LOADS, iter(self._loads))
        self._client.close()

    def replace(self, table: Table, rows: Iterator[Row]) -> int:
        """Let a table have exactly these rows."""
        loaded = self._load(table, rows)
        self._loads.append([table.name, str(loaded), datetime.now(UTC).isoformat()])
        return loaded

    def _load(self, table: Table, rows: Iterator[Row]) -> int:
        kinds = [_TYPES[kind] for kind in table.columns.values()]
        config = bigquery.LoadJobConfig(
            source_format=bigquery.SourceFormat.NEWLINE_DELIMITED_JSON,
            schema=[bigquery.SchemaField(name, kind) for name, (kind, _) in zip(table.columns, kinds, strict=True)],
            write_disposition=bigquery.WriteDisposition.WRITE_TRUNCATE,
        )
        with tempfile.TemporaryFile() as file:
            for row in rows:
                values = [
                    None if value is None else convert(value) for value, (_, convert) in zip(row, kinds, strict=True)
                ]
                file.write(json.dumps(dict(zip(table.columns, values, strict=True))).encode() + b"\n")
            # Without a size the client uploads in parts and goes on after a part that failed.
            job = self._client.load_table_from_file(
                file, f"{self._client.project}.{DATASET}.{table.name}", rewind=True, job_config=config
            )
            return int(job.result().output_rows)
