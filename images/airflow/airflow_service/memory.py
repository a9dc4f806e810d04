"""Saves memory: load no part that nobody uses, and load before a fork what all the forked processes need.

Each step stands by itself; if a later Airflow has moved what it changes, it fails at the start and the image's test says so.
"""

import gc
import importlib
import os
import sys
from types import ModuleType

from airflow_service import task_api

# Loaded once in the scheduler, before the forks, where each task would otherwise load them anew.
BEFORE_FORK = (
    "airflow.dag_processing.dagbag",
    "airflow.providers.standard.operators.python",
    "airflow.providers.standard.operators.bash",
    "airflow.providers.ssh.operators.ssh",
)


def before_start(service: str):
    """Do what fits the service."""
    # svcs offers itself to aiohttp applications if aiohttp can be imported: 6 MB for nothing.
    sys.modules["svcs.aiohttp"] = None
    if service == "api-server":
        task_api.serve_newest_version_only()
    if service == "triggerer":
        task_api.serve_triggers_newest_version_only()
    if service == "dag-processor":
        task_api.build_when_asked()
    if service in ("scheduler", "triggerer"):
        leave_out_log_server()
    if service == "scheduler":
        from airflow_service import workers

        workers.on_demand()
        for module in BEFORE_FORK:
            importlib.import_module(module)
        load_certificates()
        share_with_forks()
    if service == "triggerer":
        os.register_at_fork(before=share_with_forks)


def leave_out_log_server():
    """Start no server for task logs and do not load its web framework (20 MB): all services share the folder of the logs."""
    if "--skip-serve-logs" not in sys.argv:
        sys.argv.append("--skip-serve-logs")
    stub = sys.modules["airflow.utils.serve_logs"] = ModuleType("airflow.utils.serve_logs")
    stub.serve_logs = None


def load_certificates():
    """Read the certificate authorities once; each worker would read them at its first task, also for an http:// address (9 MB)."""
    from airflow.sdk.api import client

    client.Client._get_ssl_context_cached(client.API_SSL_CA_FILE_PATH, client.API_SSL_CERT_PATH)


def share_with_forks():
    """Keep what is loaded by now in pages that parent and children go on sharing.

    The garbage collector writes into every object that it looks at, which makes a copy of the page. Frozen objects it leaves alone.
    """
    gc.collect()
    gc.freeze()
