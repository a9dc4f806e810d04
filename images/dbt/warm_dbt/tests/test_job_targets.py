import os

import pytest
from jobs_support import House, until

from warm_dbt.jobs import stop
from warm_dbt.jobs.job import Job
from warm_dbt.jobs.targets import target_of

_HOLD = "touch up-$$; while [ ! -e go ]; do sleep 0.05; done"


@pytest.mark.parametrize(
    ("words", "environ", "target"),
    [
        (["build"], {}, ""),
        (["build"], {"DBT_TARGET": "prod"}, "prod"),
        (["build"], {"DBT_TARGET": "prod", "DBT_ENGINE_TARGET": "engine"}, "engine"),
        (["build", "--target", "a"], {"DBT_TARGET": "prod"}, "a"),
        (["build", "--target=a"], {}, "a"),
        (["-t", "a", "build"], {}, "a"),
        (["build", "-ta"], {}, "a"),
        (["build", "-t", "a", "--target", "b"], {}, "b"),
        (["build", "--target-path", "x"], {}, ""),
        (["build", "--target"], {"DBT_TARGET": "prod"}, ""),
    ],
)
def test_the_target_is_the_one_that_dbt_takes(words: list[str], environ: dict[str, str], target: str) -> None:
    assert target_of(words, environ) == target


def test_jobs_with_one_target_run_one_after_the_other(house: House) -> None:
    first = house.start("a", _HOLD, "-t", "x")
    until(lambda: list(house.folder.glob("up-*")))
    second = house.start("b", "true", "-t", "x")
    until(lambda: second.read("waiting") == "a")
    assert not second.has("began")
    assert house.ended(house.start("c", "true", "-t", "../../y")) == 0
    (house.folder / "go").touch()
    assert [house.ended(first), house.ended(second)] == [0, 0]
    assert not second.has("waiting")
    assert {name for name in os.listdir(house.jobs) if name.startswith(".")} == {".target-x", ".target-..%2f..%2fy"}


def test_a_job_that_waits_can_be_stopped_and_does_not_start_again(house: House) -> None:
    first = house.start("a", _HOLD)
    until(lambda: list(house.folder.glob("up-*")))
    second = house.start("b", "touch never")
    until(lambda: second.has("waiting"))
    stop.main(["b"])
    assert house.ended(second) == 2
    assert "stopped before dbt was started" in (second.read("output") or "")
    (house.folder / "go").touch()
    house.ended(first)
    assert not (house.folder / "never").exists()
    assert not Job("b").has("began")
