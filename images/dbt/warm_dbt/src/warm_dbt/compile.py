"""Imports what a dbt process uses, while the image is built: what is imported is compiled, and stays so."""

import importlib
import sys

import warm_dbt.client
import warm_dbt.jobs.supervise
import warm_dbt.main  # noqa: F401
from warm_dbt import preload
from warm_dbt.jobs.main import SUBCOMMANDS


def main() -> None:
    """Import this package, dbt, and the adapters that the arguments name."""
    for subcommand in SUBCOMMANDS.values():
        importlib.import_module(subcommand)
    preload.import_dbt(sys.argv[1:])


if __name__ == "__main__":
    main()
