import os
import re
from pathlib import Path
from unittest.mock import patch

import pytest

from airflow_dbt_image.edge_worker import main


def test_runs_the_worker_and_cleans_in_a_child(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(main, "HOME", tmp_path / "home")
    monkeypatch.setattr("sys.argv", ["airflow-edge-worker", "--name", "edge-1", "--concurrency", "4"])
    with (
        patch.dict(os.environ),
        patch("os.fork", return_value=7),
        patch("airflow_dbt_image.edge_worker.supervise.run") as run,
    ):
        run.return_value = 3
        with pytest.raises(SystemExit) as ended:
            main.main()
        assert os.environ["AIRFLOW_HOME"] == f"{tmp_path / 'home'}"
        assert Path(os.environ["SSL_CERT_FILE"]).exists()
    assert run.call_args.args == (main.command("edge-1", None, 4),)
    assert ended.value.code == 3
    assert re.fullmatch(
        r"airflow-edge-worker: Airflow \d[\d.]+ with provider edge3 \d[\d.]+\n", capsys.readouterr().out
    )


def test_serves_the_queues_that_are_named() -> None:
    assert main.command("edge-1", "gpu,big", 2)[3:] == [
        "--edge-hostname",
        "edge-1",
        "--concurrency",
        "2",
        "--queues",
        "gpu,big",
    ]


def test_trusts_the_public_authorities_and_its_own(tmp_path: Path) -> None:
    authority = tmp_path / "authority"
    public = Path(main.environment(tmp_path, authority)["SSL_CERT_FILE"]).read_text()
    authority.write_text("own\n")
    both = Path(main.environment(tmp_path, authority)["SSL_CERT_FILE"]).read_text()
    assert "BEGIN CERTIFICATE" in public
    assert both == f"{public}own\n"
