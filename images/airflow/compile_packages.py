"""compile_packages.py <folder>: compile all packages for a quick start, without docstrings.

Docstrings are a tenth of the memory of each service (9 MB in each of five processes), and nobody reads them there: help(…) and the
sources have them still. Unlike `python -OO`, which does the same, this leaves `assert` alone, in the packages as in the DAGs.
"""

import ast
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from importlib._bootstrap_external import _code_to_hash_pyc
from importlib.util import cache_from_source, source_hash
from pathlib import Path

# These read docstrings: as API descriptions, as grammars, as help texts, as templates for other docstrings.
KEEP = {"flask_appbuilder", "apispec", "pycparser", "click", "typer", "pandas", "numpy", "pyarrow", "jsonschema"}
WITH_DOCSTRING = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def without_docstrings(tree: ast.Module) -> ast.Module:
    """Make each docstring one blank. Not None: code that formats or extends one (SQLAlchemy does) goes on working."""
    for node in ast.walk(tree):
        if isinstance(node, WITH_DOCSTRING) and ast.get_docstring(node, clean=False) is not None:
            node.body[0].value.value = " "
    return tree


def compile_file(path: Path):
    """Write the .pyc beside a file. A file for another Python version, or a template, is left as it is."""
    source = path.read_bytes()
    try:
        tree = ast.parse(source)
        if not KEEP.intersection(path.parts):
            tree = without_docstrings(tree)
        code = compile(tree, str(path), "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return
    target = Path(cache_from_source(str(path)))
    target.parent.mkdir(exist_ok=True)
    # "Unchecked": the image's files never change, so Python need not compare dates.
    target.write_bytes(_code_to_hash_pyc(code, source_hash(source), checked=False))


if __name__ == "__main__":
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(compile_file, sorted(Path(sys.argv[1]).rglob("*.py")), chunksize=50))
