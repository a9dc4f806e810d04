"""A health page for the scheduler, the DAG processor and the triggerer, at http://127.0.0.1:8974/ in their containers.

It answers from the heartbeat of the job that runs in this process, held in its memory. Airflow itself has such a page
for the scheduler only (`[scheduler] enable_health_check`), in a process of its own that queries the database; for the
other two it has `airflow jobs check`, which costs three seconds of CPU for each look. A thread that waits for a
connection costs nothing, knows nothing of an earlier container's heartbeat, and answers 503 when the main loop hangs or
cannot reach the database. In the scheduler it also pauses the start of tasks (pause.py).
"""

import logging
import os
import threading
import warnings
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, Protocol, runtime_checkable
from urllib.parse import parse_qs, urlsplit

from airflow.listeners import hookimpl

from airflow_dbt_image.address import ADDRESS
from airflow_dbt_image.pause import PAUSE

log = logging.getLogger(__name__)


@runtime_checkable
class Job(Protocol):
    """The part of airflow.jobs.job.Job that is needed."""

    state: object

    def is_alive(self) -> bool:
        """Tell whether the job runs and its last heartbeat is younger than Airflow's limit for its type."""


class HealthPage(HTTPServer):
    """Answers for one job, one request at a time."""

    def __init__(self, job: Job, address: tuple[str, int] = ADDRESS) -> None:
        super().__init__(address, Answer)
        self.job = job
        self._answering = threading.Lock()

    def finish_request(self, request: Any, client_address: Any) -> None:
        """Answer one request."""
        with self._answering:
            super().finish_request(request, client_address)

    def start(self) -> None:
        """Serve in a thread, which a fork never catches in the middle of an answer, where it could hold a lock.

        Airflow forks for each DAG file and each task, and Python warns of threads in such a process.
        """
        lock = self._answering
        os.register_at_fork(before=lock.acquire, after_in_parent=lock.release, after_in_child=lock.release)
        warnings.filterwarnings("ignore", "This process .* is multi-threaded", DeprecationWarning)
        threading.Thread(target=self.serve_forever, args=(3600,), daemon=True, name="health-page").start()


class Answer(BaseHTTPRequestHandler):
    """200 while the job is alive, else 503."""

    server: HealthPage
    timeout = 2

    def do_GET(self) -> None:
        """Answer a probe."""
        job = self.server.job
        # Before it has a state, it does not know its type either, on which its limit depends.
        alive = job.state is not None and job.is_alive()
        if alive:
            self._answer(HTTPStatus.OK, "alive")
        else:
            self._answer(HTTPStatus.SERVICE_UNAVAILABLE, "no heartbeat")

    def do_POST(self) -> None:
        """Pause the start of tasks and answer how many are left (`/pause?seconds=…`), or end the pause (`/resume`)."""
        url = urlsplit(self.path)
        if url.path == "/resume":
            PAUSE.end()
            self._answer(HTTPStatus.OK, "resumed")
            return
        left = PAUSE.begin(float(parse_qs(url.query)["seconds"][0])) if url.path == "/pause" else None
        if left is None:
            self._answer(HTTPStatus.NOT_FOUND, "no scheduler runs here")
        else:
            self._answer(HTTPStatus.OK, f"{left}")

    def _answer(self, status: HTTPStatus, text: str) -> None:
        self.send_response(status)
        self.end_headers()
        self.wfile.write(f"{text}\n".encode())

    def log_message(self, *_: object) -> None:
        """Log nothing: a line for each probe would drown the log."""


@hookimpl
def on_starting(component: object) -> None:
    """Serve the page for the job that starts. Airflow also calls this for each task, which is no job."""
    if not isinstance(component, Job):
        return
    try:
        page = HealthPage(component)
    except OSError as error:
        # A second job in the same container, started by hand: the page stays with the first.
        log.warning("no health page at port %s: %s", ADDRESS[1], error.strerror)
        return
    page.start()
