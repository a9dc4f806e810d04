import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from airflow_dbt_image.backups import place
from airflow_dbt_image.maintenance import main
from airflow_dbt_image.maintenance.schedule import Schedule


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(place, "FOLDER", tmp_path)
    monkeypatch.setenv("AIRFLOW_DBT_SUFFIX", "dbt-simple")
    return tmp_path


def last_done(folder: Path, work: str, ago: timedelta) -> None:
    then = (datetime.now(UTC) - ago).timestamp()
    os.utime(folder / f".{work}-dbt-simple", (then, then))


def test_a_new_stack_waits_for_its_first_time_and_makes_up_for_one_that_was_missed(folder: Path) -> None:
    daily = Schedule("backup", "0 3 * * *", ZoneInfo("Asia/Seoul"))
    daily.begin()
    last_done(folder, "backup", timedelta(seconds=0))
    assert not daily.due()
    last_done(folder, "backup", timedelta(hours=24))
    assert daily.due()
    daily.begin()
    assert daily.due()
    daily.done()
    assert not daily.due()


def test_the_time_is_that_of_the_time_zone(folder: Path) -> None:
    zone = ZoneInfo("Asia/Seoul")
    passed = (datetime.now(zone) - timedelta(minutes=2)).strftime("%M %H * * *")
    schedule = Schedule("backup", passed, zone)
    schedule.begin()
    last_done(folder, "backup", timedelta(minutes=10))
    assert schedule.due()
    elsewhere = Schedule("backup", passed, ZoneInfo("UTC"))
    assert not elsewhere.due()


def test_without_arguments_there_is_nothing_to_do() -> None:
    assert main.works(["--timezone", "UTC"]) == []


def test_each_piece_of_work_has_airflows_or_the_images_own_command() -> None:
    work = main.works(
        ["--timezone", "UTC", "--backup", "0 3 * * *", "--keep", "3", "--database-days", "90", "--log-days", "30"]
    )
    commands = [each.command() for each in work]
    assert [each.schedule.cron for each in work] == ["0 3 * * *", "30 2 * * *", "30 2 * * *"]
    assert commands[0] == ["airflow-backup", "store", "--keep", "3"]
    assert commands[1][:3] == ["airflow", "db", "clean"]
    before = datetime.fromisoformat(commands[1][-1])
    assert timedelta(days=90) <= datetime.now(UTC) - before < timedelta(days=90, seconds=10)
    assert commands[2] == ["airflow-groom-logs", "--days", "30"]


def test_a_command_that_fails_is_tried_again_later(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    schedule = Schedule("backup", "* * * * *", ZoneInfo("UTC"))
    schedule.begin()
    last_done(folder, "backup", timedelta(minutes=5))
    work = main.Work(schedule, lambda: ["sh", "-c", f"echo >> {folder / 'ran'}; false"])
    work.run_if_due()
    work.run_if_due()
    assert len((folder / "ran").read_text()) == 1
    assert work.failed_at is not None
    assert "backup failed with exit code 1; it is tried again in 10 minutes" in capfd.readouterr().err
    work.failed_at -= main.RETRY_SECONDS
    work.command = lambda: ["true"]
    work.run_if_due()
    assert work.failed_at is None
    assert not schedule.due()
