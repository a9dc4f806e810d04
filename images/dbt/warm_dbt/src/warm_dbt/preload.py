"""What the warm process does once, so that no command has to: import dbt, and run it a little."""

import importlib
import os
import re
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from warm_dbt import dbt_internals

_TASKS = ("build", "compile", "deps", "docs.generate", "freshness", "list", "run", "show", "test")
# What dbt imports only when a command comes to it.
_LATE = ("babel.dates", "dbt.parser.schema_yaml_readers", "dbt_common.clients.agate_helper")
_SMALL_PROJECT = str(Path(__file__).parent / "warm_up_project")


def adapters(project: Path, environ: Mapping[str, str]) -> set[str]:
    """Return the kinds of database that the selected target uses, or those of all targets if that is not clear.

    A kind that is missing here is imported by the command that needs it. BigQuery's libraries are too big to import for
    nothing.
    """
    import yaml

    folder = Path(environ.get("DBT_PROFILES_DIR", project))
    try:
        profiles = yaml.safe_load((folder / "profiles.yml").read_text()) or {}
    except (OSError, yaml.YAMLError):
        return set()
    found: set[str] = set()
    for profile in profiles.values() if isinstance(profiles, dict) else ():
        outputs = profile.get("outputs") if isinstance(profile, dict) else None
        if not isinstance(outputs, dict):
            continue
        chosen = outputs.get(environ.get("DBT_TARGET", "")) or outputs.get(profile.get("target"))
        for output in [chosen] if chosen else outputs.values():
            kind = _rendered(output.get("type"), environ) if isinstance(output, dict) else ""
            if re.fullmatch(r"[a-z]\w*", kind):
                found.add(kind)
    return found


def _rendered(value: object, environ: Mapping[str, str]) -> str:
    """Return a profile's value with its variables filled in, or nothing if that takes more than `env_var`."""
    import jinja2

    template = jinja2.Environment(undefined=jinja2.StrictUndefined).from_string(str(value))
    try:
        return template.render(env_var=lambda name, default="": environ.get(name, default))
    except jinja2.TemplateError:
        return ""


def import_dbt(kinds: Iterable[str]) -> None:
    """Import dbt and the adapters of some kinds of database."""
    tasks = (f"dbt.task.{task}" for task in _TASKS)
    for module in ("dbt.cli.main", *_LATE, *tasks, *(f"dbt.adapters.{kind}" for kind in sorted(kinds))):
        try:
            importlib.import_module(module)
        except ModuleNotFoundError as error:
            print(f"dbt: cannot import {module}: {error}", flush=True)


def warm_up() -> None:
    """Parse and compile a tiny project twice: dbt writes a good part of its own code when that is first needed."""
    from dbt.cli.main import dbtRunner

    before = dict(os.environ)
    for name in [name for name in before if name.startswith("DBT_")]:
        del os.environ[name]
    with tempfile.TemporaryDirectory() as target:
        options = ["--project-dir", _SMALL_PROJECT, "--profiles-dir", _SMALL_PROJECT]
        # A log file would stay open, and be another one in the fork.
        options += ["--target-path", target, "--log-path", target, "--log-level-file", "none"]
        # dbt's static parser starts threads of its own, which a fork would wait for in vain.
        options += ["--no-static-parser", "--threads", "1", "--quiet", "--no-send-anonymous-usage-stats"]
        for arguments in (["parse"], ["compile", "--no-introspect", "--no-populate-cache"]):
            outcome = dbtRunner().invoke([*arguments, *options])
            if not outcome.success:
                print(f"dbt: warming up with {arguments[0]} failed: {outcome.exception}", flush=True)
            elif arguments == ["parse"]:
                dbt_internals.compile_macros(outcome.result)
    os.environ.clear()
    os.environ.update(before)


def threads() -> int:
    """Return the number of this process's threads, those of native libraries included."""
    return len(os.listdir("/proc/self/task"))
