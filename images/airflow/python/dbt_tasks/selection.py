"""What dbt itself selects, for the same words."""

from __future__ import annotations

import hashlib
import json
import shlex
from pathlib import Path

import structlog

from dbt_tasks.dbt_job import dbt_job
from dbt_tasks.graph import GRAPH, Graph

log = structlog.get_logger(logger_name=__name__)

_silent: set[str] = set()
"""Connections that did not answer this process: a DAG file with several groups must not wait for each."""


def selected(graph: Graph, selection: list[str], conn_id: str, folder: Path = GRAPH) -> list[str] | None:
    """Return the IDs of the nodes that dbt selects; None if dbt has not said so yet, and cannot be asked now.

    dbt keeps what it was asked once, and answers anew after each change of its project.
    """
    if not selection:
        return list(graph.nodes)
    known = folder / answer_file(selection)
    text = known.read_text() if known.exists() else _ask(selection, conn_id)
    if text is None:
        return None
    answer = json.loads(text)
    # A selection that fails keeps what it selected last.
    if not answer["ids"] and "error" in answer:
        raise ValueError(f"dbt cannot select this: {shlex.join(selection)}\n{answer['error']}")
    return list(answer["ids"])


def answer_file(selection: list[str]) -> str:
    """Return where dbt's answer is, below the folder of the graph."""
    return f"selections/{hashlib.sha256(json.dumps(selection, separators=(',', ':')).encode()).hexdigest()}.json"


def _ask(selection: list[str], conn_id: str) -> str | None:
    if conn_id in _silent:
        return None
    command = ["select", "--", *selection]
    try:
        code, said, problem = dbt_job(conn_id, *command)
    except Exception as error:
        _silent.add(conn_id)
        log.warning("dbt cannot be asked what it selects", command=shlex.join(command), error=str(error))
        return None
    if not said:
        raise ValueError(f"dbt-job {shlex.join(command)} ended with {code}: {problem}")
    return said
