"""Lets the services end at once when they are told to."""

import atexit
import os
import sys


def notice_ended_child():
    """Make the triggerer see within 0.2 s that its child has ended on the signal it sent.

    It waits for the child's sockets; if they close a moment before the process is gone, it waits ten seconds for an event that
    cannot come (about one stop in eight).
    """
    from airflow.sdk.execution_time.supervisor import WatchedSubprocess

    service_subprocess = WatchedSubprocess._service_subprocess

    def look_often(self, max_wait_time, raise_on_timeout=False, expect_signal=None):
        if expect_signal is not None:
            max_wait_time = min(max_wait_time, 0.2)
        return service_subprocess(self, max_wait_time, raise_on_timeout, expect_signal)

    WatchedSubprocess._service_subprocess = look_often


def leave(code: int):
    """End without taking the interpreter apart object by object: that took the API server five seconds of CPU after its last word."""
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
