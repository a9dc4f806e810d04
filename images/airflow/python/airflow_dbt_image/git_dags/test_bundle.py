import shutil
from pathlib import Path

import pytest

from airflow_dbt_image.git_dags.bundle import GitBundle
from airflow_dbt_image.git_dags.fake_repository import Repository, bundle


def word(made: GitBundle) -> str:
    return Path(made.path, "word.txt").read_text()


def test_the_copy_of_a_known_commit_needs_no_server(repository: Repository) -> None:
    former, newest = repository.commit("one"), repository.commit("two")
    assert word(bundle(repository)) == "two"
    shutil.rmtree(repository.folder)
    assert word(bundle(repository, version=former)) == "one"
    assert word(bundle(repository, version=newest)) == "two"


def test_a_new_commit_makes_all_files_new(repository: Repository) -> None:
    (repository.folder / "dags").mkdir()
    (repository.folder / "dags" / "dag.py").write_text("import word")
    repository.commit("one")
    made = bundle(repository)
    file = made.path / "dag.py"
    times = []
    for text in ("one", "two", "two"):
        if text != word(made):
            repository.commit(text)
        made.refresh()
        times.append(file.stat().st_mtime_ns)
    assert times[0] < times[1] == times[2]


def test_a_server_that_does_not_answer_costs_no_copy(repository: Repository) -> None:
    commit = repository.commit("one")
    bundle(repository)
    away = repository.folder.rename(repository.folder.with_name("away"))
    with pytest.raises(RuntimeError):
        bundle(repository, version="1" * 40)
    assert word(bundle(repository, version=commit)) == "one"
    away.rename(repository.folder)
    repository.commit("two")
    assert word(bundle(repository)) == "two"


def test_a_broken_copy_is_replaced(repository: Repository) -> None:
    repository.commit("one")
    made = bundle(repository)
    (made.bare_repo_path / "HEAD").write_text("broken")
    repository.commit("two")
    assert word(bundle(repository)) == "two"


def test_another_repository_or_branch_has_a_copy_of_its_own(repository: Repository, tmp_path: Path) -> None:
    repository.commit("one")
    bundle(repository)
    repository.git("checkout", "--quiet", "-b", "release")
    repository.commit("released")
    assert word(bundle(repository, ref="release")) == "released"
    other = Repository(tmp_path / "other")
    other.commit("other")
    assert word(bundle(other)) == "other"


def test_a_tag_that_is_moved_is_followed(repository: Repository) -> None:
    repository.commit("one")
    repository.git("tag", "stable")
    made = bundle(repository, ref="stable")
    assert word(made) == "one"
    repository.commit("two")
    made.refresh()
    assert word(made) == "one"
    repository.git("tag", "--force", "stable")
    made.refresh()
    assert word(made) == "two"
