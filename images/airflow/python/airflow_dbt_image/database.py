"""Airflow's database, as its configuration names it."""

import sqlalchemy as sa


def engine() -> sa.Engine:
    """Return an engine that keeps no connection open between two uses."""
    from airflow.configuration import conf

    url = sa.make_url(conf.get_mandatory_value("database", "sql_alchemy_conn"))
    return sa.create_engine(url, poolclass=sa.NullPool, connect_args={"connect_timeout": 10})
