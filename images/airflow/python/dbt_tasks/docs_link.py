"""The link from a task to the page of its node in dbt's docs."""

from __future__ import annotations

import os
from typing import Any

from airflow.sdk import BaseOperatorLink

from dbt_tasks.graph import type_of


class DbtDocsLink(BaseOperatorLink):
    """A button on the page of a task. The API server makes it, so it is there before the task runs as well."""

    name = "dbt docs"

    @property
    def operators(self) -> list[type[Any]]:
        """Return the operators that have it. Only what shows DAGs asks, and only that has to import them."""
        from dbt_tasks.node_operator import DbtNodeOperator

        return [DbtNodeOperator]

    def get_link(self, operator: Any, *, ti_key: Any) -> str:  # noqa: ARG002 - the names are Airflow's
        """Return its address; none for a task of the whole group, or if no `DBT_DOCS_URL` is dbt's docs' address."""
        docs = os.environ.get("DBT_DOCS_URL")
        if not docs or not operator.nodes:
            return ""
        node = operator.nodes[0]
        return f"{docs.rstrip('/')}/#!/{type_of(node)}/{node}"
