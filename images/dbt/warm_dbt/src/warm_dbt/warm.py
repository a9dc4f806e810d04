"""The dbt that is kept loaded: what a fork of this process starts with."""

import gc
from collections.abc import Mapping
from pathlib import Path

from warm_dbt import preload


class WarmDbt:
    """dbt and its adapters in this process."""

    def __init__(self, project: Path, environ: Mapping[str, str]) -> None:
        """Import dbt, and run it a little."""
        preload.import_dbt(preload.adapters(project, environ))
        preload.warm_up()
        gc.collect()
        gc.freeze()

    def may_fork(self) -> bool:
        """Return whether a fork works: it has only the thread that forked and would wait forever for others."""
        return preload.threads() == 1
