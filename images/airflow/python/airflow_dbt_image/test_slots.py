import pytest

from airflow_dbt_image.on_demand_executor import OnDemandLocalExecutor
from airflow_dbt_image.slots import share


def test_an_executor_has_all_slots_unless_a_share_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIRFLOW__CORE__PARALLELISM", "20")
    assert (share("local"), share("edge")) == (20, 20)
    monkeypatch.setenv("AIRFLOW__AIRFLOW_DBT__LOCAL_PARALLELISM", "8")
    assert (share("local"), share("edge")) == (8, 20)


def test_the_local_executor_keeps_to_its_share(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIRFLOW__AIRFLOW_DBT__LOCAL_PARALLELISM", "3")
    assert OnDemandLocalExecutor().parallelism == 3
