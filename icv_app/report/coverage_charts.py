"""The charts of coverage for the screen, as SVG: the same drawings that reports are made with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import TypeAlias

from reportlab.graphics import renderSVG
from reportlab.graphics.shapes import Drawing

from icv_app.figures.coverage_of_cells import Coverage, SuiteCoverage
from icv_app.figures.coverage_parts import CoveragePart
from icv_app.report.charts.bars import Bar, draw_bars
from icv_app.report.charts.heat_map import draw_heat_map
from icv_app.report.fonts import EMOJI, Face
from icv_app.report.palette import ON_DARK, ON_PAPER, ChartColours
from icv_app.report.wording import minutes, month_short, number, per_cent, weekday
from icv_app.words import _

_MAIN, _FURTHER, _ARABIC = "Atkinson Hyperlegible Next", "Noto Sans", "Noto Sans Arabic"
_FONTS: Mapping[str, Mapping[str, str]] = {
    Face.REGULAR.value: {"family": _MAIN, "weight": "400"},
    Face.SEMIBOLD.value: {"family": _MAIN, "weight": "600"},
    "NotoSans-Regular": {"family": _FURTHER, "weight": "400"},
    "NotoSans-SemiBold": {"family": _FURTHER, "weight": "600"},
    "NotoSansArabic-Regular": {"family": _ARABIC, "weight": "400"},
    "NotoSansArabic-Bold": {"family": _ARABIC, "weight": "700"},
    EMOJI: {"family": "Noto Emoji", "weight": "400"},
}
"""The fonts of the drawings, by the names under which a screen or a browser has them."""


_Draw: TypeAlias = Callable[[Coverage, float, ChartColours], Drawing]


def coverage_chart(coverage: Coverage, part: CoveragePart, width: float, *, dark: bool = False) -> bytes:
    """Return the chart of one part as SVG, `width` points wide, without a ground of its own."""
    colours = ON_DARK if dark else ON_PAPER
    draw: Mapping[CoveragePart, _Draw] = {
        CoveragePart.TARGET: _target,
        CoveragePart.WEEKS: _weeks,
        CoveragePart.HOURS: _hours,
        CoveragePart.SPREAD: _spread,
        CoveragePart.GAPS: _gaps,
        CoveragePart.GROUPS: _groups,
        CoveragePart.WAITS: _waits,
    }
    # A clip path of its own would be painted by the screen's renderer.
    written: str = renderSVG.drawToString(
        draw[part](coverage, width, colours), useClip=True, fontHacks=_FONTS
    )
    return written.encode("utf-8")


def _target(coverage: Coverage, width: float, colours: ChartColours) -> Drawing:
    return draw_bars([_bar(one) for one in coverage.suites], width, mark_name=_("Target"), colours=colours)


def _bar(one: SuiteCoverage) -> Bar:
    share = one.visits.share
    if not one.has_target:
        return Bar(one.name, share.part, _("{visits}, no target").format(visits=number(share.part)))
    short = share.part < share.of
    text = _("{visits} of {target}, short") if short else _("{visits} of {target}")
    label = text.format(visits=number(share.part), target=number(share.of, 1))
    return Bar(one.name, share.part, label, Fraction(share.of), short)


def _weeks(coverage: Coverage, width: float, colours: ChartColours) -> Drawing:
    suites = coverage.suites
    grid = [[int(week.visits.share.part) for week in one.weeks] for one in suites]
    mondays = [week.monday for week in suites[0].weeks] if suites else []
    before = [None, *(monday.month for monday in mondays)]
    heads = [
        month_short(monday) if monday.month != month else ""
        for monday, month in zip(mondays, before, strict=False)
    ]
    if heads and heads[1:2] != [""]:
        heads[:1] = [""]  # the days of a month that only begins or ends here: no room for its name
    return draw_heat_map(grid, [one.name for one in suites], heads, width, colours=colours)


def _hours(coverage: Coverage, width: float, colours: ChartColours) -> Drawing:
    days, hours = [weekday(day) for day in range(7)], [f"{hour:02d}" for hour in range(24)]
    return draw_heat_map(coverage.grid, days, hours, width, colours=colours)


def _spread(coverage: Coverage, width: float, colours: ChartColours) -> Drawing:
    bars = [
        Bar(
            _("Weekends")
            if part.from_hour is None
            else f"{part.from_hour:02d}:00\N{EN DASH}{part.from_hour + 6:02d}:00",
            part.visits.share.value or 0,
            per_cent(part.visits.share.value, 1),
            part.even,
        )
        for part in coverage.spread
    ]
    return draw_bars(bars, width, mark_name=_("Where an even spread would stand"), colours=colours)


def _gaps(coverage: Coverage, width: float, colours: ChartColours) -> Drawing:
    bars = [
        Bar(
            one.name,
            one.gap.days,
            _("{n} days").format(n=one.gap.days) if one.gap.days is not None else _("fewer than two visits"),
        )
        for one in coverage.suites
    ]
    return draw_bars(bars, width, colours=colours)


def _groups(coverage: Coverage, width: float, colours: ChartColours) -> Drawing:
    names = {"children": _("Children"), "vulnerable": _("Vulnerable people"), "women": _("Women")}
    bars = [
        Bar(
            names.get(group, group),
            counted.share.value,
            _("{share} of {n}").format(share=per_cent(counted.share.value), n=number(counted.share.of)),
        )
        for group, counted in coverage.groups.items()
    ]
    return draw_bars(bars, width, longest=1.0, colours=colours)


def _waits(coverage: Coverage, width: float, colours: ChartColours) -> Drawing:
    waits = coverage.waits
    limit = Fraction(waits.threshold.total_seconds()) / 60
    shown = (
        (_("Median"), waits.median),
        (_("90th percentile"), waits.ninetieth),
        (_("Longest"), waits.longest),
    )
    bars = [Bar(name, value, minutes(value, 1), limit) for name, value in shown]
    return draw_bars(bars, width, mark_name=_("Longer than this needs a reason"), colours=colours)
