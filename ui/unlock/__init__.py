"""Unlocking the vault."""
