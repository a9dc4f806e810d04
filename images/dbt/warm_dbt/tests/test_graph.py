import json
import os
from pathlib import Path

import pytest

from warm_dbt import project, published, selections
from warm_dbt.graph import Graph
from warm_dbt.work import Work

MANIFEST = {"metadata": {"project_name": "p"}, "nodes": {}}


class Place:
    """A project, its graph, and a clock that tests move."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1000.0
        monkeypatch.setattr("time.monotonic", lambda: self.now)
        monkeypatch.setattr(project, "COPY", str(root / "project"))
        self.source, self.target, self.own = root / "app", root / "target", root / "own"
        for folder in (self.source, self.target, self.own):
            folder.mkdir()
        (self.own / "manifest.json").write_text(json.dumps(MANIFEST))
        self.file = root / "graph" / "graph.json"
        self.graph = Graph(self.source, self.target, self.file, self.own)

    def due(self, kind: str) -> Work:
        work = self.graph.due()
        assert work
        assert work.arguments[0] == kind
        return work

    def make(self) -> None:
        """Let dbt parse the project, and the graph be made from that."""
        self.due("parse").ended(0, "")
        run(self.due("graph"))

    def edit(self, text: str) -> None:
        (self.source / "model.sql").write_text(text)
        self.now += 3
        assert self.graph.due() is None
        self.now += 0.6


def run(work: Work) -> None:
    """Do all of the work in a process of its own, as the server does."""
    child = os.fork()
    if child == 0:
        assert work.prepare
        work.prepare()
        os._exit(0)
    work.ended(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), "")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    return Place(tmp_path, monkeypatch)


def test_the_first_graph_goes_on_from_the_first_parse_later_ones_from_their_own(place: Place) -> None:
    (place.target / "partial_parse.msgpack").write_text("first")
    run(place.due("parse"))
    assert (place.own / "partial_parse.msgpack").read_text() == "first"
    run(place.due("graph"))
    assert published.read(place.file)["project"] == "p"
    place.edit("select 1")
    assert place.due("parse").prepare is None


def test_a_project_that_does_not_parse_keeps_its_nodes_and_says_why(place: Place) -> None:
    place.make()
    published.write(place.file, published.read(place.file) | {"nodes": [{"id": "model.p.one"}]})
    place.edit("select {{")
    place.due("parse").ended(2, "12:00:00  Encountered an error:\nCompilation Error in model x\n")
    broken = published.read(place.file)
    assert broken["nodes"] == [{"id": "model.p.one"}]
    assert broken["error"] == "Encountered an error:\nCompilation Error in model x"
    assert place.graph.due() is None
    place.edit("select 1")
    place.make()
    assert published.read(place.file)["error"] is None


def test_a_project_that_never_parsed_has_a_graph_without_nodes(place: Place) -> None:
    place.due("parse").ended(137, "")
    assert published.read(place.file) | {"digest": ""} == {
        "version": 1,
        "project": None,
        "digest": "",
        "error": "dbt parse ended with 137",
        "nodes": [],
    }


def test_what_failed_is_tried_again_after_a_command_and_nothing_else_is(place: Place) -> None:
    place.make()
    place.graph.commands_ran()
    place.now += 3
    assert place.graph.due() is None
    place.edit("select {{")
    place.due("parse").ended(2, "error")
    place.graph.commands_ran()
    place.make()


def test_packages_that_were_installed_make_another_graph(place: Place) -> None:
    place.make()
    Path(project.COPY).mkdir()
    Path(project.COPY, project.LOCK).touch()
    place.now += 3
    assert place.graph.due() is None
    place.now += 0.6
    place.make()


def test_a_manifest_that_cannot_be_read_is_an_error(place: Place) -> None:
    (place.own / "manifest.json").write_text("{half")
    place.due("parse").ended(0, "")
    place.due("graph").ended(1, "")
    assert "could not be made" in published.read(place.file)["error"]


def test_selections_are_made_again_with_each_graph_and_their_time_stays(place: Place) -> None:
    path = selections.file(place.file.parent / "selections", ["--select", "x"])
    published.write(path, {"args": ["--select", "x"], "digest": "old", "ids": []})
    long_ago = path.stat().st_mtime - 1000
    os.utime(path, (long_ago, long_ago))
    place.make()
    listing = place.due("ls")
    assert listing.arguments[:3] == ["ls", "--select", "x"]
    listing.ended(0, '{"unique_id": "model.p.one"}')
    digest = published.read(place.file)["digest"]
    assert published.read(path) == {"args": ["--select", "x"], "digest": digest, "ids": ["model.p.one"]}
    assert path.stat().st_mtime == pytest.approx(long_ago)
    assert place.graph.due() is None


def test_an_edit_comes_before_selections_that_wait(place: Place) -> None:
    for number in "12":
        published.write(selections.file(place.file.parent / "selections", [number]), {"args": [number]})
    place.make()
    place.due("ls").ended(0, "")
    (place.source / "model.sql").touch()
    place.now += 3
    place.due("ls").ended(0, "")
    place.now += 0.6
    place.make()
    place.due("ls")


def test_a_look_at_a_big_project_is_seldom(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(_: Path) -> str:
        place.now += 0.05
        return "same"

    monkeypatch.setattr("warm_dbt.fingerprint.of", slow)
    place.make()
    assert place.graph.wait() == pytest.approx(20, abs=0.1)
