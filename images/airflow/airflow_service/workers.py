"""LocalExecutor's workers on demand: one is forked when a task is queued, and ends when no further task waits.

As Airflow has it, `parallelism` workers are forked at the start and stay: eight idle ones hold 200 MiB, for a pipeline that runs a few
minutes a day. A fork costs some 10 ms a task.
"""

from airflow.executors import local_executor

run_worker = local_executor._run_worker


class UntilEmpty:
    """A queue that hands out None, on which a worker ends: when no task waits after its first, or none comes within two seconds.

    The executor may look again before a fresh worker has taken its task, and then forks one too many.
    """

    def __init__(self, queue):
        self.queue = queue
        self.patience = 2

    def get(self):
        if not self.queue._reader.poll(self.patience):
            return None
        self.patience = 0
        return self.queue.get()


def run_worker_until_empty(logger_name, input, output, unread_messages, team_conf):
    run_worker(logger_name, UntilEmpty(input), output, unread_messages, team_conf)


def spawn_for_waiting_tasks(self, spawn_number):
    """Fork no more workers than tasks wait (none, when the executor starts)."""
    with self._unread_messages:
        waiting = self._unread_messages.value
    for _ in range(min(spawn_number, waiting)):
        self._spawn_worker()


def on_demand():
    local_executor._run_worker = run_worker_until_empty
    local_executor.LocalExecutor._spawn_workers_with_gc_freeze = spawn_for_waiting_tasks
