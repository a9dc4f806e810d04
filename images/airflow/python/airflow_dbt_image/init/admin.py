"""The administrator, who is named by AIRFLOW_ADMIN_USER and whose password is in a file, so that it is in no
environment and no process list."""

import logging
import os
from pathlib import Path

from airflow_dbt_image.failure import Failure
from airflow_dbt_image.init.outcome import say

PASSWORD_FILE = "/run/secrets/admin_password"


def read() -> tuple[str, str]:
    """Return user name and password. A missing one is an error before anything is changed."""
    user = os.environ.get("AIRFLOW_ADMIN_USER", "").strip()
    if not user:
        raise Failure("AIRFLOW_ADMIN_USER is empty: it names the administrator")
    file = Path(os.environ.get("AIRFLOW_ADMIN_PASSWORD_FILE", PASSWORD_FILE))
    try:
        password = file.read_text().rstrip("\n")
    except OSError as error:
        raise Failure(f"cannot read the administrator's password: {error}") from None
    if not password:
        raise Failure(f"{file} is empty: it holds the administrator's password")
    return user, password


def ensure(user_name: str, password: str) -> None:
    """Create the user with role Admin and this password, or correct what differs."""
    from airflow.providers.fab.auth_manager.cli_commands.utils import (
        get_application_builder,
    )
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
            say(f"created the user {user_name}")
            return
        if not check_password_hash(user.password or "", password):
            manager.reset_password(user.id, password)
            say(f"changed the password of {user_name}")
        if not user.active or admin_role not in user.roles:
            user.active = True
            user.roles = [*user.roles, admin_role]
            manager.update_user(user)
            say(f"made {user_name} an active Admin")
