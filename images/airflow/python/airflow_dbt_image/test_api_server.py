from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from unittest.mock import patch

import pytest

from airflow_dbt_image.api_server import ApiServer


class Health(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/execution/health" else 404)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def port() -> Iterator[int]:
    with HTTPServer(("127.0.0.1", 0), Health) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


def test_asks_its_health_page(port: int) -> None:
    assert ApiServer(f"http://127.0.0.1:{port}/execution/").answers()
    assert not ApiServer(f"http://127.0.0.1:{port}/other/").answers()


def test_does_not_answer_if_nobody_listens() -> None:
    assert not ApiServer("http://127.0.0.1:1/execution/").answers()


def test_counts_from_the_first_look_of_those_that_found_it() -> None:
    now = 100.0
    server = ApiServer("http://api/execution/", lambda: now)
    seen = []
    for second, found in ((0, True), (4, True), (6, False), (8, True), (12, True), (20, True)):
        now = 100.0 + second
        with patch.object(server, "answers", return_value=found):
            seen.append(server.reachable_for())
    # Not asked again at 8, so soon after it was not found.
    assert seen == [0, 4, 0, 0, 0, 8]
    server.forget()
    now += 10
    with patch.object(server, "answers", return_value=True):
        assert server.reachable_for() == 0
