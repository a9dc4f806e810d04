"""Where the health page answers, in the container of a service."""

ADDRESS = ("127.0.0.1", 8974)
