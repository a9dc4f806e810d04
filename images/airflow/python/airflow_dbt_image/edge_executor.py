"""EdgeExecutor that an update can pause, and that goes on when nobody serves a queue or a worker is gone."""

from datetime import UTC, datetime
from typing import Any

from airflow.executors.base_executor import get_execution_api_server_url
from airflow.models.log import Log
from airflow.providers.edge3.executors.edge_executor import EdgeExecutor
from airflow.utils.session import create_session

from airflow_dbt_image import edge_jobs
from airflow_dbt_image.api_server import ApiServer
from airflow_dbt_image.former_workers import FormerWorkers, configured
from airflow_dbt_image.lost_jobs import give_back
from airflow_dbt_image.lost_workers import LostWorkers
from airflow_dbt_image.pause import PAUSE
from airflow_dbt_image.slots import share


class PausableEdgeExecutor(EdgeExecutor):
    """EdgeExecutor for the workers of a stack. DAGs know it by the name EdgeExecutor."""

    def __init__(self, parallelism: int | None = None, **options: Any) -> None:
        super().__init__(share("edge") if parallelism is None else parallelism, **options)
        self._unserved = 0
        self._former_workers = FormerWorkers(configured())
        api_server = ApiServer(get_execution_api_server_url(self.conf))
        self._lost_workers = LostWorkers(self.conf.getint("edge", "heartbeat_interval"), api_server)

    def start(self) -> None:
        """Start, and stop for the pauses of updates."""
        super().start()
        PAUSE.watch(self)

    @property
    def slots_occupied(self) -> int:
        """Jobs that a worker has or will fetch.

        EdgeExecutor counts those in a queue that nobody serves as well: a few of them would stop all others, also those
        of the LocalExecutor, since the scheduler compares the sum of all executors with `[core] parallelism`.
        """
        return max(0, int(super().slots_occupied) - self._unserved)

    @property
    def slots_available(self) -> int:
        """No slot while an update has paused the start of tasks."""
        return 0 if PAUSE.active else self.parallelism - self.slots_occupied

    @property
    def unfinished(self) -> int:
        """Jobs that a worker has or will fetch, as the database knows them now. A thread of its own asks."""
        with create_session(scoped=False) as session:
            found = edge_jobs.count(session)
        return found.held + found.waiting

    def sync(self) -> None:
        """Read what workers did.

        What those had that are gone goes back before EdgeExecutor lets other processes have their names.
        """
        self._give_back_lost_jobs()
        super().sync()
        with create_session() as session:
            self._unserved = edge_jobs.count(session).unserved
            self._former_workers.forget(session)

    def _give_back_lost_jobs(self) -> None:
        with create_session() as session:
            for job in self._lost_workers.jobs(session, datetime.now(UTC)):
                if give_back(job, session):
                    message = f"worker {job.edge_worker} is gone, its task starts again"
                    self.log.warning("%s: %s", job.key, message)
                    session.add(Log(event="worker gone", extra=message, task_instance=job))
                # Without its row, the job also leaves `running`, with no event: the scheduler would fail the task.
                self._delete_job(job, session)
                self.last_reported_state.pop(job.key, None)
