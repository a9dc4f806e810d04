"""`airflow-maintenance`: makes backups and removes old rows and logs, each on its schedule.

A small process that waits, and starts Airflow's and this image's own commands when they are due. One that fails is
tried again after ten minutes; until it has worked, the container is unhealthy.
"""

import argparse
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from airflow_dbt_image.backups import place
from airflow_dbt_image.maintenance.schedule import Schedule

HEALTHY = Path("/dev/shm/maintenance-healthy")  # noqa: S108
LOOK_SECONDS = 15
RETRY_SECONDS = 600


@dataclass
class Work:
    """A command and its schedule."""

    schedule: Schedule
    command: Callable[[], list[str]]
    failed_at: float | None = None

    def run_if_due(self) -> None:
        """Run the command if it is time."""
        waits = self.failed_at is not None and time.monotonic() - self.failed_at < RETRY_SECONDS
        if waits or not self.schedule.due():
            return
        print(f"airflow-maintenance: {self.schedule.work} …", flush=True)
        with place.undisturbed():
            code = subprocess.run(self.command(), stdin=subprocess.DEVNULL, check=False).returncode
        if code:
            self.failed_at = time.monotonic()
            print(
                f"airflow-maintenance: {self.schedule.work} failed with exit code {code}; "
                f"it is tried again in {RETRY_SECONDS // 60} minutes",
                file=sys.stderr,
                flush=True,
            )
            return
        self.failed_at = None
        self.schedule.done()


def main() -> None:
    """Look every few seconds, by the clock, since a machine may sleep."""
    work = works(sys.argv[1:])
    try:
        for each in work:
            each.schedule.begin()
        (place.FOLDER / f".lock-{place.suffix()}").touch()
    except OSError as error:
        sys.exit(
            f"airflow-maintenance: cannot write to the folder for backups: {error.strerror}. On the Docker host, "
            "give it to user 50000: chown 50000 <backupFolder>"
        )
    while True:
        for each in work:
            each.run_if_due()
        if any(each.failed_at is not None for each in work):
            HEALTHY.unlink(missing_ok=True)
        else:
            HEALTHY.touch()
        time.sleep(LOOK_SECONDS)


def works(arguments: list[str]) -> list[Work]:
    """Return what the arguments ask for."""
    parser = argparse.ArgumentParser(prog="airflow-maintenance", description=__doc__)
    parser.add_argument("--timezone", type=ZoneInfo, required=True, help="of the schedules")
    parser.add_argument("--backup", metavar="CRON", help="when to make a backup (default: never)")
    parser.add_argument("--keep", type=int, default=7, help="how many backups to keep (default: 7)")
    parser.add_argument("--clean", metavar="CRON", default="30 2 * * *", help="when to clean (default: at 2:30)")
    parser.add_argument("--database-days", type=int, default=0, help="age of rows to remove (default: never)")
    parser.add_argument("--log-days", type=int, default=0, help="age of logs to remove (default: never)")
    given = parser.parse_args(arguments)
    work = []
    if given.backup:
        work.append(
            Work(
                Schedule("backup", given.backup, given.timezone),
                lambda: ["airflow-backup", "store", "--keep", str(given.keep)],
            )
        )
    if given.database_days:
        work.append(
            Work(
                Schedule("database-cleaning", given.clean, given.timezone),
                lambda: clean_before(datetime.now(UTC) - timedelta(days=given.database_days)),
            )
        )
    if given.log_days:
        work.append(
            Work(
                Schedule("log-cleaning", given.clean, given.timezone),
                lambda: ["airflow-groom-logs", "--days", str(given.log_days)],
            )
        )
    return work


def clean_before(moment: datetime) -> list[str]:
    """Return the command that removes older rows. The last run of each DAG stays."""
    return [
        *["airflow", "db", "clean", "--yes", "--skip-archive", "--error-on-cleanup-failure"],
        *["--clean-before-timestamp", moment.isoformat(timespec="seconds")],
    ]
