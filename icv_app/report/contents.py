"""The table of contents of a PDF: a line for each heading, with its page and a link."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from reportlab.platypus import Flowable

from icv_app.report import styles
from icv_app.report.content import Title
from icv_app.report.fonts import Face, cleaned, width_of
from icv_app.report.palette import INK, MUTED
from icv_app.report.parts import text
from icv_app.report.structure import Element, Role, made_of

if TYPE_CHECKING:
    from icv_app.report.tagged_canvas import TaggedCanvas

_ROOM_FOR_NUMBER = 26.0
_GAP = 6.0
_DOT = " ."
_FEWEST_DOTS = 2
SECTION_LEVEL = 2


class Reached:
    """On which page each heading fell, from 1, by its key; known once it was drawn."""

    def __init__(self) -> None:
        self.pages: dict[str, int] = {}


class ContentsLine(Flowable):
    """A heading's words, dots, and its page."""

    canv: TaggedCanvas

    def __init__(self, title: Title, link: Element, reached: Reached) -> None:
        super().__init__()
        self.element = link
        self._title = title
        self.level = title.level
        self._reached = reached
        self._style = styles.CONTENTS[title.level - 2]
        self._words = text(title.words, self._style, of=link)
        self.spaceBefore = self._style.spaceBefore

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """As wide as the page, as high as the words."""
        self.width = available_width
        _width, self.height = self._words.wrap(available_width - _ROOM_FOR_NUMBER, available_height)
        return self.width, self.height

    def draw(self) -> None:
        """Draw the words and the dots; the number waits for its heading."""
        canvas, style = self.canv, self._style
        base = self.height - self._first_ascent() - style.leading * (self._lines - 1)
        self._words.drawOn(canvas, 0, 0)
        canvas.link(self.element, self._title.key, cleaned(self._title.words), (self.width, self.height))
        start = style.leftIndent + self._last_width() + _GAP
        end = self.width - _ROOM_FOR_NUMBER
        face = Face(style.fontName)
        dots = int((end - start) / width_of(_DOT, face, style.fontSize))
        if dots > _FEWEST_DOTS:
            with canvas.artifact("Layout"):
                canvas.setFillColor(MUTED)
                canvas.setFont(face.value, style.fontSize)
                canvas.drawRightString(end, base, _DOT * dots)
        canvas.later(lambda late: self._number(late, base))

    def _number(self, canvas: TaggedCanvas, base: float) -> None:
        page = str(self._reached.pages[self._title.key])
        face, size = Face(self._style.fontName), self._style.fontSize
        canvas.saveState()
        canvas.setFillColor(INK)
        canvas.setFont(face.value, size)
        with canvas.content(self.element):
            canvas.drawString(self.width - width_of(page, face, size), base, page)
        canvas.restoreState()

    @property
    def _lines(self) -> int:
        laid: Any = self._words
        return len(laid.blPara.lines)

    def _first_ascent(self) -> float:
        laid: Any = self._words
        lines = laid.blPara
        return float((lines if lines.kind == 0 else lines.lines[0]).ascent)

    def _last_width(self) -> float:
        laid: Any = self._words
        last = laid.blPara.lines[-1]
        left = last[0] if isinstance(last, tuple) else last.extraSpace
        room = self.width - _ROOM_FOR_NUMBER - self._style.leftIndent
        return float(room - left)


def contents_of(titles: Sequence[Title], reached: Reached) -> list[ContentsLine]:
    """Return the lines; to whoever reads them one by one, lists in a list."""
    whole = Element(Role.TOC)
    inner: Element | None = None
    lines = []
    for title in titles:
        if not cleaned(title.words).strip():
            continue
        link = Element(Role.LINK)
        entry = made_of(Role.TOCI, made_of(Role.REFERENCE, link))
        if title.level <= SECTION_LEVEL:
            whole.add(entry)
            inner = None
        else:
            if inner is None:
                inner = Element(Role.TOC)
                whole.add(inner)
            inner.add(entry)
        lines.append(ContentsLine(title, link, reached))
    return lines


def begins_second_column(lines: Sequence[ContentsLine], width: float, room: float) -> int:
    """Return which line begins the second of two columns alike in length; 0 where they are not enough.

    A section's parts stay under it.

    Args:
        lines: As `contents_of` returns them.
        width: Of a column.
        room: Height of a column.
    """
    heights = [line.wrap(width, room)[1] + line.spaceBefore for line in lines]
    whole = sum(heights)
    cuts = [at for at, line in enumerate(lines) if at and line.level <= SECTION_LEVEL]
    fitting = [at for at in cuts if sum(heights[:at]) <= room and sum(heights[at:]) <= room]
    return min(fitting, key=lambda at: abs(2 * sum(heights[:at]) - whole), default=0)
