import pytest

from dbt_tasks.graph import Graph, Node
from dbt_tasks.plan import PlannedTask, Tests, plan


def graph(**parents: str) -> Graph:
    """Return a graph of nodes, by names such as `model_a`, with the names of their parents."""
    nodes = {}
    for name, above in parents.items():
        kind = "unit_test" if name.startswith("unit_test") else name.partition("_")[0]
        nodes[name] = Node(id=name, name=name, type=kind, parents=tuple(above.split()))
    return Graph(nodes)


def upstream(tasks: list[PlannedTask]) -> dict[str, str]:
    return {task.name: " ".join(task.upstream) for task in tasks}


CHAIN = graph(source_s="", model_a="source_s", model_b="model_a", model_c="model_b model_a")


def test_a_task_waits_for_those_whose_nodes_it_reads_and_comes_after_them() -> None:
    tasks = plan(CHAIN, CHAIN.nodes, "with_model")
    assert [task.name for task in tasks] == ["model_a", "model_b", "model_c"]
    assert upstream(tasks) == {"model_a": "", "model_b": "model_a", "model_c": "model_a model_b"}


def test_what_is_not_selected_between_two_tasks_does_not_part_them() -> None:
    assert upstream(plan(CHAIN, ["model_a", "model_c"], "with_model")) == {"model_a": "", "model_c": "model_a"}


def test_a_node_that_the_graph_no_longer_has_is_no_task() -> None:
    assert upstream(plan(CHAIN, ["model_a", "model_gone"], "with_model")) == {"model_a": ""}


TESTED = graph(
    model_a="",
    model_b="model_a",
    model_other="",
    test_a="model_a",
    test_both="model_a model_b",
    test_source="source_s",
    unit_test_b="model_b",
)


def belonging(tests: Tests) -> dict[str, list[str]]:
    return {task.name: [test.name for test in task.tests] for task in plan(TESTED, TESTED.nodes, tests)}


def test_tests_run_in_the_task_of_the_last_model_that_they_read() -> None:
    assert belonging("with_model") == {
        "model_a": ["test_a"],
        "model_b": ["test_both", "unit_test_b"],
        "model_other": [],
        "test_source": [],
    }


def test_without_tests_there_are_only_models() -> None:
    assert belonging("none") == {"model_a": [], "model_b": [], "model_other": []}


def test_what_reads_a_model_waits_for_the_tests_of_its_own_as_well() -> None:
    waits = upstream(plan(TESTED, TESTED.nodes, "own"))
    assert waits == {
        "model_a": "",
        "model_other": "",
        "model_b": "model_a test_a",
        "test_a": "model_a",
        "test_both": "model_a model_b",
        "test_source": "",
    }
    assert belonging("own")["model_b"] == ["unit_test_b"]


def test_a_test_of_something_else_as_well_holds_nothing_up() -> None:
    apart = graph(model_a="", model_other="", model_b="model_a", test_both="model_a model_other")
    assert upstream(plan(apart, apart.nodes, "own"))["model_b"] == "model_a"


@pytest.mark.parametrize(("other", "names"), [("same", {"one.same", "two.same"}), ("other", {"same", "other"})])
def test_two_nodes_of_one_name_have_tasks_of_different_names(other: str, names: set[str]) -> None:
    ids = {"model.one.same": "same", f"model.two.{other}": other}
    nodes = {unique: Node(id=unique, name=name, type="model") for unique, name in ids.items()}
    assert {task.name for task in plan(Graph(nodes), nodes, "own")} == names


def test_a_long_chain_and_a_thousand_nodes_are_planned() -> None:
    names = [f"model_{number}" for number in range(1000)]
    deep = graph(**{name: names[index - 1] if index else "" for index, name in enumerate(names)})
    assert [task.name for task in plan(deep, deep.nodes, "with_model")] == names
