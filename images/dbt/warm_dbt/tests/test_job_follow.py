import json
import os
import select
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from jobs_support import House, event, until

from warm_dbt.jobs import follow, results
from warm_dbt.jobs.job import Job, JobError

_OK = event("NodeStart", "model.p.a") + event("NodeFinished", "model.p.a")
_FAILED = event("NodeFinished", "model.p.a", status="error", message="why")
_FOLLOW = """
import sys
from warm_dbt.jobs import follow, job, shutdown
job.JOBS, shutdown.STOPPING = sys.argv[1:3]
sys.exit(follow.main(sys.argv[3:]))
"""


@pytest.fixture
def following(house: House) -> Iterator[subprocess.Popen[bytes]]:
    """Return `dbt-job follow` in a process, which reads IDs."""
    command = [sys.executable, "-c", _FOLLOW, str(house.jobs), str(house.stopping)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0) as process:
        yield process
        process.kill()


def name(process: subprocess.Popen[bytes], *names: str) -> None:
    assert process.stdin
    process.stdin.write("".join(f"{each}\n" for each in names).encode())
    process.stdin.flush()


def line(process: subprocess.Popen[bytes]) -> dict[str, object]:
    assert process.stdout
    # Unbuffered, so that select sees what has not been read.
    assert select.select([process.stdout], [], [], 10)[0]
    found: dict[str, object] = json.loads(process.stdout.readline())
    return found


def told(capfd: pytest.CaptureFixture[str], *names: str) -> list[dict[str, object]]:
    assert follow.main(list(names)) == 0
    return [json.loads(each) for each in capfd.readouterr().out.splitlines()]


def ended(house: House, action: str, output: str = "") -> Job:
    job = house.start("a", f"{output}\ncat > $logs/dbt.log <<'END'\n{action}END\nexit $(cat code)")
    house.ended(job)
    return job


@pytest.mark.parametrize(
    ("log", "code", "expected", "error"),
    [
        (_OK, 0, 0, None),
        (_FAILED, 1, 1, None),
        (_OK, 1, 1, "said"),
        (_FAILED, 2, 2, "said"),
        ("", 2, 2, "said"),
        ("", 0, 0, "said"),
        (_OK, 137, 2, "said\ndbt was killed: exit code 137"),
    ],
)
def test_the_end_has_dbts_own_message_if_the_nodes_cannot_tell(
    house: House, capfd: pytest.CaptureFixture[str], log: str, code: int, expected: int, error: str | None
) -> None:
    (house.folder / "code").write_text(str(code))
    ended(house, log, "echo said; echo '12:00  Traceback (most recent call last)'; echo more")
    assert told(capfd, "a")[-1] == {"job": "a", "event": "end", "code": expected, "error": error}


@pytest.mark.parametrize(
    ("files", "error"),
    [
        (["job.json", "waiting"], "The job was lost before it began: the dbt container was stopped."),
        (["job.json", "began"], "The job was lost: the dbt container was stopped while dbt ran."),
    ],
)
def test_a_lost_job_has_no_exit_code(
    house: House, capfd: pytest.CaptureFixture[str], files: list[str], error: str
) -> None:
    house.lost("a", *files)
    assert told(capfd, "a") == [{"job": "a", "event": "end", "code": None, "error": error}]


def test_a_job_that_never_was_has_no_exit_code_and_gets_no_folder(
    house: House, capfd: pytest.CaptureFixture[str]
) -> None:
    assert told(capfd, "a") == [{"job": "a", "event": "end", "code": None, "error": "There is no such job."}]
    assert not house.jobs.exists()
    with pytest.raises(JobError):
        follow.main(["a/b"])


def test_one_process_tells_of_all_jobs_as_it_happens(house: House, following: subprocess.Popen[bytes]) -> None:
    first = house.start("a", f"cat > $logs/dbt.log <<'END'\n{_OK}END\nwhile [ ! -e go ]; do sleep 0.05; done")
    until(lambda: Path(first.log).exists())
    house.start("b", "exit 1")
    name(following, "a", "b")
    seen = [line(following) for _ in range(3)]
    assert {(each["job"], each["event"]) for each in seen} == {("a", "begin"), ("a", "node"), ("b", "waiting")}
    name(following, "../x", "gone")
    seen = [line(following) for _ in range(2)]
    assert [(each["job"], each["code"]) for each in seen] == [("../x", None), ("gone", None)]
    (house.folder / "go").touch()
    assert [(each["job"], each["code"]) for each in (line(following), line(following))] == [("a", 0), ("b", 1)]
    name(following, "a")
    assert [line(following)["event"] for _ in range(3)] == ["begin", "node", "end"]
    assert following.poll() is None
    assert following.stdin
    following.stdin.close()
    assert following.wait(timeout=5) == 0


def test_it_ends_when_nobody_reads_it(house: House, following: subprocess.Popen[bytes]) -> None:
    house.start("a", "while [ ! -e go ]; do sleep 0.05; done")
    name(following, "a")
    assert following.stdout
    following.stdout.close()
    assert following.wait(timeout=5) == 1


def test_it_does_not_hold_the_containers_shutdown_up(house: House, following: subprocess.Popen[bytes]) -> None:
    name(following, "gone")
    assert line(following)["event"] == "end"
    house.stopping.touch()
    assert following.wait(timeout=5) == 0


def test_results_are_those_of_the_job_and_of_all_below_it(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    for place, each in enumerate(["r.2", "r", "r.1", "r1", "rr.1"]):
        job = house.lost(each, "began")
        job.write("job.json", json.dumps({"created": f"2026-01-0{9 - place}"}))
        os.mkdir(os.path.dirname(job.log))
        Path(job.log).write_text(_OK)
    assert results.main(["r"]) == 0
    found = [json.loads(each) for each in capsys.readouterr().out.splitlines()]
    assert [(each["job"], each["event"]) for each in found] == [("r.1", "node"), ("r", "node"), ("r.2", "node")]
    assert results.main(["none"]) == 0
