import os
from collections.abc import Callable, Iterator

import pytest

from airflow_dbt_image.failure import Failure
from airflow_dbt_image.init.conversation import Input, stop_services
from airflow_dbt_image.init.outcome import Services

Pipe = tuple[Input, Callable[[str], int], Callable[[], None]]
"""The lines that arrive, what sends text, and what ends it."""


@pytest.fixture
def pipe() -> Iterator[Pipe]:
    read, write = os.pipe()
    yield Input(read), lambda text: os.write(write, text.encode()), lambda: os.close(write)


def test_lines_come_one_by_one_however_they_were_written(pipe: Pipe) -> None:
    lines, send, close = pipe
    send("new,for")
    send("mer\nstopping\nstop")
    assert [lines.line(), lines.line()] == ["new,former", "stopping"]
    send("ped")
    close()
    assert [lines.line(), lines.line()] == ["stopped", ""]


def test_a_sender_that_is_silent_is_not_waited_for_without_end(pipe: Pipe) -> None:
    lines, send, _ = pipe
    send("half a line")
    with pytest.raises(Failure, match="within 0 seconds"):
        lines.line(patience=0.1)


def test_the_services_are_stopped_and_the_progress_is_printed_meanwhile(
    pipe: Pipe, capsys: pytest.CaptureFixture[str]
) -> None:
    lines, send, _ = pipe
    send(
        'stopping\nstopping\nstopped {"docker": "docker --host ssh://x", "job": "init-x", "stopped": ["a-x", "b-x"]}\n'
    )
    progress = iter(["waiting for 2", "waiting for 1"])
    services = stop_services(lines, "the reason", lambda: next(progress))
    assert services == Services("docker --host ssh://x", "init-x", ["a-x", "b-x"])
    assert capsys.readouterr().out.splitlines() == [
        "airflow-init: stop the services: the reason",
        "airflow-init: waiting for 2 …",
        "airflow-init: waiting for 1 …",
    ]


def test_services_that_cannot_be_stopped_are_a_failure_with_the_cause(pipe: Pipe) -> None:
    lines, send, _ = pipe
    send("failed docker stop: permission denied\n")
    with pytest.raises(Failure, match="could not be stopped: docker stop: permission denied; nothing was changed"):
        stop_services(lines, "the reason", lambda: "")


def test_an_update_that_is_gone_is_a_failure(pipe: Pipe) -> None:
    lines, _, close = pipe
    close()
    with pytest.raises(Failure, match="nothing was changed"):
        stop_services(lines, "the reason", lambda: "")
