"""Tables: of data, with header cells; and grids that only lay things out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from reportlab.platypus import Flowable, Table, TableStyle

from icv_app.report import styles
from icv_app.report.content import Column, Tile
from icv_app.report.fonts import Face, cut, width_of
from icv_app.report.palette import INK, LINE, PAGE
from icv_app.report.parts import Text, text
from icv_app.report.structure import Element, Role, Scope, made_of

if TYPE_CHECKING:
    from icv_app.report.tagged_canvas import TaggedCanvas

Command = tuple[str, tuple[int, int], tuple[int, int], *tuple[Any, ...]]
"""One instruction about the look of a table's cells, as the library takes it."""

_PADDING = 4.0
_LONGEST_NUMBER = 40
_LONGEST_HEAD = 80
_LONGEST_CELL = 300
"""Longer text is cut: a row must fit on a page. Names in real use are far shorter."""
_WIDEST_NEED = 95.0
"""A word wider than this, in points, is broken rather than given a column to itself."""
_OVER_FOOT = 7.0
"""Points between a table and its small print."""
_WHOLE_PAGE = 600.0
_TOGETHER = 4
"""The last rows of a table that never stand alone on a page."""


class Grid(Table):
    """A table of the library's whose lines and grounds are artifacts; what it means, its cells know."""

    canv: TaggedCanvas

    def _drawBkgrnd(self) -> None:  # noqa: N802 - the library's name
        table: Any = self
        drawn: Any = super()
        if table._bkgrndcmds:
            with self.canv.artifact("Layout"):
                drawn._drawBkgrnd()

    def _drawCell(self, cell: object, *where: object) -> None:  # noqa: N802 - the library's name
        """An empty cell draws nothing at all, not even no letters."""
        drawn: Any = super()
        if cell != "":
            drawn._drawCell(cell, *where)

    def _drawLines(self) -> None:  # noqa: N802 - the library's name
        table: Any = self
        drawn: Any = super()
        if table._linecmds:
            with self.canv.artifact("Layout"):
                drawn._drawLines()


class DataGrid(Grid):
    """A table of data: its header is repeated on every page.

    Attributes:
        element: The whole table; pieces on later pages have none of their own.
        foot: Small print under its last rows, on the same page.
    """

    element: Element | None = None
    foot: Text | None = None

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Its own size, with the small print under it."""
        size: tuple[float, float] = super().wrap(available_width, available_height)
        return size[0], size[1] + self._foot_height(available_width)

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """Break it over two pages; small print stays with the last rows."""
        if self.foot is None:
            whole: list[Flowable] = super().split(available_width, available_height)
            return whole
        rows: float = super().wrap(available_width, available_height)[1]
        pieces: list[Flowable] = super().split(available_width, min(available_height, rows - 0.5))
        if pieces and isinstance(pieces[-1], DataGrid):
            pieces[-1].foot, pieces[-1].spaceAfter = self.foot, self.spaceAfter
        if not pieces and rows <= available_height and available_height > _WHOLE_PAGE:
            # Its rows fill a page and cannot be parted: better small print apart than no document.
            under, self.foot = self.foot, None
            return [self, under]
        return pieces

    def draw(self) -> None:
        """Draw the rows, and the small print under them."""
        if self.foot is None:
            super().draw()
            return
        self.canv.saveState()
        self.canv.translate(0, self._foot_height(styles.CONTENT_WIDTH))
        super().draw()
        self.canv.restoreState()
        self.foot.drawOn(self.canv, 0, 0)

    def _foot_height(self, width: float) -> float:
        return 0.0 if self.foot is None else self.foot.wrap(width, 0)[1] + _OVER_FOOT


def row_of(cells: Sequence[Text]) -> Element:
    """The element of one row; cells may belong to it already."""
    row = Element(Role.TR)
    for cell in cells:
        if cell.element is not None and cell.element.parent is None:
            row.add(cell.element)
    return row


def table_of(head: Sequence[Text], rows: Sequence[Element]) -> Element:
    """The element of a table, its header cells drawn once and repeated as artifacts."""
    made = Element(Role.TABLE)
    if head:
        for cell in head:
            cell.drawn_once = True
            if cell.element is not None:
                cell.element.scope = Scope.COLUMN
        made.add(made_of(Role.THEAD, row_of(head)))
    return made.add(made_of(Role.TBODY, *rows))


def data_table(
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    *,
    width: float = styles.CONTENT_WIDTH,
    totals: int = 0,
    caption: Text | None = None,
    foot: Text | None = None,
) -> DataGrid:
    """Lay out a table with row headers in the first column and `totals` rows set apart at the end."""
    head = [_cell(column.title, column, Role.TH, bold=True) for column in columns]
    body = []
    for place, row in enumerate(rows):
        total = place >= len(rows) - totals
        cells = [
            _cell(cell, column, Role.TD if at else Role.TH, bold=total)
            for at, (cell, column) in enumerate(zip(row, columns, strict=True))
        ]
        if cells and cells[0].element is not None:
            cells[0].element.scope = Scope.ROW
        body.append(cells)
    table = DataGrid([head, *body], colWidths=_widths(columns, rows, width), repeatRows=1, hAlign="LEFT")
    table.element = table_of(head, [row_of(cells) for cells in body])
    if caption is not None and caption.element is not None:
        caption.element.parent = table.element
        table.element.kids.insert(0, caption.element)
    if foot is not None and foot.element is not None:
        table.foot = foot
        made_of(Role.DIV, table.element, foot.element)
    table.setStyle(_table_style(len(body) + 1, totals))
    table.spaceAfter = 9
    return table


def _widths(columns: Sequence[Column], rows: Sequence[Sequence[str]], width: float) -> list[float]:
    """Share out the width, but give every column room for its longest word while the others can spare it."""
    whole = sum(column.share for column in columns)
    shares = [width * column.share / whole for column in columns]
    needs = [
        min(max(_word_width(column.title), *(_word_width(row[at]) for row in rows)), _WIDEST_NEED)
        if rows
        else min(_word_width(column.title), _WIDEST_NEED)
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


def _cell(cell: str, column: Column, role: Role, *, bold: bool) -> Text:
    if bold:
        style = styles.HEAD_RIGHT if column.numbers else styles.HEAD
    else:
        style = styles.CELL_RIGHT if column.numbers else styles.CELL
    return text(cut(cell, _LONGEST_HEAD if role is Role.TH else _LONGEST_CELL), style, role)


def _table_style(rows: int, totals: int) -> TableStyle:
    commands: list[Command] = [
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


def tiles(content: Sequence[Tile], across: int = 3, width: float = styles.CONTENT_WIDTH) -> Grid:
    """Big numbers in a grid of cards; to whoever reads them one by one, a list."""
    cells, whole = [], Element(Role.L)
    for tile in content:
        card = [
            text(cut(tile.number, _LONGEST_NUMBER), styles.TILE_NUMBER),
            text(cut(tile.name, _LONGEST_HEAD), styles.TILE_NAME),
            text(cut(tile.detail, _LONGEST_CELL), styles.TILE_DETAIL),
        ]
        body = made_of(Role.LBODY, *(part.element for part in card if part.element is not None))
        whole.add(made_of(Role.LI, body))
        cells.append(card)
    cards = [cells[start : start + across] for start in range(0, len(cells), across)]
    rows: list[list[object]] = [[*row, *([[]] * (across - len(row)))] for row in cards]
    table = Grid(rows, colWidths=[width / across] * across, hAlign="LEFT")
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
