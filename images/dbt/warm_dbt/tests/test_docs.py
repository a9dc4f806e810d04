import json
import os
import time
from pathlib import Path

import pytest

from warm_dbt import failure_page
from warm_dbt.docs import FRESH, Docs


class Place:
    """A project, what its commands wrote, and the published docs."""

    def __init__(self, root: Path) -> None:
        self.source, self.target, self.logs = root / "app", root / "target", root / "logs"
        self.published, self.own = root / "docs", root / "docs-target"
        for folder in (self.source, self.target, self.logs, self.published, self.own):
            folder.mkdir()
        (self.source / "dbt_project.yml").write_text("name: a")
        self.docs = Docs(self.source, self.target, self.logs, self.published, self.own)

    def made(self, folder: Path, *nodes: str) -> None:
        """Write what `dbt docs generate` writes."""
        (folder / "manifest.json").write_text(json.dumps({"nodes": {name: {} for name in nodes}}))
        (folder / "catalog.json").write_text(json.dumps({"nodes": {name: {} for name in nodes}}))
        (folder / "index.html").write_text("<html>docs</html>")

    def ran(self, *built: str) -> None:
        results = [{"unique_id": name, "status": "success"} for name in built]
        (self.target / "run_results.json").write_text(json.dumps({"results": results}))

    def prepared(self) -> int:
        """Return how a process ends in which the docs are prepared: 0 if they are to be made."""
        child = os.fork()
        if child == 0:
            self.docs.prepare()
            os._exit(0)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

    def published_files(self) -> set[str]:
        return {path.name for path in self.published.iterdir()}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_the_first_docs_have_an_empty_catalog_later_ones_have_the_tables(place: Place) -> None:
    assert place.docs.arguments()[-2:] == ["--empty-catalog", "--no-compile"]
    assert "--partial-parse-file-path" not in place.docs.arguments()
    (place.target / "partial_parse.msgpack").touch()
    place.made(place.published)
    assert "--empty-catalog" not in place.docs.arguments()
    assert "--partial-parse-file-path" in place.docs.arguments()


def test_docs_are_published_whole_and_are_good_until_something_changes(place: Place) -> None:
    assert place.prepared() == 0
    place.made(place.own, "model.a.one")
    place.docs.publish()
    assert place.published_files() == {"index.html", "manifest.json", "catalog.json", ".project"}
    place.ran("model.a.one", "test.a.unique")
    assert place.prepared() == FRESH
    place.ran("model.a.one", "model.a.two")
    assert place.prepared() == 0
    place.ran("model.a.one")
    (place.source / "new.sql").touch()
    assert place.prepared() == 0


def test_docs_without_a_catalog_are_not_published(place: Place) -> None:
    (place.own / "manifest.json").touch()
    place.docs.publish()
    assert "index.html" not in place.published_files()


def test_an_old_catalog_is_made_anew(place: Place) -> None:
    place.prepared()
    place.made(place.own)
    place.docs.publish()
    place.ran()
    assert place.prepared() == FRESH
    old = time.time() - 1000
    os.utime(place.published / "catalog.json", (old, old))
    assert place.prepared() == 0


def test_a_failure_is_said_on_the_page_until_docs_are_made(place: Place) -> None:
    place.docs.failed("docs generate", "Compilation Error\n  'one' <is> missing")
    page = (place.published / "failed.html").read_text()
    assert "npm run dbt -- docs generate" in page
    assert "&#x27;one&#x27; &lt;is&gt; missing" in page
    assert "index.html" not in page
    place.prepared()
    place.made(place.own)
    place.docs.publish()
    assert "failed.html" not in place.published_files()
    place.docs.failed("docs generate", "again")
    assert "index.html" in (place.published / "failed.html").read_text()
    place.ran()
    assert place.prepared() == 0, "docs that failed are never good"


def test_each_command_is_noticed_once(place: Place) -> None:
    assert not place.docs.commands_ran()
    (place.logs / "dbt.log").write_text("a")
    assert place.docs.commands_ran()
    assert not place.docs.commands_ran()
    place.ran()
    assert place.docs.commands_ran()


def test_docs_that_a_person_made_are_taken_over(place: Place) -> None:
    assert not place.docs.take_over()
    place.ran()
    place.made(place.target, "model.a.one")
    assert place.docs.take_over()
    assert json.loads((place.published / "catalog.json").read_text()) == {"nodes": {"model.a.one": {}}}
    assert not place.docs.take_over(), "once"
    later = time.time() + 10
    (place.target / "catalog.json").write_text("{}")
    os.utime(place.target / "run_results.json", (later, later))
    assert not place.docs.take_over(), "something was built since"


def test_the_page_shows_text_and_no_markup() -> None:
    page = failure_page.page("deps", "<script>alert(1)</script> {braces}", older_docs=False)
    assert "<script>" not in page
    assert "{braces}" in page
