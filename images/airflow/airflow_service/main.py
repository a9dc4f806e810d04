"""`airflow-service <api-server|scheduler|dag-processor|triggerer> [options]`: the same as `airflow <…>`, tuned.

Everything is passed on to Airflow's own command line. What differs is in the modules beside this one.
"""

import gc
import os
import sys
import traceback

from airflow_service import stopping


def run(service: str):
    """Start the service; return when it has been told to stop."""
    # Loading makes hundreds of thousands of objects that stay. With Python's 700 the collector looks through them again and again:
    # 1.5 of the 5.3 seconds of CPU that the API server needs to start. With this it looks as often as there is something to find.
    gc.set_threshold(10_000, 20, 100)
    if service != "api-server":
        from airflow_service import health

        health.start_page()
    from airflow_service import memory

    memory.before_start(service)
    if service != "api-server":
        health.watch_job()
    if service == "triggerer":
        stopping.notice_ended_child()
    from airflow.__main__ import main as airflow

    sys.argv[0] = "airflow"
    airflow()


def main():
    me = os.getpid()
    code = 1
    try:
        run(sys.argv[1] if len(sys.argv) > 1 else "")
        code = 0
    except SystemExit as exit:
        code = exit.code if isinstance(exit.code, int) else 0 if exit.code is None else 1
        if code and not isinstance(exit.code, int):
            print(exit.code, file=sys.stderr)
    except BaseException:
        traceback.print_exc()
    if os.getpid() != me:
        # A forked child that came back through here ends by its own rules.
        sys.exit(code)
    stopping.leave(code)
