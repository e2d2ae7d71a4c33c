"""ICV without a window: domain, services, store, seal, figures, report and exchange."""

VERSION = "0.1.0"
"""The application's and the server's, as `pyproject.toml` has it."""
