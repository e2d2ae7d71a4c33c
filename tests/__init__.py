"""Behaviour of ICV, in sentences."""
