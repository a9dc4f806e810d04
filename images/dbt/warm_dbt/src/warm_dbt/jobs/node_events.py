"""What a job's nodes do, read from dbt's JSON log while dbt writes it, and from its results once it has ended."""

import contextlib
import json
import os
from collections.abc import Iterator
from typing import Any

from warm_dbt.jobs.compiled import Compiled
from warm_dbt.jobs.job import Job

Line = dict[str, object]
_BEGUN, _FINISHED = b'"name": "NodeStart"', b'"name": "NodeFinished"'
_FAILED = ("error", "fail", "runtime error", "partial success")
_CHUNK = 1 << 20


def is_told(line: bytes) -> bool:
    """Tell whether a line of the log is of use here. Few are, and parsing the others would take most of the time."""
    return b'"node_info": {' in line and (b'"level": "debug"' not in line or _BEGUN in line or _FINISHED in line)


class NodeEvents:
    """Reads on where it stopped."""

    def __init__(self, job: Job) -> None:
        """Read a job's log from its beginning."""
        self._job = job
        self._log = -1
        self._cut = b""
        self._said: dict[str, list[str]] = {}
        self._finished: set[str] = set()
        self._compiled = Compiled(job)
        self.any_failed = False

    def __bool__(self) -> bool:
        """Tell whether any node has finished."""
        return bool(self._finished)

    def new(self) -> Iterator[Line]:
        """Yield what dbt logged since this was last asked."""
        self._compiled.may_have_changed()
        for line in self._lines():
            if is_told(line):
                with contextlib.suppress(ValueError, KeyError, TypeError, AttributeError):
                    yield from self._told(json.loads(line))

    def rest(self) -> Iterator[Line]:
        """Yield the nodes that have a result without an event: those that dbt left out when it was stopped."""
        self._compiled.may_have_changed()
        try:
            with open(f"{self._job.target}/run_results.json", encoding="utf-8") as file:
                results = json.load(file)["results"]
        except (OSError, ValueError, KeyError):
            return
        for result in results:
            if result["unique_id"] not in self._finished:
                yield self._node(result["unique_id"], result, {})

    def close(self) -> None:
        """Close the log."""
        if self._log != -1:
            os.close(self._log)
            self._log = -1

    def _told(self, event: dict[str, Any]) -> Iterator[Line]:
        data, name = event["data"], event["info"]["name"]
        node = data["node_info"]["unique_id"]
        if name == "NodeStart":
            yield {"job": self._job.id, "event": "begin", "node": node}
        elif name == "NodeFinished":
            yield self._node(node, data["run_result"], data["node_info"])
        elif node not in self._finished:
            self._said.setdefault(node, []).append(event["info"]["msg"])

    def _lines(self) -> Iterator[bytes]:
        if self._log == -1:
            try:
                self._log = os.open(self._job.log, os.O_RDONLY)
            except FileNotFoundError:
                return
        while chunk := os.read(self._log, _CHUNK):
            *lines, self._cut = (self._cut + chunk).split(b"\n")
            yield from lines

    def _node(self, node: str, result: dict[str, Any], info: dict[str, Any]) -> Line:
        status, message = result["status"], result.get("message") or ""
        said = self._said.pop(node, [])
        if status in _FAILED:
            self.any_failed = True
            said += [line for line in message.splitlines() if line not in said]
        self._finished.add(node)
        rows = (result.get("adapter_response") or {}).get("rows_affected")
        is_test = node.startswith(("test.", "unit_test."))
        path = info.get("node_path")
        return {
            "job": self._job.id,
            "event": "node",
            "node": node,
            "status": status,
            "seconds": round(result["execution_time"], 3),
            "rows": int(rows) if rows is not None and int(rows) >= 0 and not is_test else None,
            "message": message,
            "log": said,
            "compiled": self._compiled.path(node, path) if path and status != "skipped" else None,
            "finished": _utc(info.get("node_finished_at") or _end(result)),
        }


def _end(result: dict[str, Any]) -> str:
    timing = result.get("timing") or [{}]
    return timing[-1].get("completed_at") or ""


def _utc(time: str) -> str | None:
    return f"{time.removesuffix('Z')}Z" if time else None
