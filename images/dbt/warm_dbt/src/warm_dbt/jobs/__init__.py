"""dbt commands that outlive the session which started them: `dbt-job`."""
