"""What is written on by hand: boxes to cross, letters to ring, fields and lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Table, TableStyle

from icv_app.report.fonts import Face, runs, width_of
from icv_app.report.marked import WIDTH
from icv_app.report.palette import INK, MUTED
from icv_app.report.parts import text

Command = tuple[str, tuple[int, int], tuple[int, int], *tuple[Any, ...]]
"""One instruction about the look of a table's cells, as the library takes it."""

FAINT = HexColor("#8a8f93")
"""For lines to write on and letters inside boxes: seen by lamplight, lost under ink."""

LABEL = ParagraphStyle("paper-label", fontName=Face.SEMIBOLD.value, fontSize=8.5, leading=10.5, textColor=INK)
SMALL = ParagraphStyle("paper-small", fontName=Face.REGULAR.value, fontSize=8.5, leading=10.5, textColor=INK)
QUESTION = ParagraphStyle(
    "paper-question", fontName=Face.REGULAR.value, fontSize=9.8, leading=11.5, textColor=INK
)
NUMBER = ParagraphStyle("paper-number", parent=QUESTION, fontName=Face.BOLD.value)
HEADING = ParagraphStyle(
    "paper-heading", fontName=Face.BOLD.value, fontSize=12.5, leading=15, spaceBefore=7, spaceAfter=3
)
HEADING_IN_TABLE = ParagraphStyle("paper-heading-in-table", parent=HEADING, fontSize=10.5, leading=12)
SHORT_QUESTION = ParagraphStyle("paper-short-question", parent=QUESTION, fontSize=9.1, leading=10.3)
TINY = ParagraphStyle("paper-tiny", parent=SMALL, fontSize=7.6, leading=9)
SAID = ParagraphStyle("paper-said", parent=QUESTION, fontSize=10.5, leading=13.5)
TITLE = ParagraphStyle("paper-title", fontName=Face.BOLD.value, fontSize=18, leading=21, textColor=INK)
TITLE_SIDE = ParagraphStyle("paper-side", parent=SMALL, alignment=2)

_BOX = 5.8 * mm
_TICK = 4.2 * mm
_TICK_LINE = 6.6 * mm
_GAP = 1.0 * mm
_BETWEEN = 3.6 * mm


def _draw(canvas: Canvas, words: str, x: float, y: float, size: float, face: Face = Face.REGULAR) -> None:
    for font, piece in runs(words, face):
        canvas.setFont(font, size)
        canvas.drawString(x, y, piece)
        x += float(canvas.stringWidth(piece, font, size))


class AnswerBoxes(Flowable):
    """Boxes in a row, each with its letters faint inside, to be crossed."""

    def __init__(self, letters: Sequence[str], side: float = _BOX) -> None:
        super().__init__()
        self._letters = tuple(letters)
        self._side = side
        self.width = len(letters) * (side + _GAP) - _GAP
        self.height = side

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Its own size."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw the boxes from the left."""
        canvas, size = self.canv, 7.5
        for at, letters in enumerate(self._letters):
            x = at * (self._side + _GAP)
            canvas.setStrokeColor(INK)
            canvas.setLineWidth(0.9)
            canvas.rect(x, 0, self._side, self._side, stroke=1, fill=0)
            canvas.setFillColor(MUTED)
            middle = x + (self._side - width_of(letters, Face.SEMIBOLD, size)) / 2
            _draw(canvas, letters, middle, self._side / 2 - 2.6, size, Face.SEMIBOLD)


class Letters(Flowable):
    """Letters in a row, to be ringed."""

    def __init__(self, letters: Sequence[str]) -> None:
        super().__init__()
        self._letters = tuple(letters)
        self._step = 5.6 * mm
        self.width = len(letters) * self._step
        self.height = _BOX

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Its own size."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw each letter in the middle of its place."""
        self.canv.setFillColor(INK)
        for at, letter in enumerate(self._letters):
            x = at * self._step + (self._step - width_of(letter, Face.REGULAR, 10)) / 2
            _draw(self.canv, letter, x, self.height / 2 - 3.4, 10)


