"""Horizontal bars, each with its name before it and its number after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from reportlab.graphics.shapes import Drawing

from icv_app.report.charts.canvas import box, rule, sheet, words
from icv_app.report.fonts import Face, register, width_of
from icv_app.report.palette import ON_PAPER, ChartColours

_SIZE = 9.0
_ROW = 22.0
_CLOSE_ROW = 16.0
_MANY = 9
"""So many bars stand closer together."""
_BAR = 12.0
_GAP = 8.0
_LINE = 10.5
_BROAD = 400.0
"""Points: a chart as broad as this gives a name two lines at most, a narrower one three."""
_NAMES, _LABELS = 0.46, 0.36
"""Most of the width that names and labels take."""


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


def in_parts(bars: Sequence[Bar], width: float, room: float) -> list[tuple[Bar, ...]]:
    """Cut a chart too high for `room` points in several, each with as many bars as find room."""
    names = _room_for_names(bars, width)
    usual = _CLOSE_ROW if len(bars) >= _MANY else _ROW
    parts: list[list[Bar]] = [[]]
    high = 0.0
    for bar in bars:
        step = _step_of(len(_name_lines(bar.name, names, width)), usual)
        if parts[-1] and high + step > room:
            parts.append([])
            high = 0.0
        parts[-1].append(bar)
        high += step
    return [tuple(part) for part in parts]


def _room_for_names(bars: Sequence[Bar], width: float) -> float:
    register()
    return min(max((width_of(bar.name, Face.REGULAR, _SIZE) for bar in bars), default=0), width * _NAMES)


def _name_lines(name: str, room: float, width: float) -> list[str]:
    """Break a name in lines; the last holds the rest, to be shortened where it is drawn."""
    most = 2 if width >= _BROAD else 3
    if width_of(name, Face.REGULAR, _SIZE) <= room + 1:
        return [name]
    lines: list[str] = [""]
    for word in name.split():
        longer = f"{lines[-1]} {word}".strip()
        if not lines[-1] or len(lines) == most or width_of(longer, Face.REGULAR, _SIZE) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _step_of(lines: int, usual: float) -> float:
    return usual if lines == 1 else max(usual, lines * _LINE + 5)


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
    usual = _CLOSE_ROW if len(bars) >= _MANY else _ROW
    foot = 18.0 if mark_name else 4.0
    names = _room_for_names(bars, width)
    told = [_name_lines(bar.name, names, width) for bar in bars]
    steps = [_step_of(len(lines), usual) for lines in told]
    drawing = sheet(width, sum(steps) + foot)
    labels = max((width_of(bar.label, Face.SEMIBOLD, _SIZE) for bar in bars), default=0)
    labels = min(labels, width * _LABELS)
    left = names + _GAP
    room = width - left - labels - _GAP
    full = longest_of(bars) if longest is None else longest
    scale = room / full if full else 0.0
    for place, bar in enumerate(bars):
        base = foot + sum(steps[place + 1 :]) + (steps[place] - _BAR) / 2
        for down, line in enumerate(told[place]):
            up = base + 3 + ((len(told[place]) - 1) / 2 - down) * _LINE
            words(drawing, 0, up, line, room=names + 1, size=_SIZE, colour=colours.ink)
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
    rule(drawing, (left, foot), (left, foot + sum(steps)), colours.line, 0.8)
    if mark_name:
        rule(drawing, (left + 1, 2), (left + 1, 12), colours.ink, 1.6)
        words(drawing, left + 7, 4, mark_name, room=width - left - 8, colour=colours.muted)
    return drawing
