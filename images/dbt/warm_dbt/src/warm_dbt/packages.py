"""Whether the dbt packages that a project names are installed."""

from pathlib import Path

from warm_dbt import project

_NAMING = ("packages.yml", "dependencies.yml")


def missing(source: Path) -> bool:
    """Tell whether the project names packages that are not installed, for which `dbt deps` would ask the network."""
    if not any(_packages(source / name) for name in _NAMING):
        return False
    folder = Path(project.folder_for_packages(str(source)))
    lock, installed = folder / project.LOCK, folder / project.PACKAGES
    specified = max((source / name).stat().st_mtime for name in _NAMING if (source / name).exists())
    found = sum(1 for entry in installed.iterdir() if entry.is_dir()) if installed.is_dir() else 0
    return not lock.exists() or lock.stat().st_mtime < specified or found < len(_packages(lock))


def take_over(state: Path) -> None:
    """Keep what an earlier version of this image installed, with its lock file, in the state folder itself."""
    copy = Path(project.COPY)
    for former, name in (("packages", project.PACKAGES), (project.LOCK, project.LOCK)):
        if (state / former).exists() and not (copy / name).exists():
            copy.mkdir(parents=True, exist_ok=True)
            (state / former).rename(copy / name)


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
