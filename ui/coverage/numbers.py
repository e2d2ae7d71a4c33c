"""The numbers of each part of the coverage, one a row, each with the visits behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from fractions import Fraction

from icv_app.figures.cells import VisitsBehind
from icv_app.figures.coverage_of_cells import Coverage, SuiteCoverage, WeekOfSuite
from icv_app.figures.coverage_parts import CoveragePart
from icv_app.figures.measures import Number, Share
from icv_app.figures.rounding import percentage, rounded
from icv_app.words import _, plural
from ui.entries.dates import say_date
from ui.theme import Hue
from ui.widgets.tag import Tagged


@dataclass(frozen=True, slots=True)
class NumberRow:
    """One number.

    Attributes:
        key: What stays the same about it when it is counted anew.
        name: What it is about.
        about: More of that, or nothing.
        number: In words.
        beside: What to read it against: the target, an even spread, what it is of.
        order: Sorts rows by the number.
        behind: The visits it was counted on.
    """

    key: str
    name: str
    about: str
    number: str
    beside: str
    order: float
    behind: VisitsBehind
    tags: tuple[Tagged, ...] = ()


def part_words() -> dict[CoveragePart, str]:
    """Return the parts as they are called, in their order."""
    return {
        CoveragePart.TARGET: _("Against target"),
        CoveragePart.WEEKS: _("Week by week"),
        CoveragePart.HOURS: _("Weekday and hour"),
        CoveragePart.SPREAD: _("Nights and weekends"),
        CoveragePart.GAPS: _("Gaps and overdue"),
        CoveragePart.GROUPS: _("Priority groups"),
        CoveragePart.WAITS: _("Delays"),
    }


def chart_in_words(part: CoveragePart) -> str:
    """Say what the chart of a part shows, for those who do not see it."""
    words = {
        CoveragePart.TARGET: _("Bars: completed visits of each suite beside its target."),
        CoveragePart.WEEKS: _("A grid: suites down, weeks across, in each cell the completed visits."),
        CoveragePart.HOURS: _("A grid: weekdays down, hours across, in each cell the visits begun then."),
        CoveragePart.SPREAD: _("Bars: the share of visits in each quarter of the day and at weekends."),
        CoveragePart.GAPS: _("Bars: the longest time each suite went without a visit, in days."),
        CoveragePart.GROUPS: _("Bars: the share of each priority group that was spoken to."),
        CoveragePart.WAITS: _("Bars: median, 90th percentile and longest wait, in minutes."),
    }
    return _("{chart} All its numbers are in the table below.").format(chart=words[part])


def numbers_of(coverage: Coverage, part: CoveragePart) -> tuple[NumberRow, ...]:
    """Return the rows of a part."""
    rows = {
        CoveragePart.TARGET: _target,
        CoveragePart.WEEKS: _weeks,
        CoveragePart.HOURS: _hours,
        CoveragePart.SPREAD: _spread,
        CoveragePart.GAPS: _gaps,
        CoveragePart.GROUPS: _groups,
        CoveragePart.WAITS: _waits,
    }
    return tuple(rows[part](coverage))


def weekday_words() -> tuple[str, ...]:
    """Return the weekdays from Monday."""
    return (
        _("Monday"),
        _("Tuesday"),
        _("Wednesday"),
        _("Thursday"),
        _("Friday"),
        _("Saturday"),
        _("Sunday"),
    )


def hours_words(first: int, hours: int) -> str:
    """Return "06:00 to 12:00"."""
    return _("{first}:00 to {last}:00").format(first=f"{first:02d}", last=f"{first + hours:02d}")


def _target(coverage: Coverage) -> Iterator[NumberRow]:
    everything = plural("{n} visit", "{n} visits", coverage.visits)
    yield NumberRow(
        "all",
        _("All suites"),
        _("Suites with a target: {told}").format(told=_of_target(coverage.total.share)),
        everything,
        _percent(coverage.total.share),
        coverage.visits,
        coverage.chosen,
    )
    for one in coverage.suites:
        share = one.visits.share
        yield NumberRow(
            one.suite,
            one.name,
            "" if one.has_target else _("No target"),
            _of_target(share) if one.has_target else _written(share.part),
            _percent(share) if one.has_target else "",
            float(share.part),
            one.visits.behind,
            _target_tags(one),
        )


def _target_tags(one: SuiteCoverage) -> tuple[Tagged, ...]:
    share = one.visits.share
    if not one.has_target or not share.of:
        return ()
    return ((_("Met"), Hue.GREEN),) if share.part >= share.of else ((_("Short"), Hue.ORANGE),)


def _weeks(coverage: Coverage) -> Iterator[NumberRow]:
    for one in coverage.suites:
        for week in reversed(one.weeks):
            share = week.visits.share
            yield NumberRow(
                f"{one.suite} {week.monday}",
                one.name,
                _("Week of {day}").format(day=say_date(week.monday)),
                _of_target(share) if one.has_target else _written(share.part),
                "",
                float(share.part),
                week.visits.behind,
                _week_tags(one, week, coverage.chosen),
            )


def _week_tags(one: SuiteCoverage, week: WeekOfSuite, chosen: VisitsBehind) -> tuple[Tagged, ...]:
    share = week.visits.share
    whole = chosen.first <= week.monday and week.monday + timedelta(days=6) <= chosen.last
    if not one.has_target or not share.of or share.part >= share.of or not whole:
        return ()
    return ((_("No visit"), Hue.RED),) if not share.part else ((_("Short"), Hue.ORANGE),)


def _hours(coverage: Coverage) -> Iterator[NumberRow]:
    for day, hours in enumerate(coverage.grid):
        for hour, count in enumerate(hours):
            if count:
                yield NumberRow(
                    f"{day} {hour}",
                    weekday_words()[day],
                    hours_words(hour, 1),
                    plural("{n} visit", "{n} visits", count),
                    _percent(Share(count, coverage.visits)),
                    count,
                    replace(coverage.chosen, weekdays=(day,), hours=(hour,)),
                )


def _spread(coverage: Coverage) -> Iterator[NumberRow]:
    names = {
        0: _("Night"),
        6: _("Morning"),
        12: _("Afternoon"),
        18: _("Evening"),
        None: _("Saturday and Sunday"),
    }
    for part in coverage.spread:
        share = part.visits.share
        yield NumberRow(
            str(part.from_hour),
            names[part.from_hour],
            hours_words(part.from_hour, 6) if part.from_hour is not None else "",
            _("{share}: {part} of {of} visits").format(
                share=_percent(share), part=_written(share.part), of=_written(share.of)
            ),
            _("{even} % if spread evenly").format(even=percentage(part.even, 1)),
            float(share.part),
            part.visits.behind,
        )


def _gaps(coverage: Coverage) -> Iterator[NumberRow]:
    for one in coverage.suites:
        since = one.days_since
        last = (
            _("Last visit {day}").format(day=say_date(one.last_visit))
            if one.last_visit
            else _("Never visited")
        )
        yield NumberRow(
            f"last {one.suite}",
            one.name,
            last,
            plural("{n} day since", "{n} days since", since) if since is not None else _("No visit yet"),
            "",
            float(since) if since is not None else float("inf"),
            _last_day(one, coverage.chosen),
            ((_("Overdue"), Hue.RED),) if one.overdue else (),
        )
    for one in coverage.suites:
        gap = one.gap
        if gap.days is None or gap.first is None or gap.second is None:
            continue
        yield NumberRow(
            f"gap {one.suite}",
            one.name,
            _("{first} to {second}").format(first=say_date(gap.first), second=say_date(gap.second)),
            plural("{n} day without", "{n} days without", gap.days),
            _("longest gap"),
            float(gap.days),
            gap.behind,
        )


def _last_day(one: SuiteCoverage, chosen: VisitsBehind) -> VisitsBehind:
    """The visits of the last day the suite was visited, by anybody and whenever that was."""
    day = one.last_visit
    return VisitsBehind(first=day or chosen.first, last=day or chosen.last, suite=one.suite)


def _groups(coverage: Coverage) -> Iterator[NumberRow]:
    names = {"children": _("Children"), "vulnerable": _("Vulnerable people"), "women": _("Women")}
    for group, counted in coverage.groups.items():
        share = counted.share
        yield NumberRow(
            group,
            names[group],
            _("Spoken to of those in custody"),
            _("{part} of {of}").format(part=_written(share.part), of=_written(share.of)),
            _percent(share),
            float(share.value or 0),
            counted.behind,
        )


def _waits(coverage: Coverage) -> Iterator[NumberRow]:
    waits = coverage.waits
    known = plural(
        "{n} visit whose wait is known", "{n} visits whose wait is known", int(waits.known.share.part)
    )
    shown = (
        ("median", _("Median wait"), waits.median),
        ("ninetieth", _("90th percentile"), waits.ninetieth),
        ("longest", _("Longest wait"), waits.longest),
    )
    for key, name, value in shown:
        said = _("{n} minutes").format(n=rounded(value, 1)) if value is not None else _("Not known")
        yield NumberRow(key, name, known, said, "", float(value or 0), waits.known.behind)
    share, limit = waits.longer.share, _written(Fraction(waits.threshold.total_seconds()) / 60)
    earlier = [
        _("{n} minutes before {day}").format(
            n=_written(Fraction(one.total_seconds()) / 60), day=say_date(until)
        )
        for until, one in waits.before
    ]
    yield NumberRow(
        "longer",
        _("Waited longer than {n} minutes").format(n=limit),
        "; ".join((known, *earlier)),
        _("{part} of {of}").format(part=_written(share.part), of=_written(share.of)),
        _percent(share),
        float(share.part),
        waits.longer.behind,
    )


def _of_target(share: Share) -> str:
    return _("{part} of {target}").format(part=_written(share.part), target=_written(share.of))


def _written(number: Number) -> str:
    whole = Fraction(number).denominator == 1
    return f"{rounded(number, 0 if whole else 1):,}"


def _percent(share: Share) -> str:
    return "" if share.value is None else _("{share} %").format(share=percentage(share.value))
