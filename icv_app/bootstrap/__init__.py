"""The only package that sees every layer: `wiring` builds the services, `doors` and `application` the windows."""
