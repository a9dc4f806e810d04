"""Airflow's way to this package: a plugin that Airflow finds by its entry point."""

from airflow.plugins_manager import AirflowPlugin

from airflow_dbt_image import health_page


class ImagePlugin(AirflowPlugin):
    """Adds the health page to Airflow's services."""

    name = "airflow_dbt_image"
    listeners = [health_page]
