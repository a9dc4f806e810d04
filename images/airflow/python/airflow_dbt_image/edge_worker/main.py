"""`airflow-edge-worker`: makes a container ready, and runs Airflow's own edge worker in it.

Airflow is not imported here: the worker does so itself, and the processes beside it stay small.
"""

import argparse
import os
import sys
from importlib.metadata import version
from pathlib import Path

from airflow_dbt_image.edge_worker import authorities, cleaning, supervise

HOME = Path("/dev/shm/airflow")  # noqa: S108
"""In memory, so that a PID file never outlives its container: Airflow refuses to start beside one. The health check
reads the worker's files here."""

AUTHORITY = Path("/run/secrets/edge_authority")
"""The authority that signed the API server's certificate, if it is no public one."""

NO_DATABASE = "postgresql+{driver}://nobody@127.0.0.1:1/none"
"""A worker has no database, but Airflow cannot be imported without an address of one."""


def main() -> None:
    """Run a worker of EdgeExecutor."""
    parser = argparse.ArgumentParser(prog="airflow-edge-worker", description=main.__doc__)
    parser.add_argument("--name", required=True, help="the worker's name, which no other worker has")
    parser.add_argument("--queues", help="the queues that it serves, separated by commas (default: all)")
    parser.add_argument("--concurrency", type=int, required=True, help="how many tasks it runs at a time")
    parser.add_argument("--keep-logs-days", type=int, default=7, help="how long its own copies of logs stay")
    arguments = parser.parse_args()
    HOME.mkdir(exist_ok=True)
    os.environ.update(environment(HOME))
    # The API server's answer to a worker of other versions names them, and Airflow does not log it.
    airflow, provider = version("apache-airflow-core"), version("apache-airflow-providers-edge3")
    print(f"airflow-edge-worker: Airflow {airflow} with provider edge3 {provider}", flush=True)
    if os.fork() == 0:
        cleaning.run(arguments.keep_logs_days)
    sys.exit(supervise.run(command(arguments.name, arguments.queues, arguments.concurrency)))


def command(name: str, queues: str | None, concurrency: int) -> list[str]:
    """Return the command line of Airflow's worker."""
    options = ["--edge-hostname", name, "--concurrency", f"{concurrency}"]
    return ["airflow", "edge", "worker", *options, *(["--queues", queues] if queues else [])]


def environment(home: Path, authority: Path = AUTHORITY) -> dict[str, str]:
    """Return the options that every worker has: the folder in which it writes is none of the image's."""
    return {
        "AIRFLOW_HOME": f"{home}",
        "AIRFLOW_CONFIG": "/opt/airflow/airflow.cfg",
        "AIRFLOW__CORE__DAGS_FOLDER": "/opt/airflow/dags",
        "AIRFLOW__CORE__PLUGINS_FOLDER": "/opt/airflow/plugins",
        "AIRFLOW__LOGGING__BASE_LOG_FOLDER": f"{cleaning.LOGS}",
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": NO_DATABASE.format(driver="psycopg2"),
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN_ASYNC": NO_DATABASE.format(driver="asyncpg"),
        # Read by OpenSSL, and so by the clients of both APIs.
        "SSL_CERT_FILE": f"{authorities.bundle(home / 'authorities.pem', authority)}",
    }
