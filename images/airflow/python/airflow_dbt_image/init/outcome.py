"""What the job prints, and how it ends."""

from dataclasses import dataclass, field

UNCHANGED = 1
"""Exit code of a failure that left the database as it was: the services that were stopped can start again."""
CHANGED = 2
"""Exit code of a failure after which the services must not start: the database no longer fits their version."""


def say(message: str) -> None:
    """Print a line. One that ends in `…` reports progress, and the next one takes its place."""
    print(f"airflow-init: {message}", flush=True)


@dataclass(frozen=True)
class Services:
    """The services that are stopped, and how to reach them from the machine that runs the update."""

    docker: str = "docker"
    job: str = "airflow-init"
    stopped: list[str] = field(default_factory=list)
