"""Flask AppBuilder's settings, which differ from the default only with single sign-on."""

from airflow_dbt_image.single_sign_on.settings import flask_settings

globals().update(flask_settings())
