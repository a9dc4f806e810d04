import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from airflow_dbt_image.edge_worker import supervise

DEAF = "import signal, time; signal.signal(signal.SIGINT, signal.SIG_IGN); print('ready', flush=True)"
IDLE = f"{DEAF}; time.sleep(60)"
BUSY = f"{DEAF}; import subprocess; subprocess.run(['sleep', '2']); time.sleep(60)"


def supervised(program: str, *, interrupt: bool) -> tuple[int, float]:
    """Run it under supervision in a process of its own; tell its exit code, and its seconds once it was ready."""
    code = (
        "import sys; from airflow_dbt_image.edge_worker import supervise; supervise.LOOK_SECONDS = 0.05;"
        "sys.exit(supervise.run([sys.executable, '-c', sys.argv[1]], 0.5) % 256)"
    )
    process = subprocess.Popen([sys.executable, "-c", code, program], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    if interrupt:
        assert process.stdout.readline() == "ready\n"
        process.send_signal(signal.SIGINT)
    began = time.monotonic()
    process.communicate(timeout=30)
    return process.returncode, time.monotonic() - began


def test_ends_as_the_worker_does() -> None:
    assert supervised("import sys; sys.exit(3)", interrupt=False)[0] == 3


def test_hands_the_signal_on() -> None:
    program = (
        "import signal, sys, time; signal.signal(signal.SIGINT, lambda *_: sys.exit(7));"
        "print('ready', flush=True); time.sleep(60)"
    )
    assert supervised(program, interrupt=True)[0] == 7


def test_kills_a_worker_without_tasks_that_does_not_end() -> None:
    code, seconds = supervised(IDLE, interrupt=True)
    assert code == -signal.SIGKILL % 256
    assert 0.4 < seconds < 10


def test_waits_for_its_tasks_first() -> None:
    code, seconds = supervised(BUSY, interrupt=True)
    assert code == -signal.SIGKILL % 256
    assert seconds > 1.5


def test_a_process_that_has_ended_is_no_task(tmp_path: Path) -> None:
    for number, state, parent in [(10, "Z", 1), (11, "S", 2)]:
        (tmp_path / str(number)).mkdir()
        (tmp_path / str(number) / "stat").write_text(f"{number} (a) b) {state} {parent} 0 0")
    (tmp_path / "12").mkdir()
    assert not supervise.has_children(1, tmp_path)
    assert supervise.has_children(2, tmp_path)
    assert supervise.has_children(os.getppid())
