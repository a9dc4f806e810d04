import os
from collections.abc import Callable
from pathlib import Path

import pytest

from warm_dbt import packages, project


class Place:
    """A project in one folder, and a place for its copy in another."""

    def __init__(self, root: Path) -> None:
        self.source, self.copy = root / "app", root / "state" / "project"
        (self.source / "models" / "deep").mkdir(parents=True)
        self.copy.parent.mkdir()
        (self.source / "dbt_project.yml").write_text("name: a")
        (self.source / "models" / "deep" / "one.sql").write_text("select 1")
        (self.source / "packages.yml").write_text("packages: [{local: ../b}]")

    def arguments(self, *arguments: str, environ: dict[str, str] | None = None) -> tuple[list[str], dict[str, str]]:
        environ = environ if environ is not None else {}
        return project.with_writable_copy(list(arguments), environ, str(self.source), str(self.copy)), environ

    def tree(self) -> set[str]:
        return {str(path.relative_to(self.copy)) for path in self.copy.rglob("*")}


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    found = Place(tmp_path)
    monkeypatch.setattr(project, "COPY", str(found.copy))
    # The tests may run as root, who may write everywhere.
    may: Callable[..., bool] = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: str(path) != str(found.source) and may(path, mode))
    monkeypatch.chdir(found.source)
    return found


def test_a_project_with_packages_is_used_through_a_copy(place: Place) -> None:
    assert place.arguments("run", "-s", "a") == (["run", "-s", "a"], {"DBT_PROJECT_DIR": str(place.copy)})
    assert place.tree() == {"dbt_project.yml", "packages.yml", "models", "models/deep", "models/deep/one.sql"}
    assert (place.copy / "models/deep/one.sql").read_text() == "select 1"
    assert not (place.copy / "models").is_symlink()
    assert project.folder_for_packages(str(place.source)) == str(place.copy)


@pytest.mark.parametrize(
    "words", [["--project-dir", "{}"], ["--project-dir={}"], ["--project-dir", "/x", "--project-dir", "{}/models/.."]]
)
def test_also_if_the_command_names_the_folder(place: Place, words: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir("/")
    arguments, environ = place.arguments("run", *(word.format(place.source) for word in words), "--full-refresh")
    assert (arguments, environ) == (["run", "--full-refresh"], {"DBT_PROJECT_DIR": str(place.copy)})


def test_also_below_the_folder_and_by_variable(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place.source / "models")
    assert place.arguments("ls")[1] == {"DBT_PROJECT_DIR": str(place.copy)}
    monkeypatch.chdir("/")
    environ = {"DBT_ENGINE_PROJECT_DIR": str(place.source), "DBT_PROJECT_DIR": "/x"}
    assert place.arguments("ls", environ=environ)[1] == {"DBT_PROJECT_DIR": str(place.copy)}


def test_a_project_without_packages_or_one_that_can_be_written_to_is_used_as_it_is(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    monkeypatch.chdir(place.source)
    assert place.arguments("run") == (["run"], {})
    monkeypatch.setattr(os, "access", lambda path, _: str(path) != str(place.source))
    (place.source / "packages.yml").unlink()
    assert place.arguments("run") == (["run"], {})
    assert project.folder_for_packages(str(place.source)) == str(place.source)


def test_another_project_is_left_alone(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert place.arguments("run", "--project-dir", "/x") == (["run", "--project-dir", "/x"], {})
    assert place.arguments("run", environ={"DBT_PROJECT_DIR": "/x"})[1] == {"DBT_PROJECT_DIR": "/x"}
    other = place.source / "other"
    other.mkdir()
    (other / "dbt_project.yml").touch()
    monkeypatch.chdir(other)
    assert place.arguments("run") == (["run"], {})
    monkeypatch.chdir(tmp_path)
    assert place.arguments("run") == (["run"], {})


def test_the_copy_follows_the_project_and_keeps_what_dbt_installed(place: Place) -> None:
    place.arguments("deps")
    (place.copy / "dbt_packages" / "b").mkdir(parents=True)
    (place.copy / "package-lock.yml").write_text("packages: [{local: ../b}]")
    (place.source / "models" / "deep" / "one.sql").unlink()
    (place.source / "models" / "deep").rmdir()
    (place.source / "models" / "deep").write_text("a file now")
    (place.source / "seeds").mkdir()
    (place.source / "seeds" / "a.csv").touch()
    (place.source / "circle").symlink_to(place.source)
    (place.source / "target").mkdir()
    place.arguments("run")
    assert place.tree() == {
        "dbt_project.yml", "packages.yml", "models", "models/deep", "seeds", "seeds/a.csv", "circle",
        "dbt_packages", "dbt_packages/b", "package-lock.yml",
    }  # fmt: skip
    assert (place.copy / "models" / "deep").read_text() == "a file now"


def test_the_projects_own_lock_file_is_used_until_dbt_writes_a_newer_one(place: Place) -> None:
    lock, copied = place.source / "package-lock.yml", place.copy / "package-lock.yml"
    lock.write_text("first")
    place.arguments("deps")
    assert copied.read_text() == "first"
    copied.write_text("dbt's")
    place.arguments("deps")
    assert copied.read_text() == "dbt's"
    lock.write_text("second")
    later = copied.stat().st_mtime + 10
    os.utime(lock, (later, later))
    place.arguments("deps")
    assert copied.read_text() == "second"


def test_packages_are_missing_until_as_many_are_installed_as_the_lock_file_names(place: Place) -> None:
    assert packages.missing(place.source)
    place.arguments("deps")
    (place.copy / "package-lock.yml").write_text("packages: [{local: ../b}, {local: ../c}]")
    (place.copy / "dbt_packages" / "b").mkdir(parents=True)
    assert packages.missing(place.source)
    (place.copy / "dbt_packages" / "c").mkdir()
    assert not packages.missing(place.source)
    later = (place.copy / "package-lock.yml").stat().st_mtime + 10
    os.utime(place.source / "packages.yml", (later, later))
    assert packages.missing(place.source)


def test_no_packages_are_missing_where_none_are_named(place: Place) -> None:
    (place.source / "packages.yml").write_text("# nothing yet\n")
    assert not packages.missing(place.source)
    (place.source / "packages.yml").write_text("{{ jinja }}: [")
    assert packages.missing(place.source)


def test_what_an_earlier_image_installed_is_kept(place: Place) -> None:
    state = place.copy.parent
    (state / "packages" / "b").mkdir(parents=True)
    (state / "package-lock.yml").write_text("packages: [{local: ../b}]")
    packages.take_over(state)
    packages.take_over(state)
    assert not packages.missing(place.source)
    assert not (state / "packages").exists()
