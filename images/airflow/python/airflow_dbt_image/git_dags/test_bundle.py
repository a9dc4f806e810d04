import shutil
import subprocess
from pathlib import Path

import pytest
from airflow.dag_processing.bundles import base

from airflow_dbt_image.failure import Failure
from airflow_dbt_image.git_dags.bundle import GitBundle
from airflow_dbt_image.git_dags.check import check, reason


class Repository:
    """A repository in a folder, which is also its server."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.git("init", "--quiet", "--initial-branch=main", str(folder), at=folder.parent)

    def git(self, *words: str, at: Path | None = None) -> str:
        identity = ["-c", "user.name=test", "-c", "user.email=test@example.com"]
        command = ["git", *identity, *words]
        return subprocess.run(command, cwd=at or self.folder, capture_output=True, text=True, check=True).stdout.strip()

    def commit(self, text: str) -> str:
        (self.folder / "dags").mkdir(exist_ok=True)
        (self.folder / "dags" / "word.txt").write_text(text)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", text)
        return self.git("rev-parse", "HEAD")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "repository")


@pytest.fixture(autouse=True)
def _environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIRFLOW_CONN_DAGS_GIT", '{"conn_type": "git"}')
    monkeypatch.setattr(base, "get_bundle_storage_root_path", lambda: tmp_path / "copies")


def bundle(repository: Repository, ref: str = "main", version: str | None = None) -> GitBundle:
    made = GitBundle(
        name="dags-folder",
        tracking_ref=ref,
        git_conn_id="dags_git",
        repo_url=str(repository.folder),
        subdir="dags",
        version=version,
    )
    made.initialize()
    return made


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


def test_the_check_finds_the_newest_commit(repository: Repository) -> None:
    commit = repository.commit("one")
    assert check(bundle(repository)) == commit


def test_the_check_names_a_branch_or_folder_that_is_not_there(repository: Repository) -> None:
    repository.commit("one")
    made = bundle(repository)
    made.subdir = "other"
    with pytest.raises(Failure, match="no folder other"):
        check(made)
    made.tracking_ref = "other"
    with pytest.raises(Failure, match="no branch or tag"):
        check(made)


@pytest.mark.parametrize(
    ("errors", "setting"),
    [
        ("No ED25519 host key is known for …\nHost key verification failed.\n", "dags: git.knownHosts has no line"),
        ("git@host: Permission denied (publickey).\n", "dagsDeployKey: the server lets nobody in"),
        ('Load key "/key": error in libcrypto\ngit@host: Permission denied', "dagsDeployKey: it is no private key"),
        (
            "fatal: … server verification failed: certificate signer not trusted. (CAfile: … CRLfile: none)\n",
            "dags: git.caCertificate is not",
        ),
        ("ssh: connect to host x port 22: Connection refused\n", "dags: the repository in git.url cannot be read"),
    ],
)
def test_what_git_prints_is_told_as_a_setting(errors: str, setting: str) -> None:
    assert reason(errors).startswith(setting)
    assert " ".join(errors.split()) in reason(errors)
