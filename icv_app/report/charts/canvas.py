"""Text on charts, in the document's fonts and never wider than its room."""

from __future__ import annotations

from typing import Literal

from reportlab.graphics.shapes import Drawing, Group, Line, Rect, String
from reportlab.lib.colors import Color
from reportlab.pdfbase import pdfmetrics

from icv_app.report.fonts import Face, register, runs, shortened, width_of
from icv_app.report.palette import INK

SMALL = 8.5
"""Smallest text on a chart, in points."""


def sheet(width: float, height: float) -> Drawing:
    """An empty drawing, in points; the library's own default font would not be embedded."""
    register()
    return Drawing(width, height, initialFontName=Face.REGULAR.value)


def words(
    drawing: Drawing | Group,
    x: float,
    y: float,
    text: str,
    *,
    room: float,
    size: float = SMALL,
    face: Face = Face.REGULAR,
    colour: Color = INK,
    anchor: Literal["start", "middle", "end"] = "start",
) -> None:
    """Write one line with its baseline at `y`, shortened with an ellipsis to `room` points."""
    fitted = shortened(text, face, size, room)
    width = width_of(fitted, face, size)
    left = {"start": x, "middle": x - width / 2, "end": x - width}[anchor]
    for font, piece in runs(fitted, face):
        drawing.add(String(left, y, piece, fontName=font, fontSize=size, fillColor=colour))
        left += float(pdfmetrics.stringWidth(piece, font, size))


def box(
    drawing: Drawing | Group, corner: tuple[float, float], size: tuple[float, float], fill: Color
) -> None:
    """Fill a rectangle; nothing is drawn where it has no width or height."""
    if min(size) > 0:
        shape = Rect(*corner, *size)
        shape.fillColor = fill
        shape.strokeColor = None
        drawing.add(shape)


def rule(
    drawing: Drawing | Group,
    start: tuple[float, float],
    end: tuple[float, float],
    colour: Color,
    width: float = 0.5,
) -> None:
    """Draw a straight line."""
    drawing.add(Line(*start, *end, strokeColor=colour, strokeWidth=width))
