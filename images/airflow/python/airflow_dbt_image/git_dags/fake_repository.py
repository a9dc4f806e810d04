"""In the place of a git server, for tests of what reads DAGs from it."""

import subprocess
from pathlib import Path

from airflow_dbt_image.git_dags.bundle import GitBundle


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
