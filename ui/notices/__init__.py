"""Notices to visitors, at the coordinator's desk."""
