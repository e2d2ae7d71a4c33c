"""A grid of counts, darker for more (lighter on a dark screen), each cell with its number."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.graphics.shapes import Drawing

from icv_app.report.charts.canvas import box, sheet, words
from icv_app.report.fonts import Face
from icv_app.report.palette import ON_PAPER, ChartColours, readable_on

_SIZE = 8.5
_ROW = 19.0
_HEAD = 16.0


def draw_heat_map(
    grid: Sequence[Sequence[int]],
    row_names: Sequence[str],
    column_names: Sequence[str],
    width: float,
    *,
    colours: ChartColours = ON_PAPER,
) -> Drawing:
    """Draw the grid top row first; nought is an empty cell with a dot.

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
            words(drawing, left, top + 5, name, room=room, size=8, colour=colours.muted)
        elif name:
            middle = names + place * step + step / 2
            words(drawing, middle, top + 5, name, room=step, size=8, colour=colours.muted, anchor="middle")
    for row_place, (row, name) in enumerate(zip(grid, row_names, strict=True)):
        base = top - (row_place + 1) * _ROW
        words(drawing, 0, base + 6, name, room=names - 6, size=9, colour=colours.ink)
        for place, count in enumerate(row):
            x = names + place * step
            ground = colours.shade(count / most) if count else colours.ground
            box(drawing, (x + 0.75, base + 0.75), (step - 1.5, _ROW - 1.5), ground)
            words(
                drawing,
                x + step / 2,
                base + 6,
                str(count) if count else "·",
                room=step,
                size=_SIZE,
                face=Face.SEMIBOLD if count else Face.REGULAR,
                colour=readable_on(ground) if count else colours.muted,
                anchor="middle",
            )
    return drawing
