"""`airflow-service <api-server|scheduler|dag-processor|triggerer> [options]`: the same as `airflow <…>`, tuned.

Everything is passed on to Airflow's own command line. What differs is in health.py and memory.py.
"""

import sys


def main():
    service = sys.argv[1]
    if service != "api-server":
        from airflow_service import health

        health.start_page()
    from airflow_service import memory

    memory.before_start(service)
    if service != "api-server":
        health.watch_job()
    from airflow.__main__ import main as airflow

    sys.argv[0] = "airflow"
    airflow()
