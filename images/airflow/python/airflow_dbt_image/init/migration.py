"""Migrates the database: a dump first, then Airflow's own migrations, and a message with commands if they fail."""

import logging
import re

import sqlalchemy as sa

from airflow_dbt_image import dumps
from airflow_dbt_image.failure import Failure, plain
from airflow_dbt_image.init import attempt, revisions
from airflow_dbt_image.init.outcome import Services, say


class Broken(Failure):
    """A migration that failed and left the database between two versions, or a failure after it."""


class Progress(logging.Handler):
    """Counts Alembic's lines, one for each migration."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self.count = count
        self.done = 0

    def emit(self, record: logging.LogRecord) -> None:
        """Print `migration 3 of 14: <title>`."""
        if found := re.match(r"Running upgrade \S* ?-> \S+, (.*)", record.getMessage()):
            self.done += 1
            of = f" of {self.count}" if self.done <= self.count else ""
            say(f"migration {self.done}{of}: {found[1].rstrip('.')} …")


def migrate(engine: sa.Engine, plan: revisions.Plan, services: Services) -> None:
    """Bring the tables to the image's version. A failure says in one message how things stand and what to do."""
    unfinished = attempt.unfinished(plan.before)
    if unfinished:
        say(f"continue the migration that was interrupted or failed; the dump from before it: {unfinished.dump}")
    elif plan.before:
        say("dumping the database …")
        name, size = dumps.write(engine.url)
        say(f"dumped the database to {name} ({size:,} bytes)")
        attempt.Attempt(name, plan.before).save()
    logger, progress = logging.getLogger("alembic.runtime.migration"), Progress(plan.count)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    logger.addHandler(progress)
    try:
        _upgrade()
    except (Exception, SystemExit) as error:
        raise failed(engine, f"the migration failed: {plain(error)}", services) from error
    finally:
        logger.removeHandler(progress)


def failed(engine: sa.Engine, cause: str, services: Services) -> Failure:
    """Return the failure that says how things stand: whether a migration has changed the database."""
    started = attempt.load()
    if started is None:
        return Failure(cause)
    try:
        unchanged = revisions.of_database(engine) == started.before
    except sa.exc.SQLAlchemyError:
        unchanged = False
    if unchanged:
        attempt.forget()
        return Failure(f"{cause}\nThe database is as it was before. The former version of the services starts again")
    return Broken(f"{cause}\n\n{after_failure(started.dump, services)}")


def after_failure(dump: str, services: Services) -> str:
    """Return the state of things, and the commands for going on and for going back."""
    docker, job, stopped = services.docker, services.job, " ".join(services.stopped)
    return f"""\
The migration has changed the database, so the services of the former version stay stopped. The dump from before: {dump}
To go on: fix the cause and run `pulumi up` again. It continues where this update failed.
To go back to the former version:
  1. echo restore {dump} | {docker} start --attach --interactive {job}
     {docker} wait {job}; {docker} logs --tail 1 {job}
  2. {docker} start {stopped or "<Airflow's services>"}
  3. Check out the former commit and run `pulumi up`."""


def _upgrade() -> None:
    from airflow.utils import db
    from airflow.utils.providers_configuration_loader import (
        providers_configuration_loaded,
    )

    # The decorator makes the auth manager's settings known, which names the tables that it adds.
    providers_configuration_loaded(db.upgradedb)()
