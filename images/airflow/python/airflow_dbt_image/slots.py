"""How many tasks at a time each executor may have.

`[core] parallelism` is the limit of all executors together, and each one's default. With workers on other machines it
holds their slots as well, which the LocalExecutor must not fill on this one.
"""

from airflow.configuration import conf


def share(executor: str) -> int:
    """Return `[airflow_dbt] <executor>_parallelism`; default: `[core] parallelism`."""
    return int(conf.getint("airflow_dbt", f"{executor}_parallelism", fallback=conf.getint("core", "parallelism")))
