"""The environment of a dbt command: the caller's, then the stack's, then the image's defaults.

Docker hands a container's variables to every process and shows them to everyone who may inspect it. So the stack's
variables, which hold passwords, come as a file, and each command adds those that its caller has not set.
"""

from collections.abc import Mapping

FILES = ("/run/secrets/dbt.env", "/etc/dbt/defaults.env")
# The stack's setting `warmDbt` in the container's environment. The caller of a single command may set it as well.
SWITCH = "WARM_DBT"


def read(path: str) -> dict[str, str]:
    """Return the variables of a file of `NAME=value` lines; a value is all up to the line's end, as it stands."""
    try:
        with open(path, encoding="utf-8", errors="surrogateescape", newline="\n") as file:
            text = file.read()
    except OSError:
        return {}
    lines = (line.partition("=") for line in text.split("\n") if not line.startswith("#"))
    return {name: value for name, equals, value in lines if equals and name.isidentifier()}


def complete(environ: Mapping[str, str]) -> dict[str, str]:
    """Return `environ` with the variables of the files that it lacks."""
    merged: dict[str, str] = {}
    for path in reversed(FILES):
        merged.update(read(path))
    merged.update(environ)
    return merged


def wants_plain_dbt(environ: Mapping[str, str]) -> bool:
    """Return whether commands are to run as dbt's own, without a warm process."""
    return environ.get(SWITCH, "").lower() in ("false", "0", "no", "off")
