"""The parts in which coverage is shown, in their order."""

from __future__ import annotations

from enum import StrEnum


class CoveragePart(StrEnum):
    """One question about coverage; each has a chart and a table."""

    TARGET = "target"
    WEEKS = "weeks"
    HOURS = "hours"
    SPREAD = "spread"
    GAPS = "gaps"
    GROUPS = "groups"
    WAITS = "waits"
