"""What the jobs raise for a cause that a person should read."""


class Failure(Exception):
    """A cause that is told in one plain last line."""
