"""What the tasks of the flights pipeline do. Nothing here is imported until a task runs."""
