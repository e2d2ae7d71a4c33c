"""A limit that was changed within a period: each visit is held to the one of its own day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icv_app.domain.scheme import DatedRules, SchemeSettings
from icv_app.domain.times import london_day

Before = tuple[tuple[date, timedelta], ...]
"""Earlier limits: the first London day on which the next one held, and the limit; in order."""


@dataclass(frozen=True, slots=True)
class Limit:
    """The limit at the end of a period, and those that held before it."""

    now: timedelta
    before: Before = ()

    def on(self, day: date) -> timedelta:
        """The limit of a London day."""
        return next((limit for until, limit in self.before if day < until), self.now)

    def at(self, moment: datetime) -> timedelta:
        """The limit of the London day of a moment."""
        return self.on(london_day(moment)) if self.before else self.now


def limit_within(
    settings: SchemeSettings, first: date, last: date, of: Callable[[DatedRules], timedelta]
) -> Limit:
    """Return a limit as it held from `first` to `last`, London days."""
    before: list[tuple[date, timedelta]] = []
    for rules in settings.earlier:
        if rules.until is None or not first < rules.until <= last:
            continue
        if before and before[-1][1] == of(rules):
            before.pop()
        before.append((rules.until, of(rules)))
    now = of(settings.rules_on(last))
    if before and before[-1][1] == now:
        before.pop()
    return Limit(now, tuple(before))


def delay_limit(settings: SchemeSettings, first: date, last: date) -> Limit:
    """The wait from counter to suite above which a reason is asked for."""
    return limit_within(settings, first, last, lambda rules: rules.delay_threshold)


def filing_limit(settings: SchemeSettings, first: date, last: date) -> Limit:
    """How long after leaving a report is filed in time."""
    return limit_within(settings, first, last, lambda rules: rules.filed_late_after)
