import os
from pathlib import Path

from warm_dbt import fingerprint


def test_a_project_is_another_after_each_change_of_its_files(tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    model = tmp_path / "models" / "one.sql"
    seen = {fingerprint.of(tmp_path)}
    model.write_text("select 1")
    seen.add(fingerprint.of(tmp_path))
    os.utime(model, (1, 1))
    seen.add(fingerprint.of(tmp_path))
    model.rename(tmp_path / "models" / "two.sql")
    seen.add(fingerprint.of(tmp_path))
    assert len(seen) == 4
    assert fingerprint.of(tmp_path) in seen


def test_what_dbt_and_git_write_and_broken_links_do_not_count(tmp_path: Path) -> None:
    before = fingerprint.of(tmp_path)
    for folder in ("target", ".git", "models/dbt_packages"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "file").touch()
    (tmp_path / "models" / "broken").symlink_to("nowhere")
    assert fingerprint.of(tmp_path) == before
    assert fingerprint.of(tmp_path / "nowhere") == before
