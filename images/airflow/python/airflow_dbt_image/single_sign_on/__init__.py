"""Login to Airflow's UI with OpenID Connect, through Flask AppBuilder's settings for OAuth."""
