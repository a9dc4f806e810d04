import os
from pathlib import Path
from unittest.mock import patch

from airflow_dbt_image.edge_worker.cleaning import clean


def test_removes_old_logs_and_versions_of_bundles_if_there_are_any(tmp_path: Path) -> None:
    logs, bundles = tmp_path / "logs", tmp_path / "bundles"
    logs.mkdir()
    for name, age in (("old.log", 8 * 86400), ("new.log", 0)):
        (logs / name).write_text("hello")
        os.utime(logs / name, times=((logs / name).stat().st_mtime - age,) * 2)
    with patch("subprocess.run") as run:
        clean(7, logs, bundles)
        assert [log.name for log in logs.iterdir()] == ["new.log"]
        assert not run.called
        (bundles / "_tracking").mkdir(parents=True)
        clean(7, logs, bundles)
        assert run.called
