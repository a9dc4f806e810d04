"""What remains of jobs: little of one that succeeded, and nothing after a week."""

import contextlib
import os
import shutil
import time

from warm_dbt.jobs import job as jobs
from warm_dbt.jobs.job import Job, JobError
from warm_dbt.jobs.node_events import is_told

_KEPT_SECONDS = 7 * 86_400
_REMOVED = ".removed-"
# As big as the project, whatever the job built of it. The manifest has been published.
_OF_PROJECT = (
    "graph.gpickle",
    "graph_summary.json",
    "manifest.json",
    "partial_parse.msgpack",
    "semantic_manifest.json",
)


def slim(job: Job) -> None:
    """Leave of a job that succeeded what tells about its nodes; the log is a fifth then."""
    for name in _OF_PROJECT:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(f"{job.target}/{name}")
    with contextlib.suppress(FileNotFoundError):
        # Whoever reads the former file has it open, and reads on in it.
        with open(job.log, "rb") as log, open(f"{job.log}.part", "wb") as part:
            part.writelines(line for line in log if is_told(line))
        os.replace(f"{job.log}.part", job.log)


def remove_old() -> None:
    """Remove jobs that ended long ago."""
    with os.scandir(jobs.JOBS) as entries:
        old = [each.name for each in entries if each.is_dir() and each.stat().st_mtime < time.time() - _KEPT_SECONDS]
    for name in old:
        if name.startswith(_REMOVED):
            shutil.rmtree(f"{jobs.JOBS}/{name}", ignore_errors=True)
            continue
        with contextlib.suppress(JobError, OSError):
            _remove(Job(name))


def _remove(job: Job) -> None:
    lock = job.hold()
    if lock is None:
        return
    try:
        # A job of the same ID may be started at any moment, in a folder of its own.
        removed = f"{jobs.JOBS}/{_REMOVED}{job.id}"
        os.rename(job.folder, removed)
        shutil.rmtree(removed, ignore_errors=True)
    finally:
        os.close(lock)
