"""`dbt-job follow [ID ...]`: tells what jobs do, a JSON line for each step, until all have ended."""

import json
import os
import select
from collections.abc import Iterable

from warm_dbt.jobs import shutdown
from warm_dbt.jobs.followed import Followed
from warm_dbt.jobs.job import Job, JobError
from warm_dbt.jobs.node_events import Line

_LOOK_SECONDS = 0.1
_IDLE_SECONDS = 1.0
_IN, _OUT = 0, 1


def main(arguments: list[str]) -> int:
    """Follow the jobs with these IDs; without any, those that standard input names until it is closed."""
    follower = Follower(reads=not arguments)
    for job in [Job(each) for each in arguments]:
        follower.add(job)
    return follower.run()


class Follower:
    """Any number of jobs in one process."""

    def __init__(self, reads: bool) -> None:
        """Follow nothing yet; `reads` says whether IDs come by standard input."""
        self._jobs: dict[str, Followed] = {}
        self._cut = b""
        self._reads = reads
        self._poll = select.poll()
        # Asking for no event still reports that nobody reads any more: the SSH session ended.
        self._poll.register(_OUT, 0)
        if reads:
            self._poll.register(_IN, select.POLLIN)

    def add(self, job: Job) -> None:
        """Follow a job, from its beginning also if it is being followed."""
        self._jobs[job.id] = Followed(job)

    def run(self) -> int:
        """Tell what the jobs do until they have ended, or nobody reads it."""
        while True:
            try:
                for job_id, followed in list(self._jobs.items()):
                    _tell(followed.new())
                    if followed.has_ended:
                        del self._jobs[job_id]
            except BrokenPipeError:
                return 1
            # A session that only waits for more IDs would hold the container's shutdown up.
            if not self._jobs and (not self._reads or shutdown.is_stopping()):
                return 0
            ready = dict(self._poll.poll(1000 * (_LOOK_SECONDS if self._jobs else _IDLE_SECONDS)))
            if _OUT in ready:
                return 1
            if _IN in ready:
                self._read()

    def _read(self) -> None:
        data = os.read(_IN, 65_536)
        if not data:
            self._poll.unregister(_IN)
            self._reads = False
        *lines, self._cut = (self._cut + data).split(b"\n") if data else [self._cut, b""]
        for line in lines:
            name = line.decode(errors="replace").strip()
            try:
                if name:
                    self.add(Job(name))
            except JobError as error:
                _tell([{"job": name, "event": "end", "code": None, "error": str(error)}])


def _tell(lines: Iterable[Line]) -> None:
    for line in lines:
        data = json.dumps(line).encode() + b"\n"
        while data:
            data = data[os.write(_OUT, data) :]
