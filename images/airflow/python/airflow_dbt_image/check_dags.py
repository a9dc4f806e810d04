"""`airflow-check-dags`, for `npm run check`: imports plugins and DAGs as the DAG processor does, without a stack."""

import sys
import textwrap
import traceback
from pathlib import Path

DAGS = Path("/opt/airflow/dags")


def main() -> None:
    """Print what cannot be imported, and fail if there is anything."""
    count, errors = check(DAGS)
    for where, error in sorted(errors.items()):
        print(f"{where}\n{textwrap.indent(error.rstrip(), '    ')}")
    print(f"airflow: {count} DAGs, {len(errors)} {'error' if len(errors) == 1 else 'errors'}")
    sys.exit(1 if errors else 0)


def check(folder: Path) -> tuple[int, dict[str, str]]:
    """Return how many DAGs there are, and what is wrong by file."""
    from airflow import plugins_manager
    from airflow.dag_processing.dagbag import DagBag
    from airflow.serialization.serialized_objects import DagSerialization

    plugins_manager.ensure_plugins_loaded()
    errors = {f"plugin {name}": error for name, error in plugins_manager.get_import_errors().items()}
    bag = DagBag(folder, bundle_path=folder, bundle_name="dags-folder")
    errors |= {f"airflow/dags/{file}": error for file, error in bag.import_errors.items()}
    for dag in bag.dags.values():
        try:
            DagSerialization.to_dict(dag)
        except Exception:
            errors[f"airflow/dags/{dag.relative_fileloc or dag.fileloc}"] = traceback.format_exc(limit=-2)
    return len(bag.dags), errors
