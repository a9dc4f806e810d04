"""One `dbt run` over SSH: run it after you edit a model, or copy it for your own pipelines."""

import os
from datetime import timedelta

from airflow.providers.ssh.operators.ssh import SSHOperator
from airflow.sdk import dag


@dag(schedule=None, catchup=False, is_paused_upon_creation=False, tags=["example"], doc_md=__doc__)
def dbt_run() -> None:
    """Define the one task."""
    SSHOperator(
        task_id="dbt_run",
        ssh_conn_id=os.environ.get("SSH_CONN_ID", "dbt_ssh"),
        command="cd /usr/app && dbt run",
        cmd_timeout=None,
        # A task whose scheduler was killed counts as a try.
        retries=1,
        retry_delay=timedelta(seconds=5),
    )


dbt_run()
