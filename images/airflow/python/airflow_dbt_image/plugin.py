"""Airflow's way to this package: a plugin that Airflow finds by its entry point."""

from __future__ import annotations

import atexit
import gc
from types import ModuleType
from typing import TYPE_CHECKING, Any, ClassVar

from airflow.plugins_manager import AirflowPlugin

from airflow_dbt_image import health_page
from dbt_tasks.docs_link import DbtDocsLink

if TYPE_CHECKING:
    from starlette.types import ASGIApp


def login_limit(app: ASGIApp) -> ASGIApp:
    """Put the limit of failed logins in front of the API server's application."""
    # Every program loads this plugin, and only the API server has what this imports in memory anyway.
    from airflow_dbt_image.login_limit import LoginLimit

    return LoginLimit(app)


class ImagePlugin(AirflowPlugin):
    """Adds the health page to Airflow's services, and to the API server the limit of failed logins and links to dbt."""

    name = "airflow_dbt_image"
    listeners: ClassVar[list[ModuleType]] = [health_page]
    fastapi_root_middlewares: ClassVar[list[dict[str, Any]]] = [{"name": "login limit", "middleware": login_limit}]
    operator_extra_links: ClassVar[list[Any]] = [DbtDocsLink()]


# At its end Python searches all objects for garbage, several times: 2.5 s of CPU in the API server. It leaves frozen
# ones alone.
atexit.register(gc.freeze)
