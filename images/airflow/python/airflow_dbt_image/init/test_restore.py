from pathlib import Path

import pytest
import sqlalchemy as sa

from airflow_dbt_image import dumps
from airflow_dbt_image.failure import Failure
from airflow_dbt_image.init import restore


def test_only_a_line_that_says_so_restores() -> None:
    assert restore.chosen("restore airflow-1.dump") == "airflow-1.dump"
    assert restore.chosen("Zm9vYmFy,cmVzdG9yZQ==") is None


def test_a_dump_that_is_not_there_is_refused_with_those_that_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dumps, "FOLDER", tmp_path)
    (tmp_path / "airflow-1.dump").touch()
    for name in ("airflow-2.dump", "../airflow-1.dump", ""):
        with pytest.raises(Failure, match=r"The dumps: airflow-1\.dump\. Nothing was changed"):
            restore.restore(sa.create_engine("sqlite://"), name)
