"""What an export says: its rows, and the settings that held on a day."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
OUTCOMES = ("spoken_to", "observed_only", "declined", "not_available", "not_offered")
CHILDREN = ("10-13", "14-17")
SEVERITIES = ("red", "amber", "green")

Row = Mapping[str, Any]
Counts = dict[str, int]
"""Key of a count of people, or of concerns, to the count."""


@dataclass(frozen=True)
class Told:
    """A figure as it should be printed: a number, or a share with its n."""

    value: Fraction | None
    part: Fraction | None = None
    of: Fraction | None = None


Figures = dict[str, Told]


def one(value: Fraction | int | None) -> Told:
    """A figure that is one number."""
    return Told(None if value is None else Fraction(value))


def share(part: Fraction | int, of: Fraction | int) -> Told:
    """A share, and both counts."""
    return Told(over(part, of), Fraction(part), Fraction(of))


def over(part: Fraction | int, of: Fraction | int) -> Fraction | None:
    """A division where there is something to divide by."""
    return Fraction(part) / of if of else None


def moment(text: str) -> datetime:
    """A time as the clock in London shows it."""
    return datetime.fromisoformat(text).astimezone(LONDON)


def minutes(spent: timedelta) -> Fraction:
    """Exact minutes."""
    return Fraction(spent // timedelta(seconds=1), 60)


def middle(values: Iterable[Fraction | int]) -> Fraction | None:
    """The median."""
    ordered = sorted(values)
    n = len(ordered)
    return Fraction(ordered[(n - 1) // 2] + ordered[n // 2], 2) if n else None


def nine_tenths(values: Iterable[Fraction | int]) -> Fraction | None:
    """The 90th percentile: the smallest value that nine in ten do not exceed."""
    ordered = sorted(values)
    for place, value in enumerate(ordered, start=1):
        if Fraction(place, len(ordered)) >= Fraction(9, 10):
            return Fraction(value)
    return None


@dataclass(frozen=True)
class Span:
    """A period by its London days, and the day up to which the office knows."""

    label: str
    first: date
    last: date
    as_of: date

    @property
    def until(self) -> date:
        """The last day it covers."""
        return min(self.last, self.as_of)

    @property
    def known_before(self) -> datetime:
        """The moment before which things are known."""
        return midnight(self.as_of + DAY)

    @property
    def over_at(self) -> datetime:
        """The moment at which it is over, as far as it goes."""
        return midnight(self.until + DAY)

    def days(self) -> Iterator[date]:
        """Every day of it, up to the last one it covers."""
        day = self.first
        while day <= self.until:
            yield day
            day += DAY


def midnight(day: date) -> datetime:
    """The first moment of a day in London, UTC."""
    return datetime.combine(day, time(), tzinfo=LONDON).astimezone(UTC)


def instant(text: str) -> datetime:
    """A time, UTC: two of them are as far apart as they were, whatever the clocks did."""
    return datetime.fromisoformat(text).astimezone(UTC)


@dataclass(frozen=True)
class Rules:
    """What held on a day."""

    per_week: Fraction
    of_suites: Mapping[str, Fraction]
    wait: timedelta
    filing: timedelta


class Export:
    """The tables of an export, the rows put to the visits and concerns they belong to."""

    def __init__(self, tables: Mapping[str, Sequence[Row]]) -> None:
        self.tables = tables

    def of_visit(self, table: str, visit: Row) -> Sequence[Row]:
        """The rows of one visit."""
        return self._by("visit_id")[table, visit["visit_id"]]

    def of_person(self, person: Row) -> dict[str, str]:
        """The answers about one person, by check."""
        rows = self.of_visit("checks", person)
        return {
            row["check_id"]: row["answer"]
            for row in rows
            if row["person_id"] == person["person_id"] and row["answer"] is not None
        }

    def steps(self, concern: Row) -> list[Row]:
        """What was done about a concern and counts, oldest first."""
        rows = self._by("concern_id")["concern_steps", concern["concern_id"]]
        return [row for row in rows if row["counts"]]

    def _by(self, name: str) -> Mapping[tuple[str, str], list[Row]]:
        return self._of_visits if name == "visit_id" else self._of_concerns

    @cached_property
    def _of_visits(self) -> Mapping[tuple[str, str], list[Row]]:
        return self._sorted("visit_id", ("people", "checks", "tallies", "concerns"))

    @cached_property
    def _of_concerns(self) -> Mapping[tuple[str, str], list[Row]]:
        return self._sorted("concern_id", ("concern_steps",))

    def _sorted(self, name: str, tables: Iterable[str]) -> Mapping[tuple[str, str], list[Row]]:
        found: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for table in tables:
            for row in self.tables[table]:
                found[table, row[name]].append(row)
        return found

    @cached_property
    def version(self) -> int:
        """Of the settings in force."""
        return max(int(row["version"]) for row in self.tables["settings"])

    @cached_property
    def settings(self) -> dict[str, str]:
        """What is set now."""
        rows = (row for row in self.tables["settings"] if row["version"] == self.version)
        return {row["setting"]: row["value"] for row in rows}

    @cached_property
    def suites(self) -> list[Row]:
        """The suites of the settings in force, in their order."""
        return [row for row in self.tables["suites"] if row["version"] == self.version]

    def number(self, setting: str) -> int | None:
        """A whole number that is set, if it is."""
        value = self.settings.get(setting)
        return None if value is None else int(value)

    def rules_on(self, day: date) -> Rules:
        """What held on a day: a change holds from its day on."""
        for place, until in self._turns:
            if day < until:
                return self._rules(f"earlier.{place}.")
        return self._rules("")

    @cached_property
    def _turns(self) -> list[tuple[int, date]]:
        found: list[tuple[int, date]] = []
        while (until := self.settings.get(f"earlier.{len(found) + 1}.until")) is not None:
            found.append((len(found) + 1, date.fromisoformat(until)))
        return found

    def _rules(self, path: str) -> Rules:
        known = self._read.get(path)
        if known is None:
            begin = f"{path}suite_targets."
            known = self._read[path] = Rules(
                Fraction(self.settings[f"{path}visits_per_suite_and_week"]),
                {
                    name.removeprefix(begin): Fraction(value)
                    for name, value in self.settings.items()
                    if name.startswith(begin)
                },
                span_of_time(self.settings[f"{path}delay_threshold"]),
                span_of_time(self.settings[f"{path}filed_late_after"]),
            )
        return known

    @cached_property
    def _read(self) -> dict[str, Rules]:
        return {}

    def filed(self, span: Span) -> list[Row]:
        """Every filed visit that began in the period."""
        return [row for row in self.tables["visits"] if span.first <= began(row).date() <= span.last]


def span_of_time(text: str) -> timedelta:
    """A span written as ISO 8601 has it."""
    found = re.fullmatch(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?", text)
    assert found is not None, text
    days, hours, mins, seconds = (int(part or 0) for part in found.groups())
    return timedelta(days=days, hours=hours, minutes=mins, seconds=seconds)


def began(visit: Row) -> datetime:
    """At entry, or where nobody got in at arrival; in London."""
    return moment(visit["entered_at"] or visit["arrived_at"])


def tried(visits: Iterable[Row]) -> list[Row]:
    """Visits made in person, completed or not."""
    return [row for row in visits if row["kind"] != "telephone"]


def done(visits: Iterable[Row]) -> list[Row]:
    """The valid visits: completed, in person."""
    return [row for row in tried(visits) if row["outcome"] == "completed"]
