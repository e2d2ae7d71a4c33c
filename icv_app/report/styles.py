"""The typography of printed documents."""

from __future__ import annotations

from typing import Literal

from reportlab.lib.colors import Color
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm

from icv_app.report.fonts import Face
from icv_app.report.palette import BRAND, CARD, INK, MUTED

PAGE_MARGIN = 20 * mm
TOP_MARGIN = 25 * mm
BOTTOM_MARGIN = 22 * mm
CONTENT_WIDTH = 170 * mm
_LEFT: Literal[0] = 0
_RIGHT: Literal[2] = 2


def _style(
    face: Face,
    size: float,
    leading: float,
    *,
    colour: Color = INK,
    before: float = 0,
    after: float = 0,
    alignment: Literal[0, 2] = _LEFT,
) -> ParagraphStyle:
    return ParagraphStyle(
        f"{face.name}-{size}-{leading}-{before}-{after}-{alignment}",
        fontName=face.value,
        fontSize=size,
        leading=leading,
        textColor=colour,
        spaceBefore=before,
        spaceAfter=after,
        alignment=alignment,
        splitLongWords=True,
        allowWidows=0,
        allowOrphans=0,
    )


HEADINGS = {  # of sections and their parts; the title of a document has a style of its own
    2: _style(Face.BOLD, 24, 30, colour=BRAND, before=26, after=10),
    3: _style(Face.BOLD, 15, 20, colour=BRAND, before=16, after=5),
}
SHORT_HEADINGS = {  # of a document of a few pages
    2: _style(Face.BOLD, 17, 22, colour=BRAND, before=16, after=6),
    3: _style(Face.BOLD, 13, 17, colour=BRAND, before=12, after=4),
}
SMALL_HEADING = _style(Face.SEMIBOLD, 11.5, 16, before=10, after=3)
BODY = _style(Face.REGULAR, 10.5, 15, after=7)
LEAD = _style(Face.REGULAR, 13, 18.5, after=10)
ITEM = ParagraphStyle(
    "item",
    parent=_style(Face.REGULAR, 10.5, 15, after=4),
    leftIndent=14,
    bulletIndent=2,
    bulletFontName=Face.REGULAR.value,
    bulletFontSize=10.5,
)
NOTE = _style(Face.REGULAR, 8.5, 12, colour=MUTED, before=4, after=8)
CAPTION = _style(Face.SEMIBOLD, 9.5, 13, before=8, after=4)
CELL = _style(Face.REGULAR, 9, 12)
CELL_RIGHT = _style(Face.REGULAR, 9, 12, alignment=_RIGHT)
HEAD = _style(Face.SEMIBOLD, 9, 12)
HEAD_RIGHT = _style(Face.SEMIBOLD, 9, 12, alignment=_RIGHT)

TILE_NUMBER = _style(Face.BOLD, 23, 27, colour=BRAND)
TILE_NAME = _style(Face.SEMIBOLD, 10, 13.5)
TILE_DETAIL = _style(Face.REGULAR, 8.5, 11.5, colour=MUTED, before=2)

COVER_SCHEME = _style(Face.SEMIBOLD, 14, 18, colour=CARD, after=10)
COVER_TITLE = _style(Face.BOLD, 40, 45, colour=CARD, after=10)
COVER_PERIOD = _style(Face.REGULAR, 17, 22, colour=CARD)
COVER_FACT = _style(Face.REGULAR, 11, 16, after=3)

CONTENTS = (
    _style(Face.SEMIBOLD, 10.5, 13.5, before=4.5),
    ParagraphStyle("contents-2", parent=_style(Face.REGULAR, 9.5, 12, before=0.5), leftIndent=16),
)
