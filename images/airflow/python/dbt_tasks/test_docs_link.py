import pytest
from airflow.sdk import DAG
from airflow.serialization.serialized_objects import DagSerialization

from dbt_tasks.docs_link import DbtDocsLink
from dbt_tasks.node_operator import DbtNodeOperator


def link(nodes: list[str]) -> str:
    """The link of a task as the API server has it."""
    with DAG("d", schedule=None) as dag:
        DbtNodeOperator(task_id="t", conn_id="dbt_ssh", group="dbt", args=["build"], nodes=nodes, alone=["build"])
    stored = DagSerialization.from_dict(DagSerialization.to_dict(dag))
    return DbtDocsLink().get_link(stored.get_task("t"), ti_key=None)


@pytest.mark.parametrize("docs", ["http://127.0.0.1:8085", "http://127.0.0.1:8085/"])
def test_a_task_leads_to_the_page_of_its_own_node(monkeypatch: pytest.MonkeyPatch, docs: str) -> None:
    monkeypatch.setenv("DBT_DOCS_URL", docs)
    assert link(["model.p.fct", "test.p.unique_fct"]) == "http://127.0.0.1:8085/#!/model/model.p.fct"


def test_a_task_for_the_whole_group_has_no_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBT_DOCS_URL", "http://127.0.0.1:8085")
    assert link([]) == ""


def test_without_an_address_there_is_no_link(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DBT_DOCS_URL", raising=False)
    assert link(["model.p.fct"]) == ""


def test_the_tasks_of_nodes_have_it() -> None:
    assert DbtDocsLink().operators == [DbtNodeOperator]
