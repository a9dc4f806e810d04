"""Which version the database's tables have, and which this image needs."""

from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from alembic.script import ScriptDirectory

from airflow_dbt_image.failure import Failure

CORE = "alembic_version"
"""Alembic's table of Airflow's own tables; the auth manager and providers have one each, named
`alembic_version_<…>`."""

Revisions = dict[str, list[str]]


def of_database(engine: sa.Engine) -> Revisions:
    """Return the revisions of each group of tables; an empty database has none."""
    with engine.connect() as connection:
        tables = [name for name in sa.inspect(connection).get_table_names() if name.startswith(CORE)]
        found: Revisions = {
            table: sorted(
                connection.execute(sa.select(sa.column("version_num")).select_from(sa.table(table))).scalars()
            )
            for table in sorted(tables)
        }
    return {table: revisions for table, revisions in found.items() if revisions}


def scripts() -> ScriptDirectory:
    """Return Airflow's migrations in this image."""
    import airflow

    return ScriptDirectory(str(Path(airflow.__file__).parent / "migrations"))


@dataclass(frozen=True)
class Plan:
    """The way from the database's version to the image's."""

    before: Revisions
    needed: bool
    count: int
    """Migrations of Airflow's own tables that are still to run."""
    describe: str


def plan(before: Revisions, script: ScriptDirectory, image: str, others_are_current: bool) -> Plan:
    """Compare. `others_are_current` tells of the tables of the auth manager and of providers."""
    current, heads = set(before.get(CORE, [])), set(script.get_heads())
    unknown = current - {revision.revision for revision in script.walk_revisions()}
    if unknown:
        raise Failure(
            f"the database is of a newer Airflow than this image's {image} (unknown revision "
            f"{', '.join(sorted(unknown))}). "
            'Deploy that version again, or restore a dump of this version first: docs/upgrading.md, "Going back"'
        )
    if not current:
        return Plan(before, True, 0, f"create the tables of Airflow {image}")
    pending = list(script.iterate_revisions(tuple(heads), tuple(current)))
    if pending:
        describe = f"the database is migrated from {_version(script, current)} to Airflow {image}"
    else:
        describe = f"tables of the auth manager or of a provider are migrated (Airflow {image})"
    return Plan(before, bool(pending) or not others_are_current, len(pending), describe)


def _version(script: ScriptDirectory, revisions: set[str]) -> str:
    """Return the Airflow version that brought a revision, and the revision."""
    names = sorted(revisions)
    versions = [getattr(script.get_revision(name).module, "airflow_version", "?") for name in names]
    return f"Airflow {versions[0]} (revision {', '.join(names)})"
