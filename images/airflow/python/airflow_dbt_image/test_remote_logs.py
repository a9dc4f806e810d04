import importlib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import Mock, patch

import pytest
from airflow.providers.google.cloud.log.gcs_task_handler import GCSRemoteLogIO


@pytest.fixture
def module(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    monkeypatch.setenv("AIRFLOW__LOGGING__REMOTE_BASE_LOG_FOLDER", "gs://my-logs/airflow")
    yield importlib.import_module("airflow_dbt_image.remote_logs")


def logs(module: ModuleType, folder: Path, answer: Any) -> Any:
    """Return logs in a bucket that answers in this way: with objects, or by raising an error."""
    made = module.BucketLogs(remote_base="gs://my-logs/airflow", base_log_folder=folder, delete_local_copy=False)
    made.client = Mock()
    made.client.list_blobs.side_effect = answer
    return made


def test_airflow_finds_the_class_and_its_settings(module: ModuleType) -> None:
    assert isinstance(module.LOGGING_CONFIG, dict)
    assert isinstance(module.REMOTE_TASK_LOG, module.BucketLogs)
    assert module.REMOTE_TASK_LOG.remote_base == "gs://my-logs/airflow"


def test_asks_for_no_more_than_the_log_and_for_no_longer_than_seconds(module: ModuleType, tmp_path: Path) -> None:
    made = logs(module, tmp_path, lambda *_, **__: [])
    assert made._problem("dag_id=a/attempt=1.log") is None
    (bucket,), options = made.client.list_blobs.call_args
    assert bucket == "my-logs"
    assert options["prefix"] == "airflow/dag_id=a/attempt=1.log"
    assert (options["max_results"], options["timeout"], options["retry"].timeout) == (1, 5, 5)


def test_uses_the_bucket_as_airflow_does_while_it_answers(module: ModuleType, tmp_path: Path) -> None:
    made = logs(module, tmp_path, lambda *_, **__: [])
    with (
        patch.object(GCSRemoteLogIO, "upload") as upload,
        patch.object(GCSRemoteLogIO, "stream", return_value=(["gs://my-logs/airflow/a.log"], ["text"])) as stream,
    ):
        made.upload("a.log", None)
        assert made.stream("a.log", None) == (["gs://my-logs/airflow/a.log"], ["text"])
    upload.assert_called_once_with("a.log", None)
    stream.assert_called_once_with("a.log", None)


def test_leaves_a_log_on_the_volume_and_says_so(module: ModuleType, tmp_path: Path) -> None:
    made = logs(module, tmp_path, ConnectionError("refused"))
    (tmp_path / "a.log").write_text("text")
    made._log = Mock()
    made.upload("a.log")
    assert (tmp_path / "a.log").read_text() == "text"
    message, *values = made._log.warning.call_args.args
    assert message % tuple(values) == (
        "The log a.log stays on the log volume. The bucket my-logs cannot be used: refused"
    )


def test_lets_airflow_read_the_volume_and_says_why(module: ModuleType, tmp_path: Path) -> None:
    made = logs(module, tmp_path, ConnectionError("refused"))
    assert made.stream("a.log", None) == (["The bucket my-logs cannot be used: refused"], [])


def test_credentials_that_are_not_there_are_such_a_problem(module: ModuleType, tmp_path: Path) -> None:
    made = module.BucketLogs(remote_base="gs://my-logs", base_log_folder=tmp_path, delete_local_copy=False)
    with patch("airflow.providers.google.cloud.log.gcs_task_handler.get_credentials_and_project_id") as credentials:
        credentials.side_effect = OSError("no credentials")
        assert made.stream("a.log", None) == (["The bucket my-logs cannot be used: no credentials"], [])
