"""dbt kept warm: one process has dbt loaded, and each `dbt` command is a fork of it."""
