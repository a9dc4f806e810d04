"""`airflow-clean-bundles`: removes the copies of commits that no task uses any more, for workers.

The DAG processor does so where it shares the copies. `[dag_processor] stale_bundle_cleanup_min_versions` and
`stale_bundle_cleanup_age_threshold` say which ones stay.
"""

from airflow.dag_processing.bundles.base import BundleUsageTrackingManager


def main() -> None:
    """Do it once."""
    BundleUsageTrackingManager().remove_stale_bundle_versions()
