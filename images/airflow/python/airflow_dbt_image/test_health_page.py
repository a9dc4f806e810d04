import os
import socket
import urllib.error
import urllib.request
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path

import pytest

from airflow_dbt_image import health_page
from airflow_dbt_image.health_page import HealthPage, on_starting
from airflow_dbt_image.pause import Pause


class FakeJob:
    def __init__(self, state: str | None = "running", alive: bool = True) -> None:
        self.state: object = state
        self.alive = alive

    def is_alive(self) -> bool:
        return self.alive


@dataclass
class FakeExecutor:
    unfinished: int


def post(page: HealthPage, path: str) -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", page.server_port, timeout=5)
    connection.request("POST", path)
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


@pytest.fixture
def job() -> FakeJob:
    return FakeJob()


@pytest.fixture
def page(job: FakeJob) -> HealthPage:
    page = HealthPage(job, ("127.0.0.1", 0))
    page.start()
    return page


def status(page: HealthPage) -> int:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{page.server_port}/", timeout=5) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_answers_by_the_heartbeat_of_the_job(page: HealthPage, job: FakeJob) -> None:
    assert status(page) == HTTPStatus.OK
    job.alive = False
    assert status(page) == HTTPStatus.SERVICE_UNAVAILABLE
    job.alive = True
    assert status(page) == HTTPStatus.OK


def test_does_not_ask_a_job_that_has_no_state_yet(page: HealthPage, job: FakeJob) -> None:
    job.state = None
    assert status(page) == HTTPStatus.SERVICE_UNAVAILABLE


def test_pauses_and_resumes_the_start_of_tasks(
    page: HealthPage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pause = Pause(tmp_path / "paused")
    monkeypatch.setattr(health_page, "PAUSE", pause)
    assert post(page, "/pause?seconds=60") == (HTTPStatus.NOT_FOUND, "no scheduler runs here\n")
    pause.watch(FakeExecutor(unfinished=2))
    assert post(page, "/pause?seconds=60") == (HTTPStatus.OK, "2\n")
    assert pause.active
    assert post(page, "/resume") == (HTTPStatus.OK, "resumed\n")
    assert not pause.active


def test_answers_after_a_fork(page: HealthPage) -> None:
    child = os.fork()
    if child == 0:
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    assert status(page) == HTTPStatus.OK


def test_serves_no_page_for_a_task(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health_page, "HealthPage", pytest.fail)
    on_starting(object())


def test_leaves_the_page_to_the_first_job_of_a_container(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setattr(HealthPage.__init__, "__defaults__", (taken.getsockname(),))
        on_starting(FakeJob())
    assert "Address already in use" in caplog.text
