"""Bring Airflow's database to this image's version, put the fernet key in force, and make sure that the administrator can log in.

One process does what `airflow db migrate`, `airflow sync-perm` and `airflow users create` do in three, since each of those
spends seconds on imports. It may run any number of times: what is there already stays.

The user name is read from AIRFLOW_ADMIN_USER, the password from the file /run/secrets/admin_password (another file:
AIRFLOW_ADMIN_PASSWORD_FILE), so that the password is in no environment and no process list. The fernet key comes as one line on
standard input, as `new`, or as `new,former` where it changed: see the package fernet_rotation.
"""

import gc
import logging
import os
import sys
from pathlib import Path


def fail(message: str):
    """End the job with one plain last line, which is what a person sees first."""
    message = message.split("(Background on this error")[0]
    sys.exit(f"airflow-init: {' '.join(message.split())}")


def read_admin() -> tuple[str, str]:
    """Return user name and password, refused before the database is touched when one is missing."""
    user = os.environ.get("AIRFLOW_ADMIN_USER", "").strip()
    if not user:
        fail("AIRFLOW_ADMIN_USER is empty: it names the administrator")
    file = Path(os.environ.get("AIRFLOW_ADMIN_PASSWORD_FILE", "/run/secrets/admin_password"))
    try:
        password = file.read_text().rstrip("\n")
    except OSError as error:
        fail(f"cannot read the administrator's password: {error}")
    if not password:
        fail(f"{file} is empty: it holds the administrator's password")
    return user, password


def migrate():
    """Create the tables in an empty database, or bring older ones up to date."""
    from airflow import settings
    from airflow.utils import db
    from airflow.utils.providers_configuration_loader import providers_configuration_loaded

    settings.initialize()
    # The decorator makes the auth manager's settings known, which names the tables that it adds.
    providers_configuration_loaded(db.upgradedb)()


def ensure_admin(user_name: str, password: str):
    """Make the user with role Admin and this password; put right a user that differs."""
    from airflow.providers.fab.auth_manager.cli_commands.utils import get_application_builder
    from werkzeug.security import check_password_hash

    # Each of the 300 permissions would be a line in the log of a new database.
    logging.getLogger("airflow.providers.fab").setLevel(logging.WARNING)
    with get_application_builder() as appbuilder:
        manager = appbuilder.sm
        appbuilder.add_permissions(update_perms=True)
        manager.sync_roles()
        admin_role = manager.find_role("Admin")
        user = manager.find_user(username=user_name)
        if user is None:
            manager.add_user(user_name, user_name, "Admin", f"{user_name}@localhost", admin_role, password)
            print(f"airflow-init: made the user {user_name}")
            return
        if not check_password_hash(user.password or "", password):
            manager.reset_password(user.id, password)
            print(f"airflow-init: changed the password of {user_name}")
        if not user.active or admin_role not in user.roles:
            user.active = True
            user.roles = [*user.roles, admin_role]
            manager.update_user(user)
            print(f"airflow-init: made {user_name} an active Admin")


def main():
    # A process of a few seconds needs no garbage collector; it costs a quarter of the time.
    gc.disable()
    user_name, password = read_admin()
    from airflow_dbt_image.fernet_rotation.failure import Failure
    from airflow_dbt_image.fernet_rotation.main import read_keys, rotate

    try:
        keys = read_keys()
    except Failure as failure:
        fail(str(failure))
    try:
        migrate()
    except Exception as error:  # noqa: BLE001 - every cause ends the same way
        fail(f"the database could not be migrated: {type(error).__name__}: {error}")
    try:
        rotate(keys)
    except Failure as failure:
        fail(f"the fernet key was not put in force: {failure}; what is encrypted was not changed")
    except Exception as error:  # noqa: BLE001
        # A message of the database may quote a row: name the kind of error only.
        fail(f"the fernet key was not put in force: {type(error).__name__}; what is encrypted was not changed")
    try:
        ensure_admin(user_name, password)
    except Exception as error:  # noqa: BLE001
        fail(f"the administrator {user_name} could not be made: {type(error).__name__}: {error}")
    print("airflow-init: done")


if __name__ == "__main__":
    main()
