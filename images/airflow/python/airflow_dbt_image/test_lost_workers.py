from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from unittest.mock import Mock

import pytest

from airflow_dbt_image.lost_workers import LostWorkers

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


def ago(seconds: float) -> datetime:
    return NOW - timedelta(seconds=seconds)


def worker(last_update: float, jobs_active: int, name: str = "edge-1") -> Any:
    return SimpleNamespace(worker_name=name, last_update=ago(last_update), jobs_active=jobs_active)


def job(name: str, last_update: float) -> Any:
    return SimpleNamespace(name=name, last_update=ago(last_update))


def lost(workers: LostWorkers, worker: Any, *jobs: Any) -> list[str]:
    return [job.name for job in workers.lost({worker.worker_name: list(jobs)}, [worker], NOW)]


@pytest.mark.parametrize(
    ("silent", "reachable", "expected"),
    [
        (4, 1000, []),
        (24, 1000, []),
        (26, 24, []),  # As after an absence of the API server: it may have been there for the last seconds only.
        (120, 0, []),
        (26, 26, ["old", "new"]),
    ],
)
def test_a_worker_is_gone_if_it_is_silent_while_the_api_server_is_there(
    silent: float, reachable: float, expected: list[str]
) -> None:
    workers = LostWorkers(5, Mock(reachable_for=Mock(return_value=reachable)))
    assert lost(workers, worker(silent, jobs_active=2), job("old", 600), job("new", 30)) == expected


def test_looks_at_the_api_server_only_while_a_worker_is_late() -> None:
    api_server = Mock(reachable_for=Mock(return_value=0))
    workers = LostWorkers(5, api_server)
    lost(workers, worker(9, jobs_active=1), job("one", 600))
    assert api_server.forget.called
    assert not api_server.reachable_for.called
    lost(workers, worker(11, jobs_active=1), job("one", 600))
    assert api_server.reachable_for.called


def test_a_worker_that_started_again_does_not_know_the_jobs_of_the_process_before() -> None:
    workers = LostWorkers(5, Mock())
    jobs = [job("new", 2), job("old", 60), job("oldest", 600)]
    # The jobs that it takes first are none of those.
    assert lost(workers, worker(9, jobs_active=1), *jobs) == []
    assert lost(workers, worker(4, jobs_active=1), *jobs) == ["oldest"]
    assert lost(workers, worker(1, jobs_active=0), *jobs) == ["oldest", "old"]


def test_one_heartbeat_alone_may_be_an_old_one() -> None:
    workers = LostWorkers(5, Mock())
    assert lost(workers, worker(6, jobs_active=0), job("one", 60)) == []
    assert lost(workers, worker(6, jobs_active=0), job("one", 60)) == []
    assert lost(workers, worker(1, jobs_active=1), job("one", 60)) == []
    assert lost(workers, worker(0, jobs_active=0), job("one", 60)) == []
