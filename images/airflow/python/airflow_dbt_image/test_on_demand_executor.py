from pathlib import Path
from types import SimpleNamespace
from unittest.mock import Mock, patch

import pytest
from airflow.executors.local_executor import LocalExecutor

from airflow_dbt_image import on_demand_executor
from airflow_dbt_image.on_demand_executor import OnDemandLocalExecutor, QueueWithEnd
from airflow_dbt_image.pause import Pause


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


def test_has_no_slot_while_the_start_of_tasks_is_paused(
    executor: OnDemandLocalExecutor, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pause = Pause(tmp_path / "paused")
    pause.watch(executor)
    monkeypatch.setattr(on_demand_executor, "PAUSE", pause)
    assert executor.slots_available == 4
    assert pause.begin(60) == 0
    assert executor.slots_available == 0
    pause.end()
    assert executor.slots_available == 4


def test_counts_tasks_that_wait_and_workers(executor: OnDemandLocalExecutor) -> None:
    assert executor.unfinished == 0
    wait(executor, 2)
    assert executor.unfinished == 2
    with patch("airflow_dbt_image.on_demand_executor._is_alive", return_value=True):
        executor.workers = {1: Mock()}
        assert executor.unfinished == 3
    executor.workers = {}


def test_knows_the_tasks_that_workers_have_each_as_often_as_it_was_given_out(executor: OnDemandLocalExecutor) -> None:
    workload, task = SimpleNamespace(key="task"), Mock(key="task", id="id")
    executor.queued_tasks = {"task": workload}
    assert executor.has_task(task)
    with patch.object(LocalExecutor, "_spawn_worker"):
        executor._process_workloads([workload])
        assert executor.has_task(task)
        # Resumed by its trigger before the worker from which it was deferred has ended.
        executor.queued_tasks = {"task": workload}
        executor._process_workloads([workload])
    executor.change_state("task", "success")
    assert executor.has_task(task)
    executor.change_state("task", "success")
    assert not executor.has_task(task)


def test_a_worker_for_which_no_task_waits_ends_by_itself(executor: OnDemandLocalExecutor) -> None:
    executor._spawn_worker()
    (worker,) = executor.workers.values()
    worker.join(timeout=20)
    assert worker.exitcode == 0
    executor._check_workers()
    assert executor.workers == {}
    executor.end()
