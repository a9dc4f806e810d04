"""Restores a backup: first it is received and checked, then it replaces what the stack has."""

import shutil
from pathlib import Path
from typing import IO

import sqlalchemy as sa
from cryptography.fernet import Fernet
from packaging.version import Version

from airflow_dbt_image.backups import archive, place, sealed_key, store
from airflow_dbt_image.backups.create import say
from airflow_dbt_image.backups.databases import METADATA, engines
from airflow_dbt_image.failure import Failure, plain
from airflow_dbt_image.fernet_rotation import rows
from airflow_dbt_image.replace import refuse_while_used, replace


class Halfway(Failure):
    """A failure after which some databases are the backup's, and others are not."""


def receive(source: IO[bytes]) -> archive.Manifest:
    """Unpack a backup beside the others, and fail if this stack cannot restore it."""
    from airflow import __version__

    folder = place.incoming()
    forget()
    try:
        folder.mkdir(mode=0o700)
    except OSError as error:
        raise Failure(f"cannot write to {place.FOLDER}: {error.strerror}") from None
    try:
        manifest = archive.read(source, folder)
        sealed_key.former(manifest.fernet_key)
        if Version(manifest.airflow) > Version(__version__):
            raise Failure(
                f"the backup is from Airflow {manifest.airflow}, and this stack has {__version__}: upgrade it first"
            )
        if foreign := sorted(set(manifest.databases) - set(engines())):
            raise Failure(f"the backup has the database {', '.join(foreign)}, and this stack does not")
    except BaseException:
        forget()
        raise
    return manifest


def forget() -> None:
    """Remove what was received."""
    shutil.rmtree(place.incoming(), ignore_errors=True)


def restore() -> None:
    """Replace each database by what was received, in one transaction each, after a backup of what is there."""
    folder = place.incoming()
    try:
        manifest = archive.parsed((folder / archive.MANIFEST).read_bytes())
    except OSError:
        raise Failure("no backup was received") from None
    with place.undisturbed():
        _replace(folder, manifest)
    forget()


def _replace(folder: Path, manifest: archive.Manifest) -> None:
    former = sealed_key.former(manifest.fernet_key)
    targets = {name: engine for name, engine in engines().items() if name in manifest.databases}
    for engine in targets.values():
        refuse_while_used(engine)
    say(f"what was there before is in {store.store()}")
    done: list[str] = []
    try:
        for name, engine in targets.items():
            replace(engine, archive.dump_file(folder, name), "--no-privileges")
            done.append(name)
            say(f"restored the database {name}")
        if former is not None:
            _encrypt_with_own_key(targets[METADATA], former)
    except Exception as error:
        raise (Halfway if done else Failure)(plain(error)) from error


def _encrypt_with_own_key(metadata: sa.Engine, former: str) -> None:
    keys = [Fernet(sealed_key.FERNET_KEY.read_text().strip()), Fernet(former)]
    with metadata.begin() as connection:
        for what, count in rows.encrypt_anew(connection, keys).items():
            say(f"encrypted with this stack's Fernet key: {what}: {count}")
        rows.check(connection, keys[0])
