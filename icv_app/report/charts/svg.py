"""A chart as SVG inside a web page: its text stays text, its colours follow the page's."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from reportlab.graphics.shapes import Drawing, Group, Line, Rect, String
from reportlab.lib.colors import Color

from icv_app.report.fonts import Face, in_right_to_left, weight_of
from icv_app.report.palette import CARD, INK, LINE, LINK, MUTED, PAGE, SHORT

_NAMES = {INK: "ink", MUTED: "muted", LINE: "line", LINK: "bar", PAGE: "ground", CARD: "card", SHORT: "short"}
"""Colours with a meaning have a light and a dark form in the page's style; a step of a ramp has neither."""


def svg_of(drawing: Drawing, key: str, title: str, description: str) -> str:
    """Return the chart, named and described for whoever cannot see it.

    Args:
        drawing: Made of lines, rectangles and text, as this package's are.
        key: Begins the names of its parts; unique on the page.
        title: What it is.
        description: What it shows.
    """
    width, height = _short(drawing.width), _short(drawing.height)
    shapes = "".join(_shapes(drawing, float(drawing.height)))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {width} {height}" '
        f'aria-labelledby="{key}-title {key}-desc">'
        f'<title id="{key}-title">{escape(title)}</title><desc id="{key}-desc">{escape(description)}</desc>'
        f"{shapes}</svg>"
    )


def _shapes(group: Drawing | Group, height: float) -> Iterator[str]:
    for shape in group.contents:
        match shape:
            case Rect():
                yield (
                    f'<rect x="{_short(shape.x)}" y="{_short(height - shape.y - shape.height)}" '
                    f'width="{_short(shape.width)}" height="{_short(shape.height)}" '
                    f"{_colour('fill', shape.fillColor)}/>"
                )
            case Line():
                yield (
                    f'<line x1="{_short(shape.x1)}" y1="{_short(height - shape.y1)}" '
                    f'x2="{_short(shape.x2)}" y2="{_short(height - shape.y2)}" '
                    f'{_colour("stroke", shape.strokeColor)} stroke-width="{_short(shape.strokeWidth)}"/>'
                )
            case String():
                yield _text(shape, height)
            case Group():
                yield from _shapes(shape, height)
            case _:
                raise TypeError(f"a chart with a {type(shape).__name__}")


def _text(shape: String, height: float) -> str:
    weight = weight_of(shape.fontName)
    bold = f' font-weight="{weight}"' if weight != weight_of(Face.REGULAR.value) else ""
    # Such text was turned round for the drawing already; a browser would turn it back.
    turned = ' style="direction:ltr;unicode-bidi:bidi-override"' if in_right_to_left(shape.text) else ""
    return (
        f'<text x="{_short(shape.x)}" y="{_short(height - shape.y)}" font-size="{_short(shape.fontSize)}"'
        f"{bold} {_colour('fill', shape.fillColor)}{turned}>{escape(shape.text)}</text>"
    )


def _colour(use: str, colour: Color | None) -> str:
    if colour is None:
        return f'{use}="none"'
    name = _NAMES.get(colour)
    return f'class="{use}-{name}"' if name else f'{use}="{colour.hexval().replace("0x", "#")}"'


def _short(number: float) -> str:
    return f"{float(number):.2f}".rstrip("0").rstrip(".")
