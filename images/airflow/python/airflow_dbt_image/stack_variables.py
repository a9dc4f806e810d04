"""Adds the stack's secret variables to the environment of each Python process.

Docker shows a container's own variables to everyone who may inspect it, so these come as a file: the warehouse's
password under the names of the compose layout, and the user's own. A variable that is set already keeps its value.

Python imports this at its start because airflow_dbt_image.pth in site-packages says so
(https://docs.python.org/3/library/site.html). An entry point of the container would not do: `docker exec`, and with it
`npm run airflow`, goes past it.
"""

import os


def add(path: str = "/run/secrets/variables.env") -> None:
    """Read `NAME=value` lines; a value goes on to the end of its line."""
    try:
        # Without pathlib, which every Python process would load for this one line.
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            text = file.read()
    except OSError:
        return  # This container is given none.
    for line in text.split("\n"):
        name, equals, value = line.partition("=")
        if equals:
            os.environ.setdefault(name, value)


add()
