"""A document that carries a marking at the top and the foot of every page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import BinaryIO

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from icv_app.report import fonts
from icv_app.report.document import DatedCanvas
from icv_app.report.fonts import Face, runs, shortened, width_of
from icv_app.report.pages import PageTotal
from icv_app.report.palette import INK, MUTED
from icv_app.words import _

MARKING = "OFFICIAL-SENSITIVE"
"""Source: Government Security Classifications; words of the marking are never translated."""

MARGIN = 15 * mm
WIDTH = A4[0] - 2 * MARGIN
_TOP = 23 * mm
_FOOT = 19 * mm
HEIGHT = A4[1] - _TOP - _FOOT
_MARK_SIZE = 11.0
_SMALL = 8.5


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedInfo:
    """What the file says about itself and what stands on each of its pages.

    Attributes:
        marking: In capitals at the top and the foot of every page.
        running_head: Under the marking at the top, at the left.
        warning: Under it at the right; stands out.
        foot: At the foot, at the left of the page number.
        produced_on: The only date in the file's own data: the same content gives the same bytes.
    """

    title: str
    subject: str
    author: str
    marking: str
    running_head: str
    warning: str = ""
    foot: str = ""
    produced_on: date


def write_marked(info: MarkedInfo, story: Sequence[Flowable], out: BinaryIO) -> None:
    """Lay out the parts and write the file; nothing is written unless all of it could be."""
    fonts.register()
    template = _Template(out, info)
    dated = partial(DatedCanvas, produced_on=info.produced_on)
    template.multiBuild([template.total, *story], canvasmaker=dated)


class _Template(BaseDocTemplate):
    def __init__(self, out: BinaryIO, info: MarkedInfo) -> None:
        super().__init__(
            out,
            pagesize=A4,
            title=fonts.cleaned(info.title),
            author=fonts.cleaned(info.author),
            subject=fonts.cleaned(info.subject),
            keywords=[info.marking],
            creator="ICV",
            producer="ICV",
            lang="en-GB",
            invariant=1,
            initialFontName=Face.REGULAR.value,
        )
        self.total = PageTotal()
        self._info = info
        frame = Frame(MARGIN, _FOOT, WIDTH, HEIGHT, 0, 0, 0, 0, id="body")
        self.addPageTemplates([PageTemplate("body", [frame], onPageEnd=self._furnish)])

    def _furnish(self, canvas: Canvas, document: BaseDocTemplate) -> None:
        info, page = self._info, canvas.getPageNumber()
        self.total.seen(page)
        left, right, top = MARGIN, A4[0] - MARGIN, A4[1]
        canvas.saveState()
        for height in (top - 11 * mm, 7 * mm):
            _line(canvas, info.marking, A4[0] / 2, height, _MARK_SIZE, Face.BOLD, "middle")
        canvas.setStrokeColor(INK)
        canvas.setLineWidth(0.8)
        canvas.line(left, top - 18.5 * mm, right, top - 18.5 * mm)
        canvas.line(left, 17 * mm, right, 17 * mm)
        head, room = top - 16.5 * mm, WIDTH / 2 - 6
        _line(canvas, info.running_head, left, head, _SMALL, Face.REGULAR, "left", room)
        _line(canvas, info.warning, right, head, _SMALL, Face.BOLD, "right", room)
        foot = 13 * mm
        number = _("Page {page} of {total}").format(page=page, total=self.total.pages or page)
        _line(canvas, info.foot, left, foot, _SMALL, Face.REGULAR, "left", WIDTH * 0.8)
        _line(canvas, number, right, foot, _SMALL, Face.SEMIBOLD, "right")
        canvas.restoreState()


def _line(
    canvas: Canvas, words: str, x: float, y: float, size: float, face: Face, at: str, room: float = WIDTH
) -> None:
    """Draw one line from, to, or about a place."""
    words = shortened(words, face, size, room)
    width = width_of(words, face, size)
    x -= {"left": 0.0, "middle": width / 2, "right": width}[at]
    canvas.setFillColor(INK if face is not Face.REGULAR else MUTED)
    for font, piece in runs(words, face):
        canvas.setFont(font, size)
        canvas.drawString(x, y, piece)
        x += float(canvas.stringWidth(piece, font, size))
