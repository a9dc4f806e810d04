"""How the container's shutdown and its jobs know of each other.

The server writes the mark and then waits for the jobs that began. A job writes that it began and then looks for the
mark. So either the server waits for the job, or the job does not begin.
"""

import os
from pathlib import Path

from warm_dbt.jobs import job as jobs
from warm_dbt.jobs.job import Job, JobError

STOPPING = "/run/dbt/stopping"


def is_stopping() -> bool:
    """Tell whether the container takes no further command."""
    return os.path.exists(STOPPING)


def announce() -> None:
    """Let no further job begin."""
    Path(STOPPING).touch()


def forget() -> None:
    """Let jobs begin: a container that is started again still has the mark."""
    Path(STOPPING).unlink(missing_ok=True)


def jobs_run() -> bool:
    """Tell whether a job that began has not ended."""
    try:
        names = os.listdir(jobs.JOBS)
    except FileNotFoundError:
        return False
    return any(_runs(name) for name in names)


def _runs(name: str) -> bool:
    try:
        job = Job(name)
    except JobError:
        return False
    return job.has("began") and not job.has("exit") and job.is_held()
