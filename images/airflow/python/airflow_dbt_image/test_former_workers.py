from collections.abc import Iterator
from unittest.mock import Mock

import pytest
import sqlalchemy as sa
from airflow.providers.edge3.models.edge_worker import EdgeWorkerModel, EdgeWorkerState
from sqlalchemy.orm import Session

from airflow_dbt_image import former_workers


@pytest.fixture
def session() -> Iterator[Session]:
    engine = sa.create_engine("sqlite://")
    EdgeWorkerModel.__table__.create(engine)
    with Session(engine) as session:
        yield session


def test_forgets_those_that_have_ended_and_that_the_stack_does_not_have(session: Session) -> None:
    session.add_all(
        [
            EdgeWorkerModel("kept", EdgeWorkerState.OFFLINE, None),
            EdgeWorkerModel("alive", EdgeWorkerState.IDLE, None),
            EdgeWorkerModel("stopped", EdgeWorkerState.OFFLINE, None),
            EdgeWorkerModel("killed", EdgeWorkerState.UNKNOWN, None),
        ]
    )
    former_workers.forget(session, ["kept"])
    names = session.scalars(sa.select(EdgeWorkerModel.worker_name).order_by(EdgeWorkerModel.worker_name)).all()
    assert names == ["alive", "kept"]


def test_they_are_forgotten_at_the_start_and_then_once_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Mock(return_value=1000.0)
    times: list[float] = []
    monkeypatch.setattr(former_workers, "forget", lambda *_: times.append(clock()))
    former = former_workers.FormerWorkers(["kept"], clock)
    for seconds in (1000.5, 1001, 1060.4, 1060.5, 1061, 1200):
        clock.return_value = seconds
        former.forget(Session())
    assert times == [1000.5, 1060.5, 1200]


def test_a_stack_that_does_not_say_which_it_has_forgets_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(former_workers, "forget", lambda *_: pytest.fail("forgotten"))
    former_workers.FormerWorkers([]).forget(Session())


def test_the_stack_says_which_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    assert former_workers.configured() == []
    monkeypatch.setenv("AIRFLOW__AIRFLOW_DBT__WORKERS", "one,two")
    assert former_workers.configured() == ["one", "two"]
