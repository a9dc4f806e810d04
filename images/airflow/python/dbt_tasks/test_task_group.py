from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from airflow.providers.standard.operators.empty import EmptyOperator
from airflow.sdk import DAG
from airflow.serialization.serialized_objects import DagSerialization

from dbt_tasks import DbtTaskGroup, graph, selection, task_group
from dbt_tasks.fake_graph import NODES, entry


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a graph, in the place of the container's."""
    (tmp_path / "graph.json").write_text(json.dumps({"project": "p", "error": None, "nodes": NODES}))
    monkeypatch.setattr(task_group, "read_graph", lambda: graph.read_graph(tmp_path))
    monkeypatch.setattr(
        task_group, "selected", lambda found, words, conn_id: selection.selected(found, words, conn_id, tmp_path)
    )
    return tmp_path


def made(**kwargs: Any) -> DAG:
    with DAG("d", schedule=None) as dag:
        EmptyOperator(task_id="before") >> DbtTaskGroup(**kwargs) >> EmptyOperator(task_id="after")
    return dag


def above(dag: DAG) -> dict[str, set[str]]:
    return {task.task_id: set(task.upstream_task_ids) for task in dag.tasks}


@pytest.mark.usefixtures("folder")
def test_the_graph_becomes_tasks_between_those_before_and_after() -> None:
    assert above(made()) == {
        "before": set(),
        "dbt.stg_a": {"before"},
        "dbt.fct": {"dbt.stg_a"},
        "dbt.assets": {"dbt.fct"},
        "after": {"dbt.assets"},
    }


@pytest.mark.usefixtures("folder")
def test_a_task_knows_its_nodes_the_command_of_all_and_its_own() -> None:
    task = made(vars={"day": "{{ ds }}"}, full_refresh=True).get_task("dbt.fct")
    options = ["--vars", '{"day": "{{ ds }}"}', "--full-refresh"]
    assert task.nodes == ["model.p.fct", "test.p.unique_fct"]
    assert task.args == ["build", *options]
    alone = ["build", "--select", "fct", "unique_fct", "--indirect-selection", "empty", *options]
    assert task.alone == alone
    assert (task.retries, task.start_from_trigger) == (1, True)
    kwargs = {"conn_id": "dbt_ssh", "group": "dbt", "args": task.args, "nodes": task.nodes, "alone": alone}
    assert task.start_trigger_args.trigger_kwargs == kwargs
    assert "Rows of A." in str(made().get_task("dbt.stg_a").doc_md)


@pytest.mark.usefixtures("folder")
def test_arguments_of_operators_reach_all_tasks_or_one() -> None:
    dag = made(operator_args={"retries": 3}, node_args={"fct": {"retries": 7}})
    assert [dag.get_task(name).retries for name in ("dbt.stg_a", "dbt.fct")] == [3, 7]


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("executors", "expected"),
    [
        ("LocalExecutor:a.OnDemand", "LocalExecutor"),
        ("EdgeExecutor:a.Edge,LocalExecutor:a.OnDemand", "LocalExecutor"),
        ("CeleryExecutor", None),
    ],
)
def test_the_last_task_runs_in_the_scheduler(
    monkeypatch: pytest.MonkeyPatch, executors: str, expected: str | None
) -> None:
    monkeypatch.setenv("AIRFLOW__CORE__EXECUTOR", executors)
    assert made().get_task("dbt.assets").executor == expected
    assert made(operator_args={"executor": "mine"}).get_task("dbt.assets").executor == "mine"


@pytest.mark.usefixtures("folder")
def test_freshness_comes_first_as_a_command_of_its_own() -> None:
    dag = made(source_freshness=True)
    assert above(dag)["dbt.stg_a"] == {"dbt.loads"}
    task = dag.get_task("dbt.loads")
    assert task.args == ["source", "freshness"]
    assert task.alone == ["source", "freshness", "--select", "source:p.raw.loads"]


@pytest.mark.usefixtures("folder")
def test_tasks_are_grouped_as_the_folders_of_the_project() -> None:
    assert above(made(group_by="folder"))["dbt.marts.fct"] == {"dbt.staging.stg_a"}


def test_what_dbt_selects_is_read_from_its_answer(folder: Path) -> None:
    words = ["--select", "+marts", "--exclude", "x"]
    (folder / "selections").mkdir()
    (folder / selection.answer_file(words)).write_text(json.dumps({"ids": ["model.p.fct"]}))
    dag = made(select="+marts", exclude=["x"], assets=False)
    assert above(dag) == {"before": set(), "dbt.fct": {"before"}, "after": {"dbt.fct"}}
    assert dag.get_task("dbt.fct").args == ["build", *words]


def test_what_dbt_cannot_select_is_told_with_its_message(folder: Path) -> None:
    (folder / "selections").mkdir()
    answer = {"ids": [], "error": "'+marts(' is not a selector"}
    (folder / selection.answer_file(["--select", "+marts("])).write_text(json.dumps(answer))
    with pytest.raises(ValueError, match="is not a selector"):
        made(select="+marts(")


def test_before_dbt_has_parsed_its_project_one_task_runs_all_of_it(folder: Path) -> None:
    (folder / "graph.json").unlink()
    assert above(made(select="+marts")) == {
        "before": set(),
        "dbt.dbt_build": {"before"},
        "dbt.assets": {"dbt.dbt_build"},
        "after": {"dbt.assets"},
    }


@pytest.mark.usefixtures("folder")
def test_a_dag_with_the_group_is_stored_and_read() -> None:
    stored = DagSerialization.from_dict(DagSerialization.to_dict(made(group_by="folder")))
    assert stored.get_task("dbt.marts.fct").start_from_trigger


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("wrong", "message"), [({"tests": "all"}, "tests is 'all'"), ({"group_by": "x"}, "group_by is")]
)
def test_a_value_that_cannot_be_is_refused(wrong: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=f"DbtTaskGroup dbt: {message}"):
        made(**wrong)


def test_a_thousand_models_are_read_in_less_than_a_second(folder: Path) -> None:
    models = [entry(f"model.p.m{each}", *([f"model.p.m{each - 200}"] if each >= 200 else [])) for each in range(1000)]
    tests = [entry(f"test.p.t{each}", f"model.p.m{each}") for each in range(1000)]
    (folder / "graph.json").write_text(json.dumps({"project": "p", "error": None, "nodes": models + tests}))
    began = time.process_time()
    dag = made()
    assert time.process_time() - began < 1
    assert len(dag.tasks) == 1003
