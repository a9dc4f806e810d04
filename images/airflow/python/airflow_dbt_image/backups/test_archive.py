import io
import tarfile
from pathlib import Path

import pytest

from airflow_dbt_image.backups import archive, sealed_key
from airflow_dbt_image.failure import Failure


@pytest.fixture
def backup(tmp_path: Path) -> bytes:
    """A backup of two databases."""
    folder = tmp_path / "made"
    folder.mkdir()
    dumps = {}
    for name, content in {"metadata": b"of airflow", "analytics": b"of dbt" * 10_000}.items():
        file = archive.dump_file(folder, name)
        file.write_bytes(content)
        dumps[name] = archive.Dump(len(content), archive.checksum(file))
    output = io.BytesIO()
    archive.write(
        folder, archive.Manifest("local", "2026-11-25T03:00:00+00:00", "3.3.2", sealed_key.seal(), dumps), output
    )
    return output.getvalue()


def target(tmp_path: Path) -> Path:
    folder = tmp_path / "read"
    folder.mkdir()
    return folder


def test_what_was_written_is_read_again(tmp_path: Path, backup: bytes) -> None:
    folder = target(tmp_path)
    manifest = archive.read(io.BytesIO(backup), folder)
    assert manifest.stack == "local"
    assert list(manifest.databases) == ["metadata", "analytics"]
    assert archive.dump_file(folder, "analytics").read_bytes() == b"of dbt" * 10_000
    assert archive.parsed((folder / archive.MANIFEST).read_bytes()) == manifest


@pytest.mark.parametrize("part", [0.1, 0.4, 0.8])
def test_a_part_of_a_file_is_refused(tmp_path: Path, backup: bytes, part: float) -> None:
    with pytest.raises(Failure, match="not whole"):
        archive.read(io.BytesIO(backup[: int(len(backup) * part)]), target(tmp_path))


def test_a_damaged_file_is_refused(tmp_path: Path, backup: bytes) -> None:
    with pytest.raises(Failure, match="the dump of analytics has another checksum"):
        archive.read(io.BytesIO(backup.replace(b"of dbtof dbt", b"of dbtOf dbt", 1)), target(tmp_path))


@pytest.mark.parametrize("content", [b"", b"hello" * 1000, b"\x1f\x8b" + b"\0" * 2000])
def test_another_file_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(Failure, match="it is no backup"):
        archive.read(io.BytesIO(content), target(tmp_path))


def test_a_tar_of_something_else_is_refused(tmp_path: Path) -> None:
    output = io.BytesIO()
    with tarfile.open(fileobj=output, mode="w") as tar:
        entry = tarfile.TarInfo("../manifest.json")
        tar.addfile(entry)
    with pytest.raises(Failure, match=r"does not begin with manifest\.json"):
        archive.read(io.BytesIO(output.getvalue()), target(tmp_path))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b'{"format": 2}', "the file has format 2, and this version reads format 1"),
        (b'{"format": 1}', "its manifest cannot be read"),
        (b"[]", "its manifest cannot be read"),
        (
            b'{"format": 1, "databases": {"../x": {"bytes": 1, "sha256": ""}},'
            b' "fernet_key": {"encrypted": "", "check": ""}}',
            "its manifest cannot be read",
        ),
    ],
)
def test_a_manifest_of_another_kind_is_refused(text: bytes, message: str) -> None:
    with pytest.raises(Failure, match=message):
        archive.parsed(text)
