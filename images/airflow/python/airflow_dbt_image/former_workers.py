"""Forgets workers that the stack no longer has: EdgeExecutor would list them for ever."""

from collections.abc import Callable, Collection
from time import monotonic

import sqlalchemy as sa
from airflow.configuration import conf
from airflow.providers.edge3.models.edge_worker import EdgeWorkerModel, EdgeWorkerState
from sqlalchemy.orm import Session

ENDED = (EdgeWorkerState.OFFLINE, EdgeWorkerState.OFFLINE_MAINTENANCE, EdgeWorkerState.UNKNOWN)
"""Airflow gives a worker's name to another process in these states alone."""


SECONDS = 60
"""How long a row may stay."""


def configured() -> list[str]:
    """Return the names in `[airflow_dbt] workers`; none means that any worker is the stack's."""
    return [name for name in conf.get("airflow_dbt", "workers", fallback="").split(",") if name]


class FormerWorkers:
    """Forgets them at its first call, and then at most once a minute: the scheduler's loop turns every second."""

    def __init__(self, workers: Collection[str], now: Callable[[], float] = monotonic) -> None:
        self._workers = workers
        self._now = now
        self._next = now()

    def forget(self, session: Session) -> None:
        """Remove the rows, if the stack says which workers it has and it is time."""
        if self._workers and self._now() >= self._next:
            self._next = self._now() + SECONDS
            forget(session, self._workers)


def forget(session: Session, workers: Collection[str]) -> None:
    """Remove the rows of all others that have ended."""
    session.execute(
        sa.delete(EdgeWorkerModel)
        .where(EdgeWorkerModel.state.in_(ENDED), EdgeWorkerModel.worker_name.not_in(list(workers)))
        .execution_options(synchronize_session=False)
    )
