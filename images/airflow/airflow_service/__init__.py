"""Starts Airflow's services for a small machine: with a health page that costs nothing, and with less memory."""
