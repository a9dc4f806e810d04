"""Gives the task of a job whose worker is gone back to the scheduler."""

from typing import Any

import sqlalchemy as sa
from airflow.models.dagrun import DagRun
from airflow.models.taskinstance import TaskInstance
from airflow.utils.state import DagRunState, TaskInstanceState
from sqlalchemy.orm import Session, lazyload

UNFINISHED = (TaskInstanceState.QUEUED, TaskInstanceState.RUNNING, TaskInstanceState.RESTARTING)


def give_back(job: Any, session: Session) -> bool:
    """Have its task started once more, and tell whether that was needed: it may be deferred, or have ended.

    As the scheduler does with tasks that no executor knows, but without using one of the task's retries: it is not the
    task that failed. With a new ID, the API server tells the former process to end, should it live on behind a broken
    network. Also a task that has not started gets one: that process may be about to start it.
    """
    task = session.scalar(
        sa.select(TaskInstance)
        .join(TaskInstance.dag_run)
        .options(lazyload(TaskInstance.dag_run))
        .where(
            TaskInstance.dag_id == job.dag_id,
            TaskInstance.task_id == job.task_id,
            TaskInstance.run_id == job.run_id,
            TaskInstance.map_index == job.map_index,
            TaskInstance.try_number == job.try_number,
            TaskInstance.state.in_(UNFINISHED),
            DagRun.state == DagRunState.RUNNING,
        )
        .with_for_update(of=TaskInstance)
    )
    if task is None:
        return False
    task.prepare_db_for_next_try(session=session)
    task.max_tries += 1
    task.state = None
    task.queued_by_job_id = None
    task.external_executor_id = None
    task.clear_next_method_args()
    return True
