"""Which tasks stand for which nodes of dbt's graph, and which of them wait for which. Nothing here knows Airflow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import Literal, get_args

from dbt_tasks.graph import BUILT, Graph, Node

Tests = Literal["with_model", "own", "none"]
"""Tests run in the tasks of their models, in tasks of their own, or not at all."""
TESTS = get_args(Tests)


@dataclass(frozen=True)
class PlannedTask:
    """A task for one node and the tests that belong to it."""

    name: str
    """Two tasks of a plan have different ones."""
    node: Node
    tests: tuple[Node, ...]
    upstream: tuple[str, ...]
    """Names of the tasks that it waits for."""


def plan(graph: Graph, selected: Iterable[str], tests: Tests, freshness: bool = False) -> list[PlannedTask]:
    """Return the tasks for the selected nodes, each after those that it waits for.

    :param freshness: whether sources with a freshness rule have tasks as well
    """
    chosen = {node for node in selected if node in graph.nodes and _runs(graph.nodes[node], tests, freshness)}
    order = [node for node in _topological(graph) if node in chosen]
    owners = _owners(graph, order, tests)
    tasks = [node for node in order if node not in owners]
    waits = {task: _nearest(graph, task, set(tasks)) for task in tasks}
    _let_children_wait_for_tests(graph, waits)
    names = _names([graph.nodes[task] for task in tasks])
    return [
        PlannedTask(
            names[task],
            graph.nodes[task],
            tuple(graph.nodes[test] for test, owner in owners.items() if owner == task),
            tuple(sorted(names[each] for each in waits[task])),
        )
        for task in TopologicalSorter(waits).static_order()
    ]


def _runs(node: Node, tests: Tests, freshness: bool) -> bool:
    if node.type == "source":
        return freshness and node.freshness
    return node.type in BUILT or tests != "none"


def _topological(graph: Graph) -> list[str]:
    known = {node.id: [each for each in node.parents if each in graph.nodes] for node in graph.nodes.values()}
    return list(TopologicalSorter(known).static_order())


def _owners(graph: Graph, order: list[str], tests: Tests) -> dict[str, str]:
    """Return the task of each test that has none of its own: its parent, or the last of them.

    A unit test always belongs to its model: dbt runs it first, though the model is its parent.
    """
    place = {node: index for index, node in enumerate(order)}
    owners = {}
    for node in order:
        if graph.nodes[node].type == "unit_test" or (graph.nodes[node].type == "test" and tests == "with_model"):
            parents = [each for each in graph.nodes[node].parents if each in place and graph.nodes[each].type in BUILT]
            if parents:
                owners[node] = max(parents, key=place.__getitem__)
    return owners


def _nearest(graph: Graph, task: str, tasks: set[str]) -> set[str]:
    """Return the closest tasks above: what is not selected between two of them does not part them, as dbt has it."""
    found: set[str] = set()
    seen: set[str] = set()
    waiting = list(graph.nodes[task].parents)
    while waiting:
        parent = waiting.pop()
        if parent in tasks:
            found.add(parent)
        elif parent in graph.nodes and parent not in seen:
            seen.add(parent)
            waiting += graph.nodes[parent].parents
    return found


def _let_children_wait_for_tests(graph: Graph, waits: dict[str, set[str]]) -> None:
    """`dbt build` skips what reads a model whose test failed, unless the test reads something that it does not."""
    above: dict[str, set[str]] = {}
    for task in TopologicalSorter(waits).static_order():
        above[task] = set().union(waits[task], *(above[each] for each in waits[task]))
    own = [task for task in waits if graph.nodes[task].type == "test" and waits[task]]
    for task, parents in waits.items():
        if graph.nodes[task].type in BUILT:
            direct = set(parents)
            parents |= {test for test in own if waits[test] & direct and waits[test] <= above[task]}


def _names(nodes: list[Node]) -> dict[str, str]:
    """Two packages may have models of one name, and a model several versions: those are named by more of their IDs."""
    count = Counter(node.name for node in nodes)
    return {node.id: node.name if count[node.name] == 1 else node.id.partition(".")[2] for node in nodes}
