import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from airflow.models.pool import Pool
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from airflow_dbt_image import pools


@pytest.fixture
def session() -> Iterator[Session]:
    """A database with Airflow's own pool, and one that somebody created by hand."""
    engine = create_engine("sqlite://")
    Pool.metadata.create_all(engine, tables=[Pool.__table__])
    with Session(engine) as opened:
        opened.add(Pool(pool="default_pool", slots=128, include_deferred=False, description="Default pool"))
        opened.add(Pool(pool="by_hand", slots=2, include_deferred=True, description="of a person"))
        yield opened


def rows(session: Session) -> dict[str, tuple[int, bool, str]]:
    session.flush()
    found = session.scalars(select(Pool))
    return {str(pool.pool): (pool.slots, pool.include_deferred, str(pool.description)) for pool in found}


def test_creates_changes_and_deletes_its_own_pools_and_leaves_others_alone(session: Session) -> None:
    others = rows(session)
    assert pools.apply(session, {"crm": {"slots": 4}, "warehouse": {"slots": 1, "description": "one at a time"}}) == [
        "the pool crm has 4 slots",
        "the pool warehouse has 1 slots",
    ]
    assert rows(session) == others | {
        "crm": (4, False, "[managed] edits are overwritten by the next deployment"),
        "warehouse": (1, False, "[managed] one at a time"),
    }
    assert pools.apply(session, {"crm": {"slots": -1, "include_deferred": True}}) == [
        "the pool crm has -1 slots",
        "the pool warehouse is deleted",
    ]
    assert rows(session)["crm"][:2] == (-1, True)
    pools.apply(session, {})
    assert rows(session) == others


def test_the_default_pool_can_be_changed_and_is_never_deleted(session: Session) -> None:
    pools.apply(session, {"default_pool": {"slots": 16}})
    pools.apply(session, {})
    assert rows(session)["default_pool"][0] == 16


def test_reads_the_file_if_there_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "pools.json"
    monkeypatch.setattr(pools, "FILE", file)
    assert pools.load() == {}
    file.write_text(json.dumps({"crm": {"slots": 4}}))
    assert pools.load() == {"crm": {"slots": 4}}
