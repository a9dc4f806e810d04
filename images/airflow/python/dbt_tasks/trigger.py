"""The trigger of a task: waits in the triggerer for what dbt says of the task's node, and takes no worker."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from airflow.triggers.base import BaseTrigger, TaskFailedEvent, TaskSuccessEvent, TriggerEvent

from dbt_tasks.connection import Refused, Unreachable
from dbt_tasks.job import Job, Line
from dbt_tasks.job_id import group_job, node_job
from dbt_tasks.jobs import Jobs, jobs_of

_GOOD = ("success", "pass", "warn", "no-op")


class Failed(Exception):
    """The task is to fail, for this reason."""


class DbtTrigger(BaseTrigger):
    """Follows the job of a group.

    From the second try on, and for a node that the group's job left out, it follows a job for this node alone.
    """

    def __init__(self, conn_id: str, group: str, args: list[str], nodes: list[str], alone: list[str]) -> None:
        """Wait for the nodes.

        :param conn_id: Airflow's connection to dbt
        :param group: ID of the task group
        :param args: dbt's arguments for the whole group
        :param nodes: dbt's IDs of the node and its tests; none: for the end of the job
        :param alone: dbt's arguments for these nodes alone
        """
        super().__init__()
        self.conn_id = conn_id
        self.group = group
        self.args = args
        self.nodes = nodes
        self.alone = alone
        self._following: tuple[str, Job] | None = None

    def serialize(self) -> tuple[str, dict[str, Any]]:
        """Return what makes the same trigger again."""
        names = ("conn_id", "group", "args", "nodes", "alone")
        return "dbt_tasks.trigger.DbtTrigger", {name: getattr(self, name) for name in names}

    async def run(self) -> AsyncIterator[TriggerEvent]:
        """Wait, and end the task."""
        try:
            async with jobs_of(self.conn_id) as jobs:
                results = await self._results(jobs)
        except (Failed, Refused, Unreachable) as failure:
            self.log.error("%s", failure)
            yield TaskFailedEvent()
        else:
            yield TaskSuccessEvent(xcoms={"return_value": results} if results else None)

    async def on_kill(self) -> None:
        """End the job of a task that a user ended, unless other tasks wait for it as well."""
        if self._following is None:
            return
        name, job = self._following
        if job.users == 0:
            self.log.info("Stopping dbt's job %s", name)
            async with jobs_of(self.conn_id) as jobs:
                await jobs.stop(name)

    async def _results(self, jobs: Jobs) -> dict[str, Any] | None:
        ti = self.task_instance
        assert ti is not None
        group = group_job(ti.dag_id, ti.run_id, self.group)
        if ti.try_number == 1 or not self.nodes:
            name = group if ti.try_number == 1 else node_job(group, ti.task_id, ti.try_number)
            results = await self._follow(jobs, name, self.args)
            if results is not None:
                return results
            self.log.info("The job %s did not run this node: it runs alone", name)
        results = await self._follow(jobs, node_job(group, ti.task_id, ti.try_number), self.alone)
        if results is None:
            raise Failed(
                "dbt built nothing: the project no longer has this node, or its target has it disabled. "
                "The DAG shows the project as dbt parsed it last."
            )
        return results

    async def _follow(self, jobs: Jobs, name: str, args: list[str]) -> dict[str, Any] | None:
        """Return what dbt says of the nodes; None if the job did not run them."""
        self.log.info("dbt %s (job %s)", " ".join(args), name)
        told: set[str] = set()
        async with jobs.following(name, args) as job:
            self._following = name, job
            while True:
                self._tell(job, told)
                failed = [job.nodes[node] for node in self.nodes if node in job.nodes and _is_bad(job.nodes[node])]
                if failed:
                    raise Failed("; ".join(f"{line['node']}: {line['status']}: {line['message']}" for line in failed))
                if self.nodes and all(_is_good(job.nodes.get(node)) for node in self.nodes):
                    return _summary(job.nodes[self.nodes[0]])
                if job.end is not None:
                    return self._at_end(job)
                jobs.check()
                await job.news()

    def _at_end(self, job: Job) -> dict[str, Any] | None:
        assert job.end is not None
        code, error = job.end["code"], job.end["error"]
        if job.stopped and self.nodes:
            return None
        if code is None:
            raise Failed("The dbt container was stopped or killed while the job ran. A retry runs this node alone.")
        if error is not None:
            raise Failed(error)
        if self.nodes:
            return None
        failed = [line for line in job.nodes.values() if _is_bad(line)]
        if code != 0 or failed:
            raise Failed("; ".join(f"{line['node']}: {line['message']}" for line in failed) or f"dbt ended with {code}")
        return {}

    def _tell(self, job: Job, told: set[str]) -> None:
        """Write dbt's own lines into the log of the task."""
        if job.waits_for and "waits" not in told and not job.begun:
            told.add("waits")
            self.log.info("Waiting for another job on the same dbt target: %s", job.waits_for)
        for node in self.nodes or list(job.nodes):
            line = job.nodes.get(node)
            if line and node not in told:
                told.add(node)
                for said in line["log"]:
                    self.log.info("%s", said)
                if line["compiled"] and ([node] == self.nodes[:1] or _is_bad(line)):
                    self.log.info("Compiled SQL: %s", line["compiled"])


def _is_good(line: Line | None) -> bool:
    return line is not None and line["status"] in _GOOD


def _is_bad(line: Line) -> bool:
    return not _is_good(line) and line["status"] != "skipped"


def _summary(line: Line) -> dict[str, Any]:
    return {name: line[name] for name in ("node", "status", "seconds", "rows")}
