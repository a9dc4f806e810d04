from collections.abc import Iterator

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


def test_the_stack_says_which_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    assert former_workers.configured() == []
    monkeypatch.setenv("AIRFLOW__AIRFLOW_DBT__WORKERS", "one,two")
    assert former_workers.configured() == ["one", "two"]
