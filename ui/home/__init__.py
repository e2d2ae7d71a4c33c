"""A visitor's first page."""
