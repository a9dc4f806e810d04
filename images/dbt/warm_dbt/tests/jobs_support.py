"""Jobs in a folder of the test, with a `dbt` that does what its second word says."""

import json
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from warm_dbt.jobs import job as jobs
from warm_dbt.jobs import shutdown, start, supervise
from warm_dbt.jobs.job import Job

_DBT = """#!/bin/bash
# Without a trap, bash goes on if SIGINT comes while a command runs that takes no notice of it.
trap 'exit 130' INT
action=$2
printf '%s\\n' "$@" > "$ARGUMENTS"
while [ $# -gt 0 ]; do
    case $1 in --log-path) logs=$2 ;; --target-path) target=$2 ;; esac
    shift
done
mkdir -p "$logs" "$target"
eval "$action"
"""


class House:
    """The folders of a dbt container, and what its jobs do."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.jobs = folder / "jobs"
        self.target = folder / "target"
        self.stopping = folder / "stopping"
        self.arguments = folder / "arguments"
        dbt = folder / "dbt"
        dbt.write_text(_DBT)
        dbt.chmod(0o755)
        patch.setattr(jobs, "JOBS", str(self.jobs))
        patch.setattr(shutdown, "STOPPING", str(self.stopping))
        patch.setattr(supervise, "DBT", str(dbt))
        patch.setattr(supervise, "PROJECT", str(folder))
        patch.setenv("DBT_TARGET_PATH", str(self.target))
        patch.setenv("ARGUMENTS", str(self.arguments))

    def start(self, job_id: str, action: str, *more: str) -> Job:
        """Start a job in which dbt does what a line of bash says."""
        job = Job(job_id)
        assert start.start(job, ["build", action, *more])
        return job

    def ended(self, job: Job) -> int:
        """Wait for the end of a job, of which nothing may hold the lock then."""
        until(lambda: job.has("exit") and not job.is_held())
        return int(job.read("exit") or "")

    def lost(self, job_id: str, *files: str) -> Job:
        """Return a job whose container was killed when it had these files."""
        job = Job(job_id)
        lock = job.hold()
        assert lock is not None
        os.close(lock)
        for name in files:
            job.write(name, "{}")
        return job


def until(happens: Callable[[], object], seconds: float = 10) -> None:
    """Wait for something that must happen."""
    deadline = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def event(name: str, node: str, level: str = "debug", said: str = "", path: str = "", **result: object) -> str:
    """Return a line of dbt's JSON log about a node."""
    info = {"unique_id": node, "node_path": path, "node_finished_at": "2026-01-01T00:00:00.5"}
    data: dict[str, object] = {"node_info": info}
    if name == "NodeFinished":
        data["run_result"] = {"status": "success", "execution_time": 0.25, "message": "", **result}
    return json.dumps({"data": data, "info": {"level": level, "msg": said, "name": name}}) + "\n"
