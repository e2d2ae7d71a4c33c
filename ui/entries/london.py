"""From the clock on the wall of a custody suite to UTC and back, also on the nights the clocks change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icv_app.errors import BadInput
from icv_app.words import _
from ui.entries.dates import say_date
from ui.entries.times import say_time

LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True, slots=True)
class Reading:
    """One moment that a day and a wall-clock time can mean.

    Attributes:
        at: UTC.
        summer: Whether it is British Summer Time.
    """

    at: datetime
    summer: bool


def readings(day: date, wall: time) -> tuple[Reading, ...]:
    """Return the moments meant, earlier first: one, or two when the clocks went back over it.

    Raises:
        BadInput: The clocks went forward over it, so it did not happen; the text says so.
    """
    found: list[Reading] = []
    for fold in (0, 1):
        local = datetime.combine(day, wall, tzinfo=LONDON).replace(fold=fold)
        at = local.astimezone(UTC)
        exists = at.astimezone(LONDON).replace(tzinfo=None) == local.replace(tzinfo=None)
        if exists and all(reading.at != at for reading in found):
            found.append(Reading(at, local.dst() != timedelta(0)))
    if not found:
        raise BadInput(
            "local time skipped by the clock change",
            user_text=_("{time} did not happen on {date}: the clocks went forward over it.").format(
                time=say_time(wall), date=say_date(day)
            ),
        )
    return tuple(found)


def wall_clock(at: datetime) -> tuple[date, time]:
    """Return the day and time of day in London, without seconds.

    Raises:
        ValueError: `at` has no time zone.
    """
    if at.utcoffset() is None:
        raise ValueError("time without a time zone")
    local = at.astimezone(LONDON)
    return local.date(), local.time().replace(second=0, microsecond=0, fold=0)
