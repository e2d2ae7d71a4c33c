"""A grid of counts, darker for more, each cell with its number."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.graphics.shapes import Drawing

from icv_app.report.charts.canvas import box, sheet, words
from icv_app.report.fonts import Face
from icv_app.report.palette import MUTED, PAGE, readable_on, shade

_SIZE = 8.5
_ROW = 19.0
_HEAD = 16.0


def draw_heat_map(
    grid: Sequence[Sequence[int]], row_names: Sequence[str], column_names: Sequence[str], width: float
) -> Drawing:
    """Draw the grid top row first; nought is an empty pale cell with a dot.

    Where columns without a name follow a named one, its name may go on over them.
    """
    drawing = sheet(width, _HEAD + len(grid) * _ROW)
    names = 62.0
    step = (width - names) / max(len(column_names), 1)
    most = max((count for row in grid for count in row), default=0)
    top = len(grid) * _ROW
    for place, name in enumerate(column_names):
        others = column_names[place + 1 :]
        nameless = next((at for at, after in enumerate(others) if after), len(others))
        if name and nameless:
            left, room = names + place * step, min(step * (1 + nameless), width - names - place * step)
            words(drawing, left, top + 5, name, room=room, size=8, colour=MUTED)
        elif name:
            middle = names + place * step + step / 2
            words(drawing, middle, top + 5, name, room=step, size=8, colour=MUTED, anchor="middle")
    for row_place, (row, name) in enumerate(zip(grid, row_names, strict=True)):
        base = top - (row_place + 1) * _ROW
        words(drawing, 0, base + 6, name, room=names - 6, size=9)
        for place, count in enumerate(row):
            x = names + place * step
            ground = shade(count / most) if count else PAGE
            box(drawing, (x + 0.75, base + 0.75), (step - 1.5, _ROW - 1.5), ground)
            words(
                drawing,
                x + step / 2,
                base + 6,
                str(count) if count else "·",
                room=step,
                size=_SIZE,
                face=Face.SEMIBOLD if count else Face.REGULAR,
                colour=readable_on(ground) if count else MUTED,
                anchor="middle",
            )
    return drawing
