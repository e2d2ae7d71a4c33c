"""What a pen is put to: boxes to cross, letters to ring, lines to write on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Table

from icv_app.report.fonts import Face, runs, width_of
from icv_app.report.palette import INK, MUTED
from icv_app.report.structure import Element, Role, made_of, outermost

if TYPE_CHECKING:
    from icv_app.report.tagged_canvas import TaggedCanvas

FAINT = HexColor("#8a8f93")
"""For lines to write on and letters inside boxes: seen by lamplight, lost under ink."""

_BOX = 5.8 * mm
_TICK = 4.2 * mm
_TICK_LINE = 6.6 * mm
_GAP = 1.0 * mm
_BETWEEN = 3.6 * mm


def _draw(
    canvas: TaggedCanvas, words: str, x: float, y: float, size: float, face: Face = Face.REGULAR
) -> None:
    for font, piece in runs(words, face):
        canvas.setFont(font, size)
        canvas.drawString(x, y, piece)
        x += float(canvas.stringWidth(piece, font, size))


class _OnPaper(Flowable):
    """Whatever is drawn for a pen."""

    canv: TaggedCanvas


class AnswerBoxes(_OnPaper):
    """Boxes in a row, each with its letters faint inside, to be crossed."""

    def __init__(self, letters: Sequence[str], side: float = _BOX) -> None:
        super().__init__()
        self._letters = tuple(letters)
        self._side = side
        self.element = _letters(letters)
        self.width = len(letters) * (side + _GAP) - _GAP
        self.height = side

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Its own size."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw the boxes from the left."""
        canvas, size = self.canv, 7.5
        step = self._side + _GAP
        canvas.setStrokeColor(INK)
        canvas.setLineWidth(0.9)
        with canvas.artifact():
            for at in range(len(self._letters)):
                canvas.rect(at * step, 0, self._side, self._side, stroke=1, fill=0)
        if self.element is None:
            return
        canvas.setFillColor(MUTED)
        with canvas.content(self.element):
            for at, letters in enumerate(self._letters):
                middle = at * step + (self._side - width_of(letters, Face.SEMIBOLD, size)) / 2
                _draw(canvas, letters, middle, self._side / 2 - 2.6, size, Face.SEMIBOLD)


class Letters(_OnPaper):
    """Letters in a row, to be ringed."""

    def __init__(self, letters: Sequence[str]) -> None:
        super().__init__()
        self._letters = tuple(letters)
        self._step = 5.6 * mm
        self.element = Element(Role.P, actual=", ".join(letters))
        self.width = len(letters) * self._step
        self.height = _BOX

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Its own size."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw each letter in the middle of its place."""
        self.canv.setFillColor(INK)
        with self.canv.content(self.element):
            for at, letter in enumerate(self._letters):
                x = at * self._step + (self._step - width_of(letter, Face.REGULAR, 10)) / 2
                _draw(self.canv, letter, x, self.height / 2 - 3.4, 10)


class Ticks(_OnPaper):
    """Choices with a box before each, in as many lines as they need."""

    def __init__(self, choices: Sequence[str], *, size: float = 9.2) -> None:
        super().__init__()
        self._choices = [(choice, Element(Role.LBODY)) for choice in choices]
        self._size = size
        self._lines: list[list[tuple[float, str, Element]]] = []
        self.element = made_of(Role.L, *(made_of(Role.LI, body) for _choice, body in self._choices))

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """As wide as there is room, as high as the lines."""
        self._lines, x = [[]], 0.0
        for choice, body in self._choices:
            need = _TICK + _GAP + width_of(choice, Face.REGULAR, self._size)
            if x and x + need > available_width:
                self._lines.append([])
                x = 0.0
            self._lines[-1].append((x, choice, body))
            x += need + _BETWEEN
        self.width, self.height = available_width, len(self._lines) * _TICK_LINE
        return self.width, self.height

    def draw(self) -> None:
        """Draw the lines from the top."""
        canvas = self.canv
        canvas.setStrokeColor(INK)
        canvas.setLineWidth(0.8)
        canvas.setFillColor(INK)
        for at, line in enumerate(self._lines):
            y = self.height - (at + 1) * _TICK_LINE + (_TICK_LINE - _TICK) / 2
            for x, choice, body in line:
                with canvas.artifact():
                    canvas.rect(x, y, _TICK, _TICK, stroke=1, fill=0)
                with canvas.content(body):
                    _draw(canvas, choice, x + _TICK + _GAP, y + _TICK / 2 - self._size * 0.34, self._size)


