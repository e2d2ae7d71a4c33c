"""What a member of a scheme is: a visitor or a coordinator."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """A member's role; it decides which screens appear and which records they may author."""

    VISITOR = "visitor"
    COORDINATOR = "coordinator"
