"""A worker of EdgeExecutor in a container of its own, maybe on another machine: no database, no shared volume."""
