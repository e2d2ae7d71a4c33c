"""The coordinator's inbox."""
