"""The bundle of DAGs from a git repository: Airflow's own, which here needs the server for new commits only.

Airflow's bundle asks the server whenever a task is the first one of its commit, and deletes its copy of the repository
if the server does not answer. It goes on with that copy when the configuration names another repository. And a commit
shows late in DAGs whose own files it does not change.
"""

import json
import shutil
from pathlib import Path

from airflow.providers.git.bundles.git import GitDagBundle
from git import Repo
from git.exc import GitCommandError, InvalidGitRepositoryError


class GitBundle(GitDagBundle):
    """Airflow's bundle, with a copy that outlasts the server."""

    def refresh(self) -> None:
        """Fetch the newest commit. A DAG may import any file, so Airflow is to take all of them for changed."""
        former = self.get_current_version()
        super().refresh()
        if self.get_current_version() != former:
            for file in self.path.rglob("*.py"):
                file.touch()
            # Otherwise the next refresh would write all of them again.
            self.repo.git.update_index("--refresh", "-q")

    def _initialize(self) -> None:
        with self.lock():
            self._forget_other_source()
            super()._initialize()

    def _forget_other_source(self) -> None:
        """Remove the copies of another repository or branch. Those of commits stay: they are the same in any."""
        note = self.base_dir / "source.json"
        source = json.dumps([self.repo_url, self.tracking_ref])
        if note.exists() and note.read_text() == source:
            return
        for copy in (self.bare_repo_path, self.base_dir / "tracking_repo"):
            shutil.rmtree(copy, ignore_errors=True)
        self.base_dir.mkdir(parents=True, exist_ok=True)
        note.write_text(source)

    def _clone_bare_repo_if_required(self) -> None:
        if not self.bare_repo_path.exists():
            super()._clone_bare_repo_if_required()
            return
        try:
            self.bare_repo = Repo(self.bare_repo_path)
            if not (self.version and self._has_version(self.bare_repo, self.version)):
                self._fetch_bare_repo()
        except (InvalidGitRepositoryError, GitCommandError):
            self._clone_anew()

    def _clone_anew(self) -> None:
        """Replace a copy that may be broken, unless the server is what does not work."""
        former: Path = self.bare_repo_path.with_name("former")
        shutil.rmtree(former, ignore_errors=True)
        self.bare_repo_path.rename(former)
        try:
            super()._clone_bare_repo_if_required()
        except BaseException:
            shutil.rmtree(self.bare_repo_path, ignore_errors=True)
            former.rename(self.bare_repo_path)
            raise
        shutil.rmtree(former)
