"""How the job speaks to the person who reads its log."""


class Failure(Exception):
    """A cause that is told in one plain last line."""


def say(message: str) -> None:
    """Print a line that says who says it."""
    print(f"airflow-rotate-fernet-key: {message}", flush=True)
