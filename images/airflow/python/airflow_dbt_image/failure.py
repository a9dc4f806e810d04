"""What a user is told when something goes wrong."""


class Failure(Exception):
    """Something that a user can understand without a stack trace."""


def plain(error: BaseException) -> str:
    """Return what went wrong in one line, without the values of a row that a database may quote."""
    if isinstance(error, Failure):
        return str(error)
    cause = getattr(error, "orig", None) or error
    lines = str(cause).strip().splitlines()
    return f"{type(cause).__name__}: {' '.join(lines[0].split())}" if lines else type(cause).__name__