class Ticks(Flowable):
    """Choices with a box before each, in as many lines as they need."""

    def __init__(self, choices: Sequence[str], *, size: float = 9.2) -> None:
        super().__init__()
        self._choices = tuple(choices)
        self._size = size
        self._lines: list[list[tuple[float, str]]] = []

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """As wide as there is room, as high as the lines."""
        self._lines, x = [[]], 0.0
        for choice in self._choices:
            need = _TICK + _GAP + width_of(choice, Face.REGULAR, self._size)
            if x and x + need > available_width:
                self._lines.append([])
                x = 0.0
            self._lines[-1].append((x, choice))
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
            for x, choice in line:
                canvas.rect(x, y, _TICK, _TICK, stroke=1, fill=0)
                _draw(canvas, choice, x + _TICK + _GAP, y + _TICK / 2 - self._size * 0.34, self._size)


class Line(Flowable):
    """A line to write on, with a word before it where there is one."""

    def __init__(self, label: str = "", height: float = _BOX) -> None:
        super().__init__()
        self._label = label
        self.height = height

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """As wide as there is room."""
        self.width = available_width
        return available_width, self.height

    def draw(self) -> None:
        """Draw the line near the foot of its room."""
        canvas, x = self.canv, 0.0
        if self._label:
            canvas.setFillColor(INK)
            _draw(canvas, self._label, 0, 2.6, 8.5)
            x = width_of(self._label, Face.REGULAR, 8.5) + 4
        canvas.setStrokeColor(FAINT)
        canvas.setLineWidth(0.7)
        canvas.line(x, 1.4, self.width, 1.4)


class Lines(Flowable):
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
        for at in range(self._count):
            y = self.height - (at + 1) * self._step + 1.4
            self.canv.line(0, y, self.width, y)


class RestOfPage(Flowable):
    """Lines for notes down to the foot of the page; nothing where there is no room for two."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title
        self._step = 8 * mm

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
        _draw(canvas, self._title, 0, y + 2.6, 8.5, Face.SEMIBOLD)
        canvas.setStrokeColor(FAINT)
        canvas.setLineWidth(0.7)
        start = width_of(self._title, Face.SEMIBOLD, 8.5) + 6
        while y >= 0:
            canvas.line(start, y + 1.4, self.width, y + 1.4)
            start, y = 0, y - self._step


class AsManyRows(Flowable):
    """A table with as many rows as the page has room for, and never fewer than one.

    Args:
        make: Makes the table with so many rows.
        most: Rows that are enough.
    """

    def __init__(self, make: Callable[[int], Table], most: int) -> None:
        super().__init__()
        self._make = make
        self._most = most

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Take rows away until it fits."""
        for rows in range(self._most, 0, -1):
            self._table = self._make(rows)
            self.width, self.height = self._table.wrap(available_width, available_height)
            if self.height <= available_height:
                break
        return self.width, self.height

    def draw(self) -> None:
        """Draw the table that fitted."""
        self._table.drawOn(self.canv, 0, 0)


