"""The parts a visit report is laid out with; any text may be of any length."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, PageBreak, Spacer, TableStyle

from icv_app.report import styles
from icv_app.report.fonts import Face, cut
from icv_app.report.marked import WIDTH
from icv_app.report.palette import INK, LINE, MUTED, PAGE
from icv_app.report.parts import Heading, Rule, Text, text
from icv_app.report.structure import Element, Role, Scope, made_of
from icv_app.report.tables import Grid, row_of, table_of

BODY = ParagraphStyle("visit-body", parent=styles.BODY, fontSize=10, leading=14, spaceAfter=5)
QUIET = ParagraphStyle("visit-quiet", parent=BODY, fontSize=9, leading=12.5, textColor=MUTED, spaceAfter=4)
STRONG = ParagraphStyle("visit-strong", parent=BODY, fontName=Face.SEMIBOLD.value, spaceAfter=2)
TITLE = ParagraphStyle("visit-title", fontName=Face.BOLD.value, fontSize=22, leading=27, textColor=INK)
SUBTITLE = ParagraphStyle("visit-subtitle", parent=BODY, fontSize=13, leading=18, spaceAfter=8)
CELL = ParagraphStyle("visit-cell", parent=styles.CELL, fontSize=9.2, leading=12)
HEAD = ParagraphStyle("visit-head", parent=styles.HEAD, fontSize=9.2, leading=12)
NOTE = ParagraphStyle(
    "visit-note", parent=QUIET, textColor=INK, leftIndent=10 * mm, spaceBefore=0, spaceAfter=5
)
BAR = ParagraphStyle("visit-bar", parent=BODY, fontName=Face.SEMIBOLD.value, fontSize=10.5, spaceAfter=0)

_ROOM_FOR_NOTED_ROW = 18 * mm
_LONGEST_IN_ONE_PIECE = 300
"""Characters of a heading, a bar or a fact: none of them is broken over two pages."""
ROOM_FOR_HEADING = 34 * mm
"""A heading never stands at the foot of a page without some of what it is about."""


@dataclass(frozen=True, slots=True)
class NotedRow:
    """A row of a table, with words of any length below it."""

    cells: tuple[str, ...]
    note: str = ""


class Sheets:
    """Collects the parts in reading order."""

    def __init__(self) -> None:
        self.story: list[Flowable] = []
        self._keys = 0

    def title(self, title: str, below: str) -> None:
        """Begin the document: what it is, and of what."""
        self.story += [Heading(title, 1, "h0", TITLE), text(below, SUBTITLE)]

    def section(self, title: str, *, new_page: bool = False) -> None:
        """Begin a section."""
        if new_page:
            self.story.append(PageBreak())
        self._heading(title, 2)

    def subsection(self, title: str, room: float = ROOM_FOR_HEADING) -> None:
        """Begin a subsection."""
        self._heading(title, 3, room)

    def paragraph(self, words: str, style: ParagraphStyle = BODY) -> None:
        """Add a paragraph; lines the writer broke stay broken. Nothing for no words."""
        self.story += [text(line, style) for line in _lines(words)]

    def bar(self, number: str, title: str, at_right: str) -> None:
        """Add a shaded line that begins an entry."""
        title, at_right = _in_one_piece(title), _in_one_piece(at_right)
        heading = Element(Role.H3)
        cells, widths = [], [WIDTH * 0.62, WIDTH * 0.38]
        if number:
            cells = [text(number, BAR, of=heading)]
            widths = [10 * mm, widths[0] - 10 * mm, widths[1]]
        cells += [text(title, BAR, of=heading), text(at_right, CELL)]
        table = Grid([cells], colWidths=widths, hAlign="LEFT")
        table.setStyle(
            TableStyle(
                [
                    ("FONTNAME", (0, 0), (-1, -1), Face.REGULAR.value),
                    ("BACKGROUND", (0, 0), (-1, -1), PAGE),
                    ("LINEABOVE", (0, 0), (-1, 0), 1.0, INK),
                    ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                    ("TOPPADDING", (0, 0), (-1, -1), 3),
                    ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
                    ("LEFTPADDING", (0, 0), (-1, -1), 4),
                    ("RIGHTPADDING", (0, 0), (-1, -1), 4),
                ]
            )
        )
        table.spaceBefore, table.spaceAfter = 8, 4
        self.story += [CondPageBreak(ROOM_FOR_HEADING), table]

    def facts(self, pairs: Sequence[tuple[str, str]], across: int = 2) -> None:
        """Add names with values side by side; pairs without a value are left out."""
        known = [(name, value) for name, value in pairs if value]
        if not known:
            return
        cells = [
            [text(name, QUIET_CELL, Role.TH), text(_in_one_piece(value), CELL, Role.TD)]
            for name, value in known
        ]
        table_of([], [_row(pair, 0) for pair in cells])
        rows = [cells[at : at + across] for at in range(0, len(cells), across)]
        padded: list[list[object]] = [
            [*(cell for pair in row for cell in pair), *([""] * 2 * (across - len(row)))] for row in rows
        ]
        name = WIDTH / across * 0.4
        table = Grid(padded, colWidths=[name, WIDTH / across - name] * across, hAlign="LEFT")
        table.setStyle(TableStyle([*_CELLS, ("LINEBELOW", (0, 0), (-1, -1), 0.4, LINE)]))
        table.spaceAfter = 6
        self.story.append(table)

    def table(
        self, columns: Sequence[tuple[str, float]], rows: Sequence[NotedRow], *, part: float = 1.0
    ) -> None:
        """Add a table whose rows may have words of any length below them.

        Args:
            columns: Title and share of the width.
            rows: In order.
            part: How much of the page's width it takes.
        """
        whole = sum(share for _title, share in columns)
        widths = [WIDTH * part * share / whole for _title, share in columns]
        naming = widths.index(max(widths))
        head: list[list[Text]] = [[text(title, HEAD, Role.TH) for title, _share in columns]]
        body = table_of(head[0], []).kids[-1]
        batch: list[list[Text]] = []
        for row in rows:
            cells = [
                text(cell, CELL, Role.TH if at == naming else Role.TD) for at, cell in enumerate(row.cells)
            ]
            body.add(_row(cells, naming))
            if not row.note:
                batch.append(cells)
                continue
            self._rows(head, batch, widths)
            head, batch = head if not batch and head else [], []
            self.story.append(CondPageBreak(_ROOM_FOR_NOTED_ROW))
            self._rows(head, [cells], widths, ruled=False)
            self._below(row.note, body, len(columns))
            head = []
        self._rows(head, batch, widths)
        self.story.append(Spacer(0, 6))

    def _below(self, note: str, body: Element, columns: int) -> None:
        """Words under a row: a row of their own, of one cell."""
        cell = Element(Role.TD, columns=columns)
        body.add(made_of(Role.TR, cell))
        for words in _lines(note):
            made = text(words, NOTE)
            if made.element is not None:
                cell.add(made.element)
            self.story.append(made)
        self.story.append(Rule(width="100%", thickness=0.4, color=LINE, spaceBefore=0, spaceAfter=0))

    def _rows(
        self,
        head: list[list[Text]],
        batch: list[list[Text]],
        widths: list[float],
        *,
        ruled: bool = True,
    ) -> None:
        if not batch:
            return
        table = Grid([*head, *batch], colWidths=widths, repeatRows=len(head), hAlign="LEFT", splitInRow=1)
        style = [*_CELLS]
        if ruled:
            style.append(("LINEBELOW", (0, 0), (-1, -1), 0.4, LINE))
        if head:
            style.append(("LINEBELOW", (0, 0), (-1, 0), 1.0, INK))
        table.setStyle(TableStyle(style))
        self.story.append(table)

    def _heading(self, title: str, level: int, room: float = ROOM_FOR_HEADING) -> None:
        self._keys += 1
        style = styles.HEADINGS[3] if level == 2 else styles.SMALL_HEADING
        heading = Heading(_in_one_piece(title), level, f"h{self._keys}", style)
        self.story += [CondPageBreak(room), heading]


def _lines(words: str) -> list[str]:
    return [line for line in map(str.strip, words.splitlines()) if line]


def _row(cells: Sequence[Text], naming: int) -> Element:
    """A row whose cell at `naming` says what the others are about."""
    named = cells[naming].element
    if named is not None:
        named.scope = Scope.ROW
    return row_of(cells)


def _in_one_piece(words: str) -> str:
    return cut(words, _LONGEST_IN_ONE_PIECE)


QUIET_CELL = ParagraphStyle("visit-quiet-cell", parent=CELL, textColor=MUTED)
_CELLS: list[tuple[str, tuple[int, int], tuple[int, int], object, *tuple[object, ...]]] = [
    ("FONTNAME", (0, 0), (-1, -1), Face.REGULAR.value),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 8),
    ("TOPPADDING", (0, 0), (-1, -1), 2.6),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 3.2),
]
