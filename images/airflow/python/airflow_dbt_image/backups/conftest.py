from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from airflow_dbt_image.backups import place, sealed_key


@pytest.fixture(autouse=True)
def stack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for backups, and a stack's keys."""
    for name in ("fernet_key", "backup_key"):
        (tmp_path / name).write_text(Fernet.generate_key().decode())
    folder = tmp_path / "backups"
    folder.mkdir()
    monkeypatch.setattr(sealed_key, "FERNET_KEY", tmp_path / "fernet_key")
    monkeypatch.setattr(sealed_key, "BACKUP_KEY", tmp_path / "backup_key")
    monkeypatch.setattr(place, "FOLDER", folder)
    monkeypatch.setenv("AIRFLOW_DBT_SUFFIX", "dbt-simple")
    monkeypatch.setenv("AIRFLOW_DBT_STACK", "local")
    return folder
