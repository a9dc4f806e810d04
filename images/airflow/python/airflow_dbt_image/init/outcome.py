"""What the job prints, and how it ends."""

from dataclasses import dataclass, field

from airflow_dbt_image.failure import Failure

UNCHANGED = 1
"""Exit code of a failure that left the database as it was: the services that were stopped can start again."""
CHANGED = 2
"""Exit code of a failure after which the services must not start: the database no longer fits their version."""


def say(message: str) -> None:
    """Print a line. One that ends in `…` reports progress, and the next one takes its place."""
    print(f"airflow-init: {message}", flush=True)


def plain(error: BaseException) -> str:
    """Return what went wrong in one line, without the values of a row that a database may quote."""
    if isinstance(error, Failure):
        return str(error)
    cause = getattr(error, "orig", None) or error
    lines = str(cause).strip().splitlines()
    return f"{type(cause).__name__}: {' '.join(lines[0].split())}" if lines else type(cause).__name__


@dataclass(frozen=True)
class Services:
    """The services that are stopped, and how to reach them from the machine that runs the update."""

    docker: str = "docker"
    job: str = "airflow-init"
    stopped: list[str] = field(default_factory=list)
