"""dbt packages for a project that is mounted read-only.

`dbt deps` writes to the project's folder: `dbt_packages/` and `package-lock.yml`. dbt has a setting for neither that leaves the user's
dbt_project.yml alone, so where the folder cannot be written to, both go to the state volume. A lock file in the project is used.
"""

import importlib
import os
import shutil
from pathlib import Path
from typing import Any

STATE = Path("/var/lib/dbt")
PACKAGES = STATE / "packages"
LOCK = STATE / "package-lock.yml"


def keep_out_of_project() -> None:
    """Make this process's dbt install packages in the state volume, and look for them there, when the project is read-only."""
    # Patched below, so of no type that a checker knows.
    project: Any = importlib.import_module("dbt.config.project")
    deps: Any = importlib.import_module("dbt.task.deps")
    render = project.PartialProject.render

    def render_with_packages(self: Any, renderer: Any) -> Any:
        rendered = render(self, renderer)
        root = Path(rendered.project_root)
        if rendered.packages_install_path == "dbt_packages" and _is_read_only(root):
            rendered.packages_install_path = str(PACKAGES)
        return rendered

    project.PartialProject.render = render_with_packages
    run = deps.DepsTask.run

    def run_with_lock(self: Any) -> None:
        root = Path(self.project.project_root)
        if _is_read_only(root):
            own = root / "package-lock.yml"
            if own.exists():
                shutil.copyfile(own, LOCK)
            # dbt joins the project's folder and this name.
            deps.PACKAGE_LOCK_FILE_NAME = os.path.relpath(LOCK, root)
        run(self)

    deps.DepsTask.run = run_with_lock


def _is_read_only(root: Path) -> bool:
    return not os.access(root, os.W_OK) and os.access(STATE, os.W_OK)


def missing(project: Path) -> bool:
    """Tell whether the project names packages that are not installed, for which `dbt deps` would ask the network."""
    wanted = _packages(project / "packages.yml") + _packages(project / "dependencies.yml")
    if not wanted:
        return False
    lock = LOCK if _is_read_only(project) else project / "package-lock.yml"
    folder = PACKAGES if _is_read_only(project) else project / "dbt_packages"
    specified = max((project / name).stat().st_mtime for name in ("packages.yml", "dependencies.yml") if (project / name).exists())
    installed = len([entry for entry in folder.iterdir() if entry.is_dir()]) if folder.is_dir() else 0
    return not lock.exists() or lock.stat().st_mtime < specified or installed < len(_packages(lock))


def _packages(path: Path) -> list[object]:
    """Return the packages that a packages.yml, dependencies.yml or package-lock.yml names."""
    import yaml

    try:
        content = yaml.safe_load(path.read_text())
    except FileNotFoundError:
        return []
    except (OSError, yaml.YAMLError):
        # Jinja may make it anything but YAML. dbt shall judge.
        return ["unreadable"]
    return list((content or {}).get("packages") or [])
