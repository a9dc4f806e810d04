"""`dbt-job results PREFIX`: what the nodes of a job and of all that belong to it came to."""

import json
import os

from warm_dbt.jobs import job as jobs
from warm_dbt.jobs.job import Job, JobError, checked
from warm_dbt.jobs.node_events import NodeEvents


def main(arguments: list[str]) -> int:
    """Print the node lines of the jobs PREFIX and PREFIX.*, those of the oldest job first."""
    if len(arguments) != 1:
        raise JobError("usage: dbt-job results PREFIX")
    for job in _jobs(checked(arguments[0])):
        nodes = NodeEvents(job)
        for line in (*nodes.new(), *nodes.rest()):
            if line["event"] == "node":
                print(json.dumps(line))
        nodes.close()
    return 0


def _jobs(prefix: str) -> list[Job]:
    try:
        names = os.listdir(jobs.JOBS)
    except FileNotFoundError:
        return []
    found = [Job(name) for name in names if name == prefix or name.startswith(f"{prefix}.")]
    return sorted(found, key=lambda job: (str(job.settings().get("created", "")), job.id))
