import logging
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from airflow_dbt_image import dumps
from airflow_dbt_image.failure import Failure
from airflow_dbt_image.init import attempt, migration, revisions
from airflow_dbt_image.init.outcome import Services

BEFORE = {"alembic_version": ["old"]}
PLAN = revisions.Plan(BEFORE, True, 2, "")
SERVICES = Services("docker", "init-x", ["scheduler-x", "apiserver-x"])


Database = tuple[sa.Engine, list[str]]


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    """A database of the revision `old`, a folder for dumps, and `written`, the names that were written."""
    engine = sa.create_engine("sqlite://", poolclass=sa.StaticPool)
    with engine.begin() as connection:
        connection.execute(sa.text("create table alembic_version (version_num text)"))
        connection.execute(sa.text("insert into alembic_version values ('old')"))
    monkeypatch.setattr(attempt, "FILE", tmp_path / "migration.json")
    written: list[str] = []

    def write(_url: sa.URL) -> tuple[str, int]:
        written.append(f"airflow-{len(written)}.dump")
        (tmp_path / written[-1]).touch()
        return written[-1], 1

    monkeypatch.setattr(dumps, "write", write)
    return engine, written


def to(engine: sa.Engine, version: str) -> None:
    with engine.begin() as connection:
        connection.execute(sa.text(f"update alembic_version set version_num = '{version}'"))


def failing(engine: sa.Engine, version: str | None = None) -> Callable[[], None]:
    def upgrade() -> None:
        if version:
            to(engine, version)
        raise ValueError("no such thing")

    return upgrade


def test_a_dump_comes_first(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    engine, written = database
    monkeypatch.setattr(migration, "_upgrade", lambda: written.append("migrated"))
    migration.migrate(engine, PLAN, SERVICES)
    assert written == ["airflow-0.dump", "migrated"]


def test_an_empty_database_needs_no_dump(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    engine, written = database
    monkeypatch.setattr(migration, "_upgrade", lambda: None)
    migration.migrate(engine, revisions.Plan({}, True, 0, ""), SERVICES)
    assert written == []


def test_a_failure_without_a_change_lets_the_former_services_start(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, _ = database
    monkeypatch.setattr(migration, "_upgrade", failing(engine))
    with pytest.raises(Failure, match="no such thing\nThe database is as it was before") as raised:
        migration.migrate(engine, PLAN, SERVICES)
    assert not isinstance(raised.value, migration.Broken)
    assert attempt.load() is None


def test_a_failure_halfway_prints_the_commands_and_the_next_attempt_keeps_the_dump_from_before(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, written = database
    monkeypatch.setattr(migration, "_upgrade", failing(engine, "between"))
    with pytest.raises(migration.Broken) as raised:
        migration.migrate(engine, PLAN, SERVICES)
    assert "echo restore airflow-0.dump | docker start --attach --interactive init-x" in str(raised.value)
    assert "docker start scheduler-x apiserver-x" in str(raised.value)

    again = revisions.Plan({"alembic_version": ["between"]}, True, 1, "")
    with pytest.raises(migration.Broken, match=r"airflow-0\.dump"):
        migration.migrate(engine, again, SERVICES)
    assert written == ["airflow-0.dump"]


def test_a_migration_that_exits_is_a_failure_too(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    engine, _ = database

    def exits() -> None:
        to(engine, "between")
        raise SystemExit(1)

    monkeypatch.setattr(migration, "_upgrade", exits)
    with pytest.raises(migration.Broken):
        migration.migrate(engine, PLAN, SERVICES)


def test_progress_counts_alembics_lines(capsys: pytest.CaptureFixture[str]) -> None:
    progress = migration.Progress(2)
    for message in ("Context impl PostgresqlImpl.", "Running upgrade a -> b, Add one.", "Running upgrade b -> c, Two"):
        progress.emit(logging.LogRecord("alembic", logging.INFO, "", 0, message, None, None))
    assert capsys.readouterr().out.splitlines() == [
        "airflow-init: migration 1 of 2: Add one …",
        "airflow-init: migration 2 of 2: Two …",
    ]
