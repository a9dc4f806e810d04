"""The task of one node of dbt's graph."""

from __future__ import annotations

from typing import Any

from airflow.sdk import BaseOperator
from airflow.triggers.base import StartTriggerArgs

from dbt_tasks.graph import type_of

_COLORS = {"model": "#d6eaf8", "seed": "#d5f5e3", "snapshot": "#ebdef0", "test": "#fdebd0"}


class DbtNodeOperator(BaseOperator):
    """A model, seed, snapshot or test as a task. It starts in the triggerer, and no worker process ever runs it.

    :param conn_id: Airflow's connection to dbt
    :param group: ID of the task group
    :param args: dbt's arguments for the whole group; templated
    :param nodes: dbt's IDs of the node and its tests; none: the whole group
    :param alone: dbt's arguments for these nodes alone; templated
    """

    # Airflow stores these with the DAG: the link to dbt's docs needs the nodes, in which there is nothing to render.
    template_fields = ("args", "alone", "nodes")
    start_from_trigger = True

    def __init__(
        self, *, conn_id: str, group: str, args: list[str], nodes: list[str], alone: list[str], **kwargs: Any
    ) -> None:
        """Plan the trigger."""
        super().__init__(**kwargs)
        self.args = args
        self.alone = alone
        self.nodes = nodes
        self.start_trigger_args = StartTriggerArgs(
            trigger_cls="dbt_tasks.trigger.DbtTrigger",
            trigger_kwargs={"conn_id": conn_id, "group": group, "args": args, "nodes": nodes, "alone": alone},
            next_method="execute",
        )

    @property
    def ui_color(self) -> str:
        """Colour tasks by what they build."""
        return _COLORS.get(type_of(self.nodes[0]) if self.nodes else "model", "#ffffff")

    def execute(self, context: Any) -> None:  # noqa: ARG002 - the name is Airflow's
        """Never called: the trigger ends the task."""
        raise RuntimeError("DbtNodeOperator runs in the triggerer. `dag.test()` does not run it")
