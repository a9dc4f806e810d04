"""Tells somebody when a DAG run has failed: a policy of Airflow adds a callback to every DAG.

Airflow calls it in the DAG processor, which alone has the file with the address: `https://…` for a webhook that takes
`{"text": …}`, as those of Slack and Mattermost do, or `smtp://user:password@host:587/?from=…&to=…`; `smtps` for
TLS from the start.
"""

import json
import logging
import smtplib
import ssl
import urllib.request
from collections.abc import Mapping
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from airflow.policies import hookimpl

if TYPE_CHECKING:
    from airflow.sdk import DAG

FILE = Path("/run/secrets/failure_notice")
SECONDS = 15

log = logging.getLogger(__name__)


@hookimpl
def dag_policy(dag: "DAG") -> None:
    """Add the callback to those that the DAG has."""
    if not FILE.exists():
        return
    own = dag.on_failure_callback or []
    dag.on_failure_callback = [*(own if isinstance(own, list) else [own]), notify]
    dag.has_on_failure_callback = True


def notify(context: Mapping[str, Any]) -> None:
    """Send the notice. One that cannot be sent is logged, without the address, which holds a secret."""
    dag_id, run_id = context["dag"].dag_id, context["run_id"]
    subject = f"Airflow: a run of the DAG {dag_id} failed"
    task = context.get("ti")
    lines = [subject, f"Run: {run_id}", f"Reason: {context.get('reason') or 'unknown'}"]
    if task is not None:
        lines.append(f"Last task: {task.task_id}")
    try:
        send(urlsplit(FILE.read_text().strip()), subject, "\n".join(lines))
    except Exception as error:
        log.warning("The notice of the failed run %s of %s was not sent: %s", run_id, dag_id, type(error).__name__)


def send(address: SplitResult, subject: str, text: str) -> None:
    """Send it in the way that the address says."""
    if address.scheme.startswith("smtp"):
        _mail(address, subject, text)
        return
    request = urllib.request.Request(  # noqa: S310
        address.geturl(), json.dumps({"text": text}).encode(), {"Content-Type": "application/json"}
    )
    urllib.request.urlopen(request, timeout=SECONDS).close()  # noqa: S310


def _mail(address: SplitResult, subject: str, text: str) -> None:
    query = parse_qs(address.query)
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = subject, query["from"][0], ", ".join(query["to"])
    message.set_content(text)
    host, tls = address.hostname or "", ssl.create_default_context()
    implicit = address.scheme == "smtps"
    with (
        smtplib.SMTP_SSL(host, address.port or 465, timeout=SECONDS, context=tls)
        if implicit
        else smtplib.SMTP(host, address.port or 587, timeout=SECONDS)
    ) as server:
        server.ehlo()
        if not implicit and server.has_extn("starttls"):
            server.starttls(context=tls)
        if address.username:
            # Over a connection in plain text, smtplib would send the password to anyone who listens.
            if not implicit and not isinstance(server.sock, ssl.SSLSocket):
                raise ssl.SSLError("the server offers no TLS")
            server.login(unquote(address.username), unquote(address.password or ""))
        server.send_message(message)
