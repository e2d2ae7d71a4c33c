"""When a past visit was, from a day and times of day in any number of columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from icv_app.domain.scheme import LAST_DAY
from icv_app.domain.times import start_of_london_day
from icv_app.exchange.cell_values import Unreadable, Written, moments_of, read_written
from icv_app.services.past_visits import TIMES
from icv_app.words import _

LONGEST_STEP = timedelta(hours=12)
"""From one time of a visit to the next; more is a slip, not a night."""
FIRST_YEAR = 1984
"""Lay visitors first came to police stations then; an earlier year is a slip."""
_ONE_DAY = timedelta(days=1)


class _Row(Protocol):
    @property
    def month_first(self) -> bool: ...

    def text(self, field: str) -> str: ...

    def refuse(self, field: str, words: str) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class TimesOfVisit:
    """The times of a visit, UTC; `moments` has every name of `TIMES`."""

    moments: Mapping[str, datetime | None]
    began_at: datetime
    filed_at: datetime


class RowTimes:
    """Reads the times of one row; what cannot be read is refused there."""

    def __init__(self, row: _Row) -> None:
        self._row = row

    def read(self, now: datetime) -> TimesOfVisit | None:
        """Return the times; `None` where one of them cannot be said."""
        day_cell = self._written("date")
        written = {name: self._written(name) for name in TIMES}
        if "refused" in (day_cell, *written.values()):
            return None
        day = day_cell.day if isinstance(day_cell, Written) else None
        if isinstance(day_cell, Written) and day is None:
            self._row.refuse("date", _("is not a day like 14/03/2024"))
            return None
        moments: dict[str, datetime | None] = {}
        before: datetime | None = None
        for name, one in written.items():
            moments[name] = None
            if isinstance(one, Written):
                found = self._moment(name, one, day, before)
                if found is None:
                    return None
                moments[name] = before = found
                day = day or one.day
        began = moments["arrived_at"] or moments["entered_at"]
        if began is None or before is None:
            self._row.refuse("arrived_at", _("is needed, or when they entered the suite"))
            return None
        if before > now:
            name = next(name for name in TIMES if moments[name] is not None)
            self._row.refuse(name, _("lies in the future"))
            return None
        return self._filed(moments, began, before, now)

    def _filed(
        self, moments: Mapping[str, datetime | None], began: datetime, last: datetime, now: datetime
    ) -> TimesOfVisit | None:
        filed = moments["left_station_at"] or began
        one = self._written("filed_at")
        if one == "refused":
            return None
        if isinstance(one, Written) and one.day is not None:
            if one.exact is not None:
                filed = one.exact
            elif one.hour is not None:
                filed = next(iter(moments_of(one.day, one.hour)), last)
            else:
                filed = max(start_of_london_day(one.day), last)
        if filed > now:
            self._row.refuse("filed_at", _("lies in the future"))
            return None
        return TimesOfVisit(moments=moments, began_at=began, filed_at=max(filed, began))

    def _written(self, field: str) -> Written | str | None:
        """What is written there, nothing, or that it was refused."""
        text = self._row.text(field)
        if not text:
            return None
        try:
            found = read_written(text, month_first=self._row.month_first)
        except Unreadable:
            if field == "date":
                words = _("is not a day like 14/03/2024")
            else:
                words = _("is not a time like 21:40, or a date and time like 14/03/2024 21:40")
            self._row.refuse(field, words)
            return "refused"
        if found.day is not None and not FIRST_YEAR <= found.day.year < LAST_DAY.year:
            self._row.refuse(field, _("check the year"))
            return "refused"
        return found

    def _moment(self, name: str, one: Written, day: date | None, before: datetime | None) -> datetime | None:
        """The moment that is meant: a time without a day goes on past midnight and a clock change."""
        if one.exact is not None:
            candidates: tuple[datetime, ...] = (one.exact,)
        elif one.hour is None:
            self._row.refuse(name, _("holds no time of day"))
            return None
        elif one.day is None and day is None:
            self._row.refuse(name, _("the day is missing: choose the column with the date, or write it"))
            return None
        else:
            first = one.day or day
            assert first is not None  # noqa: S101 - said above
            candidates = moments_of(first, one.hour)
            if not candidates:
                self._row.refuse(name, _("did not exist on this day: the clocks went forward"))
                return None
            if one.day is None and before is not None:
                candidates += moments_of(first + _ONE_DAY, one.hour)
        found = next(
            (moment for moment in candidates if before is None or before <= moment <= before + LONGEST_STEP),
            None,
        )
        if found is None:
            self._row.refuse(name, _("the times do not follow each other"))
        return found
