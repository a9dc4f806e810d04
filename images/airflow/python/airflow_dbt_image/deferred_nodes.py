"""The nodes of dbt's graph that wait in the triggerer for dbt (dbt_tasks): no executor knows of them."""

import logging

import sqlalchemy as sa

TRIGGER = "dbt_tasks.trigger.DbtTrigger"

log = logging.getLogger(__name__)


def waiting() -> int:
    """Return how many there are; none if the database does not answer, without which nothing goes on."""
    from airflow.utils.session import create_session

    query = "select count(*) from task_instance join trigger on trigger.id = trigger_id where classpath = :trigger"
    try:
        with create_session() as session:
            return int(session.execute(sa.text(query), {"trigger": TRIGGER}).scalar_one())
    except sa.exc.SQLAlchemyError as error:
        log.warning("tasks that wait for dbt cannot be counted: %s", error)
        return 0
