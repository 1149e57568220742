"""What a council changes: settings, sources, its own names and numbers, and logging."""
