from airflow.plugins_manager import AirflowPlugin


def shout(text: str) -> str:
    return f"{text.upper()}!"


class PluginOfATest(AirflowPlugin):
    name = "of_a_test"
    macros = [shout]
