"""What DAGs of any Airflow may use. Each DAG is one such feature."""

from datetime import timedelta
from typing import Any

from airflow.providers.standard.operators.bash import BashOperator
from airflow.providers.standard.triggers.temporal import TimeDeltaTrigger
from airflow.sdk import Asset, BaseOperator, dag, task

ASSET = Asset("asset_of_a_test")
settings = {"schedule": None, "is_paused_upon_creation": False}

type Numbers = list[int]


def total[T: int](numbers: list[T]) -> int:
    """Add up; the syntax is that of Python 3.12."""
    return sum(numbers)


class Deferred(BaseOperator):
    """Waits in the triggerer."""

    def execute(self, context: Any) -> None:
        self.defer(trigger=TimeDeltaTrigger(timedelta(seconds=1)), method_name="resume")

    def resume(self, context: Any, event: Any) -> str:
        return f"resumed by the {'trigger' if event else 'clock'}"


@dag(**settings)
def deferrable() -> None:
    Deferred(task_id="wait")


@dag(**settings)
def virtualenv() -> None:
    @task.virtualenv(requirements=["iniconfig==2.0.0"], system_site_packages=False)
    def version() -> str:
        from importlib.metadata import version

        return version("iniconfig")

    version()


@dag(**settings)
def mapped() -> None:
    @task
    def double(number: int) -> int:
        return 2 * number

    @task
    def add(numbers: Numbers) -> int:
        return total(list(numbers))

    add(double.expand(number=list(range(50))))


@dag(**settings)
def producer() -> None:
    @task(outlets=[ASSET])
    def produce() -> None:
        pass

    produce()


@dag(**{**settings, "schedule": [ASSET]})
def consumer() -> None:
    @task
    def consume() -> str:
        return "consumed"

    consume()


@dag(**settings)
def plugin() -> None:
    BashOperator(task_id="shout", bash_command="echo {{ macros.of_a_test.shout('hello') }}")


deferrable()
virtualenv()
mapped()
producer()
consumer()
plugin()
