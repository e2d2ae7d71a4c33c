"""Chasing the concerns of the filed reports."""
