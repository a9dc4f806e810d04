import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory

from airflow_dbt_image.failure import Failure
from airflow_dbt_image.init import revisions

AIRFLOW_3_2 = "1d6611b6ab7c"


@pytest.fixture(scope="module")
def script() -> ScriptDirectory:
    return revisions.scripts()


def head(script: ScriptDirectory) -> str:
    current = script.get_current_head()
    assert current
    return current


def plan(script: ScriptDirectory, *core: str, others_are_current: bool = True) -> revisions.Plan:
    before = {revisions.CORE: list(core)} if core else {}
    return revisions.plan(before, script, "3.x.y", others_are_current)


def test_an_empty_database_is_filled(script: ScriptDirectory) -> None:
    assert plan(script).needed
    assert plan(script).describe == "create the tables of Airflow 3.x.y"


def test_the_current_version_needs_nothing(script: ScriptDirectory) -> None:
    assert not plan(script, head(script)).needed


def test_an_older_version_is_migrated_and_both_versions_are_named(script: ScriptDirectory) -> None:
    older = script.get_revision(head(script)).down_revision
    assert isinstance(older, str)
    assert plan(script, older).needed
    assert plan(script, older).count == 1
    assert plan(script, "29ce7909c52b").describe == (
        "the database is migrated from Airflow 3.0.0 (revision 29ce7909c52b) to Airflow 3.x.y"
    )


def test_tables_of_a_provider_alone_are_a_reason(script: ScriptDirectory) -> None:
    found = plan(script, head(script), others_are_current=False)
    assert found.needed
    assert found.count == 0
    assert "provider" in found.describe


def test_a_newer_version_is_refused_before_anything_is_changed(script: ScriptDirectory) -> None:
    with pytest.raises(Failure, match=r"newer Airflow than this image's 3.x.y \(unknown revision feed\)"):
        plan(script, "feed")


def test_every_version_table_of_the_database_is_read() -> None:
    engine = sa.create_engine("sqlite://", poolclass=sa.StaticPool)
    with engine.begin() as connection:
        for name, version in (("alembic_version", "1"), ("alembic_version_fab", "2"), ("connection", "3")):
            connection.execute(sa.text(f"create table {name} (version_num text)"))
            connection.execute(sa.text(f"insert into {name} values ('{version}')"))
        connection.execute(sa.text("create table alembic_version_empty (version_num text)"))
    assert revisions.of_database(engine) == {"alembic_version": ["1"], "alembic_version_fab": ["2"]}
