"""dbt's graph, as the dbt container writes it after each parse of the project (images/dbt/README.md)."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

GRAPH = Path("/var/lib/dbt-docs/graph")
BUILT = ("model", "seed", "snapshot")
"""Types of the nodes that are in the warehouse once dbt has built them."""


def type_of(node_id: str) -> str:
    """Return the type of a node, with which dbt's ID of it begins."""
    return node_id.partition(".")[0]


@dataclass(frozen=True)
class Node:
    """One node of dbt's graph: a model, seed, snapshot, test, unit test or source."""

    id: str
    """dbt's `unique_id`, for example `model.flights.stg_flights`."""
    name: str
    type: str
    """`model`, `seed`, `snapshot`, `test`, `unit_test` or `source`."""
    parents: tuple[str, ...] = ()
    """IDs of the nodes that it reads, without ephemeral models."""
    tags: tuple[str, ...] = ()
    relation: str | None = None
    """Where it is in the warehouse; None for a test."""
    path: str = ""
    """Its file in dbt's project."""
    description: str = ""
    freshness: bool = False
    """Whether it is a source with a rule of how old its rows may be."""


@dataclass(frozen=True)
class Graph:
    """The nodes of the last parse that succeeded, by their IDs."""

    nodes: dict[str, Node] = field(default_factory=dict)
    project: str = ""
    error: str | None = None
    """What dbt says if the project does not parse now."""


def read_graph(folder: Path = GRAPH) -> Graph | None:
    """Return the graph; None if dbt has not parsed its project yet, or is on no machine of this one's."""
    try:
        content = json.loads((folder / "graph.json").read_text())
    except FileNotFoundError:
        return None
    nodes = [
        Node(
            id=node["id"],
            name=node["name"],
            type=node["type"],
            parents=tuple(node["parents"]),
            tags=tuple(node["tags"]),
            relation=node["relation"],
            path=node["path"],
            description=node.get("description", ""),
            freshness=node.get("freshness", False),
        )
        for node in content["nodes"]
    ]
    return Graph({node.id: node for node in nodes}, content["project"], content["error"])
