"""The page of a node in dbt's docs."""

from __future__ import annotations

import os
from typing import Any

from airflow.sdk import BaseOperatorLink


def page_of(node: str) -> str | None:
    """Return the address of a node's page, by dbt's ID; None where no `DBT_DOCS_URL` says where dbt's docs are."""
    docs = os.environ.get("DBT_DOCS_URL")
    return f"{docs.rstrip('/')}/#!/{node.partition('.')[0]}/{node}" if docs else None


class DbtDocsLink(BaseOperatorLink):
    """A button on the page of a task. The API server makes it, so it is there before the task runs as well."""

    name = "dbt docs"

    @property
    def operators(self) -> list[type[Any]]:
        """Return the operators that have it. Only what shows DAGs asks, and only that has to import them."""
        from dbt_tasks.node_operator import DbtNodeOperator

        return [DbtNodeOperator]

    def get_link(self, operator: Any, *, ti_key: Any) -> str:  # noqa: ARG002 - the names are Airflow's
        """Return the page of the task's own node; none for a task that stands for the whole group."""
        return (page_of(operator.nodes[0]) if operator.nodes else None) or ""
