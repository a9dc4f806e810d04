"""Backups of the stack's databases, each a file that also holds the Fernet key, encrypted."""
