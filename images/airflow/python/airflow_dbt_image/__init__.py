"""What this project adds to Airflow: an executor, remote logs, a health page, and the commands of its jobs."""
