from types import SimpleNamespace

import pytest

from airflow_dbt_image.edge_jobs import Counts, counts

JOBS = [("default", "running", 2), ("default", "restarting", 1), ("default", "queued", 4), ("gpu", "queued", 8)]


@pytest.mark.parametrize(
    ("queues", "expected"),
    [
        ([], Counts(held=3, waiting=0, unserved=12)),
        ([["default"]], Counts(held=3, waiting=4, unserved=8)),
        ([["other"], ["gpu", "default"]], Counts(held=3, waiting=12, unserved=0)),
        ([None], Counts(held=3, waiting=12, unserved=0)),
    ],
)
def test_a_job_waits_only_if_a_worker_serves_its_queue(queues: list[list[str] | None], expected: Counts) -> None:
    assert counts(JOBS, [SimpleNamespace(queues=served) for served in queues]) == expected
