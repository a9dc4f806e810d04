import pytest

from airflow_dbt_image import pause_command
from airflow_dbt_image.pause_command import wait_until_idle


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pause_command, "LOOK_SECONDS", 0.01)


def test_waits_until_the_last_task_has_ended(capsys: pytest.CaptureFixture[str]) -> None:
    left = iter([2, 1, 0])
    wait_until_idle(60, lambda: next(left), lambda: "waiting for 2 running tasks")
    assert capsys.readouterr().out == "waiting for 2 running tasks …\n"
    assert list(left) == []


def test_says_nothing_if_no_task_runs(capsys: pytest.CaptureFixture[str]) -> None:
    wait_until_idle(60, lambda: 0, lambda: "never asked")
    assert capsys.readouterr().out == ""


def test_gives_up_when_the_time_is_over(capsys: pytest.CaptureFixture[str]) -> None:
    wait_until_idle(0.05, lambda: 1, lambda: "waiting")
    assert capsys.readouterr().out == "waiting …\n1 task still running after 0 s\n"
