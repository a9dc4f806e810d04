import os
from pathlib import Path

from warm_dbt import published


def test_a_file_is_written_only_if_it_becomes_another(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "graph.json"
    assert published.write(path, {"name": "né"})
    os.utime(path, (1, 1))
    assert not published.write(path, {"name": "né"})
    assert path.stat().st_mtime == 1
    assert published.write(path, {"name": "other"}, keep_time=True)
    assert path.stat().st_mtime == 1
    assert [each.name for each in path.parent.iterdir()] == ["graph.json"]


def test_what_is_no_object_of_json_is_nothing(tmp_path: Path) -> None:
    path = tmp_path / "graph.json"
    assert published.read(path) == {}
    for text in ("{half", "[]"):
        path.write_text(text)
        assert published.read(path) == {}
