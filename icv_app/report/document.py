"""A publishable document: collected once in reading order, written as PDF and as a web page.

Whoever writes a document adds its parts through `Document` and never touches
flowables, fonts or markup; what each part is (heading, paragraph, table,
figure) is known here, which is what both need for whoever cannot see them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import BinaryIO

from reportlab.graphics.shapes import Drawing

from icv_app.report.charts.bars import Bar, draw_bars, in_parts, longest_of
from icv_app.report.charts.columns import Column as ChartColumn
from icv_app.report.charts.columns import draw_columns
from icv_app.report.charts.heat_map import draw_heat_map
from icv_app.report.content import (
    Chart,
    Column,
    Contents,
    Cover,
    DataTable,
    DocumentInfo,
    Items,
    Opening,
    Paragraph,
    Part,
    Tile,
    Tiles,
    Title,
)
from icv_app.report.document_html import write_html
from icv_app.report.document_pdf import write_pdf
from icv_app.report.fonts import cut
from icv_app.report.styles import CONTENT_WIDTH
from icv_app.report.wording import WITHHELD, number
from icv_app.words import _

__all__ = ["Document", "DocumentInfo"]

_LONGEST_TITLE = 250
"""Characters; a heading is never broken over two pages."""
_LEAST_STEP = 18.0
"""Points: a grid whose columns would be narrower is turned by a quarter."""
_ROOM_FOR_BARS = 600.0
"""Points: a chart with its caption finds room on one page."""


class Document:
    """Collects the parts of a document in reading order."""

    def __init__(self, info: DocumentInfo) -> None:
        self._info = info
        self._parts: list[Part] = []
        self._headings = [0, 0]
        self._tables = 0
        self._figures = 0

    def cover(self, scheme: str, title: str, period: str, facts: Sequence[str]) -> None:
        """The first page: whose report, of what, and the facts at its foot."""
        self._parts.append(Cover(scheme, title, period, tuple(facts)))

    def opening(self, scheme: str, title: str, period: str, facts: Sequence[str]) -> None:
        """The beginning of a document of a few pages, in place of a cover."""
        self._parts.append(Opening(scheme, title, period, tuple(facts)))

    def contents(self) -> None:
        """The table of contents, with links and page numbers."""
        self._parts.append(Contents())

    def section(self, title: str, opening: str = "") -> None:
        """Begin a numbered section, on a new page unless a good part of this one is free."""
        self._headings = [self._headings[0] + 1, 0]
        self._title(f"{self._headings[0]}  {title}", 2)
        if opening:
            self._parts.append(Paragraph(opening, opens=True))

    def subsection(self, title: str, opening: str = "") -> None:
        """Begin a subsection; heading and opening paragraph stay on one page with whatever follows."""
        self._headings[1] += 1
        self._title(title, 3)
        if opening:
            self._parts.append(Paragraph(opening, opens=True))

    def lead(self, words: str) -> None:
        """An opening sentence, larger than the rest."""
        self._parts.append(Paragraph(words, lead=True))

    def paragraph(self, words: str) -> None:
        """A paragraph of plain text; lines the writer broke are paragraphs of their own."""
        self._parts.extend(Paragraph(line) for line in words.splitlines() if line.strip())

    def items(self, texts: Sequence[str]) -> None:
        """A list with bullets."""
        self._parts.append(Items(tuple(texts)))

    def figure(
        self,
        caption: str,
        drawing: Drawing | Callable[[float], Drawing],
        alternative: str,
        numbers: DataTable | None = None,
    ) -> None:
        """A numbered chart with its caption.

        Args:
            caption: Without its number.
            drawing: As wide as a page's text; or what draws it so many points wide.
            alternative: Says in words what it shows.
            numbers: Its numbers as a table, where the section has no table of them.
        """
        self._figures += 1
        named = _("Figure {n}: {caption}").format(n=self._figures, caption=caption)
        draw = drawing if callable(drawing) else lambda _width: drawing
        self._parts.append(Chart(named, draw, alternative, numbers))

    def bars(self, caption: str, bars: Sequence[Bar], alternative: str, *, mark_name: str = "") -> None:
        """A numbered bar chart; one too long for a page is cut in several of the same scale."""
        full = longest_of(bars)
        for part in in_parts(bars, CONTENT_WIDTH, _ROOM_FOR_BARS):
            rows = tuple((bar.name, bar.label) for bar in part)
            self.figure(
                caption,
                partial(draw_bars, part, mark_name=mark_name, longest=full),
                alternative,
                _numbers_of(caption, (_("Name"), _("Shown")), rows),
            )

    def columns(
        self, caption: str, columns: Sequence[ChartColumn], alternative: str, *, mark_name: str = ""
    ) -> None:
        """A numbered chart of upright columns."""
        shown = tuple(columns)
        heads = (_("Name"), _("Shown"), *((mark_name,) if mark_name else ()))
        rows = tuple((one.name, number(one.value), *((_mark(one),) if mark_name else ())) for one in shown)
        self.figure(
            caption,
            lambda width: draw_columns(shown, width, mark_name=mark_name),
            alternative,
            _numbers_of(caption, heads, rows),
        )

    def heat_map(
        self,
        caption: str,
        grid: Sequence[Sequence[int]],
        row_names: Sequence[str],
        column_names: Sequence[str],
        alternative: str,
    ) -> None:
        """A numbered grid of counts, darker for more."""
        rows = tuple((name, *map(number, row)) for name, row in zip(row_names, grid, strict=True))
        turned = [list(column) for column in zip(*grid, strict=True)]

        def draw(width: float) -> Drawing:
            if width / max(len(column_names), 1) >= _LEAST_STEP:
                return draw_heat_map(grid, row_names, column_names, width)
            # A telephone has room for three letters of a weekday, whole ones would lose their ends.
            return draw_heat_map(turned, column_names, [name[:3] for name in row_names], width)

        self.figure(
            caption,
            draw,
            alternative,
            _numbers_of(caption, ("", *column_names), rows),
        )

    def table(
        self,
        caption: str,
        columns: Sequence[Column],
        rows: Sequence[Sequence[str]],
        *,
        totals: int = 0,
        note: str = "",
    ) -> None:
        """A numbered table with its caption, and small print under it; its header repeats on every page."""
        self._tables += 1
        named = _("Table {n}: {caption}").format(n=self._tables, caption=caption)
        cells = tuple(tuple(row) for row in rows)
        if any(WITHHELD in cell for row in cells for cell in row):
            protected = _("{sign}: withheld to protect people, as the method explains.")
            note = f"{note} {protected.format(sign=WITHHELD)}".strip()
        self._parts.append(DataTable(named, tuple(columns), cells, totals, note))

    def tiles(self, content: Sequence[Tile]) -> None:
        """The big numbers of the year."""
        self._parts.append(Tiles(tuple(content)))

    def write(self, out: BinaryIO, figures: bytes = b"") -> None:
        """Lay out the document as tagged PDF; nothing is written unless all of it could be.

        Args:
            out: Where it is written.
            figures: As JSON: put inside, so that a figure can be traced from the file alone.
        """
        write_pdf(self._info, self._parts, out, figures)

    def write_html(self, out: BinaryIO) -> None:
        """Write the document as one web page that runs nothing and loads nothing."""
        write_html(self._info, self._parts, out)

    def _title(self, words: str, level: int) -> None:
        key = "h" + "-".join(str(at) for at in self._headings[: level - 1])
        self._parts.append(Title(cut(words, _LONGEST_TITLE), level, key))


def _mark(column: ChartColumn) -> str:
    return "" if column.mark is None else number(column.mark, 1)


def _numbers_of(caption: str, heads: Sequence[str], rows: tuple[tuple[str, ...], ...]) -> DataTable:
    columns = tuple(Column(head, numbers=bool(at)) for at, head in enumerate(heads))
    return DataTable(_("Numbers of the figure: {caption}").format(caption=caption), columns, rows)
