"""dbt kept warm: one process has dbt imported, and each `dbt` command is a fork of it."""
