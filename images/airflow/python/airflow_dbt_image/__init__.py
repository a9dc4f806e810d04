"""What this project adds to Airflow: an executor, a health page, and the commands of its jobs."""
