"""Whether dbt may be kept warm: only if the stack wants it, and only the dbt-core that this package was tested with."""

from collections.abc import Mapping
from importlib import metadata

from warm_dbt import environment

TESTED = "1.11"


def reason_for_plain_dbt(environ: Mapping[str, str]) -> str | None:
    """Return why commands run without a warm process, or None if they need not."""
    if environment.wants_plain_dbt(environ):
        return f"{environment.SWITCH} is {environ[environment.SWITCH]}"
    installed = metadata.version("dbt-core")
    if installed.split(".")[:2] != TESTED.split("."):
        return f"dbt-core is {installed}, and warm_dbt was tested with {TESTED} only"
    return None
