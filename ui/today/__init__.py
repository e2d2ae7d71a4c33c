"""The coordinator's home: what waits, and where the year stands."""
