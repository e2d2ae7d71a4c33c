"""Paper to write on by hand: fields in frames, rows and grids, and the styles of its words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, TableStyle

from icv_app.report.fonts import Face, width_of
from icv_app.report.marked import WIDTH
from icv_app.report.palette import INK
from icv_app.report.parts import Text, text
from icv_app.report.pen_parts import FAINT, AnswerBoxes, Ticks
from icv_app.report.structure import Element, Role, Scope, made_of, outermost
from icv_app.report.tables import Command, Grid

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


def fields(*row: Field, height: float = 13.5 * mm, width: float = WIDTH) -> Grid:
    """Lay framed fields side by side; never lower than `height`, nor than the choices in it."""
    whole = sum(field.share for field in row)
    widths = [width * field.share / whole for field in row]
    contents = [field.content() for field in row]
    need = max(
        sum(part.wrap(room - 8, 1000)[1] + 1 for part in parts) + 6
        for parts, room in zip(contents, widths, strict=True)
    )
    table = Grid([contents], colWidths=widths, rowHeights=[max(height, need)])
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
) -> Grid:
    """Lay rows out with a thin line below each where `ruled`.

    Args:
        rows: Texts and flowables.
        widths: Of the columns.
        least: The lowest a row may be.
        head: The first row names the columns and is repeated on every page.
        ruled: Draw the lines.
        gap: Between a column and the next.
    """
    if head:
        _as_table(rows)
    table = Grid(
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


def _as_table(rows: Sequence[Sequence[object]]) -> Element:
    """A table of what stands in the cells: the first row names the columns, the first column the rows."""
    table, body = Element(Role.TABLE), Element(Role.TBODY)
    for at, row in enumerate(rows):
        line = Element(Role.TR)
        for place, cell in enumerate(row):
            parts = cell if isinstance(cell, list) else [cell]
            held = Element(Role.TH if not at or not place else Role.TD)
            held.add(*outermost(part for part in parts if isinstance(part, Flowable)))
            if held.role is Role.TH:
                held.scope = Scope.ROW if at else Scope.COLUMN
            line.add(held)
            for part in parts:
                if not at and isinstance(part, Text):
                    part.drawn_once = True
        if at:
            body.add(line)
        else:
            table.add(made_of(Role.THEAD, line))
    return table.add(body)


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
        table = Grid([cells], colWidths=widths, minRowHeights=[least])
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


def titled(title: str, side: str) -> Grid:
    """The head of a sheet: what it is at the left, how to use it at the right."""
    table = Grid(
        [[text(title, TITLE, Role.H1), text(side, TITLE_SIDE)]], colWidths=[WIDTH * 0.5, WIDTH * 0.5]
    )
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
