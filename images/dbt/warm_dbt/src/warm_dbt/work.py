"""A dbt command that the container runs on its own."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Work:
    """One command, and what follows from its end."""

    arguments: list[str]
    ended: Callable[[int, str], None]
    """Told the exit code, and all that the command said."""
    prepare: Callable[[], None] | None = None
    """Called in the command's own process first; it may do all of the work and end that process."""
