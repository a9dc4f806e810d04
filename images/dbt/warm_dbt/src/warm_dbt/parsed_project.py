"""The parsed project in memory, so that a command need not read and decode it, nor compile its most common macros."""

import gc
from pathlib import Path
from typing import Any

# What most commands run; the templates of these macros, and of those that they call, are compiled beforehand.
_MATERIALIZATIONS = ("view", "table", "incremental", "test")


class ParsedProject:
    """What a partial-parse file holds, decoded; read again whenever the file is another one."""

    def __init__(self, path: Path) -> None:
        """Remember which partial-parse file to hold."""
        self._path = path
        self._signature: tuple[int, ...] | None = None
        self._loaded: Any = None

    def held_for(self, path: Path) -> Any:
        """Return the manifest that this file holds, or None if it is another file, or a newer one than was read."""
        current = path == self._path and self._stat() == self._signature
        return self._loaded if current else None

    def refresh(self) -> None:
        """Read the file if it is another one than last time."""
        signature = self._stat()
        if signature == self._signature:
            return
        self._loaded, self._signature = None, signature
        if signature is None:
            return
        from dbt.contracts.graph.manifest import Manifest
        from dbt.parser.manifest import extended_mashumuro_decoder

        try:
            self._loaded = Manifest.from_msgpack(self._path.read_bytes(), decoder=extended_mashumuro_decoder)
            self._compile_templates()
        except Exception as error:  # a half-written or older file: dbt finds that out itself and parses anew
            print(f"dbt: the parsed project cannot be kept in memory: {error}", flush=True)
        gc.collect()
        gc.freeze()

    def _compile_templates(self) -> None:
        """Compile the macros that most commands run. dbt keeps templates by text, so a changed macro gets a new one."""
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
