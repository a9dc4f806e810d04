"""When a piece of work is due."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from croniter import croniter

from airflow_dbt_image.backups import place


@dataclass(frozen=True)
class Schedule:
    """A cron expression for a piece of work. When it was done last is noted beside the backups, so that what was missed
    while the machine was off is made up for."""

    work: str
    cron: str
    zone: ZoneInfo

    def begin(self) -> None:
        """On a new stack, wait for the first time that is due."""
        if not self._note.exists():
            self.done()

    def due(self) -> bool:
        """Tell whether it is due, or was at a time when nothing ran."""
        last = datetime.fromtimestamp(self._note.stat().st_mtime, UTC).astimezone(self.zone)
        following: datetime = croniter(self.cron, last).get_next(datetime)
        return following <= datetime.now(UTC)

    def done(self) -> None:
        """Note that it is done."""
        self._note.touch()

    @property
    def _note(self) -> Path:
        return place.FOLDER / f".{self.work}-{place.suffix()}"
