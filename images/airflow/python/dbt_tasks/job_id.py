"""Names of jobs in the dbt container."""

from __future__ import annotations

import hashlib
import re


def group_job(dag_id: str, run_id: str, group_id: str) -> str:
    """Return the ID of the one job of a group in a run: the same for each of its tasks, and after a restart."""
    readable = re.sub(r"[^a-z0-9_-]", "-", dag_id.lower())[:40].strip("-_") or "dag"
    return f"{readable}-{_hash(dag_id, run_id, group_id, length=16)}"


def node_job(job: str, task_id: str, try_number: int) -> str:
    """Return the ID of a job for one task alone. It begins with the ID of the group's."""
    return f"{job}.{_hash(task_id, length=8)}.{try_number}"


def _hash(*parts: str, length: int) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:length]
