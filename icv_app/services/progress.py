"""How long work tells whoever started it how far it is."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Told how much is done of how much (0 where nobody knows); what it raises goes through."""


def no_progress(_done: int, _total: int) -> None:
    """For whoever does not ask how far it is."""
