"""dbt's models as Airflow tasks: what a DAG imports.

from dbt_tasks import DbtTaskGroup

DbtTaskGroup(group_id="dbt", select="+marts")
"""

from dbt_tasks.task_group import DbtTaskGroup

__all__ = ["DbtTaskGroup"]
