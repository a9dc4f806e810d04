"""The tasks that run now, for the person who waits for them."""

import sqlalchemy as sa

from airflow_dbt_image.deferred_nodes import TRIGGER

SHOWN = 5


def waiting_for(tasks: list[tuple[str, str, int, float | None]]) -> str:
    """Return one line about tasks, each given as DAG, task, map index (-1: not mapped) and seconds."""
    if not tasks:
        return "waiting for the services to stop"
    shown = [_name(*task) for task in tasks[:SHOWN]]
    if len(tasks) > SHOWN:
        shown.append(f"{len(tasks) - SHOWN} more")
    return f"waiting for {len(tasks)} running task{'s' if len(tasks) > 1 else ''}: {', '.join(shown)}"


def _name(dag: str, task: str, index: int, seconds: float | None) -> str:
    return f"{dag}.{task}{f'[{index}]' if index >= 0 else ''} ({max(0, round(seconds or 0))} s)"


def running(engine: sa.Engine) -> str:
    """Return that line for a database. These columns are the same since Airflow 2.3; a report is no reason to fail."""
    query = (
        "select dag_id, task_id, map_index, extract(epoch from now() - start_date) from task_instance"
        " left join trigger on trigger.id = trigger_id"
        " where state = 'running' or classpath = :trigger order by start_date"
    )
    try:
        with engine.connect() as connection:
            return waiting_for([tuple(row) for row in connection.execute(sa.text(query), {"trigger": TRIGGER})])
    except sa.exc.SQLAlchemyError:
        return waiting_for([])
