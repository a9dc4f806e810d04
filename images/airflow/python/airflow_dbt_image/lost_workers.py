"""Finds the jobs of workers that are gone: whose machine or process was killed, or that lost an answer.

A worker is gone if it has sent no heartbeat for a while in which the API server took heartbeats. If it has started
again under the same name by then, it says in its heartbeats that it has fewer jobs than were given to it: the oldest
ones are those of the process before. The times of both are those of the API server.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from airflow.providers.edge3.models.edge_job import EdgeJobModel
from airflow.providers.edge3.models.edge_worker import EdgeWorkerModel
from sqlalchemy.orm import Session

from airflow_dbt_image.api_server import ApiServer
from airflow_dbt_image.edge_jobs import HELD


class LostWorkers:
    """Looks at the workers that have jobs."""

    def __init__(self, heartbeat_seconds: int, api_server: ApiServer) -> None:
        self._late = timedelta(seconds=2 * heartbeat_seconds)
        # As long as Airflow itself waits before it lets another process have the worker's name.
        self._gone = timedelta(seconds=5 * heartbeat_seconds)
        self._api_server = api_server
        # The heartbeat of each worker that first named too few jobs.
        self._too_few: dict[str, datetime] = {}

    def jobs(self, session: Session, now: datetime) -> list[Any]:
        """Return the jobs that no worker has any more."""
        held = defaultdict(list)
        for job in session.scalars(sa.select(EdgeJobModel).where(EdgeJobModel.state.in_(HELD))):
            held[job.edge_worker].append(job)
        if not held:
            return []
        workers = session.scalars(sa.select(EdgeWorkerModel).where(EdgeWorkerModel.worker_name.in_(list(held))))
        return list(self.lost(held, workers.all(), now))

    def lost(self, held: dict[str, list[Any]], workers: Any, now: datetime) -> Iterator[Any]:
        """Choose them from the jobs of each worker."""
        late = [worker for worker in workers if worker.last_update < now - self._late]
        if late:
            reachable = timedelta(seconds=self._api_server.reachable_for())
        else:
            self._api_server.forget()
        for worker in workers:
            jobs = held[worker.worker_name]
            if worker in late and min(now - worker.last_update, reachable) > self._gone:
                yield from jobs
            else:
                yield from self._of_former_process(worker, jobs)

    def _of_former_process(self, worker: Any, jobs: list[Any]) -> list[Any]:
        """Return the oldest jobs, as many as the worker does not know, if two heartbeats say so.

        One may have been written before it was sent: the worker repeats those that fail. Younger jobs may be on their
        way to the worker.
        """
        old = [job for job in jobs if job.last_update < worker.last_update - self._gone]
        unknown = len(old) - worker.jobs_active
        if unknown <= 0:
            self._too_few.pop(worker.worker_name, None)
            return []
        if self._too_few.setdefault(worker.worker_name, worker.last_update) == worker.last_update:
            return []
        return sorted(old, key=lambda job: job.last_update)[:unknown]
