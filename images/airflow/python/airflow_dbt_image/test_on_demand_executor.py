from unittest.mock import patch

import pytest
from airflow.executors.local_executor import LocalExecutor

from airflow_dbt_image.on_demand_executor import OnDemandLocalExecutor, QueueWithEnd


@pytest.fixture
def executor() -> OnDemandLocalExecutor:
    executor = OnDemandLocalExecutor(parallelism=4)
    executor.start()
    return executor


def wait(executor: OnDemandLocalExecutor, tasks: int) -> None:
    for task in range(tasks):
        executor.activity_queue.put(task)
    with executor._unread_messages:
        executor._unread_messages.value += tasks


def test_the_queue_hands_out_tasks_in_order_and_then_none() -> None:
    queue = QueueWithEnd()
    queue.put("first")
    queue.put("second")
    assert [queue.get(), queue.get(), queue.get()] == ["first", "second", None]


def test_starts_with_no_worker(executor: OnDemandLocalExecutor) -> None:
    assert executor.workers == {}


@pytest.mark.parametrize(("waiting", "started"), [(0, 0), (1, 1), (3, 3), (9, 4)])
def test_starts_a_worker_for_each_task_that_waits(executor: OnDemandLocalExecutor, waiting: int, started: int) -> None:
    wait(executor, waiting)
    with patch.object(LocalExecutor, "_spawn_worker") as spawn:
        executor._check_workers()
    assert spawn.call_count == started


def test_a_worker_for_which_no_task_waits_ends_by_itself(executor: OnDemandLocalExecutor) -> None:
    executor._spawn_worker()
    (worker,) = executor.workers.values()
    worker.join(timeout=20)
    assert worker.exitcode == 0
    executor._check_workers()
    assert executor.workers == {}
    executor.end()
