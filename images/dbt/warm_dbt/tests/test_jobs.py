import json
import os
import time

import pytest
from jobs_support import House, until

from warm_dbt import kept_state
from warm_dbt.jobs import shutdown, start, stop
from warm_dbt.jobs.job import Job, JobError


@pytest.mark.parametrize("bad", ["", ".", "..", ".target-x", "-x", "A", "a/b", "a b", "a\n", "é", "a" * 102])
def test_nothing_but_an_id_names_a_folder(house: House, bad: str) -> None:
    with pytest.raises(JobError, match="is no job's ID"):
        start.main([bad, "--", "build"])
    assert not house.jobs.exists()


@pytest.mark.parametrize("words", [[], ["a"], ["a", "--"], ["a", "build", "x"]])
def test_a_job_needs_a_command(house: House, words: list[str]) -> None:
    with pytest.raises(JobError, match="usage"):
        start.main(words)
    assert not house.jobs.exists()


def test_a_job_runs_dbt_in_a_session_of_its_own_and_keeps_what_it_said(house: House) -> None:
    job = house.start("a.1", "echo said; echo wrong >&2; readlink /proc/$$/fd/0; cut -d ' ' -f 6 /proc/$$/stat; exit 1")
    assert house.ended(job) == 1
    said, wrong, standard_input, session = (job.read("output") or "").splitlines()
    assert [said, wrong, standard_input] == ["said", "wrong", "/dev/null"]
    assert session != str(os.getsid(0))
    assert job.settings()["args"][0] == "build"  # type: ignore[index]
    words = house.arguments.read_text().splitlines()
    assert words[words.index("--log-path") + 1] == f"{job.folder}/logs"
    assert words[words.index("--target-path") + 1] == job.target


@pytest.mark.parametrize(("action", "is_kept"), [("touch $target/manifest.json", True), ("exit 1", False)])
def test_a_good_job_hands_its_own_artifacts_to_dbts_state(
    house: House, monkeypatch: pytest.MonkeyPatch, action: str, is_kept: bool
) -> None:
    kept = house.folder / "kept"
    monkeypatch.setattr(kept_state, "keep", lambda made, _: kept.write_text(" ".join(os.listdir(made))))
    house.ended(house.start("a", action))
    assert kept.exists() == is_kept
    assert not is_kept or kept.read_text() == "manifest.json"


def test_the_options_of_a_job_come_last_as_dbt_takes_the_last_one(house: House) -> None:
    job = house.start("a", "true", "--log-level-file", "none", "--target-path", "elsewhere")
    house.ended(job)
    words = house.arguments.read_text().splitlines()
    last = len(words) - 1 - words[::-1].index("--log-level-file")
    assert words[last + 1] == "debug"
    assert words[len(words) - words[::-1].index("--target-path")] == job.target


def test_a_job_starts_once(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["a", "--", "build", "echo x >> times"]
    for _ in range(3):
        assert start.main(words) == 0
    house.ended(Job("a"))
    start.main(words)
    assert capsys.readouterr().out.split() == ["started", "exists", "exists", "exists"]
    assert (house.folder / "times").read_text() == "x\n"


def test_a_job_that_was_lost_starts_again_only_if_it_had_not_begun(house: House) -> None:
    assert start.start(house.lost("early", "job.json", "waiting"), ["build", "true"])
    assert not start.start(house.lost("late", "job.json", "began"), ["build", "true"])
    assert house.ended(Job("early")) == 0
    assert not Job("late").is_held()


def test_a_look_at_the_lock_does_not_keep_a_job_from_being_started(house: House) -> None:
    job = house.lost("a", "job.json")
    looks = [os.fork() for _ in range(3)]
    if 0 in looks:
        deadline = time.monotonic() + 1
        while time.monotonic() < deadline:
            job.is_held()
        os._exit(0)
    started = start.start(job, ["build", "true"])
    for each in looks:
        os.waitpid(each, 0)
    assert started
    assert house.ended(job) == 0


def test_stopping_a_job_ends_its_dbt_as_ctrl_c_does(house: House) -> None:
    job = house.start("a", "trap 'echo cancelled; exit 2' INT; touch up; while :; do sleep 0.05; done")
    until((house.folder / "up").exists)
    assert stop.main(["a"]) == 0
    assert house.ended(job) == 2
    assert "cancelled" in (job.read("output") or "")


def test_a_job_that_is_stopped_at_once_has_ended_and_is_not_lost(house: House) -> None:
    for number in range(10):
        job = house.start(f"a.{number}", "trap 'exit 2' INT; while :; do sleep 0.05; done")
        stop.main([job.id])
        assert house.ended(job) in (2, 130)


def test_stopping_what_has_ended_or_never_was_is_no_error(house: House) -> None:
    house.ended(house.start("a", "true"))
    house.lost("b", "job.json", "began")
    assert [stop.main([each]) for each in ("a", "b", "c")] == [0, 0, 0]
    assert Job("a").read("exit") == "0"


def test_a_dbt_that_is_killed_leaves_its_exit_code(house: House) -> None:
    assert house.ended(house.start("a", "kill -KILL $$")) == 137


def test_settings_are_noted(house: House) -> None:
    house.ended(house.start("a", "true", "-t", "other"))
    found = json.loads(Job("a").read("job.json") or "")
    assert found["args"] == ["build", "true", "-t", "other"]
    assert found["target"] == "other"
    assert found["created"].endswith("Z")


def test_the_shutdown_waits_for_a_job_that_began_and_lets_no_other_begin(house: House) -> None:
    running = house.start("a", "touch up; while [ ! -e go ]; do sleep 0.05; done")
    until((house.folder / "up").exists)
    waiting = house.start("b", "true")
    until(lambda: waiting.has("waiting"))
    shutdown.announce()
    late = house.start("c", "true", "-t", "free")
    until(lambda: not waiting.is_held() and not late.is_held())
    assert not any(each.has(name) for each in (waiting, late) for name in ("began", "exit"))
    assert shutdown.jobs_run()
    (house.folder / "go").touch()
    assert house.ended(running) == 0
    assert not shutdown.jobs_run()
    shutdown.forget()
    assert start.start(waiting, ["build", "true"])
    assert house.ended(waiting) == 0
