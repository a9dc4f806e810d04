"""The `dbt-job` command: one table of subcommands, of which only the one that is called is imported."""

import sys
from importlib import import_module

from warm_dbt.jobs.job import JobError

# Each module has a `main(arguments) -> int`.
SUBCOMMANDS = {
    "start": "warm_dbt.jobs.start",
    "follow": "warm_dbt.jobs.follow",
    "stop": "warm_dbt.jobs.stop",
    "results": "warm_dbt.jobs.results",
    "select": "warm_dbt.select_command",
}


def main() -> int:
    """Run one subcommand and return its exit code."""
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    if name not in SUBCOMMANDS:
        print(f"usage: dbt-job {'|'.join(SUBCOMMANDS)} ...", file=sys.stderr)
        return 2
    try:
        code: int = import_module(SUBCOMMANDS[name]).main(sys.argv[2:])
    except JobError as error:
        print(f"dbt-job {name}: {error}", file=sys.stderr)
        return 2
    return code
