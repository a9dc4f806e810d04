"""`dbt-job select -- --select +marts`: what dbt selects, for callers and for Airflow, which reads the file."""

import os
import subprocess
import tempfile
from pathlib import Path

from warm_dbt import graph, project, published, selections

_DBT = "/usr/local/bin/dbt"


def main(arguments: list[str]) -> int:
    """Run `dbt ls` with these arguments, keep and print its answer, and return 1 if dbt refused them."""
    arguments = arguments[1:] if arguments[:1] == ["--"] else arguments
    path = selections.file(graph.SELECTIONS, arguments)
    # Before dbt runs: if the project changes meanwhile, the container asks dbt again.
    digest = published.read(graph.FILE).get("digest")
    with tempfile.TemporaryDirectory() as target:
        command = [_DBT, *selections.command(arguments, Path(target), graph.TARGET / graph.PARSED)]
        ran = subprocess.run(
            command,
            # A session over SSH begins elsewhere.
            cwd=project.PROJECT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
    published.write(path, selections.answer(path, arguments, digest, ran.returncode, ran.stdout))
    os.utime(path)
    print(path.read_text())
    return int(ran.returncode != 0)
