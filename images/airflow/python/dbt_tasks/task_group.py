"""dbt's graph in a DAG, at the cost of one `dbt build`."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Literal

from airflow.sdk import TaskGroup

from dbt_tasks.graph import read_graph
from dbt_tasks.node_tasks import NodeTasks
from dbt_tasks.plan import TESTS, Tests, plan
from dbt_tasks.selection import selected

_RETRIES = {"retries": 1, "retry_delay": timedelta(seconds=5)}


class DbtTaskGroup(TaskGroup):
    """The models, seeds, snapshots and tests of the dbt project as tasks. A run of the group is one `dbt build`.

    A task that is tried again or cleared runs `dbt build` for its node alone.

    :param group_id: as for any task group
    :param select: what `dbt build --select` takes, as a string or a list of them. Default: the whole project
    :param exclude: what `dbt build --exclude` takes
    :param tests: where tests run. `with_model`: in the task of their model; `own`: in their own; `none`: not at all
    :param vars: dbt's variables; templated
    :param full_refresh: whether incremental models are built anew
    :param target: dbt's target. Default: the stack's
    :param source_freshness: whether `dbt source freshness` comes first, a task for each source with a freshness rule
    :param group_by: `folder`: tasks are in groups named as the folders of the project. Default: all are side by side
    :param assets: whether a last task emits an asset event for each model that was built
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
        source_freshness: bool = False,
        group_by: Literal["folder"] | None = None,
        assets: bool = True,
        conn_id: str | None = None,
        operator_args: Mapping[str, Any] | None = None,
        node_args: Mapping[str, Mapping[str, Any]] | None = None,
        **kwargs: Any,
    ) -> None:
        """Read dbt's graph, and make the tasks."""
        _check(group_id, tests, group_by)
        super().__init__(group_id=group_id, **kwargs)
        assert self.group_id is not None
        options = [
            *(["--vars", json.dumps(vars)] if vars else []),
            *(["--full-refresh"] if full_refresh else []),
            *(["--target", target] if target else []),
        ]
        selection = [*_words("--select", select), *_words("--exclude", exclude)]
        without_tests = ["--exclude-resource-type", "test", "unit_test"] if tests == "none" else []
        tasks = NodeTasks(
            conn_id=conn_id or os.environ.get("SSH_CONN_ID", "dbt_ssh"),
            group=self.group_id,
            build=["build", *selection, *without_tests, *options],
            options=options,
            operator_args={**_RETRIES, **(operator_args or {})},
            node_args=node_args or {},
        )
        graph = read_graph()
        asked = [*selection, *(["--target", target] if target else [])]
        chosen = selected(graph, asked, tasks.conn_id) if graph else None
        with self:
            if graph is None or chosen is None:
                # dbt has not parsed its project yet, or this machine has none. The run is right all the same.
                tasks.whole(assets)
            else:
                tasks.make(plan(graph, chosen, tests, source_freshness), by_folder=group_by == "folder", assets=assets)


def _check(group_id: str, tests: str, group_by: str | None) -> None:
    for name, value, values in (("tests", tests, TESTS), ("group_by", group_by, (None, "folder"))):
        if value not in values:
            raise ValueError(f"DbtTaskGroup {group_id}: {name} is {value!r}; it may be {', '.join(map(repr, values))}")


def _words(option: str, given: str | list[str] | None) -> list[str]:
    words = [given] if isinstance(given, str) else list(given or [])
    return [option, *words] if words else []
