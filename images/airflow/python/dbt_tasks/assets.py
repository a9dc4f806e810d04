"""The last task of a group: tells Airflow which tables and views dbt has built, for DAGs that wait for them."""

from __future__ import annotations

import json
from typing import Any

from airflow.configuration import conf
from airflow.sdk import Asset, AssetAlias, BaseOperator

from dbt_tasks.dbt_job import dbt_job
from dbt_tasks.graph import BUILT, type_of
from dbt_tasks.job_id import group_job


def asset_of(node: str) -> Asset:
    """Return the asset of a model, seed or snapshot with dbt's ID: `x-dbt://<package>/<name>`."""
    _, package, name = node.split(".", 2)
    return Asset(f"x-dbt://{package}/{name}")


def local_executor() -> str | None:
    """Return the executor that runs tasks in the scheduler; None if Airflow has none.

    A worker on another machine does not reach the dbt container that ran the job, or has its own under the same name.
    """
    names = [each.partition(":")[0].strip() for each in conf.get("core", "executor").split(",")]
    return "LocalExecutor" if "LocalExecutor" in names else None


class DbtAssetsOperator(BaseOperator):
    """Emits an asset event for each model, seed and snapshot that the run built.

    It also fails if dbt failed at something that has no task, since the project changed after the DAG was read.
    It runs in the scheduler, unless `executor` says otherwise.

    :param conn_id: Airflow's connection to dbt
    :param group: ID of the task group
    :param known: dbt's IDs of the nodes that have a task
    """

    def __init__(self, *, conn_id: str, group: str, known: list[str], **kwargs: Any) -> None:
        """Name the alias under which the events come."""
        super().__init__(outlets=[AssetAlias(f"x-dbt://{group}")], **{"executor": local_executor(), **kwargs})
        self.conn_id = conn_id
        self.group = group
        self.known = known

    def execute(self, context: Any) -> None:
        """Read what dbt did, and emit the events."""
        ti = context["ti"]
        lines = self._results(group_job(ti.dag_id, ti.run_id, self.group))
        last = {line["node"]: line for line in lines if line["event"] == "node"}
        failed = [line for node, line in last.items() if node not in self.known and line["status"] in ("error", "fail")]
        if failed:
            raise RuntimeError(
                "Nodes failed that this DAG has no task for, as they are new: "
                + "; ".join(f"{line['node']}: {line['message']}" for line in failed)
            )
        alias = self.outlets[0]
        for node, line in last.items():
            if type_of(node) in BUILT and line["status"] == "success":
                extra = {"rows": line["rows"], "seconds": line["seconds"], "finished": line["finished"]}
                context["outlet_events"][alias].add(asset_of(node), extra=extra)
                self.log.info("%s: %s", node, extra)

    def _results(self, job: str) -> list[dict[str, Any]]:
        code, said, problem = dbt_job(self.conn_id, "results", job)
        if code != 0:
            raise RuntimeError(problem)
        return [json.loads(line) for line in said.splitlines()]
