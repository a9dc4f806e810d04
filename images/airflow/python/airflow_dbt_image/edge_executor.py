"""EdgeExecutor that an update can pause, and that goes on when nobody serves a queue."""

from typing import Any

from airflow.providers.edge3.executors.edge_executor import EdgeExecutor
from airflow.utils.session import create_session

from airflow_dbt_image import edge_jobs
from airflow_dbt_image.pause import PAUSE
from airflow_dbt_image.slots import share


class PausableEdgeExecutor(EdgeExecutor):
    """EdgeExecutor for the workers of a stack. DAGs know it by the name EdgeExecutor."""

    def __init__(self, parallelism: int | None = None, **options: Any) -> None:
        super().__init__(share("edge") if parallelism is None else parallelism, **options)
        self._unserved = 0

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
        """Read what workers did."""
        super().sync()
        with create_session() as session:
            self._unserved = edge_jobs.count(session).unserved
