"""The coordinator's record reviews."""
