import os
import time
from pathlib import Path

from airflow_dbt_image.maintenance.log_groomer import groom


def aged(path: Path, days: float) -> Path:
    then = time.time() - days * 86400
    os.utime(path, (then, then))
    return path


def test_removes_old_logs_and_then_their_empty_folders(tmp_path: Path) -> None:
    task = tmp_path / "dag_id=flights" / "run_id=1" / "task_id=extract"
    task.mkdir(parents=True)
    for name in ("attempt=1.log", "attempt=2.log"):
        (task / name).touch()
    aged(task / "attempt=1.log", 31)
    aged(task / "attempt=2.log", 29)
    (tmp_path / ".tasks-paused-until").touch()
    aged(tmp_path / ".tasks-paused-until", 99)
    assert groom(30, tmp_path) == 1
    assert [path.name for path in task.iterdir()] == ["attempt=2.log"]
    assert (tmp_path / ".tasks-paused-until").exists()

    aged(task / "attempt=2.log", 31)
    assert groom(30, tmp_path) == 1
    # A task may be about to write into a folder that has just become empty.
    assert task.exists()
    for folder in (task, task.parent, task.parent.parent):
        aged(folder, 2)
    groom(30, tmp_path)
    assert not task.exists()
