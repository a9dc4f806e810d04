from pathlib import Path

import pytest

from airflow_dbt_image import pause_command
from airflow_dbt_image.pause_command import end_pause, wait_until_idle


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


def test_a_scheduler_that_is_starting_is_asked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / ".tasks-paused-until"
    file.touch()
    answers: list[object] = [ConnectionRefusedError("refused"), ConnectionResetError("reset"), "resumed"]
    asked: list[str] = []

    def post(path: str) -> object:
        asked.append(path)
        # Or the scheduler that starts would be paused, too.
        assert not file.exists()
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(pause_command, "_post", post)
    end_pause(60, file)
    assert asked == ["/resume"] * 3


def test_a_scheduler_that_never_answers_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def post(_path: str) -> object:
        raise ConnectionRefusedError("refused")

    monkeypatch.setattr(pause_command, "_post", post)
    with pytest.raises(SystemExit, match="the scheduler does not answer: refused"):
        end_pause(0.05, tmp_path / ".tasks-paused-until")
