"""What the warm server does once, so that no command has to: import dbt, and run it a little."""

import importlib
import os
import re
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO, Any

_TASKS = ("build", "compile", "deps", "docs.generate", "freshness", "list", "run", "show", "test")
# What dbt imports only when a command comes to it.
_LATE = ("babel.dates", "dbt.parser.schema_yaml_readers", "dbt_common.clients.agate_helper")
_TOY = "/opt/warm/project"


def adapters(project: Path, environ: Mapping[str, str]) -> set[str]:
    """Return the kinds of database that the project's selected target uses, or those of all its targets if that is not clear.

    A kind that is missing here is imported by the command that needs it; BigQuery's libraries are too big to import for nothing.
    """
    import yaml

    folder = Path(environ.get("DBT_PROFILES_DIR", project))
    try:
        profiles = yaml.safe_load((folder / "profiles.yml").read_text()) or {}
    except (OSError, yaml.YAMLError):
        return set()
    found: set[str] = set()
    for profile in profiles.values():
        outputs = profile.get("outputs", {}) if isinstance(profile, dict) else {}
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
    _lock_without_helper()
    for module in ("dbt.cli.main", *_LATE, *(f"dbt.task.{task}" for task in _TASKS), *(f"dbt.adapters.{kind}" for kind in sorted(kinds))):
        try:
            importlib.import_module(module)
        except ModuleNotFoundError as error:
            print(f"dbt: cannot import {module}: {error}", flush=True)
    _write_artifacts_at_once()


def _write_artifacts_at_once() -> None:
    """Let dbt write its JSON artifacts with Python's encoder in C; writing piece by piece, as it does, takes the slow one."""
    import json
    from types import SimpleNamespace

    system: Any = importlib.import_module("dbt_common.clients.system")

    def dump(data: object, file: IO[str], **options: Any) -> None:
        file.write(json.dumps(data, **options))

    system.json = SimpleNamespace(load=json.load, dump=dump)


def _lock_without_helper() -> None:
    """Let dbt's locks be those of a process that forks: the others start a helper process with each command.

    To be done before dbt is imported, as some are made then.
    """
    import multiprocessing

    from dbt import mp_context

    mp_context._MP_CONTEXT = multiprocessing.get_context("fork")  # type: ignore[assignment]


def warm_up() -> None:
    """Parse and compile a tiny project twice: dbt writes a good part of its own code when that is first needed."""
    from dbt.cli.main import dbtRunner

    before = dict(os.environ)
    for name in [name for name in before if name.startswith("DBT_")]:
        del os.environ[name]
    with tempfile.TemporaryDirectory() as target:
        options = ["--project-dir", _TOY, "--profiles-dir", _TOY, "--target-path", target, "--log-path", target]
        # dbt's static parser starts threads of its own, which a fork would wait for in vain.
        options += ["--no-static-parser", "--threads", "1", "--quiet", "--no-send-anonymous-usage-stats"]
        for arguments in (["parse"], ["compile", "--no-introspect", "--no-populate-cache"]):
            outcome = dbtRunner().invoke([*arguments, *options])
            if not outcome.success:
                print(f"dbt: warming up with {arguments[0]} failed: {outcome.exception}", flush=True)
    os.environ.clear()
    os.environ.update(before)


def threads() -> int:
    """Return the number of this process's threads, those of native libraries included."""
    return len(os.listdir("/proc/self/task"))
