"""Files for other containers: each whole or not at all, and written only if it becomes another."""

import json
import os
import shutil
from pathlib import Path
from typing import Any


def write(path: Path, content: Any, keep_time: bool = False) -> bool:
    """Write JSON; return whether the file is another now. Its time may stay what it was."""
    text = json.dumps(content, separators=(",", ":"), ensure_ascii=False).encode(errors="replace")
    try:
        if path.read_bytes() == text:
            return False
    except OSError:
        path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}")
    part.write_bytes(text)
    if keep_time and path.exists():
        shutil.copystat(path, part)
    part.replace(path)
    return True


def read(path: Path) -> dict[str, Any]:
    """Return the JSON of a file, or nothing if there is none."""
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}
