"""Which pages each role has, and how they open one another."""

from __future__ import annotations

from ui.workplace import Workplace


def register_pages(workplace: Workplace) -> None:
    """Put the pages of the member's role into the window."""
