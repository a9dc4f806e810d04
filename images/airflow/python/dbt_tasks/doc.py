"""What the page of a task says about its node."""

from __future__ import annotations

from dbt_tasks.plan import PlannedTask


def doc_md(planned: PlannedTask) -> str:
    """Return the description from dbt's project, and where the node is, as Markdown."""
    node = planned.node
    facts = {
        "Relation": [node.relation] if node.relation else [],
        "File": [node.path],
        "Tags": list(node.tags),
        "Tests": [test.name for test in planned.tests],
    }
    lines = [f"- {name}: {', '.join(f'`{value}`' for value in values)}" for name, values in facts.items() if values]
    return "\n\n".join(filter(None, [node.description, "\n".join(lines)]))
