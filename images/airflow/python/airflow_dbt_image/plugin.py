"""Airflow's way to this package: a plugin that Airflow finds by its entry point."""

import atexit
import gc
from types import ModuleType
from typing import ClassVar

from airflow.plugins_manager import AirflowPlugin

from airflow_dbt_image import health_page


class ImagePlugin(AirflowPlugin):
    """Adds the health page to Airflow's services."""

    name = "airflow_dbt_image"
    listeners: ClassVar[list[ModuleType]] = [health_page]


# At its end Python searches all objects for garbage, several times: 2.5 s of CPU in the API server. It leaves frozen
# ones alone.
atexit.register(gc.freeze)
