"""Removes what a worker leaves behind: logs that the API server has as well, and versions of DAG bundles."""

import os
import subprocess
import time
from pathlib import Path
from typing import Never

from airflow_dbt_image.maintenance.log_groomer import groom

HOUR = 3600
LOGS = Path("/opt/airflow/logs")
BUNDLES = Path(os.environ.get("AIRFLOW__DAG_PROCESSOR__DAG_BUNDLE_STORAGE_PATH", "/tmp/airflow/dag_bundles"))  # noqa: S108


def run(days: int) -> Never:
    """Do it every hour, until the worker ends and its container with it."""
    while True:
        time.sleep(HOUR)
        try:
            clean(days)
        except OSError as error:
            print(f"airflow-edge-worker: cannot clean: {error}", flush=True)


def clean(days: int, logs: Path = LOGS, bundles: Path = BUNDLES) -> None:
    """Do it once. Only versions of bundles from git are tracked; without any, Airflow need not be started."""
    if removed := groom(days, logs):
        print(f"airflow-edge-worker: removed {removed} logs", flush=True)
    if (bundles / "_tracking").exists():
        subprocess.run(["airflow-clean-bundles"], check=False)
