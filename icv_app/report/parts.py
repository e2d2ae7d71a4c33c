"""The flowables documents are made of, each knowing what part of the document it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.graphics import renderPDF
from reportlab.graphics.shapes import Drawing
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Paragraph, Table, TableStyle

from icv_app.report import styles
from icv_app.report.fonts import Face, cut, width_of
from icv_app.report.markup import plain
from icv_app.report.palette import INK, LINE, PAGE

_PADDING = 4.0
_LONGEST_HEAD = 80
_LONGEST_CELL = 300
"""Longer text is cut: a row must fit on a page. Names in real use are far shorter."""
_WIDEST_NEED = 95.0
"""A word wider than this, in points, is broken rather than given a column to itself."""
_TOGETHER = 4
"""The last rows of a table that never stand alone on a page."""


def face_of(style: ParagraphStyle) -> Face:
    """The face a style is set in."""
    return Face(style.fontName)


class Text(Paragraph):
    """A paragraph. `role` is what a screen reader should call it: `P`, `LI`, `Caption`, `TH`, `TD`."""

    role = "P"

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """Break it over two pages; both halves keep the role."""
        parts: list[Flowable] = super().split(available_width, available_height)
        for part in parts:
            if isinstance(part, Text):
                part.role = self.role
        return parts


def text(content: str, style: ParagraphStyle, role: str = "P", bullet: str | None = None) -> Text:
    """Any text as a paragraph in a style; nothing in it can be taken for markup."""
    made = Text(plain(content, face_of(style)), style, bulletText=bullet)
    made.role = role
    return made


class Heading(Text):
    """A heading, with the bookmark that contents and outline lead to.

    Attributes:
        level: 1 to 3.
        key: Bookmark name, unique in the document.
        title: As the outline and the running head show it, unescaped.
    """

    def __init__(self, title: str, level: int, key: str) -> None:
        style = styles.HEADINGS[level]
        super().__init__(plain(title, face_of(style)), style)
        self.role = f"H{level}"
        self.title = title
        self.level = level
        self.key = key

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """A heading is never broken."""
        return []

    def draw(self) -> None:
        """Draw the heading and make it reachable."""
        self.canv.bookmarkHorizontal(self.key, 0, self.height + 12)
        self.canv.addOutlineEntry(self.title, self.key, self.level - 1, closed=self.level > 1)
        super().draw()


class Figure(Flowable):
    """A vector drawing with a text that says the same to whoever cannot see it."""

    role = "Figure"

    def __init__(self, drawing: Drawing, alternative: str) -> None:
        super().__init__()
        self.drawing = drawing
        self.alternative = alternative
        self.width = float(drawing.width)
        self.height = float(drawing.height)
        self.spaceBefore = 6
        self.spaceAfter = 6

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """The drawing's own size."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw it with its lower left corner here."""
        renderPDF.draw(self.drawing, self.canv, 0, 0)


