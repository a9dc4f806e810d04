import io
from pathlib import Path

import pytest
import sqlalchemy as sa

from airflow_dbt_image import backup
from airflow_dbt_image.failure import Failure
from airflow_dbt_image.init import restore


def test_only_a_line_that_says_so_restores() -> None:
    assert restore.chosen("restore airflow-1.dump") == "airflow-1.dump"
    assert restore.chosen("Zm9vYmFy,cmVzdG9yZQ==") is None


def test_a_dump_that_is_not_there_is_refused_with_those_that_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "FOLDER", tmp_path)
    (tmp_path / "airflow-1.dump").touch()
    for name in ("airflow-2.dump", "../airflow-1.dump", ""):
        with pytest.raises(Failure, match=r"The dumps: airflow-1\.dump\. Nothing was changed"):
            restore.restore(sa.create_engine("sqlite://"), name)


def test_a_parameter_that_older_servers_do_not_know_is_left_out_of_the_head_alone() -> None:
    line = b"SET transaction_timeout = 0;\n"
    target = io.BytesIO()
    restore._copy(io.BytesIO(b"SET lock_timeout = 0;\n" + line + b"COPY t FROM stdin;\n" + line), target)
    assert target.getvalue() == b"SET lock_timeout = 0;\nCOPY t FROM stdin;\n" + line
