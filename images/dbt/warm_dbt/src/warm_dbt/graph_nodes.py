"""dbt's graph, from its manifest: what Airflow shows as tasks, and nothing that only dbt needs."""

import hashlib
import json
from collections.abc import Iterator
from functools import cache
from typing import Any

VERSION = 1
TYPES = ("model", "seed", "snapshot", "test", "unit_test", "source")
_DESCRIPTION = 500

type Json = dict[str, Any]


def graph(manifest: Json) -> Json:
    """Return the graph of a project that parses."""
    return with_nodes(manifest["metadata"]["project_name"], nodes(manifest))


def with_nodes(project: str | None, found: list[Json], error: str | None = None) -> Json:
    """Return a graph of these nodes. The digest tells whether they are those of another graph."""
    digest = hashlib.sha256(json.dumps(found, separators=(",", ":")).encode()).hexdigest()
    return {"version": VERSION, "project": project, "digest": digest, "error": error, "nodes": found}


def nodes(manifest: Json) -> list[Json]:
    """Return the nodes by their IDs. In place of a parent that is left out stand the parents of that one."""
    everything: dict[str, Json] = {}
    for kind in ("nodes", "sources", "unit_tests", "functions"):
        everything.update(manifest.get(kind, {}))
    kept = {name for name, node in everything.items() if _is_kept(node)}

    @cache
    def parents(name: str) -> frozenset[str]:
        return frozenset(_found(everything[name]))

    def _found(node: Json) -> Iterator[str]:
        for parent in node.get("depends_on", {}).get("nodes", []):
            if parent in kept:
                yield parent
            elif parent in everything:
                yield from parents(parent)

    return [_node(everything[name], sorted(parents(name))) for name in sorted(kept)]


def _is_kept(node: Json) -> bool:
    return node["resource_type"] in TYPES and node.get("config", {}).get("materialized") != "ephemeral"


def _node(node: Json, parents: list[str]) -> Json:
    kind = node["resource_type"]
    description = (node.get("description") or "").strip()[:_DESCRIPTION]
    return {
        "id": node["unique_id"],
        "name": node["name"],
        "type": kind,
        "parents": parents,
        "tags": node.get("tags") or node.get("config", {}).get("tags") or [],
        "relation": _relation(node),
        "path": node["original_file_path"],
        **({"description": description} if description else {}),
        **({"freshness": True} if kind == "source" and _has_freshness_rule(node) else {}),
    }


def _relation(node: Json) -> str | None:
    if not node.get("relation_name"):
        return None
    names = (node.get("database"), node.get("schema"), node.get("identifier") or node.get("alias"))
    return ".".join(name for name in names if name)


def _has_freshness_rule(source: Json) -> bool:
    rule = source.get("freshness") or {}
    return any((rule.get(limit) or {}).get("count") is not None for limit in ("warn_after", "error_after"))
