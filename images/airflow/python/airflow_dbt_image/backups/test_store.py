import threading
from pathlib import Path
from typing import IO

import pytest

from airflow_dbt_image.backups import place, store
from airflow_dbt_image.failure import Failure


def test_the_oldest_are_deleted_and_those_of_other_stacks_stay(stack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "create", lambda _folder, output: output.write(b"backup"))
    for name in ("dbt-simple-20250101", "dbt-simple-20250102", "dbt-simple-second-20240101"):
        (stack / f"backup-{name}T030000Z.tar").touch()
    made = store.store(keep=2)
    assert store.names() == ["backup-dbt-simple-20250102T030000Z.tar", made]
    assert (stack / "backup-dbt-simple-second-20240101T030000Z.tar").exists()
    assert store.path(made).read_bytes() == b"backup"
    assert store.path(made).stat().st_mode & 0o777 == 0o600


def test_a_backup_that_fails_leaves_nothing_and_deletes_none(stack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(folder: Path, output: IO[bytes]) -> None:
        (folder / "metadata.dump").touch()
        output.write(b"half")
        raise Failure("pg_dump could not dump the database")

    monkeypatch.setattr(store, "create", fail)
    (stack / "backup-dbt-simple-20250101T030000Z.tar").touch()
    with pytest.raises(Failure, match="pg_dump"):
        store.store(keep=1)
    assert store.names() == ["backup-dbt-simple-20250101T030000Z.tar"]
    with place.alone():
        left = sorted(path.name for path in stack.iterdir() if not path.name.startswith(".making"))
        assert left == [".lock-dbt-simple", "backup-dbt-simple-20250101T030000Z.tar"]


def test_what_a_killed_backup_left_is_removed(stack: Path) -> None:
    (stack / ".making-dbt-simple-x").mkdir()
    (stack / ".making-dbt-simple-x" / "metadata.dump").touch()
    (stack / ".backup-dbt-simple-20250101T030000Z.tar").touch()
    (stack / ".making-other-x").mkdir()
    with place.alone() as folder:
        assert {path.name for path in stack.iterdir()} == {".lock-dbt-simple", ".making-other-x", folder.name}


def test_a_folder_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(place, "FOLDER", tmp_path / "missing")
    with pytest.raises(Failure, match=r"cannot write to .*missing: No such file or directory"):
        store.store()


def test_a_restore_waits_for_work_on_a_schedule() -> None:
    began: list[str] = []

    def restore() -> None:
        with place.undisturbed():
            began.append("restore")

    with place.undisturbed():
        waiting = threading.Thread(target=restore)
        waiting.start()
        waiting.join(0.2)
        assert began == []
    waiting.join(5)
    assert began == ["restore"]
