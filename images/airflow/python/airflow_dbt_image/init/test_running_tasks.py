import sqlalchemy as sa

from airflow_dbt_image.init.running_tasks import running, waiting_for


def test_each_task_is_named_with_its_age() -> None:
    assert waiting_for([("flights", "extract", -1, 40.4)]) == "waiting for 1 running task: flights.extract (40 s)"
    assert (
        waiting_for([("a", "b", 3, None), ("c", "d", -1, 1.0)])
        == "waiting for 2 running tasks: a.b[3] (0 s), c.d (1 s)"
    )


def test_many_tasks_do_not_fill_the_screen() -> None:
    line = waiting_for([("dag", f"task_{number}", -1, 1.0) for number in range(9)])
    assert line.startswith("waiting for 9 running tasks: dag.task_0 (1 s), ")
    assert line.endswith(", 4 more")


def test_no_task_or_a_database_that_does_not_answer_is_no_failure() -> None:
    assert waiting_for([]) == "waiting for the services to stop"
    assert running(sa.create_engine("sqlite://")) == "waiting for the services to stop"
