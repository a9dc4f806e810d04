"""`airflow-backup`, for the maintenance container. `npm run backup` and `npm run restore` call it."""

import argparse
import json
import sys

from airflow_dbt_image.backups import place, restore, store
from airflow_dbt_image.backups.archive import Manifest
from airflow_dbt_image.backups.create import create, say
from airflow_dbt_image.failure import Failure, plain

UNCHANGED = 1
HALFWAY = 2


def main() -> None:
    """Do what the arguments say."""
    parser = argparse.ArgumentParser(prog="airflow-backup", description="Back up and restore the stack's databases.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("create", help="make a backup and write it to standard output")
    storing = commands.add_parser("store", help="make a backup and keep it with the others")
    storing.add_argument("--keep", type=int, help="how many to keep (default: all)")
    commands.add_parser("list", help="list the backups that are kept, the oldest first")
    receiving = commands.add_parser("receive", help="unpack and check a backup, and print what is in it")
    receiving.add_argument("--kept", metavar="NAME", help="one of those that are kept (default: standard input)")
    commands.add_parser("restore", help="restore what was received; first, it stores what is there")
    commands.add_parser("forget", help="remove what was received")
    given = parser.parse_args()
    try:
        _run(given)
    except Exception as error:
        print(f"airflow-backup: {plain(error)}", file=sys.stderr)
        sys.exit(HALFWAY if isinstance(error, restore.Halfway) else UNCHANGED)


def _run(given: argparse.Namespace) -> None:
    match given.command:
        case "create":
            with place.alone() as folder:
                create(folder, sys.stdout.buffer)
        case "store":
            say(f"made {store.store(given.keep)}")
        case "list":
            print("\n".join(store.names()))
        case "receive" if given.kept is None:
            _describe(restore.receive(sys.stdin.buffer))
        case "receive":
            if given.kept not in store.names():
                raise Failure(f"there is no backup {given.kept}. These are kept: {', '.join(store.names()) or 'none'}")
            with store.path(given.kept).open("rb") as file:
                _describe(restore.receive(file))
        case "restore":
            restore.restore()
        case "forget":
            restore.forget()


def _describe(manifest: Manifest) -> None:
    print(
        json.dumps(
            {
                "stack": manifest.stack,
                "created": manifest.created,
                "airflow": manifest.airflow,
                "databases": {name: dump.bytes for name, dump in manifest.databases.items()},
            }
        )
    )
