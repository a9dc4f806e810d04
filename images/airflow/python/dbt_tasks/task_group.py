"""dbt's graph in a DAG, at the cost of one `dbt build`."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from airflow.sdk import TaskGroup

from dbt_tasks.graph import Graph, read_graph
from dbt_tasks.operator import DbtNodeOperator
from dbt_tasks.plan import TESTS, PlannedTask, Tests, plan
from dbt_tasks.selection import selected

_RETRIES = {"retries": 1, "retry_delay": timedelta(seconds=5)}


class DbtTaskGroup(TaskGroup):
    """The models, seeds, snapshots and tests of the dbt project as tasks. A run of the group is one `dbt build`.

    A task that is tried again or cleared runs `dbt build` for its node alone.

    :param group_id: as for any task group
    :param select: what `dbt build --select` takes, as a string or a list of them. Default: the whole project
    :param exclude: what `dbt build --exclude` takes
    :param tests: `with_model`: a model's task runs its tests as well; `own`: tests have their own tasks; `none`: none runs
    :param vars: dbt's variables; templated
    :param full_refresh: whether incremental models are built anew
    :param target: dbt's target. Default: the stack's
    :param conn_id: Airflow's connection to dbt. Default: the stack's
    :param operator_args: arguments of all tasks, for example `{"retries": 3}`. Default: one retry after five seconds
    :param node_args: arguments of single tasks, by the names of their models
    """

    def __init__(
        self,
        group_id: str = "dbt",
        *,
        select: str | list[str] | None = None,
        exclude: str | list[str] | None = None,
        tests: Tests = "with_model",
        vars: Mapping[str, Any] | None = None,  # noqa: A002 - dbt's name
        full_refresh: bool = False,
        target: str | None = None,
        conn_id: str | None = None,
        operator_args: Mapping[str, Any] | None = None,
        node_args: Mapping[str, Mapping[str, Any]] | None = None,
        **kwargs: Any,
    ) -> None:
        """Read dbt's graph, and make the tasks."""
        if tests not in TESTS:
            raise ValueError(f"DbtTaskGroup {group_id}: tests is {tests!r}; it may be {', '.join(TESTS)}")
        super().__init__(group_id=group_id, **kwargs)
        self._conn_id = conn_id or os.environ.get("SSH_CONN_ID", "dbt_ssh")
        self._options = [
            *(["--vars", json.dumps(vars)] if vars else []),
            *(["--full-refresh"] if full_refresh else []),
            *(["--target", target] if target else []),
        ]
        self._operator_args = {**_RETRIES, **(operator_args or {})}
        self._node_args = dict(node_args or {})
        selection = [*_words("--select", select), *_words("--exclude", exclude)]
        without_tests = ["--exclude-resource-type", "test", "unit_test"] if tests == "none" else []
        self._args = ["build", *selection, *without_tests, *self._options]
        target_option = ["--target", target] if target else []
        with self:
            self._make_tasks(read_graph(), [*selection, *target_option] if selection else [], tests)

    def _make_tasks(self, graph: Graph | None, selection: list[str], tests: Tests) -> None:
        chosen = selected(graph, selection, self._conn_id) if graph else None
        if graph is None or chosen is None:
            # dbt has not parsed the project yet, so its graph is not known. The run is right all the same.
            self._operator("dbt_build", [], [])
            return
        tasks: dict[str, DbtNodeOperator] = {}
        for planned in plan(graph, chosen, tests):
            tasks[planned.name] = self._task(planned)
            for name in planned.upstream:
                tasks[name] >> tasks[planned.name]

    def _task(self, planned: PlannedTask) -> DbtNodeOperator:
        nodes = [planned.node, *planned.tests]
        names = [node.name for node in nodes]
        alone = ["build", "--select", *names, "--indirect-selection", "empty", *self._options]
        about = {"doc_md": f"{planned.node.description}\n\n`{planned.node.path}`".strip()}
        further = {**about, **self._node_args.get(planned.node.name, {})}
        return self._operator(planned.name, [node.id for node in nodes], alone, **further)

    def _operator(self, task_id: str, nodes: list[str], alone: list[str], **further: Any) -> DbtNodeOperator:
        assert self.group_id is not None
        return DbtNodeOperator(
            task_id=task_id,
            conn_id=self._conn_id,
            group=self.group_id,
            args=self._args,
            nodes=nodes,
            alone=alone,
            **{**self._operator_args, **further},
        )


def _words(option: str, given: str | list[str] | None) -> list[str]:
    """Separate options of one kind mean their union in dbt, as words behind one do."""
    words = [given] if isinstance(given, str) else list(given or [])
    return [option, *words] if words else []
