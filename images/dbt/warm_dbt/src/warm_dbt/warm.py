"""The dbt that is kept loaded: what a fork of this process starts with."""

import gc
from collections.abc import Mapping
from pathlib import Path

from warm_dbt import dbt_internals, preload
from warm_dbt.parsed_project import ParsedProject


class WarmDbt:
    """dbt, its adapters and the parsed project in this process."""

    def __init__(self, project: Path, environ: Mapping[str, str]) -> None:
        """Import dbt, run it a little, and read the project as it was parsed last."""
        preload.import_dbt(preload.adapters(project, environ))
        preload.warm_up()
        self._parsed = ParsedProject(Path(environ["DBT_TARGET_PATH"]) / "partial_parse.msgpack")
        dbt_internals.read_manifest_from(self._parsed.held_for)
        self.refresh()
        gc.collect()
        gc.freeze()

    def may_fork(self) -> bool:
        """Tell whether a fork would work: it has only the thread that forked, and would wait for others for ever."""
        return preload.threads() == 1

    def refresh(self) -> None:
        """Read the parsed project again if a command has parsed it anew."""
        self._parsed.refresh()
