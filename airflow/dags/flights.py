"""The example pipeline: flights from a source database through dbt's layers to figures for a dashboard.

fill_source -> extract (tail numbers masked) -> dbt (a task for each model, which runs its tests as well)

Started by hand or through the API: the data never changes, so a schedule would only repeat it.
"""

from datetime import timedelta

from airflow.sdk import dag, task

from dbt_tasks import DbtTaskGroup


@dag(schedule=None, catchup=False, is_paused_upon_creation=False, max_active_runs=1, tags=["example"], doc_md=__doc__)
def flights() -> None:
    """Define the tasks and their order."""

    @task(retries=2, retry_delay=timedelta(seconds=10))
    def fill_source() -> dict[str, int]:
        """Load the data files into an empty source database, as its owner. A real pipeline has no such task."""
        from airflow.providers.postgres.hooks.postgres import PostgresHook

        from flights_pipeline.source import fill, owner_connection_id

        return fill(PostgresHook(owner_connection_id()).get_conn())

    @task(retries=2, retry_delay=timedelta(seconds=10))
    def extract() -> dict[str, int]:
        """Copy the source's tables, masked, to the schema raw of the warehouse, with a role that may only read."""
        from airflow.providers.postgres.hooks.postgres import PostgresHook

        from flights_pipeline.extract import extract as copy
        from flights_pipeline.masking import Mask
        from flights_pipeline.warehouse import warehouse

        source = PostgresHook("source")
        mask = Mask(source.get_connection("source").password or "")
        return copy(source.get_conn(), warehouse("analytics"), mask)

    fill_source() >> extract() >> DbtTaskGroup()


flights()
