from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from airflow_dbt_image import status
from airflow_dbt_image.backups import place


@pytest.mark.parametrize(
    ("trace", "line"),
    [
        (
            "Traceback (most recent call last):\n  File …\nModuleNotFoundError: No module named 'crm'\n",
            "ModuleNotFoundError: No module named 'crm'",
        ),
        ("", "unknown error"),
        (None, "unknown error"),
    ],
)
def test_an_import_error_is_the_last_line_of_its_trace(trace: str | None, line: str) -> None:
    assert status.last_line(trace) == line


def test_tells_sizes_and_the_newest_backup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    logs = tmp_path / "logs"
    (logs / "dag_id=work").mkdir(parents=True)
    (logs / "dag_id=work" / "attempt=1.log").write_text("hello")
    (logs / "other.log").write_text("hi")
    monkeypatch.setattr(status, "LOGS", logs)
    monkeypatch.setattr(place, "FOLDER", tmp_path)
    monkeypatch.setenv("AIRFLOW_DBT_SUFFIX", "dbt-simple")
    found = status.of_volumes()
    assert found["logs"] == len("hello") + len("hi")
    assert 0 < found["disk"]["free"] < found["disk"]["total"]
    assert found["backups"] == {"count": 0, "bytes": 0, "newest": None, "newestBytes": None, "created": None}

    for name, content in (("20261125T030000Z", "older"), ("20261126T030000Z", "the newest")):
        (tmp_path / f"backup-dbt-simple-{name}.tar").write_text(content)
    found = status.of_volumes()["backups"]
    assert (found["count"], found["bytes"], found["newestBytes"]) == (2, 15, 10)
    assert found["newest"] == "backup-dbt-simple-20261126T030000Z.tar"
    assert found["created"] == pytest.approx((tmp_path / found["newest"]).stat().st_mtime)


def test_there_are_no_workers_without_their_table() -> None:
    with sa.create_engine("sqlite://").connect() as connection:
        assert status.edge_workers(connection) == []


@pytest.mark.parametrize(("stored", "queues"), [("['gpu', 'big']", ["gpu", "big"]), (None, [])])
def test_describes_a_worker(stored: str | None, queues: list[str]) -> None:
    now = datetime.now(UTC)
    assert status.edge_worker("edge-1", "idle", stored, 2, now - timedelta(seconds=7), now) == {
        "name": "edge-1",
        "state": "idle",
        "queues": queues,
        "jobs": 2,
        "secondsSinceHeartbeat": 7,
    }
