from pathlib import Path

import pytest

from as_released import differences


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    return fill(tmp_path / "installed")


@pytest.fixture
def image(tmp_path: Path) -> Path:
    return fill(tmp_path / "image")


def fill(folder: Path) -> Path:
    for name in ("lib/site-packages/airflow/models.py", "lib/site-packages/pandas/tests/test_one.py"):
        write(folder, name, "one = 1\n")
    return folder


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text)


def test_lets_tests_be_deleted_and_compiled_files_and_our_own_be_added(installed: Path, image: Path) -> None:
    (image / "lib/site-packages/pandas/tests/test_one.py").unlink()
    write(image, "lib/site-packages/airflow/__pycache__/models.cpython-313.pyc", "")
    write(image, "lib/site-packages/airflow_dbt_image/plugin.py", "")
    write(image, "lib/site-packages/dbt_tasks/plan.py", "")
    write(image, "bin/airflow-init", "")
    assert list(differences(installed, image)) == []


def test_finds_a_changed_a_missing_and_an_added_file(installed: Path, image: Path) -> None:
    write(image, "lib/site-packages/airflow/models.py", "two = 2\n")
    write(image, "lib/site-packages/airflow/more.py", "")
    write(installed, "lib/site-packages/airflow/jobs.py", "")
    assert list(differences(installed, image)) == [
        "missing: lib/site-packages/airflow/jobs.py",
        "added: lib/site-packages/airflow/more.py",
        "changed: lib/site-packages/airflow/models.py",
    ]
