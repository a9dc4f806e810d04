import time
from pathlib import Path

import pytest

from airflow_dbt_image.pause import Pause


class FakeExecutor:
    unfinished = 3


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "paused"


def test_does_nothing_without_an_executor(file: Path) -> None:
    pause = Pause(file)
    assert pause.begin(60) is None
    assert not pause.active
    assert not file.exists()


def test_ends_by_itself(file: Path) -> None:
    pause = Pause(file)
    pause.watch(FakeExecutor())
    assert pause.begin(0.05) == 3
    assert pause.active
    time.sleep(0.06)
    assert not pause.active


def test_counts_the_tasks_of_all_executors(file: Path) -> None:
    pause = Pause(file)
    pause.watch(FakeExecutor())
    pause.watch(FakeExecutor())
    assert pause.begin(60) == 6


def test_goes_on_in_the_next_scheduler_until_it_is_ended(file: Path) -> None:
    former, new = Pause(file), Pause(file)
    former.watch(FakeExecutor())
    former.begin(60)
    new.watch(FakeExecutor())
    assert new.active
    new.end()
    assert not new.active
    new.watch(FakeExecutor())
    assert not new.active


def test_ignores_a_file_that_cannot_be_read(file: Path) -> None:
    file.write_text("broken")
    pause = Pause(file)
    pause.watch(FakeExecutor())
    assert not pause.active


def test_tasks_that_wait_for_dbt_are_left_as_well(file: Path) -> None:
    pause = Pause(file, waiting=lambda: 4)
    pause.watch(FakeExecutor())
    assert pause.begin(60) == 7
