"""LocalExecutor with workers on demand: a worker starts when a task waits, and ends when no further task does.

LocalExecutor itself forks `[core] parallelism` workers at its start and keeps them: eight idle ones hold 200 MiB, for
pipelines that run for minutes a day. A fork costs some 10 ms a task.
"""

import multiprocessing
from collections import Counter
from multiprocessing.queues import SimpleQueue
from typing import Any

from airflow.executors.local_executor import LocalExecutor

from airflow_dbt_image.pause import PAUSE
from airflow_dbt_image.slots import share


class QueueWithEnd:
    """The executor's queue. When no task waits, a worker gets `None`, which is LocalExecutor's own message to end."""

    def __init__(self) -> None:
        self._queue: SimpleQueue[Any] = multiprocessing.SimpleQueue()
        # Two workers must not see the same last task: the second would wait for the next one.
        self._taking = multiprocessing.Lock()

    def get(self) -> Any:
        """Return the next task, or None. Called by workers alone."""
        with self._taking:
            return None if self._queue.empty() else self._queue.get()

    def put(self, workload: Any) -> None:
        """Add a task. Called by the executor alone."""
        self._queue.put(workload)

    def empty(self) -> bool:
        """Tell whether no task waits."""
        return self._queue.empty()

    def close(self) -> None:
        """Close both ends."""
        self._queue.close()


class OnDemandLocalExecutor(LocalExecutor):
    """LocalExecutor without idle workers. Its share of the slots still is the largest number of tasks at a time."""

    activity_queue: QueueWithEnd

    def __init__(self, parallelism: int | None = None, **options: Any) -> None:
        super().__init__(share("local") if parallelism is None else parallelism, **options)

    def start(self) -> None:
        """Start with no worker."""
        super().start()
        self.activity_queue.close()
        self.activity_queue = QueueWithEnd()
        self._with_workers: Counter[Any] = Counter()
        PAUSE.watch(self)

    @property
    def slots_available(self) -> int:
        """No slot while an update has paused the start of tasks."""
        return 0 if PAUSE.active else int(super().slots_available)

    def has_task(self, task_instance: Any) -> bool:
        """Tell whether a task is here, also if a worker has it: LocalExecutor forgets those.

        A worker that uploads the log of a task that was deferred may end after another one has taken the task up again.
        The scheduler must not see that as the end of a task that has not said how it ended: it would fail it.
        """
        return super().has_task(task_instance) or task_instance.key in self._with_workers

    def change_state(self, key: Any, *args: Any, **options: Any) -> None:
        """Note what a worker says of its task, which is always that it has ended."""
        self._with_workers -= Counter([key])
        super().change_state(key, *args, **options)

    @property
    def unfinished(self) -> int:
        """Tasks that wait in a queue, and workers: each has a task, or is about to end.

        Airflow's own `running` is empty in a LocalExecutor.
        """
        with self._unread_messages:
            waiting = int(self._unread_messages.value)
        return len(self.queued_tasks) + waiting + sum(_is_alive(worker) for worker in list(self.workers.values()))

    def _process_workloads(self, workload_list: list[Any]) -> None:
        self._with_workers.update(workload.key for workload in workload_list)
        super()._process_workloads(workload_list)

    def _spawn_workers_with_gc_freeze(self, spawn_number: int) -> None:
        with self._unread_messages:
            waiting = self._unread_messages.value
        super()._spawn_workers_with_gc_freeze(min(spawn_number, waiting))


def _is_alive(worker: multiprocessing.Process) -> bool:
    try:
        return worker.is_alive()
    except ValueError:
        return False  # The scheduler has just removed it.
