"""`dbt-job` in the dbt container, for what waits for its answer: a DAG file, and a task in a worker."""

from __future__ import annotations

import shlex


def dbt_job(conn_id: str, *words: str) -> tuple[int, str, str]:
    """Run it by an SSH connection of Airflow's; return its exit code, its output, and what it says of errors."""
    # Only here: the import takes longer than all else in a DAG file.
    from airflow.providers.ssh.hooks.ssh import SSHHook

    hook = SSHHook(conn_id)
    with hook.get_conn() as client:
        command = shlex.join(["dbt-job", *words])
        code, said, problem = hook.exec_ssh_client_command(client, command, get_pty=False, environment=None)
    return code, said.decode(), problem.decode()
