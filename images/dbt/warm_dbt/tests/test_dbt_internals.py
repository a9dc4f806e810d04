"""What reaches into dbt, on the dbt of this image."""

import subprocess
import sys

import pytest

PROGRAM = """
import importlib
from warm_dbt import dbt_internals, preload

compiled = []
original = dbt_internals.compile_macros
dbt_internals.compile_macros = lambda manifest: compiled.append(original(manifest))
preload.import_dbt({"postgres"})
preload.warm_up()
cache = importlib.import_module("dbt_common.clients.jinja").template_cache
print(compiled[0], len(cache.file_cache), preload.threads())
"""


@pytest.fixture(scope="module")
def warmed_up() -> list[int]:
    """Return what a process says that has dbt warm: it is another one, as this cannot be undone."""
    ended = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    assert "failed" not in ended.stdout
    return [int(word) for word in ended.stdout.split()]


def test_the_macros_of_the_common_materializations_are_compiled(warmed_up: list[int]) -> None:
    compiled, kept, _ = warmed_up
    assert compiled > 50
    assert kept >= compiled


def test_dbt_that_is_warm_has_no_thread_that_a_fork_would_miss(warmed_up: list[int]) -> None:
    assert warmed_up[2] == 1
