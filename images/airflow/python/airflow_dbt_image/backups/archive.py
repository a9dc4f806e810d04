"""The file of a backup: a tar with `manifest.json` first, and then a dump for each database."""

import hashlib
import io
import json
import shutil
import tarfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from airflow_dbt_image.backups.sealed_key import SealedKey
from airflow_dbt_image.failure import Failure

FORMAT = 1
MANIFEST = "manifest.json"
MANIFEST_BYTES = 1_000_000
BLOCK = 1 << 20


@dataclass(frozen=True)
class Dump:
    """A database's dump."""

    bytes: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What is in the file."""

    stack: str
    created: str
    """In UTC, as in ISO 8601."""
    airflow: str
    """Version of Airflow."""
    fernet_key: SealedKey
    databases: dict[str, Dump]
    """By what they are in the stack: `metadata`, `analytics`, …"""
    format: int = FORMAT


def dump_file(folder: Path, database: str) -> Path:
    """Return where a database's dump is."""
    return folder / f"{database}.dump"


def checksum(file: Path) -> str:
    """Return a file's SHA-256."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def write(folder: Path, manifest: Manifest, output: IO[bytes]) -> None:
    """Write the file from a folder with the dumps."""
    text = json.dumps(asdict(manifest), indent=2).encode()
    with tarfile.open(fileobj=output, mode="w|", format=tarfile.PAX_FORMAT) as tar:
        head = tarfile.TarInfo(MANIFEST)
        head.size = len(text)
        tar.addfile(head, io.BytesIO(text))
        for name, dump in manifest.databases.items():
            entry = tarfile.TarInfo(dump_file(folder, name).name)
            entry.size = dump.bytes
            with dump_file(folder, name).open("rb") as file:
                tar.addfile(entry, file)


def read(source: IO[bytes], folder: Path) -> Manifest:
    """Unpack a file into a folder, and fail unless it is whole."""
    try:
        with tarfile.open(fileobj=source, mode="r|") as tar:
            first = tar.next()
            head = tar.extractfile(first) if first and first.name == MANIFEST else None
            if head is None:
                raise Failure("it is no backup: it does not begin with manifest.json")
            manifest = parsed(head.read(MANIFEST_BYTES))
            _refuse_if_too_large(manifest, folder)
            for name, dump in manifest.databases.items():
                entry = tar.next()
                target = dump_file(folder, name)
                content = tar.extractfile(entry) if entry and entry.name == target.name else None
                if content is None or entry is None or entry.size != dump.bytes:
                    raise Failure(f"the file is not whole: the dump of {name} is missing")
                with target.open("xb") as file:
                    shutil.copyfileobj(content, file, BLOCK)
                if checksum(target) != dump.sha256:
                    raise Failure(f"the file is damaged: the dump of {name} has another checksum")
    except (tarfile.TarError, EOFError):
        raise Failure("it is no backup, or it is not whole") from None
    (folder / MANIFEST).write_text(json.dumps(asdict(manifest)))
    return manifest


def parsed(text: bytes) -> Manifest:
    """Read a manifest."""
    try:
        fields = json.loads(text)
        if fields["format"] != FORMAT:
            raise Failure(f"the file has format {fields['format']}, and this version reads format {FORMAT}")
        databases = {str(name): Dump(**dump) for name, dump in fields.pop("databases").items()}
        sealed = SealedKey(**fields.pop("fernet_key"))
        if not all(name.isalnum() for name in databases):
            raise ValueError(databases)
        return Manifest(databases=databases, fernet_key=sealed, **fields)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Failure("it is no backup: its manifest cannot be read") from None


def _refuse_if_too_large(manifest: Manifest, folder: Path) -> None:
    needed, free = sum(dump.bytes for dump in manifest.databases.values()), shutil.disk_usage(folder).free
    if needed > free:
        raise Failure(f"the volume for backups has {free:,} bytes left, and the backup needs {needed:,}")
