"""Make Airflow's pools be as /run/secrets/pools.json says: {"name": {"slots": 4, …}}, in the format of
`airflow pools import`. Without the file, there are none but Airflow's own.

Each is created or overwritten. One that this job created earlier and that is no longer in the file is deleted; a mark
in its description tells it. Pools that people created by hand stay as they are, and so does `default_pool`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

FILE = Path("/run/secrets/pools.json")
MARK = "[managed] "


def load() -> dict[str, dict[str, object]]:
    """Return the pools of the file."""
    pools: dict[str, dict[str, object]] = json.loads(FILE.read_text()) if FILE.exists() else {}
    return pools


def apply(session: Session, wanted: Mapping[str, Mapping[str, object]]) -> list[str]:
    """Write all changes, and return what was done, a line each."""
    from airflow.models.pool import Pool
    from sqlalchemy import select

    existing = {pool.pool: pool for pool in session.scalars(select(Pool))}
    done = []
    for name, fields in wanted.items():
        pool = existing.get(name) or Pool(pool=name)
        pool.slots = fields["slots"]
        pool.include_deferred = fields.get("include_deferred", False)
        pool.description = MARK + str(fields.get("description") or "edits are overwritten by the next deployment")
        session.add(pool)
        done.append(f"the pool {name} has {pool.slots} slots")
    for name, pool in existing.items():
        is_ours = (pool.description or "").startswith(MARK) and name != Pool.DEFAULT_POOL_NAME
        if is_ours and name not in wanted:
            session.delete(pool)
            done.append(f"the pool {name} is deleted")
    return done
