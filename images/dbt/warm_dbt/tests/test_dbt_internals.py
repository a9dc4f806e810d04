"""The changes to dbt's code, on the dbt of this image."""

import importlib
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from warm_dbt import dbt_internals
from warm_dbt.parsed_project import ParsedProject


@pytest.fixture
def loader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return dbt's manifest loader as it looks for the parsed project; the partial-parse file cannot be decoded."""
    parser: Any = importlib.import_module("dbt.parser.manifest")
    loader_class = parser.ManifestLoader
    # Restored after the test, whatever is put in its place.
    monkeypatch.setattr(loader_class, "read_manifest_for_partial_parse", loader_class.read_manifest_for_partial_parse)
    flags = SimpleNamespace(PARTIAL_PARSE=True, PARTIAL_PARSE_FILE_PATH=None)
    monkeypatch.setattr(parser, "get_flags", lambda: flags)
    (tmp_path / "partial_parse.msgpack").write_bytes(b"no such thing")
    found = loader_class.__new__(loader_class)
    found.root_project = SimpleNamespace(project_target_path=str(tmp_path))
    found.is_partial_parsable = lambda manifest: (True, None)
    return found


def test_the_parsed_project_comes_from_memory_if_it_is_there(loader: Any, tmp_path: Path) -> None:
    held = SimpleNamespace(metadata=SimpleNamespace(generated_at="before", invocation_id="before"))
    asked: list[Path] = []

    def memory(path: Path) -> Any:
        asked.append(path)
        return held

    dbt_internals.read_manifest_from(memory)
    assert loader.read_manifest_for_partial_parse() is held
    assert asked == [tmp_path / "partial_parse.msgpack"]
    assert held.metadata.generated_at != "before", "dbt's own code went on with it"


def test_and_from_the_file_otherwise(loader: Any) -> None:
    dbt_internals.read_manifest_from(lambda path: None)
    assert loader.read_manifest_for_partial_parse() is None, "the file cannot be decoded"


def test_only_the_very_file_that_was_read_is_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module: Any = importlib.import_module("dbt.contracts.graph.manifest")
    manifest = SimpleNamespace(macros={})
    monkeypatch.setattr(module.Manifest, "from_msgpack", lambda *_, **__: manifest)
    file = tmp_path / "partial_parse.msgpack"
    parsed = ParsedProject(file)
    parsed.refresh()
    assert parsed.held_for(file) is None
    file.write_bytes(b"1")
    assert parsed.held_for(file) is None
    parsed.refresh()
    assert parsed.held_for(file) is manifest
    assert parsed.held_for(tmp_path / "other.msgpack") is None
    file.write_bytes(b"other")
    assert parsed.held_for(file) is None


def test_a_file_that_cannot_be_decoded_is_left_to_dbt(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "partial_parse.msgpack"
    file.write_bytes(b"no such thing")
    parsed = ParsedProject(file)
    parsed.refresh()
    assert parsed.held_for(file) is None
    assert "cannot be kept in memory" in capsys.readouterr().out
