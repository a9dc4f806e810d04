import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from warm_dbt import docs, graph, project
from warm_dbt.background import Background
from warm_dbt.running import Running


class House:
    """A container's state, and its background with a clock that tests move."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1000.0
        self.source, self.logs, self.published = root / "app", root / "logs", root / "docs"
        for folder in (self.source, self.logs, self.published):
            folder.mkdir()
        (self.source / "dbt_project.yml").write_text("name: a")
        monkeypatch.setattr("time.monotonic", lambda: self.now)
        monkeypatch.setattr(project, "COPY", str(root / "state" / "project"))
        monkeypatch.setattr(docs.Docs.__init__, "__defaults__", (self.published, root / "docs-target"))
        defaults = (self.published / "graph" / "graph.json", root / "graph-target")
        monkeypatch.setattr(graph.Graph.__init__, "__defaults__", defaults)
        self.environ = {"DBT_TARGET_PATH": str(root / "target"), "DBT_LOG_PATH": str(self.logs)}
        self.background = self.started()

    def started(self) -> Background:
        return Background(self.source, self.environ, self.logs / "server.log")

    def next(self) -> tuple[list[str], Running] | None:
        """Return the first words of the command that is due, and the command."""
        running = self.background.due(busy=False)
        if running is None:
            return None
        for file in running.request.files:
            os.close(file)
        return running.request.arguments[:2], running

    def end_start(self) -> None:
        """Let the commands end that come before the first docs."""
        self.end(["parse", "--quiet"])
        self.end(["parse", "--target-path"])
        self.end(["graph", "--project-dir"])

    def end(self, expected: list[str], code: int = 0, said: str = "") -> None:
        """Let the command that is due end."""
        found = self.next()
        assert found
        assert found[0] == expected
        (self.logs / "server.log").write_text(said)
        self.background.after(found[1], code)


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    yield House(tmp_path, monkeypatch)


def test_the_start_parses_the_project_and_makes_the_docs(house: House) -> None:
    assert house.background.state == "ok"
    house.end_start()
    house.end(["docs", "generate"])
    assert house.next() is None


def test_the_graph_follows_the_projects_files(house: House) -> None:
    house.end_start()
    house.end(["docs", "generate"])
    house.now += 3
    assert house.next() is None
    (house.source / "model.sql").write_text("select 1")
    house.now += 3
    assert house.next() is None, "the files may still be changing"
    assert house.background.wait(busy=False) < 1
    house.now += 1
    assert house.background.due(busy=True) is None
    house.end(["parse", "--target-path"])
    house.end(["graph", "--project-dir"])
    house.now += 3
    assert house.next() is None


def test_nothing_of_the_containers_own_runs_beside_a_callers_command(house: House) -> None:
    assert house.background.due(busy=True) is None
    assert house.background.wait(busy=True) == 1.0


def test_without_a_project_there_is_nothing_to_do(house: House) -> None:
    (house.source / "dbt_project.yml").unlink()
    assert house.next() is None
    assert house.background.wait(busy=False) == 2.0, "no busy loop"


def test_a_command_that_the_containers_stop_ended_says_nothing_about_the_project(house: House) -> None:
    house.end(["parse", "--quiet"])
    found = house.next()
    assert found
    found[1].was_stopped = True
    house.background.after(found[1], 130)
    assert not (house.published / "graph").exists()


def test_the_docs_wait_until_the_last_of_several_commands(house: House) -> None:
    house.end_start()
    house.end(["docs", "generate"])
    for line in ("one", "other"):
        (house.logs / "dbt.log").write_text(line)
        assert house.next() is None
        house.now += 1.5
        assert house.next() is None
    house.now += 1
    house.end(["docs", "generate"])
    assert house.next() is None


def test_a_command_that_runs_beside_the_docs_is_noticed(house: House) -> None:
    house.end_start()
    found = house.next()
    assert found
    (house.logs / "dbt.log").write_text("a command")
    (house.logs / "server.log").touch()
    house.background.after(found[1], 0)
    assert house.next() is None
    house.now += 3
    house.end(["docs", "generate"])


def test_packages_come_first_and_the_container_is_not_healthy_without_them(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    (house.source / "packages.yml").write_text("packages: [{package: a/b, version: 1.0.0}]")
    house.background = house.started()
    assert house.background.state == "dbt packages are not installed yet"
    house.end(["deps", "--project-dir"], code=2, said="the hub is <out> of reach")
    assert house.background.state == "dbt deps failed; its message is in this container's log"
    assert "the hub is <out> of reach" in capsys.readouterr().out
    assert "the hub is <out> of reach" in (house.published / "graph" / "graph.json").read_text()
    page = (house.published / "failed.html").read_text()
    assert "npm run dbt -- deps" in page
    assert house.next() is None, "not again at once"
    house.now += 61
    house.end(["deps", "--project-dir"])
    assert house.background.state == "ok"
    house.end(["parse", "--quiet"])


def test_docs_that_fail_are_tried_again_ever_more_seldom_and_at_once_after_a_command(house: House) -> None:
    house.end_start()
    house.end(["docs", "generate"], code=2, said="could not connect\nTraceback (most recent call last)\n  File")
    assert "could not connect" in (house.published / "failed.html").read_text()
    assert "Traceback" not in (house.published / "failed.html").read_text()
    house.now += 61
    house.end(["docs", "generate"], code=2)
    house.now += 61
    assert house.next() is None
    (house.logs / "dbt.log").write_text("a command")
    assert house.next() is None
    house.now += 3
    house.end(["docs", "generate"])
    assert house.next() is None
