"""A document that carries a marking at the top and the foot of every page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Frame, PageTemplate

from icv_app.report.fonts import Face, runs, shortened, width_of
from icv_app.report.palette import INK, MUTED
from icv_app.report.structure import Element, Role
from icv_app.report.tagged_canvas import TaggedCanvas, furniture
from icv_app.report.tagged_document import TaggedTemplate
from icv_app.report.tagging import FileFacts
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
    marking = Element(Role.P)
    _Template(info, marking).write([_Marking(marking), *story], out)


class _Marking(Flowable):
    """Stands for the marking at the top of the first page, which is read first; those after it repeat."""

    def __init__(self, element: Element) -> None:
        super().__init__()
        self.element = element

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """It takes no room: the page's furniture draws it."""
        return 0, 0

    def draw(self) -> None:
        """It draws nothing."""


class _Template(TaggedTemplate):
    def __init__(self, info: MarkedInfo, marking: Element) -> None:
        facts = FileFacts(
            title=info.title,
            author=info.author,
            subject=info.subject,
            language="en-GB",
            keywords=(info.marking,),
        )
        super().__init__(facts, info.produced_on)
        self._info = info
        self._marking = marking
        frame = Frame(MARGIN, _FOOT, WIDTH, HEIGHT, 0, 0, 0, 0, id="body")
        self.addPageTemplates(
            [PageTemplate("body", [frame], onPage=furniture(self._mark), onPageEnd=furniture(self._furnish))]
        )

    def _mark(self, canvas: TaggedCanvas) -> None:
        """The marking at the top, before the page's text."""
        canvas.saveState()
        first = canvas.getPageNumber() == 1
        with canvas.content(self._marking) if first else canvas.artifact("Pagination"):
            _line(canvas, self._info.marking, A4[0] / 2, A4[1] - 11 * mm, _MARK_SIZE, Face.BOLD, "middle")
        canvas.restoreState()

    def _furnish(self, canvas: TaggedCanvas) -> None:
        info, page = self._info, canvas.getPageNumber()
        left, right, top = MARGIN, A4[0] - MARGIN, A4[1]
        canvas.saveState()
        with canvas.artifact("Pagination"):
            _line(canvas, info.marking, A4[0] / 2, 7 * mm, _MARK_SIZE, Face.BOLD, "middle")
            canvas.setStrokeColor(INK)
            canvas.setLineWidth(0.8)
            canvas.line(left, top - 18.5 * mm, right, top - 18.5 * mm)
            canvas.line(left, 17 * mm, right, 17 * mm)
            head, room = top - 16.5 * mm, WIDTH / 2 - 6
            _line(canvas, info.running_head, left, head, _SMALL, Face.REGULAR, "left", room)
            _line(canvas, info.warning, right, head, _SMALL, Face.BOLD, "right", room)
            _line(canvas, info.foot, left, 13 * mm, _SMALL, Face.REGULAR, "left", WIDTH * 0.8)
        canvas.restoreState()
        canvas.later(lambda late: _number(late, page, right))


def _number(canvas: TaggedCanvas, page: int, right: float) -> None:
    canvas.saveState()
    with canvas.artifact("Pagination"):
        number = _("Page {page} of {total}").format(page=page, total=canvas.total)
        _line(canvas, number, right, 13 * mm, _SMALL, Face.SEMIBOLD, "right")
    canvas.restoreState()


def _line(
    canvas: TaggedCanvas,
    words: str,
    x: float,
    y: float,
    size: float,
    face: Face,
    at: str,
    room: float = WIDTH,
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
