"""Concerns of one category that came up at one suite before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from icv_app.domain.concern_list import ListedConcern
from icv_app.domain.times import london_day, months_before, start_of_london_day


def repeats_since(began_at: datetime, months: int) -> datetime:
    """The moment, UTC, from which concerns came before: the same day in London some months earlier."""
    return start_of_london_day(months_before(london_day(began_at), months))


def which_time(earlier: Sequence[ListedConcern]) -> int:
    """Which time it is that this came up, visits counted and not concerns: 1 for the first."""
    return len({one.visit_id for one in earlier}) + 1