class ToOddPage(Flowable):
    """Fills an even page with lines for notes, so that what follows begins a new leaf."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title
        self._filled = False

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
        _draw(self.canv, self._title, 0, self.height - 20, 20, Face.BOLD)
        self.canv.setStrokeColor(FAINT)
        self.canv.setLineWidth(0.7)
        y = self.height - 42
        while y > 4:
            self.canv.line(0, y, self.width, y)
            y -= 9 * mm


@dataclass(frozen=True, slots=True)
class Field:
    """A framed field: its name small at the top, room below, and what can be crossed in it.

    Attributes:
        share: Its width relative to the others of its row.
        ticks: Choices to cross; free room where there are none.
        letters: Answer boxes instead.
    """

    name: str
    share: float = 1.0
    ticks: tuple[str, ...] = ()
    letters: tuple[str, ...] = ()

    def content(self) -> list[Flowable]:
        """Return what stands in the frame."""
        parts: list[Flowable] = [text(self.name, LABEL)]
        if self.letters:
            parts.append(AnswerBoxes(self.letters))
        if self.ticks:
            parts.append(Ticks(self.ticks))
        return parts


def fields(*row: Field, height: float = 13.5 * mm, width: float = WIDTH) -> Table:
    """Lay framed fields side by side; never lower than `height`, nor than the choices in it."""
    whole = sum(field.share for field in row)
    widths = [width * field.share / whole for field in row]
    contents = [field.content() for field in row]
    need = max(
        sum(part.wrap(room - 8, 1000)[1] + 1 for part in parts) + 6
        for parts, room in zip(contents, widths, strict=True)
    )
    table = Table([contents], colWidths=widths, rowHeights=[max(height, need)])
    table.setStyle(
        TableStyle(
            [
                ("FONTNAME", (0, 0), (-1, -1), Face.REGULAR.value),
                ("BOX", (0, 0), (-1, -1), 0.8, INK),
                ("INNERGRID", (0, 0), (-1, -1), 0.8, INK),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 4),
                ("RIGHTPADDING", (0, 0), (-1, -1), 4),
                ("TOPPADDING", (0, 0), (-1, -1), 2.5),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
            ]
        )
    )
    return table


def grid(
    rows: Sequence[Sequence[object]],
    widths: Sequence[float],
    *,
    least: float = 0,
    head: bool = False,
    ruled: bool = True,
    gap: float = 3,
) -> Table:
    """Lay rows out with a thin line below each where `ruled`.

    Args:
        rows: Texts and flowables.
        widths: Of the columns.
        least: The lowest a row may be.
        head: The first row names the columns and is repeated on every page.
        ruled: Draw the lines.
        gap: Between a column and the next.
    """
    table = Table(
        [list(row) for row in rows],
        colWidths=list(widths),
        minRowHeights=[0 if head and not at else least for at in range(len(rows))],
        repeatRows=int(head),
        hAlign="LEFT",
    )
    commands: list[Command] = [
        ("FONTNAME", (0, 0), (-1, -1), Face.REGULAR.value),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("LEFTPADDING", (0, 0), (-1, -1), 1),
        ("RIGHTPADDING", (0, 0), (-1, -1), gap),
        ("TOPPADDING", (0, 0), (-1, -1), 1.8),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2.2),
    ]
    if ruled:
        commands.append(("LINEBELOW", (0, 0), (-1, -1), 0.4, FAINT))
    if head:
        commands += [("VALIGN", (0, 0), (-1, 0), "BOTTOM"), ("LINEBELOW", (0, 0), (-1, 0), 1.0, INK)]
    table.setStyle(TableStyle(commands))
    return table


@dataclass(frozen=True, slots=True)
class Row:
    """A field in one line: its name, then what can be crossed, or room to write.

    Attributes:
        share: Its width relative to the others of its line.
        name_width: Room for the name in points; as wide as it is where 0.
    """

    name: str
    ticks: tuple[str, ...] = ()
    share: float = 1.0
    name_width: float = 0.0

    def widths(self, width: float) -> tuple[float, float]:
        """Return the room for the name and for the rest."""
        name = self.name_width or width_of(self.name, Face.SEMIBOLD, LABEL.fontSize) + 10
        return name, width - name


def lines_of(*lines: tuple[Row, ...], least: float = 7.2 * mm) -> list[Flowable]:
    """Lay fields in lines, framed together."""
    made: list[Flowable] = []
    for line in lines:
        whole = sum(row.share for row in line)
        widths: list[float] = []
        cells: list[object] = []
        for row in line:
            name, rest = row.widths(WIDTH * row.share / whole)
            widths += [name, rest]
            cells += [text(row.name, LABEL), Ticks(row.ticks) if row.ticks else ""]
        table = Table([cells], colWidths=widths, minRowHeights=[least])
        frames: list[Command] = [("BOX", (at, 0), (at + 1, 0), 0.8, INK) for at in range(0, len(cells), 2)]
        table.setStyle(
            TableStyle(
                [
                    ("FONTNAME", (0, 0), (-1, -1), Face.REGULAR.value),
                    ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                    ("LEFTPADDING", (0, 0), (-1, -1), 4),
                    ("RIGHTPADDING", (0, 0), (-1, -1), 2),
                    ("TOPPADDING", (0, 0), (-1, -1), 0),
                    ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
                    *frames,
                ]
            )
        )
        made.append(table)
    return made


def titled(title: str, side: str) -> Table:
    """The head of a sheet: what it is at the left, how to use it at the right."""
    table = Table([[text(title, TITLE), text(side, TITLE_SIDE)]], colWidths=[WIDTH * 0.5, WIDTH * 0.5])
    table.setStyle(
        TableStyle(
            [
                ("FONTNAME", (0, 0), (-1, -1), Face.REGULAR.value),
                ("VALIGN", (0, 0), (-1, -1), "BOTTOM"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 0),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
            ]
        )
    )
    return table
