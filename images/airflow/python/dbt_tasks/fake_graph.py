"""In the place of the nodes that dbt's container writes, for tests of the tasks made of them."""

from __future__ import annotations

from typing import Any


def entry(unique_id: str, *parents: str, **more: Any) -> dict[str, Any]:
    kind, _, name = unique_id.split(".", 2)
    path = f"models/{'staging' if name.startswith('stg') else 'marts'}/{name}.sql"
    return {
        "id": unique_id,
        "name": name.rpartition(".")[2],
        "type": kind,
        "parents": list(parents),
        "tags": [],
        "relation": None,
        "path": path,
        **more,
    }


NODES = [
    entry("source.p.raw.loads", freshness=True),
    entry("model.p.stg_a", "source.p.raw.loads", description="Rows of A."),
    entry("model.p.fct", "model.p.stg_a"),
    entry("test.p.unique_fct", "model.p.fct"),
]
