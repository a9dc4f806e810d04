from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from airflow_dbt_image.backups import sealed_key
from airflow_dbt_image.failure import Failure


def test_a_backup_of_the_same_key_needs_no_former_one() -> None:
    assert sealed_key.former(sealed_key.seal()) is None


def test_after_a_rotation_the_backup_gives_the_former_key(tmp_path: Path) -> None:
    before = (tmp_path / "fernet_key").read_text()
    sealed = sealed_key.seal()
    assert before not in sealed.encrypted
    (tmp_path / "fernet_key").write_text(Fernet.generate_key().decode())
    assert sealed_key.former(sealed) == before


def test_a_stack_with_another_backup_key_is_refused_unless_it_has_the_fernet_key(tmp_path: Path) -> None:
    sealed = sealed_key.seal()
    (tmp_path / "backup_key").write_text(Fernet.generate_key().decode())
    assert sealed_key.former(sealed) is None
    (tmp_path / "fernet_key").write_text(Fernet.generate_key().decode())
    with pytest.raises(Failure, match="pulumi config set --secret fernetKey"):
        sealed_key.former(sealed)
