"""Upright columns over time, each with its number on top."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from reportlab.graphics.shapes import Drawing

from icv_app.report.charts.canvas import box, rule, sheet, words
from icv_app.report.fonts import Face
from icv_app.report.palette import CARD, INK, LINE, LINK, MUTED

_SIZE = 9.0


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        mark: Where its target stands, as a line across; `None` for none.
    """

    name: str
    value: int
    mark: Fraction | None = None


def draw_columns(
    columns: Sequence[Column], width: float, *, height: float = 150.0, mark_name: str = ""
) -> Drawing:
    """Draw columns from a common zero, the tallest value or mark filling the height."""
    drawing = sheet(width, height)
    foot = 34.0 if mark_name else 18.0
    room = height - foot - 14.0
    tallest = max((float(v) for c in columns for v in (c.value, c.mark) if v is not None), default=0)
    scale = room / tallest if tallest else 0.0
    step = width / max(len(columns), 1)
    bar = step * 0.62
    for place, column in enumerate(columns):
        middle = place * step + step / 2
        top = foot + column.value * scale
        box(drawing, (middle - bar / 2, foot), (bar, column.value * scale), LINK)
        if column.mark is not None:
            at = foot + float(column.mark) * scale
            # An edge of the ground keeps the line apart from the column, in greyscale too.
            rule(drawing, (middle - bar / 2, at), (middle + bar / 2, at), CARD, 4)
            rule(drawing, (middle - bar / 2 - 3, at), (middle + bar / 2 + 3, at), INK, 1.6)
            top = max(top, at) if abs(at - top) < 12 else top
        number = f"{column.value:,}"
        words(drawing, middle, top + 4, number, room=step, size=_SIZE, face=Face.SEMIBOLD, anchor="middle")
        words(drawing, middle, foot - 12, column.name, room=step, size=_SIZE, anchor="middle")
    rule(drawing, (0, foot), (width, foot), LINE, 0.8)
    if mark_name:
        rule(drawing, (2, 7), (16, 7), INK, 1.6)
        words(drawing, 22, 4, mark_name, room=width - 24, colour=MUTED)
    return drawing
