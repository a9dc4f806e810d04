import subprocess
import sys
from pathlib import Path

import pytest

COMPACT = Path(__file__).parent.parent / "compact"


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    packages = tmp_path / "lib/python3.13/site-packages"
    (packages / "googleapiclient/discovery_cache/documents").mkdir(parents=True)
    (packages / "googleapiclient/discovery_cache/documents/drive.v3.json").touch()
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/python").symlink_to(sys.executable)
    (packages / "aenum").mkdir()
    return packages


def test_compiles_what_it_can_of_a_package_with_files_for_python_2(packages: Path) -> None:
    (packages / "aenum/_py2.py").write_text("raise exc, None, tb\n")
    (packages / "aenum/_py3.py").write_text("one = 1\n")

    subprocess.run([COMPACT, packages.parents[2]], check=True)

    assert [file.name for file in packages.rglob("*.pyc")] == ["_py3.cpython-313.pyc"]
    assert (packages / "aenum/_py2.py").exists()