class Line(_OnPaper):
    """A line to write on, with a word before it where there is one."""

    def __init__(self, label: str = "", height: float = _BOX) -> None:
        super().__init__()
        self._label = label
        self.height = height
        self.element = Element(Role.P) if label else None

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """As wide as there is room."""
        self.width = available_width
        return available_width, self.height

    def draw(self) -> None:
        """Draw the line near the foot of its room."""
        canvas, x = self.canv, 0.0
        if self.element is not None:
            canvas.setFillColor(INK)
            with canvas.content(self.element):
                _draw(canvas, self._label, 0, 2.6, 8.5)
            x = width_of(self._label, Face.REGULAR, 8.5) + 4
        canvas.setStrokeColor(FAINT)
        canvas.setLineWidth(0.7)
        with canvas.artifact():
            canvas.line(x, 1.4, self.width, 1.4)


class Lines(_OnPaper):
    """Ruled lines to write on."""

    def __init__(self, count: int, step: float = 8.5 * mm) -> None:
        super().__init__()
        self._count = count
        self._step = step
        self.height = count * step

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """As wide as there is room."""
        self.width = available_width
        return available_width, self.height

    def draw(self) -> None:
        """Draw the lines from the top."""
        self.canv.setStrokeColor(FAINT)
        self.canv.setLineWidth(0.7)
        with self.canv.artifact():
            for at in range(self._count):
                y = self.height - (at + 1) * self._step + 1.4
                self.canv.line(0, y, self.width, y)


class RestOfPage(_OnPaper):
    """Lines for notes down to the foot of the page; nothing where there is no room for two."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title
        self._step = 8 * mm
        self.element = Element(Role.P)

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Whatever is left of the page."""
        self.width = available_width
        self.height = available_height - 1 if available_height > 2 * self._step else 0
        return self.width, self.height

    def draw(self) -> None:
        """Draw the title on the first line, the others below it."""
        canvas, y = self.canv, self.height - self._step
        if y <= 0:
            return
        canvas.setFillColor(INK)
        with canvas.content(self.element):
            _draw(canvas, self._title, 0, y + 2.6, 8.5, Face.SEMIBOLD)
        canvas.setStrokeColor(FAINT)
        canvas.setLineWidth(0.7)
        start = width_of(self._title, Face.SEMIBOLD, 8.5) + 6
        with canvas.artifact():
            while y >= 0:
                canvas.line(start, y + 1.4, self.width, y + 1.4)
                start, y = 0, y - self._step


class AsManyRows(_OnPaper):
    """A table with as many rows as the page has room for, and never fewer than one.

    Args:
        make: Makes the table with so many rows.
        most: Rows that are enough.
    """

    def __init__(self, make: Callable[[int], Table], most: int) -> None:
        super().__init__()
        self._make = make
        self._most = most
        self.element = Element(Role.DIV)

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Take rows away until it fits."""
        for rows in range(self._most, 0, -1):
            self._table = self._make(rows)
            self.width, self.height = self._table.wrap(available_width, available_height)
            if self.height <= available_height:
                break
        return self.width, self.height

    def draw(self) -> None:
        """Draw the table that fitted: what is in it belongs here."""
        self.element.add(*outermost([self._table]))
        self._table.drawOn(self.canv, 0, 0)


class ToOddPage(_OnPaper):
    """Fills an even page with lines for notes, so that what follows begins a new leaf."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title
        self._filled = False
        self.element = Element(Role.H1)

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """All of an even page, nothing of an odd one."""
        self._filled = self.canv.getPageNumber() % 2 == 0
        self.width = available_width
        self.height = available_height if self._filled else 0
        return self.width, self.height

    def draw(self) -> None:
        """Draw a heading and lines."""
        if not self._filled:
            return
        self.canv.setFillColor(INK)
        with self.canv.content(self.element):
            _draw(self.canv, self._title, 0, self.height - 20, 20, Face.BOLD)
        self.canv.setStrokeColor(FAINT)
        self.canv.setLineWidth(0.7)
        y = self.height - 42
        with self.canv.artifact():
            while y > 4:
                self.canv.line(0, y, self.width, y)
                y -= 9 * mm


def _letters(letters: Sequence[str]) -> Element | None:
    """Letters drawn apart are read apart."""
    return Element(Role.P, actual=", ".join(letters)) if any(letters) else None
