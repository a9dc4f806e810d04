from dbt_tasks.doc import doc_md
from dbt_tasks.graph import Node
from dbt_tasks.plan import PlannedTask


def planned(node: Node, *tests: Node) -> PlannedTask:
    return PlannedTask(node.name, node, tests, ())


def test_tells_what_the_project_says_of_a_node() -> None:
    fct = Node(
        id="model.p.fct",
        name="fct",
        type="model",
        tags=("daily", "finance"),
        relation="analytics.marts.fct",
        path="models/marts/fct.sql",
        description="One row per flight.",
    )
    unique = Node(id="test.p.unique_fct", name="unique_fct", type="test")
    assert doc_md(planned(fct, unique)) == (
        "One row per flight.\n\n"
        "- Relation: `analytics.marts.fct`\n"
        "- File: `models/marts/fct.sql`\n"
        "- Tags: `daily`, `finance`\n"
        "- Tests: `unique_fct`"
    )


def test_leaves_out_what_a_node_does_not_have() -> None:
    assert doc_md(planned(Node(id="test.p.t", name="t", type="test", path="tests/t.sql"))) == "- File: `tests/t.sql`"
