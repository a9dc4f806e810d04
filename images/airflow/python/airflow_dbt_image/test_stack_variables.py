import os
from pathlib import Path

import pytest

from airflow_dbt_image import stack_variables


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    environment = {"SET": "before"}
    monkeypatch.setattr(os, "environ", environment)
    return environment


def test_adds_variables_whose_values_may_hold_anything_but_a_line_break(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    file = tmp_path / "variables.env"
    file.write_bytes(b"PASSWORD=a=b 'c' #d\xff\nEMPTY=\n\nno variable\n")
    environment.pop("PYTEST_CURRENT_TEST", None)
    stack_variables.add(str(file))
    assert environment == {"SET": "before", "PASSWORD": "a=b 'c' #d\udcff", "EMPTY": ""}


def test_changes_no_variable_that_is_set(tmp_path: Path, environment: dict[str, str]) -> None:
    file = tmp_path / "variables.env"
    file.write_text("SET=after\n")
    environment.pop("PYTEST_CURRENT_TEST", None)
    stack_variables.add(str(file))
    assert environment["SET"] == "before"


def test_adds_nothing_where_there_is_no_file(tmp_path: Path, environment: dict[str, str]) -> None:
    environment.pop("PYTEST_CURRENT_TEST", None)
    stack_variables.add(str(tmp_path / "missing"))
    assert environment == {"SET": "before"}
