import json
import logging
import socketserver
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from airflow.sdk import DAG

from airflow_dbt_image import failure_notice

CONTEXT = {"dag": SimpleNamespace(dag_id="crm"), "run_id": "manual__1", "reason": "task_failure"}


@pytest.fixture
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], object]:
    """Write the file with the address."""
    file = tmp_path / "failure_notice"
    monkeypatch.setattr(failure_notice, "FILE", file)
    return file.write_text


@pytest.fixture
def webhook() -> Iterator[tuple[str, list[Any]]]:
    """A web server, and what it was sent."""
    received: list[Any] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            received.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200 if self.path == "/hidden" else 500)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", received
    server.shutdown()


@pytest.fixture
def mail() -> Iterator[tuple[str, list[str]]]:
    """A mail server without TLS, and the lines that it was sent."""
    received: list[str] = []

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 mail\r\n")
            for line in self.rfile:
                received.append(line.decode().strip())
                answers = {"data": b"354 go on\r\n", "quit": b"221 bye\r\n"}
                is_text = "data" in received[:-1] and received[-1].lower() not in (".", "quit")
                if not is_text:
                    self.wfile.write(answers.get(received[-1].lower(), b"250 ok\r\n"))

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{server.server_address[1]}", received
        server.shutdown()


@pytest.mark.usefixtures("address")
def test_without_an_address_dags_stay_as_they_are() -> None:
    dag = DAG("crm")
    failure_notice.dag_policy(dag)
    assert dag.on_failure_callback is None
    assert not dag.has_on_failure_callback


def test_the_callback_is_added_to_those_of_the_dag(address: Callable[[str], object]) -> None:
    address("https://example.com")

    def own(_: object) -> None: ...

    for given, expected in ((None, []), (own, [own]), ([own, own], [own, own])):
        dag = DAG("crm", on_failure_callback=given)
        failure_notice.dag_policy(dag)
        assert dag.on_failure_callback == [*expected, failure_notice.notify]
        assert dag.has_on_failure_callback


def test_tells_a_webhook(address: Callable[[str], object], webhook: tuple[str, list[Any]]) -> None:
    url, received = webhook
    address(f"{url}/hidden\n")
    failure_notice.notify({**CONTEXT, "ti": SimpleNamespace(task_id="extract")})
    assert received == [
        {
            "text": "Airflow: a run of the DAG crm failed\nRun: manual__1\nReason: task_failure\nLast task: extract",
        }
    ]


def test_sends_a_mail(address: Callable[[str], object], mail: tuple[str, list[str]]) -> None:
    server, received = mail
    address(f"smtp://{server}/?from=airflow@example.com&to=a@example.com&to=b@example.com")
    failure_notice.notify(CONTEXT)
    assert "Subject: Airflow: a run of the DAG crm failed" in received
    assert "To: a@example.com, b@example.com" in received
    assert [line for line in received if line.startswith("rcpt")] == [
        "rcpt to:<a@example.com>",
        "rcpt to:<b@example.com>",
    ]


def test_a_notice_that_cannot_be_sent_is_logged_without_the_address(
    address: Callable[[str], object],
    webhook: tuple[str, list[Any]],
    mail: tuple[str, list[str]],
    caplog: pytest.LogCaptureFixture,
) -> None:
    for url, error in (
        (f"{webhook[0]}/refused-hunter2", "HTTPError"),
        (f"smtp://user:hunter2@{mail[0]}/?from=a@example.com&to=b@example.com", "SSLError"),
    ):
        caplog.clear()
        address(url)
        with caplog.at_level(logging.WARNING):
            failure_notice.notify(CONTEXT)
        assert f"The notice of the failed run manual__1 of crm was not sent: {error}" in caplog.text
        assert "hunter2" not in caplog.text
    assert not [line for line in mail[1] if line.upper().startswith("AUTH")]
