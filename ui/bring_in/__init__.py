"""Past visits from a table: its columns, a dry run, and bringing them in."""
