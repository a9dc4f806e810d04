"""What dbt says when it fails, in a form for people."""

import re

_LINES = 12
_TIME = re.compile(r"^\d\d:\d\d:\d\d {1,2}", re.MULTILINE)


def end_of(said: str) -> str:
    """Return the end of what a command said, without the tracebacks that dbt adds to every network error."""
    return "\n".join(said.strip().partition("Traceback")[0].splitlines()[-_LINES:])


def without_times(said: str) -> str:
    """Leave out the time of day before each message, which makes one and the same error look like another."""
    return _TIME.sub("", said).strip()
