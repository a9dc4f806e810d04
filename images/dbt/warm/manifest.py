"""The parsed project in memory, so that a command need not read and decode it."""

import gc
import importlib
import os
from pathlib import Path
from typing import Any

# What most commands run; the templates of these macros, and of those that they call, are compiled beforehand.
_MATERIALIZATIONS = ("view", "table", "incremental", "test")


class Manifest:
    """Stands in for the partial-parse file that dbt would read and decode at each command.

    Only for that: dbt itself then compares it with the project's files, variables, profile and version, as it does with the file, and
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
            self._compile_templates()
        except Exception as error:  # a half-written or older file: dbt finds that out itself and parses anew
            print(f"dbt: the parsed project cannot be kept in memory: {error}", flush=True)
        gc.collect()
        gc.freeze()

    def _compile_templates(self) -> None:
        """Compile the macros that most commands run. dbt keeps templates by their text, so a changed macro gets a new one."""
        from dbt_common.clients.jinja import template_cache

        macros = self._loaded.macros
        reached = {name for name in macros if any(f".materialization_{kind}_" in name for kind in _MATERIALIZATIONS)}
        waiting = list(reached)
        while waiting:
            macro = macros[waiting.pop()]
            template_cache.get_node_template(macro)
            called = {name for name in macro.depends_on.macros if name in macros} - reached
            reached |= called
            waiting += called

    def _stat(self) -> tuple[int, ...] | None:
        try:
            found = self._path.stat()
        except OSError:
            return None
        return found.st_ino, found.st_size, found.st_mtime_ns

    def _install(self) -> None:
        """Let dbt's manifest loader take the manifest in memory when it is about to decode this very file."""
        # Patched below, so of no type that a checker knows.
        manifest: Any = importlib.import_module("dbt.contracts.graph.manifest")
        parser: Any = importlib.import_module("dbt.parser.manifest")
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

        parser.ManifestLoader.read_manifest_for_partial_parse = read_from_memory
