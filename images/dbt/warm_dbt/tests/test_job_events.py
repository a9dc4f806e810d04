import json
from pathlib import Path

import pytest
from jobs_support import House, event

from warm_dbt.jobs.job import Job
from warm_dbt.jobs.node_events import NodeEvents

A, B, T = "model.p.a", "model.p.b", "test.p.t"


@pytest.fixture
def job(house: House) -> Job:
    found = house.lost("a", "job.json", "began")
    Path(found.folder, "logs").mkdir()
    (Path(found.target) / "compiled/p/models/x").mkdir(parents=True)
    return found


def log(job: Job, *lines: str) -> None:
    with open(job.log, "a") as file:
        file.writelines(lines)


def told(job: Job) -> list[dict[str, object]]:
    return list(NodeEvents(job).new())


def test_a_node_is_told_with_its_lines_its_rows_and_its_file(job: Job) -> None:
    compiled = Path(job.target, "compiled/p/models/x/a.sql")
    compiled.touch()
    response = {"rows_affected": 12.0}
    log(job, event("NodeStart", A), event("LogStartLine", A, "info", "START a"), event("SQLQuery", A, said="select 1"))
    log(job, event("NodeFinished", A, path="x/a.sql", message="SELECT 12", adapter_response=response))
    assert told(job) == [
        {"job": "a", "event": "begin", "node": A},
        {
            "job": "a",
            "event": "node",
            "node": A,
            "status": "success",
            "seconds": 0.25,
            "rows": 12,
            "message": "SELECT 12",
            "log": ["START a"],
            "compiled": str(compiled),
            "finished": "2026-01-01T00:00:00.5Z",
        },
    ]


def test_an_error_is_in_the_log_in_full_and_once(job: Job) -> None:
    log(job, event("LogModelResult", A, "error", "1 of 2 ERROR"))
    log(job, event("NodeFinished", A, status="error", message="Database Error\n  no such table\n1 of 2 ERROR"))
    assert told(job)[0]["log"] == ["1 of 2 ERROR", "Database Error", "  no such table"]


@pytest.mark.parametrize(("node", "rows"), [(A, -1.0), (A, None), (T, 1.0), ("unit_test.p.u", 1.0)])
def test_rows_are_those_of_a_model_that_knows_them(job: Job, node: str, rows: float | None) -> None:
    log(job, event("NodeFinished", node, adapter_response={"rows_affected": rows}))
    assert told(job)[0]["rows"] is None


def test_lines_of_nodes_that_run_side_by_side_are_told_apart(job: Job) -> None:
    log(job, event("Line", A, "info", "of a"), event("Line", B, "warn", "of b"), event("Line", A, "info", "of a too"))
    log(job, event("NodeFinished", B), event("NodeFinished", A), event("Line", A, "info", "late"))
    assert [line["log"] for line in told(job)] == [["of b"], ["of a", "of a too"]]


def test_a_line_is_told_once_it_is_whole_and_only_then(job: Job) -> None:
    nodes = NodeEvents(job)
    line = event("NodeStart", A)
    log(job, line[:40])
    assert list(nodes.new()) == []
    log(job, line[40:], event("NodeStart", B)[:-1])
    assert [each["node"] for each in nodes.new()] == [A]
    log(job, "\n")
    assert [each["node"] for each in nodes.new()] == [B]
    nodes.close()


def test_what_is_no_event_of_a_node_is_passed_over(job: Job) -> None:
    broken = event("NodeFinished", A, adapter_response="odd")
    nameless = event("NodeStart", B).replace("unique_id", "id")
    log(job, "no JSON\n", '{"node_info": {, "level": "info"\n', nameless, broken, event("NodeStart", B))
    assert [each["node"] for each in told(job)] == [B]


def test_nodes_that_only_the_results_have_are_told_at_the_end(job: Job) -> None:
    left_out = {"unique_id": B, "status": "skipped", "execution_time": 0, "message": None, "timing": []}
    ran = {"unique_id": A, "status": "success", "execution_time": 1, "message": "", "timing": []}
    Path(job.target, "run_results.json").write_text(json.dumps({"results": [ran, left_out]}))
    log(job, event("NodeFinished", A))
    nodes = NodeEvents(job)
    assert [each["node"] for each in nodes.new()] == [A]
    assert [(each["node"], each["status"], each["finished"]) for each in nodes.rest()] == [(B, "skipped", None)]
    nodes.close()


def test_the_file_of_a_node_is_its_own_and_not_one_of_that_name(job: Job) -> None:
    for path in ("p/models/x/a.sql", "other/models/x/a.sql", "p/models/y/a.sql", "p/models/m.yml/t.sql"):
        file = Path(job.target, "compiled", path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    log(job, event("NodeFinished", A, path="x/a.sql"), event("NodeFinished", T, path="t.sql"))
    log(job, event("NodeFinished", B, path="a.sql"), event("NodeFinished", "model.p.c", path="c.sql"))
    found = [str(line["compiled"]).rpartition("compiled/")[2] for line in told(job)]
    assert found == ["p/models/x/a.sql", "p/models/m.yml/t.sql", "None", "None"]
