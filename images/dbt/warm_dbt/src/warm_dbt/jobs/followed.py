"""One job that is followed: what it does next, up to its end."""

import time
from collections.abc import Iterator

from warm_dbt.jobs.job import Job
from warm_dbt.jobs.node_events import Line, NodeEvents

_LOOK_SECONDS = 1.0
_LINES, _BYTES = 20, 16_384
_TRACEBACK = "Traceback (most recent call last)"
_DBTS_OWN = (0, 1, 2)


class Followed:
    """A job, and how much of it has been told."""

    def __init__(self, job: Job) -> None:
        """Follow a job from its beginning."""
        self._job = job
        self._nodes = NodeEvents(job)
        self._waits_for: str | None = None
        self._look_again = 0.0
        self.has_ended = False

    def new(self) -> Iterator[Line]:
        """Yield what happened since this was last asked; `has_ended` once that was all."""
        # Whether it ended is looked up first: what is read after that is complete.
        ended = self._job.read("exit")
        is_lost = ended is None and self._is_lost()
        waits_for = None if is_lost else self._job.read("waiting")
        if waits_for and waits_for != self._waits_for:
            yield {"job": self._job.id, "event": "waiting", "for": waits_for}
        self._waits_for = waits_for
        yield from self._nodes.new()
        if is_lost:
            # It may have ended between the two looks.
            ended = self._job.read("exit")
            yield from self._nodes.new()
        if ended is not None or is_lost:
            yield from self._nodes.rest()
            yield self._end(ended)
            self._nodes.close()
            self.has_ended = True

    def _is_lost(self) -> bool:
        if time.monotonic() < self._look_again:
            return False
        self._look_again = time.monotonic() + _LOOK_SECONDS
        return not self._job.is_held()

    def _end(self, ended: str | None) -> Line:
        if ended is None:
            return {"job": self._job.id, "event": "end", "code": None, "error": self._loss()}
        code = int(ended or 2)
        # Nodes tell of their failures themselves.
        is_told = self._nodes.any_failed or (code == 0 and bool(self._nodes))
        error = None if is_told and code in (0, 1) else self._end_of_output()
        if code not in _DBTS_OWN:
            error = f"{error}\ndbt was killed: exit code {code}".lstrip()
            code = 2
        return {"job": self._job.id, "event": "end", "code": code, "error": error}

    def _loss(self) -> str:
        if self._job.has("began"):
            return "The job was lost: the dbt container was stopped while dbt ran."
        if self._job.has("job.json"):
            return "The job was lost before it began: the dbt container was stopped."
        return "There is no such job."

    def _end_of_output(self) -> str:
        """Return the end of dbt's own message, without the tracebacks that it adds to some errors."""
        try:
            with open(self._job.output, "rb") as file:
                file.seek(max(0, file.seek(0, 2) - _BYTES))
                said = file.read().decode(errors="replace")
        except FileNotFoundError:
            return ""
        lines = said.partition(_TRACEBACK)[0].splitlines()
        # The traceback's own line begins with the time.
        own = lines[:-1] if _TRACEBACK in said else lines
        return "\n".join(own[-_LINES:]).strip()
