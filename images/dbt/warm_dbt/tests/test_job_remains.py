import json
import os
import sys
import time
from pathlib import Path

import pytest
from jobs_support import House, event, until

from warm_dbt.jobs import clean, main
from warm_dbt.jobs.job import Job

_ARTIFACTS = "echo '{\"results\": []}' > $target/run_results.json; echo {} > $target/manifest.json; "


@pytest.mark.parametrize(("code", "published"), [(0, True), (1, True), (2, False)])
def test_the_docs_get_what_a_job_made(house: House, code: int, published: bool) -> None:
    house.ended(house.start("a", f"{_ARTIFACTS}exit {code}"))
    assert Path(Job("a").target, "run_results.json").exists()
    found = sorted(os.listdir(house.target)) if house.target.exists() else []
    assert found == (["manifest.json", "run_results.json"] if published else [])


def test_a_job_without_artifacts_publishes_none(house: House) -> None:
    assert house.ended(house.start("a", "true")) == 0
    assert not house.target.exists() or os.listdir(house.target) == []


@pytest.mark.parametrize("code", [0, 1])
def test_a_job_that_succeeded_keeps_of_the_log_what_is_told(house: House, code: int) -> None:
    useless = event("SQLQuery", "model.p.a") + json.dumps({"info": {"level": "info"}}) + "\n"
    useful = event("NodeStart", "model.p.a") + event("Line", "model.p.a", "info")
    write = f"cat > $logs/dbt.log <<'END'\n{useless}{useful}END\ntouch $target/manifest.json; exit {code}"
    job = house.start("a", write)
    house.ended(job)
    assert Path(job.log).read_text() == (useful if code == 0 else useless + useful)
    assert Path(job.target, "manifest.json").exists() == (code != 0)


def test_jobs_of_last_week_are_removed_unless_they_run(house: House) -> None:
    running = house.start("runs", "while [ ! -e go ]; do sleep 0.05; done")
    until(lambda: running.has("began"))
    for name in ("old", "young"):
        house.lost(name, "job.json", "began")
    left = house.jobs / ".removed-x"
    left.mkdir()
    long_ago = time.time() - 8 * 86_400
    for folder in (running.folder, Job("old").folder, left, house.jobs / ".target-"):
        os.utime(folder, (long_ago, long_ago))
    house.ended(house.start("new", "true", "-t", "other"))
    assert sorted(os.listdir(house.jobs)) == [".target-", ".target-other", "new", "runs", "young"]
    (house.folder / "go").touch()
    assert house.ended(running) == 0


def test_a_job_may_start_again_under_the_id_of_one_that_is_removed(house: House) -> None:
    house.lost("a", "job.json", "began")
    long_ago = time.time() - 8 * 86_400
    os.utime(Job("a").folder, (long_ago, long_ago))
    clean.remove_old()
    assert house.ended(house.start("a", "true")) == 0


def test_an_unknown_subcommand_says_which_there_are(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for words in (["dbt-job"], ["dbt-job", "run"]):
        monkeypatch.setattr(sys, "argv", words)
        assert main.main() == 2
        assert "start|follow|stop|results" in capsys.readouterr().err


def test_an_error_names_the_subcommand(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["dbt-job", "stop", "../x"])
    assert main.main() == 2
    assert capsys.readouterr().err.startswith("dbt-job stop: '../x' is no job's ID")
