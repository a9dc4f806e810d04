"""Compares what the models say on BigQuery with what they say on Postgres: `same_rows.py <folder>`.

The folder has `<schema>.<table>.csv`, as Postgres' COPY writes it, for the sources and for each model that Postgres
built. Here the project is compiled for BigQuery, without asking it anything; each statement must be one that a parser
of BigQuery's SQL knows. Translated for DuckDB, the models are built from the sources and the tests run; each table must
have the rows that it has on Postgres. This tells whether the SQL is BigQuery's and means the same, not whether Google
takes it.
"""

import csv
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import duckdb
import sqlglot

PROJECT = "check-project"
TARGET = Path("/var/lib/dbt/target")


def compile_for_bigquery(key: str) -> dict[str, Any]:
    """Return the manifest of the project compiled for BigQuery, with a key that opens nothing."""
    subprocess.run(["ssh-keygen", "-q", "-t", "rsa", "-m", "PKCS8", "-N", "", "-f", f"{key}.pem"], check=True)
    private = Path(f"{key}.pem").read_text()
    mail = f"nobody@{PROJECT}.iam.gserviceaccount.com"
    content = {
        "type": "service_account",
        "project_id": PROJECT,
        "private_key": private,
        "client_email": mail,
        "token_uri": "http://127.0.0.1:9",
    }
    Path(key).write_text(json.dumps(content))
    chosen = {
        "WAREHOUSE": "bigquery",
        "GCP_PROJECT_ID": PROJECT,
        "GCP_LOCATION": "EU",
        "GCP_DEFAULT_DATASET": "analytics",
    }
    environment = {**os.environ, "DBT_TARGET": "prod", "PROD_GOOGLE_APPLICATION_CREDENTIALS": key}
    environment |= {f"PROD_ANALYTICS_{name}": value for name, value in chosen.items()}
    subprocess.run(["dbt", "compile", "--no-introspect", "--no-populate-cache", "--quiet"], env=environment, check=True)
    return json.loads((TARGET / "manifest.json").read_text())


def translated(node: dict[str, Any]) -> str:
    """Return a compiled statement in DuckDB's SQL; the database is left out, since there is only one here."""
    statement = sqlglot.parse_one(node["compiled_code"], dialect="bigquery")
    for table in statement.find_all(sqlglot.exp.Table):
        table.set("catalog", None)
    return statement.sql(dialect="duckdb")


def read_sources(database: duckdb.DuckDBPyConnection, manifest: dict[str, Any], folder: Path) -> None:
    """Make each source as the extract makes it on BigQuery; only times are not known by their look."""
    for source in manifest["sources"].values():
        name = f"{source['schema']}.{source['name']}"
        database.execute(f"create schema if not exists {source['schema']}")
        database.execute(
            f"create table {name} as from read_csv('{folder}/{name}.csv', header = true, sample_size = -1)"
        )


def comparable(text: str | None) -> object:
    """Return a value in one form for both: numbers by value, all else as Postgres writes it."""
    text = {None: "", "true": "t", "false": "f"}.get(text, text)
    try:
        return round(float(text), 6)
    except ValueError:
        return text


def build(database: duckdb.DuckDBPyConnection, manifest: dict[str, Any], folder: Path) -> int:
    """Build all models in the order of their references; return how many differ."""
    nodes = {name: node for name, node in manifest["nodes"].items() if node["resource_type"] == "model"}
    built: set[str] = set()
    differ = 0
    while waiting := [name for name in nodes if name not in built]:
        for name in waiting:
            node = nodes[name]
            if any(needed in nodes and needed not in built for needed in node["depends_on"]["nodes"]):
                continue
            built.add(name)
            table = f"{node['schema']}.{node['name']}"
            database.execute(f"create schema if not exists {node['schema']}")
            database.execute(f"create table {table} as {translated(node)}")
            found = database.execute(f"select columns(*)::text from {table}")
            columns = [column[0] for column in found.description]
            here = Counter(tuple(map(comparable, row)) for row in found.fetchall())
            with open(folder / f"{table}.csv", newline="") as file:
                there = Counter(tuple(comparable(row[column]) for column in columns) for row in csv.DictReader(file))
            print(f"{table}: {here.total()} rows, {'the same' if here == there else 'other rows than on Postgres'}")
            if here != there:
                differ += 1
                print(
                    "  only here:",
                    next(iter(here - there), None),
                    "\n  only on Postgres:",
                    next(iter(there - here), None),
                )
    return differ


def main() -> None:
    """Compare, and end with 1 if anything differs."""
    folder = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as place:
        manifest = compile_for_bigquery(f"{place}/key.json")
    database = duckdb.connect()
    database.execute("set timezone = 'UTC'")
    read_sources(database, manifest, folder)
    failed = build(database, manifest, folder)
    tests = [node for node in manifest["nodes"].values() if node["resource_type"] == "test"]
    for node in tests:
        if database.execute(translated(node)).fetchall():
            failed += 1
            print(f"{node['name']}: finds rows")
    print(f"{len(tests)} tests")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
