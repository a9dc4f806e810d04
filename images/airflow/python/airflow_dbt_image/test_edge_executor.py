from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import pytest
from airflow.providers.edge3.executors.edge_executor import EdgeExecutor

from airflow_dbt_image import edge_executor
from airflow_dbt_image.edge_executor import PausableEdgeExecutor
from airflow_dbt_image.edge_jobs import Counts
from airflow_dbt_image.pause import Pause


@pytest.fixture
def executor(monkeypatch: pytest.MonkeyPatch) -> PausableEdgeExecutor:
    @contextmanager
    def no_session(**_: object) -> Iterator[None]:
        yield None

    monkeypatch.setattr(edge_executor, "create_session", no_session)
    return PausableEdgeExecutor(parallelism=4)


def test_has_no_slot_while_the_start_of_tasks_is_paused(
    executor: PausableEdgeExecutor, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pause = Pause(tmp_path / "paused")
    pause.watch(executor)
    monkeypatch.setattr(edge_executor, "PAUSE", pause)
    assert executor.slots_available == 4
    with patch("airflow_dbt_image.edge_jobs.count", return_value=Counts(held=2, waiting=1, unserved=5)):
        assert pause.begin(60) == 3
    assert executor.slots_available == 0


def test_jobs_that_nobody_serves_hold_no_slot(executor: PausableEdgeExecutor) -> None:
    executor.running = {"one", "two", "three"}
    assert (executor.slots_occupied, executor.slots_available) == (3, 1)
    with (
        patch.object(EdgeExecutor, "sync"),
        patch.object(executor, "_give_back_lost_jobs"),
        patch("airflow_dbt_image.edge_jobs.count", return_value=Counts(held=1, unserved=2)),
    ):
        executor.sync()
    assert (executor.slots_occupied, executor.slots_available) == (1, 3)
