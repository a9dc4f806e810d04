"""A health page at port 8974 that is answered from the heartbeat which the running job holds in its own memory.

Airflow gives only the scheduler such a page, in a forked process of its own, and `airflow jobs check` starts a Python for each
look. A thread waiting in accept() costs nothing. It knows nothing of an earlier container's heartbeat in the database, and it turns to
503 when the main loop hangs or cannot reach the database.
"""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import SimpleNamespace

PORT = 8974
running = SimpleNamespace(job=None)


class HealthPage(BaseHTTPRequestHandler):
    """Answers 200 only while the job is running and its last heartbeat is younger than Airflow's own limit."""

    def do_GET(self):
        alive = running.job is not None and running.job.is_alive()
        self.send_response(200 if alive else 503)
        self.end_headers()
        self.wfile.write(b"alive\n" if alive else b"no heartbeat\n")

    def log_message(self, *_):
        """Say nothing: a line for each probe would drown the log."""


def on_starting(component):
    """Airflow's lifecycle hook: called with the job that this process runs, before the job begins."""
    running.job = component


def start_page():
    """Listen from the first moment, so that a probe is answered ("no heartbeat") also while Airflow is still importing."""
    server = HTTPServer(("127.0.0.1", PORT), HealthPage)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 3600}, daemon=True, name="health").start()


def watch_job():
    """Ask Airflow to be told of the job."""
    from airflow.listeners import hookimpl
    from airflow.listeners.listener import get_listener_manager

    get_listener_manager().add_listener(SimpleNamespace(on_starting=hookimpl(on_starting)))
