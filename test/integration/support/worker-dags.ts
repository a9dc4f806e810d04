/** A DAG without retries, whose mapped task takes as many seconds as its parameter says, as often as `count` says. */
export const spreadDag = `
import time

from airflow.sdk import DAG, task

with DAG("spread", schedule=None, params={"seconds": 1, "count": 1}, is_paused_upon_creation=False):

    @task
    def numbers(**context):
        return list(range(context["params"]["count"]))

    @task
    def wait(number, **context):
        print(f"number {number} begins", flush=True)
        time.sleep(context["params"]["seconds"])
        print(f"number {number} ends", flush=True)

    wait.expand(number=numbers())
`;

/** A DAG that runs dbt as those of the compose layout do, and tells which machine's container ran it. */
export const dbtDag = `
import os

from airflow.providers.ssh.operators.ssh import SSHOperator
from airflow.sdk import DAG

with DAG("dbt_there", schedule=None, is_paused_upon_creation=False):
    SSHOperator(
        task_id="dbt",
        ssh_conn_id=os.environ["SSH_CONN_ID"],
        command="touch /var/lib/dbt/was-here && cd /usr/app && dbt parse --quiet",
        cmd_timeout=None,
        queue="far",
    )
`;

/** Asks one of the API server's interfaces with a token that a worker can sign, and prints the status of each. */
export const askWithWorkerSecret = `
import json
import time
import urllib.error
import urllib.request
import uuid

import jwt

SECRET = open("/run/secrets/jwt_secret").read()
SERVER = "http://airflow-apiserver:8080"


def status(path, audience, body=None, **claims):
    now = int(time.time())
    token = jwt.encode(
        {"jti": uuid.uuid4().hex, "aud": audience, "nbf": now, "iat": now, "exp": now + 30, **claims},
        SECRET,
        algorithm="HS512",
        headers={"kid": "not-used"},
    )
    bearer = {} if "method" in claims else {"Authorization": f"Bearer {token}"}
    headers = {"Authorization": token, "Content-Type": "application/json", **bearer}
    data = None if body is None else json.dumps(body).encode()
    try:
        with urllib.request.urlopen(urllib.request.Request(SERVER + path, data, headers), timeout=20) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


fetch = "jobs/fetch/one"
register = "worker/other"
EDGE = "/edge_worker/v1/"
print(
    json.dumps(
        {
            "edge": status(EDGE + fetch, "api", {"queues": ["nobody's"], "free_concurrency": 0}, method=fetch),
            "otherMethod": status(EDGE + fetch, "api", {"queues": [], "free_concurrency": 0}, method=register),
            "users": status("/api/v2/dags", "apache-airflow", sub="1"),
            "tasks": status("/execution/variables/any", "urn:airflow.apache.org:task", sub=str(uuid.uuid4())),
        }
    )
)
`;
