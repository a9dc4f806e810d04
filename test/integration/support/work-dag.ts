const query = "dbt show --quiet --inline 'select pg_sleep({{ params.seconds }})'";

/** A DAG with a task and a command in dbt's container that take as many seconds as its parameter says, and a task after them. */
export const workDag = (id = "work", command = query) => `
import os
import time

from airflow.providers.ssh.operators.ssh import SSHOperator
from airflow.sdk import DAG, task

with DAG("${id}", schedule=None, params={"seconds": 0}, is_paused_upon_creation=False, default_args={"retries": 2, "retry_delay": 5}):

    @task
    def wait(**context):
        time.sleep(context["params"]["seconds"])

    @task
    def after():
        pass

    command = SSHOperator(
        task_id="dbt",
        ssh_conn_id=os.environ["SSH_CONN_ID"],
        command="cd /usr/app && ${command}",
        cmd_timeout=None,
    )
    [wait(), command] >> after()
`;

/** A DAG `loop` that runs again as soon as it has ended: a task, and a dbt command after it. */
export const loopDag = `
import os
import time
from datetime import datetime

from airflow.providers.ssh.operators.ssh import SSHOperator
from airflow.sdk import DAG, task

with DAG(
    "loop",
    schedule="@continuous",
    start_date=datetime(2024, 1, 1),
    catchup=False,
    max_active_runs=1,
    is_paused_upon_creation=False,
    default_args={"retries": 1, "retry_delay": 5},
):

    @task
    def wait():
        time.sleep(5)

    wait() >> SSHOperator(
        task_id="dbt",
        ssh_conn_id=os.environ["SSH_CONN_ID"],
        command="cd /usr/app && dbt show --quiet --inline 'select 1'",
        cmd_timeout=None,
    )
`;
