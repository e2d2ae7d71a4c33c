"""The export of everything a scheme holds: its tables, their columns, and the files they are written to."""
