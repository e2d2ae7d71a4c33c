"""Reads times, dates and counts as people type them, and says them back; no Qt."""
