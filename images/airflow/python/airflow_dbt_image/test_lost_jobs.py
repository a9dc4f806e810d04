from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from airflow.models.base import Base
from airflow.models.dagrun import DagRun
from airflow.models.taskinstance import TaskInstance
from airflow.models.taskinstancehistory import TaskInstanceHistory
from airflow.models.tasklog import LogTemplate
from airflow.utils.state import DagRunState, State, TaskInstanceState
from sqlalchemy.orm import Session, lazyload

from airflow_dbt_image.lost_jobs import UNFINISHED, give_back

FORMER_ID = uuid4()
KEY = {"dag_id": "dag", "task_id": "task", "run_id": "run", "map_index": 2}


@pytest.fixture
def session() -> Iterator[Session]:
    engine = sa.create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        session.add(LogTemplate(filename="", elasticsearch_id=""))
        session.flush()
        yield session


def add_task(session: Session, state: Any, run_state: DagRunState = DagRunState.RUNNING, try_number: int = 1) -> None:
    session.add(DagRun("dag", "run", run_type="manual", state=run_state))
    session.flush()
    given = {"state": state, "try_number": try_number, "max_tries": 1, "pool": "default_pool", "pool_slots": 1}
    started = {"queued_by_job_id": 7, "external_executor_id": "edge", "next_method": "resume", "next_kwargs": {}}
    values = {"id": FORMER_ID, "custom_operator_name": "", **KEY, **given, **started}
    session.execute(sa.insert(TaskInstance).values(**values))


def task(session: Session) -> TaskInstance:
    session.flush()
    session.expire_all()
    return session.scalars(sa.select(TaskInstance).options(lazyload(TaskInstance.dag_run))).one()


def job(**other: Any) -> SimpleNamespace:
    return SimpleNamespace(**{**KEY, "try_number": 1, **other})


@pytest.mark.parametrize("state", UNFINISHED)
def test_an_unfinished_task_starts_again_as_another_one_without_using_a_retry(
    session: Session, state: TaskInstanceState
) -> None:
    add_task(session, state)
    assert give_back(job(), session)
    found = task(session)
    assert found.state is None
    assert found.max_tries == 2
    assert found.id != FORMER_ID
    assert (found.queued_by_job_id, found.external_executor_id) == (None, None)
    assert (found.next_method, found.next_kwargs) == (None, None)


def test_the_try_that_was_lost_stays_in_the_history(session: Session) -> None:
    add_task(session, TaskInstanceState.RUNNING)
    assert give_back(job(), session)
    session.flush()
    history = session.execute(
        sa.select(TaskInstanceHistory.task_instance_id, TaskInstanceHistory.try_number, TaskInstanceHistory.state)
    ).all()
    assert [(UUID(str(former)), number, state) for former, number, state in history] == [(FORMER_ID, 1, "failed")]


@pytest.mark.parametrize("state", [None, *(state for state in State.task_states if state not in {None, *UNFINISHED})])
def test_a_task_that_is_deferred_or_has_ended_or_waits_already_stays_as_it_is(
    session: Session, state: TaskInstanceState | None
) -> None:
    add_task(session, state)
    assert not give_back(job(), session)
    found = task(session)
    assert (found.id, found.state, found.max_tries) == (FORMER_ID, state, 1)


@pytest.mark.parametrize(
    "other", [{"try_number": 2}, {"map_index": 1}, {"task_id": "other"}, {"run_id": "other"}, {"dag_id": "other"}]
)
def test_a_job_of_another_task_or_try_changes_nothing(session: Session, other: dict[str, Any]) -> None:
    add_task(session, TaskInstanceState.RUNNING)
    assert not give_back(job(**other), session)
    assert task(session).state == TaskInstanceState.RUNNING


@pytest.mark.parametrize("run_state", [DagRunState.FAILED, DagRunState.SUCCESS, DagRunState.QUEUED])
def test_no_task_starts_again_in_a_run_that_does_not_go_on(session: Session, run_state: DagRunState) -> None:
    add_task(session, TaskInstanceState.RUNNING, run_state)
    assert not give_back(job(), session)
    assert task(session).state == TaskInstanceState.RUNNING
