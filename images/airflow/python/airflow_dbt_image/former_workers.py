"""Forgets workers that the stack no longer has: EdgeExecutor would list them for ever."""

from collections.abc import Collection

import sqlalchemy as sa
from airflow.configuration import conf
from airflow.providers.edge3.models.edge_worker import EdgeWorkerModel, EdgeWorkerState
from sqlalchemy.orm import Session

ENDED = (EdgeWorkerState.OFFLINE, EdgeWorkerState.OFFLINE_MAINTENANCE, EdgeWorkerState.UNKNOWN)
"""Airflow gives a worker's name to another process in these states alone."""


def configured() -> list[str]:
    """Return the names in `[airflow_dbt] workers`; none means that any worker is the stack's."""
    return [name for name in conf.get("airflow_dbt", "workers", fallback="").split(",") if name]


def forget(session: Session, workers: Collection[str]) -> None:
    """Remove the rows of all others that have ended."""
    session.execute(
        sa.delete(EdgeWorkerModel)
        .where(EdgeWorkerModel.state.in_(ENDED), EdgeWorkerModel.worker_name.not_in(list(workers)))
        .execution_options(synchronize_session=False)
    )
