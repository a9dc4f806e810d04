from pathlib import Path

import pytest
from airflow.dag_processing.bundles import base

from airflow_dbt_image.git_dags.fake_repository import Repository


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "repository")


@pytest.fixture(autouse=True)
def _environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIRFLOW_CONN_DAGS_GIT", '{"conn_type": "git"}')
    monkeypatch.setattr(base, "get_bundle_storage_root_path", lambda: tmp_path / "copies")
