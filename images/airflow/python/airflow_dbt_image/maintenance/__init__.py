"""What is done on a schedule: backups, and the removal of old rows and logs."""
