"""Horizontal bars, each with its name before it and its number after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from reportlab.graphics.shapes import Drawing

from icv_app.report.charts.canvas import box, rule, sheet, words
from icv_app.report.fonts import Face, width_of
from icv_app.report.palette import ON_PAPER, ChartColours

_SIZE = 9.0
_ROW = 22.0
_CLOSE_ROW = 17.0
_MANY = 9
"""So many bars stand closer together."""
_BAR = 12.0
_GAP = 8.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar.

    Attributes:
        value: Its length; `None` draws no bar, for a withheld number.
        label: The number in words, after the bar.
        mark: Where a target or an even spread stands, as an upright line; `None` for none.
        short: Below its mark in a way that matters; the label should say so too.
    """

    name: str
    value: Fraction | float | None
    label: str
    mark: Fraction | float | None = None
    short: bool = False


def longest_of(bars: Sequence[Bar]) -> float:
    """The greatest value or mark among some bars."""
    return max((float(v) for bar in bars for v in (bar.value, bar.mark) if v is not None), default=0.0)


def draw_bars(
    bars: Sequence[Bar],
    width: float,
    *,
    mark_name: str = "",
    longest: float | None = None,
    colours: ChartColours = ON_PAPER,
) -> Drawing:
    """Draw bars from a common zero, the longest value or mark (or `longest`) filling the room.

    Under them the meaning of the upright line, where `mark_name` says it.
    """
    step = _CLOSE_ROW if len(bars) >= _MANY else _ROW
    foot = 18.0 if mark_name else 4.0
    drawing = sheet(width, len(bars) * step + foot)
    names = min(max((width_of(bar.name, Face.REGULAR, _SIZE) for bar in bars), default=0), width * 0.46)
    labels = min(max((width_of(bar.label, Face.SEMIBOLD, _SIZE) for bar in bars), default=0), width * 0.36)
    left = names + _GAP
    room = width - left - labels - _GAP
    full = longest_of(bars) if longest is None else longest
    scale = room / full if full else 0.0
    for place, bar in enumerate(bars):
        base = foot + (len(bars) - 1 - place) * step + (step - _BAR) / 2
        words(drawing, 0, base + 3, bar.name, room=names + 1, size=_SIZE, colour=colours.ink)
        box(drawing, (left, base), (room, _BAR), colours.ground)
        if bar.value is not None:
            length = float(bar.value) * scale
            box(drawing, (left, base), (length, _BAR), colours.short if bar.short else colours.bar)
        if bar.mark is not None:
            at = left + float(bar.mark) * scale
            # An edge of the ground keeps the line apart from the bar, in greyscale too.
            rule(drawing, (at, base), (at, base + _BAR), colours.card, 4)
            rule(drawing, (at, base - 3), (at, base + _BAR + 3), colours.ink, 1.6)
        words(
            drawing,
            left + room + _GAP,
            base + 3,
            bar.label,
            room=labels + 1,
            size=_SIZE,
            face=Face.SEMIBOLD,
            colour=colours.ink,
        )
    rule(drawing, (left, foot), (left, foot + len(bars) * step), colours.line, 0.8)
    if mark_name:
        rule(drawing, (left + 1, 2), (left + 1, 12), colours.ink, 1.6)
        words(drawing, left + 7, 4, mark_name, room=width - left - 8, colour=colours.muted)
    return drawing
