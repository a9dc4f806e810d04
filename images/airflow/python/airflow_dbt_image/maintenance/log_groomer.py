"""`airflow-groom-logs`: removes old task logs, as the log groomer of Airflow's Helm chart does."""

import argparse
import time
from pathlib import Path

FOLDER = Path("/opt/airflow/logs")
DAY = 86400


def main() -> None:
    """Remove the logs that nothing was written to for so many days, and folders that are empty."""
    parser = argparse.ArgumentParser(prog="airflow-groom-logs", description=main.__doc__)
    parser.add_argument("--days", type=int, required=True, help="how long to keep a log")
    print(f"airflow-groom-logs: removed {groom(parser.parse_args().days)} logs", flush=True)


def groom(days: int, folder: Path = FOLDER) -> int:
    """Do it, and return how many logs there were."""
    now = time.time()
    removed = 0
    for place, _, files in folder.walk(top_down=False):
        # A new folder may be that of a task that is about to write.
        if place != folder and not files and place.lstat().st_mtime < now - DAY:
            _remove_if_empty(place)
        for file in (place / name for name in files):
            # A hidden file is none of Airflow's logs.
            if not file.name.startswith(".") and file.lstat().st_mtime < now - days * DAY:
                file.unlink(missing_ok=True)
                removed += 1
    return removed


def _remove_if_empty(folder: Path) -> None:
    try:
        folder.rmdir()
    except OSError:
        return
