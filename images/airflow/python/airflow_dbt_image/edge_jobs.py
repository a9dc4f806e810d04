"""What the table of EdgeExecutor's jobs says: which of them a worker has, and which wait for one."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

import sqlalchemy as sa
from airflow.providers.edge3.models.edge_job import EdgeJobModel
from airflow.providers.edge3.models.edge_worker import EdgeWorkerModel, EdgeWorkerState
from airflow.utils.state import TaskInstanceState
from sqlalchemy.orm import Session

HELD = (TaskInstanceState.RUNNING, TaskInstanceState.RESTARTING)
"""A worker has such a job. It is `restarting` from the moment it is fetched until its process runs."""

FETCHING = (
    EdgeWorkerState.STARTING,
    EdgeWorkerState.IDLE,
    EdgeWorkerState.RUNNING,
    EdgeWorkerState.MAINTENANCE_EXIT,
)
"""A worker in such a state fetches further jobs."""


class Worker(Protocol):
    """The part of a worker that is needed."""

    queues: list[str] | None


@dataclass
class Counts:
    """How many jobs there are."""

    held: int = 0
    """A worker has them."""
    waiting: int = 0
    """A worker that serves their queue will fetch them."""
    unserved: int = 0
    """No worker serves their queue."""


def count(session: Session) -> Counts:
    """Ask the database."""
    jobs = session.execute(
        sa.select(EdgeJobModel.queue, EdgeJobModel.state, sa.func.count())
        .where(EdgeJobModel.state.in_((*HELD, TaskInstanceState.QUEUED)))
        .group_by(EdgeJobModel.queue, EdgeJobModel.state)
    ).all()
    if not jobs:
        return Counts()
    workers = session.scalars(sa.select(EdgeWorkerModel).where(EdgeWorkerModel.state.in_(FETCHING)))
    return counts(((queue, state, number) for queue, state, number in jobs), list(workers))


def counts(jobs: Iterable[tuple[str, str, int]], workers: Iterable[Worker]) -> Counts:
    """Count jobs, given as queue, state and number. A worker without queues serves all."""
    queues = [worker.queues for worker in workers]
    found = Counts()
    for queue, state, number in jobs:
        if state != TaskInstanceState.QUEUED:
            found.held += number
        elif any(not served or queue in served for served in queues):
            found.waiting += number
        else:
            found.unserved += number
    return found
