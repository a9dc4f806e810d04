"""Changes the fernet key of Airflow's database: a dump first, then all in one transaction, checked before it is
committed."""
