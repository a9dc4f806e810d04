"""What the warm server does once, so that no command has to: import dbt, and run it a little."""

import gc
import importlib
import os
import re
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

_MODULES = ("dbt.cli.main", "dbt.task.build", "dbt.task.compile", "dbt.task.docs.generate", "dbt.task.list", "dbt.task.run", "dbt.task.show", "dbt.task.test")
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
            kind = output.get("type") if isinstance(output, dict) else None
            if isinstance(kind, str) and re.fullmatch(r"[a-z]\w*", kind):
                found.add(kind)
    return found


def import_dbt(kinds: Iterable[str]) -> None:
    """Import dbt and the adapters of some kinds of database."""
    _lock_without_helper()
    for module in (*_MODULES, *(f"dbt.adapters.{kind}" for kind in sorted(kinds))):
        try:
            importlib.import_module(module)
        except ModuleNotFoundError as error:
            print(f"dbt: cannot import {module}: {error}", flush=True)


def _lock_without_helper() -> None:
    """Let dbt's locks be those of a process that forks: the others start a helper process with each command. To be
    done before dbt is imported, as some are made then."""
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
        options = ["--project-dir", _TOY, "--profiles-dir", _TOY, "--target-path", target, "--log-path", target, "--quiet", "--no-send-anonymous-usage-stats"]
        # dbt's static parser starts threads of its own, which a fork would wait for in vain.
        options += ["--no-static-parser", "--threads", "1"]
        for arguments in (["parse"], ["compile", "--no-introspect", "--no-populate-cache"]):
            outcome = dbtRunner().invoke([*arguments, *options])
            if not outcome.success:
                print(f"dbt: warming up with {arguments[0]} failed: {outcome.exception}", flush=True)
    os.environ.clear()
    os.environ.update(before)


def threads() -> int:
    """Return the number of this process's threads, those of native libraries included."""
    return len(os.listdir("/proc/self/task"))


class Manifest:
    """The parsed project in memory, in the place of the file that dbt would read and decode at each command.

    Only that: dbt itself then compares it with the project's files, variables, profile and version, as it does with the file, and
    parses again what differs.
    """

    def __init__(self, path: Path) -> None:
        """Remember which partial-parse file to hold."""
        self._path = path
        self._signature: tuple[int, ...] | None = None
        self._loaded: Any = None
        self._install()

    def refresh(self) -> None:
        """Read the file if it is another one than last time."""
        signature = self._stat()
        if signature == self._signature:
            return
        self._loaded, self._signature = None, signature
        if signature is None:
            return
        from dbt.contracts.graph import manifest
        from dbt.parser.manifest import extended_mashumuro_decoder

        try:
            self._loaded = manifest.Manifest.from_msgpack(self._path.read_bytes(), decoder=extended_mashumuro_decoder)
        except Exception as error:  # a half-written or older file: dbt finds that out itself and parses anew
            print(f"dbt: the parsed project cannot be kept in memory: {error}", flush=True)
        gc.collect()
        gc.freeze()

    def _stat(self) -> tuple[int, ...] | None:
        try:
            found = self._path.stat()
        except OSError:
            return None
        return found.st_ino, found.st_size, found.st_mtime_ns

    def _install(self) -> None:
        """Let dbt's manifest loader take the manifest in memory when it is about to decode this very file."""
        from dbt.contracts.graph import manifest
        from dbt.parser import manifest as parser

        read = parser.ManifestLoader.read_manifest_for_partial_parse
        decode = manifest.Manifest.from_msgpack

        def read_from_memory(loader: Any) -> Any:
            flags = parser.get_flags()
            wanted = flags.PARTIAL_PARSE_FILE_PATH or os.path.join(loader.root_project.project_target_path, parser.PARTIAL_PARSE_FILE_NAME)
            if self._loaded is None or Path(wanted) != self._path or self._stat() != self._signature:
                return read(loader)
            manifest.Manifest.from_msgpack = lambda *_, **__: self._loaded
            try:
                return read(loader)
            finally:
                manifest.Manifest.from_msgpack = decode

        parser.ManifestLoader.read_manifest_for_partial_parse = read_from_memory  # type: ignore[method-assign]
