"""A folder in which dbt may install packages, for a project that is mounted read-only.

`dbt deps` writes `dbt_packages/` and `package-lock.yml` to the project's folder. So a project that names packages and
cannot be written to is used through a writable copy on the state volume, of real folders and links to the project's
files. The variable DBT_PROJECT_DIR tells dbt of it. A project without packages is used as it is.
"""

import contextlib
import os

PROJECT = "/usr/app"
COPY = "/var/lib/dbt/project"
LOCK = "package-lock.yml"
PACKAGES = "dbt_packages"
_NAMING_PACKAGES = ("packages.yml", "dependencies.yml")
# What dbt writes. The lock file is copied, not linked.
_NOT_LINKED = (PACKAGES, LOCK, "target", "logs", ".git", ".venv")
_OPTION = "--project-dir"
_VARIABLES = ("DBT_ENGINE_PROJECT_DIR", "DBT_PROJECT_DIR")


def folder_for_packages(source: str = PROJECT) -> str:
    """Return where dbt installs the project's packages and keeps their lock file."""
    return COPY if _needs_copy(source) else source


def with_writable_copy(
    arguments: list[str], environ: dict[str, str], source: str = PROJECT, copy: str | None = None
) -> list[str]:
    """Return a command's arguments, and change its environment, so that it uses the copy if its project needs one."""
    copy = copy or COPY
    chosen = _chosen(arguments, environ)
    if os.path.realpath(chosen or _nearest(os.getcwd())) != os.path.realpath(source) or not _needs_copy(source):
        return arguments
    refresh(source, copy)
    environ[_VARIABLES[1]] = copy
    environ.pop(_VARIABLES[0], None)
    return _without_option(arguments)


def refresh(source: str = PROJECT, copy: str = COPY) -> None:
    """Make the copy as the project is now; several commands may do so at the same time."""
    os.makedirs(copy, exist_ok=True)
    _link(source, copy, _NOT_LINKED)
    lock = f"{source}/{LOCK}"
    if _time(lock) > _time(f"{copy}/{LOCK}"):
        import shutil  # not for commands that do not need it: it takes as long as all other imports

        part = f"{copy}/.{LOCK}.{os.getpid()}"
        shutil.copyfile(lock, part)
        os.replace(part, f"{copy}/{LOCK}")


def _needs_copy(source: str) -> bool:
    names = any(os.path.exists(f"{source}/{name}") for name in _NAMING_PACKAGES)
    return names and not os.access(source, os.W_OK) and os.access(os.path.dirname(COPY), os.W_OK)


def _link(source: str, copy: str, left_out: tuple[str, ...] = ()) -> None:
    with os.scandir(source) as entries:
        # A linked folder stays a link: dbt does not follow those either, and they may lead in a circle.
        wanted = {entry.name: entry.is_dir(follow_symlinks=False) for entry in entries if entry.name not in left_out}
    with os.scandir(copy) as entries:
        present = {entry.name: entry for entry in entries if entry.name not in left_out}
    for name, entry in present.items():
        is_folder = entry.is_dir(follow_symlinks=False)
        if wanted.get(name) is not is_folder and not name.startswith(f".{LOCK}"):
            if is_folder:
                import shutil

                shutil.rmtree(entry.path, ignore_errors=True)
            else:
                with contextlib.suppress(FileNotFoundError):
                    os.unlink(entry.path)
    for name, is_folder in wanted.items():
        known = name in present and present[name].is_dir(follow_symlinks=False) is is_folder
        if not known:
            with contextlib.suppress(FileExistsError):
                if is_folder:
                    os.mkdir(f"{copy}/{name}")
                else:
                    os.symlink(f"{source}/{name}", f"{copy}/{name}")
        if is_folder:
            _link(f"{source}/{name}", f"{copy}/{name}")


def _chosen(arguments: list[str], environ: dict[str, str]) -> str | None:
    """Return the project folder that the caller named, if any; the last option wins, and any option over a variable."""
    chosen = next((environ[name] for name in _VARIABLES if environ.get(name)), None)
    for place, word in enumerate(arguments):
        if word == _OPTION and place + 1 < len(arguments):
            chosen = arguments[place + 1]
        elif word.startswith(f"{_OPTION}="):
            chosen = word.partition("=")[2]
    return chosen


def _without_option(arguments: list[str]) -> list[str]:
    rest: list[str] = []
    words = iter(arguments)
    for word in words:
        if word == _OPTION:
            next(words, None)
        elif not word.startswith(f"{_OPTION}="):
            rest.append(word)
    return rest


def _nearest(folder: str) -> str:
    """Return the folder, or the closest one above it, that has a dbt_project.yml, as dbt looks for it."""
    here = folder
    while not os.path.exists(f"{here}/dbt_project.yml"):
        if here == os.path.dirname(here):
            return folder
        here = os.path.dirname(here)
    return here


def _time(path: str) -> float:
    try:
        return os.stat(path).st_mtime
    except OSError:
        return 0.0
