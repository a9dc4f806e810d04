import hashlib
import json
import os
import time
from pathlib import Path

import pytest

from warm_dbt import graph, published, select_command, selections

ARGUMENTS = ["--select", "+marts"]
LISTED = '{"unique_id": "model.p.one", "config.materialized": "table"}\n'


def test_a_file_has_the_name_that_airflow_computes(tmp_path: Path) -> None:
    key = hashlib.sha256(b'["--select","+marts"]').hexdigest()
    assert selections.file(tmp_path, ARGUMENTS) == tmp_path / f"{key}.json"


def test_an_answer_has_what_dbt_listed(tmp_path: Path) -> None:
    output = 'a warning\n{"unique_id": "test.p.two"}\n' + LISTED
    output += '{"unique_id": "model.p.inlined", "config.materialized": "ephemeral"}\n'
    found = selections.answer(tmp_path / "x.json", ARGUMENTS, "d", 0, output)
    assert found == {"args": ARGUMENTS, "digest": "d", "ids": ["model.p.one", "test.p.two"]}


def test_a_selection_that_fails_keeps_what_it_selected_last(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    published.write(path, selections.answer(path, ARGUMENTS, "old", 0, LISTED))
    found = selections.answer(path, ARGUMENTS, "new", 2, "12:00:00  Encountered an error:\nno such selector\n")
    error = "Encountered an error:\nno such selector"
    assert found == {"args": ARGUMENTS, "digest": "old", "ids": ["model.p.one"], "error": error}
    assert selections.answer(tmp_path / "y.json", ARGUMENTS, "new", 2, "") == {
        "args": ARGUMENTS,
        "digest": None,
        "ids": [],
        "error": "dbt ls ended with 2",
    }


def test_those_that_nobody_asked_for_in_a_month_are_forgotten(tmp_path: Path) -> None:
    old, new = (selections.file(tmp_path, arguments) for arguments in (["old"], ["new"]))
    for path in (old, new):
        published.write(path, {"args": [path.stem]})
    os.utime(old, (0, time.time() - 31 * 24 * 3600))
    (tmp_path / ".half.json.1").touch()
    assert selections.known(tmp_path) == [(new, [new.stem])]
    assert not old.exists()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(graph, "FILE", tmp_path / "graph.json")
    monkeypatch.setattr(graph, "SELECTIONS", tmp_path / "selections")
    monkeypatch.setattr(select_command, "_DBT", str(tmp_path / "dbt"))
    published.write(tmp_path / "graph.json", {"digest": "d"})
    return tmp_path


def dbt(folder: Path, said: str, code: int) -> None:
    (folder / "dbt").write_text(f"#!/bin/sh\necho \"$@\" > '{folder}/given'\necho '{said}'\nexit {code}\n")
    (folder / "dbt").chmod(0o755)


def test_select_keeps_and_prints_the_answer_and_notes_that_it_was_asked(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dbt(folder, LISTED, 0)
    assert select_command.main(["--", *ARGUMENTS]) == 0
    path = selections.file(folder / "selections", ARGUMENTS)
    assert json.loads(capsys.readouterr().out) == published.read(path)
    assert published.read(path) == {"args": ARGUMENTS, "digest": "d", "ids": ["model.p.one"]}
    assert (folder / "given").read_text().startswith("ls --select +marts --resource-type model --resource-type seed")
    os.utime(path, (0, 0))
    select_command.main(ARGUMENTS)
    assert time.time() - path.stat().st_mtime < 60


def test_select_says_what_dbt_refuses(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dbt(folder, "No such option: --slect", 2)
    assert select_command.main(["--", "--slect", "x"]) == 1
    assert json.loads(capsys.readouterr().out)["error"] == "No such option: --slect"
