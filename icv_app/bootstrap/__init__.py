"""Sees every layer: `wiring` builds the services, `doors` and `application` the windows."""
