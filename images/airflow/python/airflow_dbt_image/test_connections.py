import json
from pathlib import Path

import pytest

from airflow_dbt_image import connections


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "connections.json"
    monkeypatch.setattr(connections, "FILE", str(file))
    return file


def test_reads_fields_and_uris_and_marks_each_connection(file: Path) -> None:
    crm = {"conn_type": "http", "host": "crm", "description": "of sales"}
    file.write_text(json.dumps({"crm": crm, "db": "postgres://user:word@host:5432/name"}))
    found = connections.load()
    assert found["crm"].description == "[managed] of sales"
    assert (found["db"].conn_type, found["db"].password) == ("postgres", "word")
    assert found["db"].description.startswith("[managed] ")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"crm": {"host": "crm"}}', "the connection crm has no conn_type"),
        ('{"crm": {"conn_type": "http", "hots": "crm"}}', "the connection crm cannot be created: AirflowException"),
        ('{"crm": 1}', "the connection crm cannot be created: AirflowException"),
        ("{", "cannot be used: JSONDecodeError"),
        ("[]", "cannot be used: it holds a list, not connections by their ids"),
    ],
)
def test_refuses_the_whole_file_in_one_line_if_an_entry_is_wrong(file: Path, text: str, message: str) -> None:
    file.write_text(text)
    with pytest.raises(SystemExit) as ended:
        connections.load()
    assert message in str(ended.value)
    assert "\n" not in str(ended.value)


@pytest.mark.parametrize(
    "uri", ["postgres://user:hunter2/x@host/name", "a://user:hunter2@b://c://d", "http://[hunter2"]
)
def test_names_a_connection_that_cannot_be_created_without_its_password(
    file: Path, uri: str, capfd: pytest.CaptureFixture[str]
) -> None:
    file.write_text(json.dumps({"db": "postgres://host/name", "crm": uri}))
    with pytest.raises(SystemExit, match=r"the connection crm cannot be created: \w+$") as ended:
        connections.load()
    assert "hunter2" not in f"{ended.value}{capfd.readouterr()}"


@pytest.mark.usefixtures("file")
def test_says_which_file_is_missing() -> None:
    with pytest.raises(SystemExit, match=r"connections\.json is missing"):
        connections.main()
