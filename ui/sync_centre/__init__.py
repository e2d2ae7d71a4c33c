"""Where every record is, and why it waits."""
