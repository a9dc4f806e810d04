"""airflow-init: make Airflow's database ready for this image. See conversation.py for its standard input.

One process does what `airflow db migrate`, `airflow sync-perm`, `airflow users create` and `airflow rotate-fernet-key`
do in four, since each of those spends seconds on imports. It may run any number of times: what is there already stays.
What services could not survive (a migration, a new Fernet key) is done while they are stopped; otherwise they go on
running.
"""

import gc
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from airflow_dbt_image import database, postgres
from airflow_dbt_image.failure import Failure, plain
from airflow_dbt_image.fernet_rotation import rows
from airflow_dbt_image.fernet_rotation.main import keys_in, rotate
from airflow_dbt_image.init import admin, attempt, migration, restore, revisions
from airflow_dbt_image.init.conversation import Input, stop_services
from airflow_dbt_image.init.outcome import CHANGED, UNCHANGED, Services, say
from airflow_dbt_image.init.running_tasks import running


def main() -> None:
    """Read the first line and do what it asks for."""
    # A process of a few seconds needs no garbage collector; it costs a quarter of the time.
    gc.disable()
    lines = Input()
    try:
        line = lines.line()
        dump = restore.chosen(line)
        if dump is None:
            initialize(line, lines)
            say("done")
        else:
            restore.restore(database.engine(), dump)
    except Exception as error:
        print(f"airflow-init: {plain(error)}", file=sys.stderr)
        sys.exit(CHANGED if isinstance(error, migration.Broken) else UNCHANGED)


def initialize(line: str, lines: Input) -> None:
    """Look at everything first; then stop the services if need be, and change what differs."""
    user, password = admin.read()
    keys = keys_in(line)
    engine = database.engine()
    plan = _plan(engine)
    with engine.connect() as connection, _rotation():
        rows.refuse_unreadable(connection, keys)
    if not plan.needed:
        # Services go on meanwhile: they need to be away for the rest alone.
        _keep_current()
        admin.ensure(user, password)
    services = Services()
    if plan.before and (plan.needed or len(keys) > 1):
        postgres.refuse_newer_server(engine)
        why = [plan.describe] * plan.needed + ["the Fernet key is rotated"] * (len(keys) > 1)
        services = stop_services(lines, ", and ".join(why), lambda: running(engine))
    if plan.needed:
        migration.migrate(engine, plan, services)
    try:
        if plan.needed:
            admin.ensure(user, password)
        # Last: its transaction is the last change, so a failure never leaves a new key behind for services that have
        # the former one.
        with _rotation():
            rotate(keys)
    except Exception as error:
        raise migration.failed(engine, plain(error), services) from error
    attempt.forget()


def _plan(engine: sa.Engine) -> revisions.Plan:
    from airflow import __version__, settings
    from airflow.utils.db_manager import RunDBManager

    before = revisions.of_database(engine)
    settings.initialize()
    # Alembic says at each look that it speaks to Postgres.
    logging.getLogger("alembic.runtime.migration").setLevel(logging.WARNING)
    with settings.Session() as session:
        current = bool(before) and RunDBManager().check_migration(session)
    return revisions.plan(before, revisions.scripts(), __version__, current)


def _keep_current() -> None:
    """Do what `airflow db migrate` also does where no migration is left."""
    from airflow.utils import db

    db.add_default_pool_if_not_exists()
    db.synchronize_log_template()


@contextmanager
def _rotation() -> Iterator[None]:
    try:
        yield
    except Failure as wrong:
        raise Failure(f"the Fernet key was not rotated: {wrong}; nothing was re-encrypted") from None


if __name__ == "__main__":
    main()
