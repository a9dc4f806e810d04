"""`airflow-status`, for the maintenance container: what `npm run status` cannot see from outside, as JSON."""

import json
import shutil
from ast import literal_eval
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from airflow_dbt_image import database
from airflow_dbt_image.backups import place, store
from airflow_dbt_image.backups.databases import engines

LOGS = Path("/opt/airflow/logs")

COUNTS = {
    "dags": "select count(*) from dag where not is_stale",
    "running": "select count(*) from task_instance where state in ('running', 'restarting')",
    "queued": "select count(*) from task_instance where state in ('queued', 'scheduled')",
    "failed": "select count(*) from dag_run where state = 'failed' and end_date > now() - interval '1 day'",
}
"""A number each. Runs that failed: in the last 24 hours."""

SOURCE = """
    select max(dag.bundle_version), extract(epoch from max(dag_bundle.last_refreshed))::float
    from dag join dag_bundle on dag_bundle.name = dag.bundle_name where not is_stale
"""
"""The commit of the DAGs, if they come from git, and when they were last looked for."""


def main() -> None:
    """Print it."""
    with database.engine().connect() as connection:
        print(json.dumps({"airflow": version("apache-airflow"), **of_database(connection), **of_volumes()}))


def of_database(connection: sa.Connection) -> dict[str, Any]:
    """Return what Airflow's database and its server know."""
    commit, read = connection.execute(sa.text(SOURCE)).one()
    rows = connection.execute(sa.text("select filename, stacktrace from import_error order by filename"))
    return {
        "postgres": str(connection.execute(sa.text("show server_version")).scalar_one()).split()[0],
        "counts": {name: connection.execute(sa.text(query)).scalar_one() for name, query in COUNTS.items()},
        "source": {"commit": commit, "read": read},
        "importErrors": [{"file": file, "error": last_line(trace)} for file, trace in rows],
        "workers": edge_workers(connection),
        "databases": {name: database_size(engine) for name, engine in engines().items()},
    }


def edge_workers(connection: sa.Connection) -> list[dict[str, Any]]:
    """Return the workers of EdgeExecutor that have ever registered."""
    if not sa.inspect(connection).has_table("edge_worker"):
        return []
    rows = connection.execute(
        sa.text("select worker_name, state, queues, jobs_active, last_update from edge_worker order by worker_name")
    )
    now = datetime.now(UTC)
    return [edge_worker(name, state, queues, jobs, seen, now) for name, state, queues, jobs, seen in rows]


def edge_worker(
    name: str, state: str, queues: str | None, jobs: int, seen: datetime | None, now: datetime
) -> dict[str, Any]:
    """Describe one. Airflow stores its queues as Python writes a list; without any, it serves all."""
    return {
        "name": name,
        "state": state,
        "queues": literal_eval(queues) if queues else [],
        "jobs": jobs,
        "secondsSinceHeartbeat": round((now - seen).total_seconds()) if seen else None,
    }


def database_size(engine: sa.Engine) -> int:
    """Return how many bytes a database has on its server."""
    with engine.connect() as connection:
        return int(connection.execute(sa.text("select pg_database_size(current_database())")).scalar_one())


def last_line(trace: str | None) -> str:
    """Return the end of a stack trace, which says what went wrong."""
    lines = (trace or "").strip().splitlines()
    return lines[-1].strip() if lines else "unknown error"


def of_volumes() -> dict[str, Any]:
    """Return what is on the volumes, and how much space they have left."""
    disk = shutil.disk_usage(place.FOLDER)
    backups = [store.path(name).stat() for name in store.names()]
    newest = store.names()[-1:]
    return {
        "disk": {"free": disk.free, "total": disk.total},
        "logs": size(LOGS),
        "backups": {
            "count": len(backups),
            "bytes": sum(backup.st_size for backup in backups),
            "newest": newest[0] if newest else None,
            "newestBytes": backups[-1].st_size if backups else None,
            "created": backups[-1].st_mtime if backups else None,
        },
    }


def size(folder: Path) -> int:
    """Return how many bytes the files below a folder have. One may go in between."""
    total = 0
    for place_, _, files in folder.walk():
        for name in files:
            try:
                total += (place_ / name).lstat().st_size
            except FileNotFoundError:
                continue
    return total
