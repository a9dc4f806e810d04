from pathlib import Path

from airflow_dbt_image.check_dags import check

GOOD = """
from airflow.sdk import DAG, task

with DAG("good"):

    @task
    def work():
        pass

    work()
"""


def test_counts_dags_and_names_files_that_cannot_be_imported(tmp_path: Path) -> None:
    (tmp_path / "good.py").write_text(GOOD)
    (tmp_path / "crm").mkdir()
    (tmp_path / "crm" / "bad.py").write_text("from airflow.sdk import DAG\nimport no_such_package\n")
    (tmp_path / "helper.py").write_text("raise RuntimeError('no DAG, so nobody imports it')\n")
    count, errors = check(tmp_path)
    assert count == 1
    assert list(errors) == ["airflow/dags/crm/bad.py"]
    assert "No module named 'no_such_package'" in errors["airflow/dags/crm/bad.py"]


def test_names_what_airflow_cannot_store(tmp_path: Path) -> None:
    (tmp_path / "bad.py").write_text(GOOD.replace('DAG("good")', 'DAG("bad", params={"when": object()})'))
    _, errors = check(tmp_path)
    assert list(errors) == ["airflow/dags/bad.py"]
