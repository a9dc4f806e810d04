"""airflow-rotate-fernet-key: encrypt what Airflow's database holds with a new fernet key.

One line on standard input, `new,old` (more old keys may follow), so that no key is in an environment, a process list or
a file. It does what `airflow rotate-fernet-key` does, and more: it dumps the database first, changes nothing unless all
of it can be decrypted, and commits only what the new key opens by itself. It may run any number of times, and again
after it was cut off at any moment.
"""

import os
import select
import sys
import time

from cryptography.fernet import Fernet

from airflow_dbt_image import dumps
from airflow_dbt_image.failure import Failure, plain
from airflow_dbt_image.fernet_rotation import rows

PATIENCE_SECONDS = 60


def say(message: str) -> None:
    """Print a line that says who says it."""
    print(f"airflow-rotate-fernet-key: {message}", flush=True)


def read_line() -> str:
    """Return the first line of standard input. The sender may leave it open; do not wait forever."""
    line = b""
    end = time.monotonic() + PATIENCE_SECONDS
    while b"\n" not in line:
        if not select.select([0], [], [], max(0.0, end - time.monotonic()))[0]:
            raise Failure(f"no keys came on standard input within {PATIENCE_SECONDS} seconds; send one line: new,old")
        block = os.read(0, 4096)
        line += block
        if not block:
            break
    return line.decode("ascii", errors="replace").partition("\n")[0]


def keys_in(line: str) -> list[Fernet]:
    """Return the keys of a line, the new one first."""
    words = [word.strip() for word in line.split(",")]
    if words == [""]:
        raise Failure("standard input is empty; send one line: new,old")
    keys = []
    for number, word in enumerate(words, 1):
        try:
            keys.append(Fernet(word))
        except ValueError:
            # The cause quotes nothing of the key, but says nothing more either.
            raise Failure(
                f"key {number} of {len(words)} is not a fernet key: 32 bytes in URL-safe base64, 44 characters"
            ) from None
    return keys


def rotate(keys: list[Fernet]) -> None:
    """Do it; every way out but the last leaves the database as it was."""
    with rows.connect() as connection:
        if not rows.known_tables(connection):
            return say("the database has no tables yet: there is nothing to encrypt")
        rows.refuse_unreadable(connection, keys)
        if not rows.needing(connection, keys[0]):
            return say("done: everything decrypts with the new key already")
        url = connection.engine.url
        # No transaction stays open while the dump is written.
        connection.rollback()
        name, size = dumps.write(url)
        say(f"dumped the database to {name} ({size:,} bytes)")
        for what, count in rows.encrypt_anew(connection, keys).items():
            say(f"re-encrypted: {what}: {count}")
        rows.check(connection, keys[0])
        connection.commit()
    say("done: everything decrypts with the new key alone")


def main() -> None:
    try:
        rotate(keys_in(read_line()))
    except Exception as error:
        sys.exit(f"airflow-rotate-fernet-key: {plain(error)}; nothing was changed")
