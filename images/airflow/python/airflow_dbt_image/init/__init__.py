"""Bring Airflow's database to this image's version while no service uses it, rotate the Fernet key, and create the
administrator."""
