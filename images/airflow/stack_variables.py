"""Adds the stack's secret variables to the environment of each Python process; stack_variables.pth has Python import this at its start.

Docker shows a container's own variables to everyone who may inspect it, so these come as a file: the warehouse's password under the
names of the compose layout, and the user's own. What is set already stays as it is.
"""

import os


def add(path="/run/secrets/variables.env"):
    """Read `NAME=value` lines; a value goes on to the end of its line."""
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            text = file.read()
    except OSError:
        return  # This container is given none.
    for line in text.split("\n"):
        name, equals, value = line.partition("=")
        if equals:
            os.environ.setdefault(name, value)


add()
