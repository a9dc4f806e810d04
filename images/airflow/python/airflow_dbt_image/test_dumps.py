import os
from pathlib import Path

import pytest
import sqlalchemy as sa

from airflow_dbt_image import dumps
from airflow_dbt_image.failure import Failure

URL = sa.make_url("postgresql+psycopg2://airflow:pass%3Aword@db:5432/airflow")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(dumps, "FOLDER", tmp_path)
    program(tmp_path, "pg_dump", "echo dump")
    program(tmp_path, "pg_restore", "exit 0")
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    return tmp_path


def program(folder: Path, name: str, script: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)


def written(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if "dump" in path.suffix or "part" in path.suffix)


def test_keeps_the_newest_five_dumps(folder: Path) -> None:
    for year in range(2001, 2007):
        (folder / f"airflow-{year}0101T000000000Z.dump").touch()
    assert dumps.write(URL)[1] == len("dump\n")
    assert len(written(folder)) == dumps.KEEP
    assert written(folder)[0].startswith("airflow-20030101")


def test_gives_the_password_in_no_argument(folder: Path) -> None:
    program(folder, "pg_dump", 'echo "$@"')
    dumps.write(URL)
    (dump,) = written(folder)
    text = (folder / dump).read_text()
    assert "host=db" in text
    assert "word" not in text.replace("--no-password", "")


def test_says_in_one_line_that_the_server_is_too_new(folder: Path) -> None:
    program(
        folder,
        "pg_dump",
        'echo "pg_dump: error: aborting because of server version mismatch" >&2\n'
        'echo "pg_dump: detail: server version: 18.1; pg_dump version: 17.12" >&2\nexit 1',
    )
    with pytest.raises(Failure, match=r"server version mismatch; .*server version: 18\.1; pg_dump version: 17\.12$"):
        dumps.write(URL)
    assert written(folder) == []


def test_keeps_no_dump_that_cannot_be_read_again(folder: Path) -> None:
    program(folder, "pg_restore", 'echo "pg_restore: error: unexpected end of file" >&2; exit 1')
    with pytest.raises(Failure, match="cannot be read again: pg_restore: error: unexpected end of file"):
        dumps.write(URL)
    assert written(folder) == []
