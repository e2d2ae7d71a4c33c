"""What stands on a page besides its text: the cover's ground, running heads, page x of y."""

from __future__ import annotations

import io

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader

from icv_app.report import styles
from icv_app.report.fonts import Face, runs, shortened, width_of
from icv_app.report.palette import BRAND, CARD, LINE, LINK, MUTED
from icv_app.report.tagged_canvas import TaggedCanvas
from icv_app.words import _

COVER_GROUND = 118 * mm
"""How high the cover's white foot is; above it the ground is the brand's navy."""
_SIZE = 8.5
_LOGO = (52 * mm, 24 * mm)


class PagePainter:
    """Draws what repeats; page furniture is no part of the text.

    The running head names the section at the top of the page.

    Attributes:
        page_begun: Whether this page has text already.
    """

    def __init__(self, running_head: str, colour: str = "", logo: bytes | None = None) -> None:
        self.page_begun = False
        self._here = ""
        self._next = ""
        self._running_head = running_head
        self._ground = HexColor(colour) if colour else BRAND
        self._logo = logo

    def begin_section(self, title: str) -> None:
        """Note that a section begins on this page."""
        self._next = title
        if not self.page_begun:
            self._here = title

    def cover(self, canvas: TaggedCanvas) -> None:
        """The cover's ground, before its text."""
        width, height = A4
        canvas.saveState()
        with canvas.artifact("Background"):
            canvas.setFillColor(self._ground)
            canvas.rect(0, COVER_GROUND, width, height - COVER_GROUND, stroke=0, fill=1)
            canvas.setFillColor(LINK)
            canvas.rect(0, COVER_GROUND - 2.5 * mm, width, 2.5 * mm, stroke=0, fill=1)
            if self._logo is not None:
                self._draw_logo(canvas, self._logo)
        canvas.restoreState()

    def _draw_logo(self, canvas: TaggedCanvas, logo: bytes) -> None:
        """At the upper right of the cover, on white: any logo can be seen there."""
        picture = ImageReader(io.BytesIO(logo))
        wide, high = picture.getSize()
        scale = min(_LOGO[0] / wide, _LOGO[1] / high)
        across, up = wide * scale, high * scale
        right, top = A4[0] - styles.PAGE_MARGIN, A4[1] - 12 * mm
        canvas.setFillColor(CARD)
        canvas.rect(right - across - 6, top - up - 6, across + 12, up + 12, stroke=0, fill=1)
        canvas.drawImage(picture, right - across, top - up, across, up, mask="auto")

    def body(self, canvas: TaggedCanvas) -> None:
        """Running heads and page number, after the page's text."""
        page = canvas.getPageNumber()
        width, height = A4
        left, right = styles.PAGE_MARGIN, width - styles.PAGE_MARGIN
        top, foot = height - 15 * mm, 12 * mm
        half = (right - left) / 2 - 6
        canvas.saveState()
        with canvas.artifact("Pagination"):
            canvas.setStrokeColor(LINE)
            canvas.setLineWidth(0.6)
            canvas.line(left, top - 5, right, top - 5)
            self._line(canvas, left, top, shortened(self._running_head, Face.REGULAR, _SIZE, half))
            self._line_right(canvas, right, top, shortened(self._here, Face.REGULAR, _SIZE, half))
        canvas.restoreState()
        canvas.later(lambda late: self._number(late, page, right, foot))
        self.page_begun = False
        self._here = self._next

    def _number(self, canvas: TaggedCanvas, page: int, right: float, foot: float) -> None:
        canvas.saveState()
        with canvas.artifact("Pagination"):
            number = _("Page {page} of {total}").format(page=page, total=canvas.total)
            self._line_right(canvas, right, foot, number)
        canvas.restoreState()

    def _line(self, canvas: TaggedCanvas, x: float, y: float, text: str) -> None:
        canvas.setFillColor(MUTED)
        for font, piece in runs(text, Face.REGULAR):
            canvas.setFont(font, _SIZE)
            canvas.drawString(x, y, piece)
            x += float(canvas.stringWidth(piece, font, _SIZE))

    def _line_right(self, canvas: TaggedCanvas, x: float, y: float, text: str) -> None:
        self._line(canvas, x - width_of(text, Face.REGULAR, _SIZE), y, text)
