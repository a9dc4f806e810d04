"""The Fernet key as a backup holds it: encrypted with the stack's backup key, which only the stack's state has."""

from dataclasses import dataclass
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken

from airflow_dbt_image.failure import Failure

FERNET_KEY = Path("/run/secrets/fernet_key")
BACKUP_KEY = Path("/run/secrets/backup_key")
KNOWN = b"airflow-dbt"


@dataclass(frozen=True)
class SealedKey:
    """What a file says about the Fernet key of its database."""

    encrypted: str
    """The key, encrypted with the backup key."""
    check: str
    """A known text, encrypted with the key: it tells whether a key is the right one."""


def seal() -> SealedKey:
    """Seal the stack's own key."""
    key = FERNET_KEY.read_text().strip()
    return SealedKey(
        encrypted=Fernet(BACKUP_KEY.read_text().strip()).encrypt(key.encode()).decode(),
        check=Fernet(key).encrypt(KNOWN).decode(),
    )


def former(sealed: SealedKey) -> str | None:
    """Return the key of the backup, or nothing if it is the one that the stack has."""
    if _fits(FERNET_KEY.read_text().strip(), sealed):
        return None
    try:
        return Fernet(BACKUP_KEY.read_text().strip()).decrypt(sealed.encrypted.encode()).decode()
    except InvalidToken:
        raise Failure(
            "this stack cannot decrypt the backup's Fernet key: the backup is from a stack with another state. Restore "
            "it with that state, or set that stack's Fernet key here first: pulumi config set --secret fernetKey"
        ) from None


def _fits(key: str, sealed: SealedKey) -> bool:
    try:
        return Fernet(key).decrypt(sealed.check.encode()) == KNOWN
    except InvalidToken:
        return False
