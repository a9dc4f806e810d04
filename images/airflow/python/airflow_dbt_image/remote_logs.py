"""Task logs in a bucket of Google Cloud Storage, which may be out of reach. `[logging] logging_config_class` is here.

Airflow's own class tries for two minutes to reach the bucket. For so long, a task that has ended keeps its slot, the
triggerer does nothing else, and the page of a log waits, to end with an error although the log is on the volume.
"""

from __future__ import annotations

from os import PathLike
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from airflow.config_templates.airflow_local_settings import DEFAULT_LOGGING_CONFIG
from airflow.providers.google.cloud.log.gcs_task_handler import GCSRemoteLogIO
from google.cloud.storage.retry import DEFAULT_RETRY

if TYPE_CHECKING:
    from airflow.sdk.types import RuntimeTaskInstanceProtocol
    from airflow.utils.log.file_task_handler import StreamingLogResponse

PATIENCE = DEFAULT_RETRY.with_timeout(5)
"""Seconds for a bucket that is busy for a moment, in all."""

LOGGING_CONFIG = DEFAULT_LOGGING_CONFIG


class BucketLogs(GCSRemoteLogIO):
    """Airflow's own class, used while the bucket answers. Otherwise logs stay on the volume, and are read there."""

    def upload(self, path: PathLike[str] | str, ti: RuntimeTaskInstanceProtocol | None = None) -> None:
        """Move a log from the volume to the bucket."""
        if problem := self._problem(str(path)):
            self.log.warning("The log %s stays on the log volume. %s", path, problem)
        else:
            super().upload(path, ti)

    def stream(self, relative_path: str, ti: RuntimeTaskInstanceProtocol | None) -> StreamingLogResponse:
        """Read a log; without one, Airflow reads the volume."""
        problem = self._problem(relative_path)
        return ([problem], []) if problem else super().stream(relative_path, ti)

    def _problem(self, path: str) -> str | None:
        """Say why the bucket cannot be used, if so. It is asked for what is always asked next."""
        _, bucket, folder, *_ = urlsplit(self.remote_base)
        prefix = f"{folder.lstrip('/')}/{path}".lstrip("/")
        try:
            next(iter(self.client.list_blobs(bucket, prefix=prefix, max_results=1, timeout=5, retry=PATIENCE)), None)
        except Exception as error:
            return f"The bucket {bucket} cannot be used: {error}"
        return None


REMOTE_TASK_LOG = BucketLogs.from_config()
