"""Makes the tasks of a group in the DAG that is being read."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from airflow.sdk import TaskGroup

from dbt_tasks.assets import DbtAssetsOperator
from dbt_tasks.doc import doc_md
from dbt_tasks.node_operator import DbtNodeOperator
from dbt_tasks.plan import PlannedTask


@dataclass
class NodeTasks:
    """What the tasks of a group have in common."""

    conn_id: str
    group: str
    build: list[str]
    """dbt's arguments for the whole group."""
    options: list[str]
    """Those that a node alone needs as well."""
    operator_args: Mapping[str, Any]
    """Arguments of all operators."""
    node_args: Mapping[str, Mapping[str, Any]]
    """Arguments of single ones, by the names of their nodes."""
    _folders: dict[PurePosixPath, AbstractContextManager[Any]] = field(default_factory=dict)

    def whole(self, assets: bool) -> None:
        """Make one task for all of dbt's graph."""
        build = self._operator("dbt_build", [], {})
        if assets:
            build >> self._assets([])

    def make(self, planned: list[PlannedTask], by_folder: bool, assets: bool) -> None:
        """Make a task for each node, and let each wait for those above it."""
        tasks: dict[str, DbtNodeOperator] = {}
        for each in planned:
            with self._folder(PurePosixPath(each.node.path).parent) if by_folder else nullcontext():
                tasks[each.name] = self._task(each)
            for name in each.upstream:
                tasks[name] >> tasks[each.name]
        if assets and tasks:
            waited_for = {name for each in planned for name in each.upstream}
            last = self._assets([node.id for each in planned for node in (each.node, *each.tests)])
            [task for name, task in tasks.items() if name not in waited_for] >> last

    def _task(self, planned: PlannedTask) -> DbtNodeOperator:
        node = planned.node
        ids = [node.id, *(test.id for test in planned.tests)]
        further = {"doc_md": doc_md(planned), **self.node_args.get(node.name, {})}
        if node.type == "source":
            alone = ["source", "freshness", "--select", f"source:{node.id.partition('.')[2]}", *self.options]
            fresh = {"group": f"{self.group}/freshness", "args": ["source", "freshness", *self.options], "alone": alone}
            return self._operator(planned.name, ids, {**fresh, **further})
        names = [node.name, *(test.name for test in planned.tests)]
        alone = ["build", "--select", *names, "--indirect-selection", "empty", *self.options]
        return self._operator(planned.name, ids, {"alone": alone, **further})

    def _operator(self, task_id: str, nodes: list[str], further: dict[str, Any]) -> DbtNodeOperator:
        common = {"conn_id": self.conn_id, "group": self.group, "args": self.build, "alone": []}
        return DbtNodeOperator(task_id=task_id, nodes=nodes, **{**common, **self.operator_args, **further})

    def _assets(self, known: list[str]) -> DbtAssetsOperator:
        common = {"conn_id": self.conn_id, "group": self.group, "known": known}
        return DbtAssetsOperator(task_id="assets", **{**common, **self.operator_args})

    def _folder(self, path: PurePosixPath) -> AbstractContextManager[Any]:
        """Return the group of a folder of the project; the first one, such as `models`, has none."""
        if len(path.parts) < 2:
            return nullcontext()
        if path not in self._folders:
            with self._folder(path.parent):
                self._folders[path] = TaskGroup(group_id=path.name)
        return self._folders[path]
