"""DAGs from a git repository."""
