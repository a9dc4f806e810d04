"""as_released.py <installed> <image>: compare the packages of the image with the same packages as uv installed them.

Ends with 1, and names the files, if a file was changed, if one is missing that is no test, header or cache, or if one
was added that is neither a compiled file nor this project's own.
"""

import filecmp
import re
import sys
from collections.abc import Iterator
from pathlib import Path

MAY_BE_MISSING = re.compile(r"(^|/)(tests|include|discovery_cache/documents)/|\.(h|pxd)$")
PROGRAMS = (
    "backup|check-dags|check-git|clean-bundles|connections|edge-worker|groom-logs|init|maintenance|pause|resume|"
    "rotate-fernet-key|status"
)
OURS = rf"/site-packages/(airflow_dbt_image|dbt_tasks/)|^bin/airflow-({PROGRAMS})$"
MAY_BE_ADDED = re.compile(rf"(^|/)__pycache__/|{OURS}")


def files(folder: Path) -> set[str]:
    """Return the paths of all files below a folder."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir()}


def differences(installed: Path, image: Path) -> Iterator[str]:
    """Say what is not as it was installed."""
    before, after = files(installed), files(image)
    for name in sorted(before - after):
        if not MAY_BE_MISSING.search(name):
            yield f"missing: {name}"
    for name in sorted(after - before):
        if not MAY_BE_ADDED.search(name):
            yield f"added: {name}"
    for name in sorted(before & after):
        if not filecmp.cmp(installed / name, image / name, shallow=False):
            yield f"changed: {name}"


def main() -> None:
    installed, image = map(Path, sys.argv[1:3])
    found = list(differences(installed, image))
    if found:
        sys.exit("\n".join(found))
    print(f"as released: {len(files(installed) & files(image))} files")


if __name__ == "__main__":
    main()