class DataTable(Table):
    """A table of data: header cells repeat on every page."""

    role = "Table"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes:
        share: Its width relative to the others.
        numbers: Set to the right, under a header likewise.
    """

    title: str
    share: float = 1.0
    numbers: bool = True


def data_table(
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    *,
    width: float = styles.CONTENT_WIDTH,
    totals: int = 0,
) -> DataTable:
    """Lay out a table with row headers in the first column and `totals` rows set apart at the end."""
    cells = [[_cell(column.title, column, "TH", bold=True) for column in columns]]
    for place, row in enumerate(rows):
        total = place >= len(rows) - totals
        cells.append(
            [
                _cell(cell, column, "TD" if at else "TH", bold=total)
                for at, (cell, column) in enumerate(zip(row, columns, strict=True))
            ]
        )
    table = DataTable(cells, colWidths=_widths(columns, rows, width), repeatRows=1, hAlign="LEFT")
    table.setStyle(_table_style(len(cells), totals))
    table.spaceAfter = 9
    return table


def _widths(columns: Sequence[Column], rows: Sequence[Sequence[str]], width: float) -> list[float]:
    """Share out the width, but give every column room for its longest word while the others can spare it."""
    whole = sum(column.share for column in columns)
    shares = [width * column.share / whole for column in columns]
    needs = [
        min(max(_word_width(column.title), *(_word_width(row[at]) for row in rows)), _WIDEST_NEED)
        for at, column in enumerate(columns)
    ]
    missing = sum(max(need - share, 0) for need, share in zip(needs, shares, strict=True))
    spare = sum(max(share - need, 0) for need, share in zip(needs, shares, strict=True))
    if not missing:
        return shares
    if spare < missing:
        # There are too many wide words: some are broken, and every column gives way alike.
        return [
            width * max(need, share) / (width + missing) for need, share in zip(needs, shares, strict=True)
        ]
    return [
        need if need > share else share - (share - need) * missing / spare
        for need, share in zip(needs, shares, strict=True)
    ]


def _word_width(words: str) -> float:
    longest = max((width_of(word, Face.SEMIBOLD, styles.HEAD.fontSize) for word in words.split()), default=0)
    return longest + 2 * _PADDING + 1


def _cell(cell: str, column: Column, role: str, *, bold: bool) -> Text:
    if bold:
        style = styles.HEAD_RIGHT if column.numbers else styles.HEAD
    else:
        style = styles.CELL_RIGHT if column.numbers else styles.CELL
    return text(cut(cell, _LONGEST_HEAD if role == "TH" else _LONGEST_CELL), style, role)


def _table_style(rows: int, totals: int) -> TableStyle:
    commands: list[tuple[str, tuple[int, int], tuple[int, int], *tuple[Any, ...]]] = [
        # Cells hold paragraphs, but the library names its own, unembedded font for each all the same.
        ("FONTNAME", (0, 0), (-1, -1), Face.REGULAR.value),
        ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
        ("VALIGN", (0, 1), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), _PADDING),
        ("RIGHTPADDING", (0, 0), (-1, -1), _PADDING),
        ("TOPPADDING", (0, 0), (-1, -1), 3.2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3.8),
        ("LINEBELOW", (0, 0), (-1, 0), 1.1, INK),
    ]
    if rows > 1:
        commands.append(("LINEBELOW", (0, 1), (-1, -1), 0.5, LINE))
    if rows > _TOGETHER + 1:
        commands.append(("NOSPLIT", (0, -_TOGETHER), (-1, -1)))
    if totals:
        commands.append(("LINEABOVE", (0, -totals), (-1, -totals), 0.9, INK))
        commands.append(("BACKGROUND", (0, -totals), (-1, -1), PAGE))
    return TableStyle(commands)


@dataclass(frozen=True, slots=True)
class Tile:
    """One big number with what it is of."""

    number: str
    name: str
    detail: str


def tiles(content: Sequence[Tile], across: int = 3, width: float = styles.CONTENT_WIDTH) -> Table:
    """Big numbers in a grid of cards."""
    cells = [
        [
            text(tile.number, styles.TILE_NUMBER),
            text(tile.name, styles.TILE_NAME),
            text(tile.detail, styles.TILE_DETAIL),
        ]
        for tile in content
    ]
    cards = [cells[start : start + across] for start in range(0, len(cells), across)]
    rows: list[list[object]] = [[*row, *([""] * (across - len(row)))] for row in cards]
    table = Table(rows, colWidths=[width / across] * across, hAlign="LEFT")
    table.setStyle(
        TableStyle(
            [
                ("FONTNAME", (0, 0), (-1, -1), Face.REGULAR.value),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("BOX", (0, 0), (-1, -1), 0.8, LINE),
                ("INNERGRID", (0, 0), (-1, -1), 0.8, LINE),
                ("LEFTPADDING", (0, 0), (-1, -1), 11),
                ("RIGHTPADDING", (0, 0), (-1, -1), 9),
                ("TOPPADDING", (0, 0), (-1, -1), 8),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 11),
            ]
        )
    )
    table.spaceAfter = 12
    return table
