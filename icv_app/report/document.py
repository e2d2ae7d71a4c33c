"""A publishable PDF: cover, contents, outline, running heads, page x of y.

Whoever writes a document adds its parts through `Document` in reading order
and never touches flowables or fonts; what each part is (heading, paragraph,
table, figure) is known here, which is what tagging needs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, BinaryIO

from reportlab.graphics.shapes import Drawing
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    FrameBreak,
    KeepTogether,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    TableStyle,
)
from reportlab.platypus.tableofcontents import TableOfContents

from icv_app.report import fonts, styles
from icv_app.report.charts.bars import Bar, draw_bars, longest_of
from icv_app.report.fonts import Face
from icv_app.report.markup import plain
from icv_app.report.pages import COVER_GROUND, PagePainter, PageTotal
from icv_app.report.parts import Column, Figure, Heading, Text, Tile, data_table, face_of, text, tiles
from icv_app.report.wording import WITHHELD
from icv_app.words import _

_ROOM_FOR_A_TABLE = 140.0
"""A table's caption never stands at the foot of a page without some of its rows."""
_ROOM_FOR_A_HEADING = 40.0
_ROOM_FOR_A_SECTION = 0.55 * (A4[1] - styles.TOP_MARGIN - styles.BOTTOM_MARGIN)
_LONGEST_COVER_LINE = 200
_MOST_BARS = 34
_SHORT_TABLE = 12
"""A table of so many rows at most is never torn over two pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentInfo:
    """What the document says about itself.

    Attributes:
        language: BCP 47, such as `en-GB`.
        produced_on: Printed, and the only date in the file: the same content gives the same bytes.
        running_head: Stands at the top of each page.
        keywords: What a program reads of the file.
    """

    title: str
    subject: str
    author: str
    language: str
    produced_on: date
    running_head: str
    keywords: str = ""


def _frame(name: str, bottom: float, top: float) -> Frame:
    return Frame(styles.PAGE_MARGIN, bottom, styles.CONTENT_WIDTH, top - bottom, 0, 0, 0, 0, id=name)


class DatedCanvas(Canvas):
    """A canvas whose file bears the day it was given and no clock's."""

    def __init__(self, *args: Any, produced_on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The library knows only "now" and the year 2000; both would be untrue.
        written: Any = self
        written._doc._timeStamp.YMDhms = (produced_on.year, produced_on.month, produced_on.day, 0, 0, 0)
        self.setViewerPreference("DisplayDocTitle", "true")
        self.showOutline()


class _Template(BaseDocTemplate):
    """Lays out pages and tells contents and running heads where headings fell."""

    def __init__(self, out: BinaryIO, info: DocumentInfo) -> None:
        super().__init__(
            out,
            pagesize=A4,
            title=fonts.cleaned(info.title),
            author=fonts.cleaned(info.author),
            subject=fonts.cleaned(info.subject),
            keywords=[fonts.cleaned(info.keywords)] if info.keywords else [],
            creator="ICV",
            producer="ICV",
            lang=info.language,
            invariant=1,
            initialFontName=Face.REGULAR.value,
        )
        self.total = PageTotal()
        self.painter = PagePainter(info.running_head, self.total)
        title = _frame("title", COVER_GROUND, A4[1] - 55 * mm)
        facts = _frame("facts", styles.BOTTOM_MARGIN, COVER_GROUND - 18 * mm)
        body = _frame("body", styles.BOTTOM_MARGIN, A4[1] - styles.TOP_MARGIN)
        self.addPageTemplates(
            [
                PageTemplate("cover", [title, facts], onPage=self.painter.cover),
                PageTemplate("body", [body], onPageEnd=self.painter.body),
            ]
        )

    def beforeDocument(self) -> None:  # noqa: N802 - the library's name
        """Start a pass: nothing has been drawn yet."""
        self.painter.start()

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802 - the library's name
        """Note each heading for the contents and the running head."""
        if not isinstance(flowable, Heading):
            self.painter.page_begun = self.painter.page_begun or hasattr(flowable, "role")
            return
        if flowable.level == 1:
            self.painter.begin_section(flowable.title)
        if flowable.level <= len(styles.CONTENTS):
            face = face_of(styles.CONTENTS[flowable.level - 1])
            title = plain(flowable.title, face)
            self.notify("TOCEntry", (flowable.level - 1, title, self.page, flowable.key))


class Document:
    """Collects the parts of a document in reading order and writes it once."""

    def __init__(self, info: DocumentInfo) -> None:
        self._info = info
        self._story: list[Flowable] = []
        self._waiting: list[Flowable] = []
        self._headings = [0, 0, 0]
        self._tables = 0
        self._figures = 0
        self._covered = True

    def cover(self, scheme: str, title: str, period: str, facts: Sequence[str]) -> None:
        """The first page: whose report, of what, and the facts at its foot."""
        self._story += [
            text(fonts.cut(scheme, _LONGEST_COVER_LINE), styles.COVER_SCHEME),
            text(title, styles.COVER_TITLE),
            text(period, styles.COVER_PERIOD),
            FrameBreak(),
            *(text(fonts.cut(fact, _LONGEST_COVER_LINE), styles.COVER_FACT) for fact in facts),
            NextPageTemplate("body"),
            PageBreak(),
        ]

    def opening(self, scheme: str, title: str, period: str, facts: Sequence[str]) -> None:
        """The beginning of a document of a few pages, in place of a cover."""
        self._covered = False
        self._story += [
            text(fonts.cut(scheme, _LONGEST_COVER_LINE), styles.LEAD),
            text(f"{title}: {period}", styles.HEADINGS[1]),
            *(text(fonts.cut(fact, _LONGEST_COVER_LINE), styles.BODY) for fact in facts),
        ]

    def contents(self) -> None:
        """The table of contents, with links and page numbers."""
        contents = TableOfContents()
        contents.levelStyles = list(styles.CONTENTS)
        contents.dotsMinLevel = 0
        contents.tableStyle = TableStyle(
            [
                ("FONTNAME", (0, 0), (-1, -1), Face.REGULAR.value),
                ("TOPPADDING", (0, 0), (-1, -1), 0),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 0),
            ]
        )
        style = styles.HEADINGS[1]
        self._story += [text(_("Contents"), style), contents]

    def section(self, title: str) -> None:
        """Begin a numbered section, on a new page unless more than half of this one is free."""
        self._flush()
        self._headings = [self._headings[0] + 1, 0, 0]
        if self._covered:
            first = self._headings[0] == 1
            self._story.append(PageBreak() if first else CondPageBreak(_ROOM_FOR_A_SECTION))
        self._waiting.append(self._heading(f"{self._headings[0]}  {title}", 1))

    def subsection(self, title: str, opening: str = "") -> None:
        """Begin a subsection; heading and opening paragraph stay on one page with whatever follows."""
        self._headings = [self._headings[0], self._headings[1] + 1, 0]
        self._waiting.append(self._heading(title, 2))
        if opening:
            self._waiting.append(text(opening, styles.BODY))

    def lead(self, words: str) -> None:
        """An opening sentence, larger than the rest."""
        self._together(text(words, styles.LEAD))

    def paragraph(self, words: str) -> None:
        """A paragraph of plain text."""
        self._together(text(words, styles.BODY))

    def items(self, texts: Sequence[str]) -> None:
        """A list with bullets."""
        for one in texts:
            self._together(text(one, styles.ITEM, "LI", bullet="•"))

    def figure(self, caption: str, drawing: Drawing, alternative: str) -> None:
        """A numbered chart with its caption; `alternative` says in words what it shows."""
        self._figures += 1
        named = _("Figure {n}: {caption}").format(n=self._figures, caption=caption)
        self._together(self._caption(named), Figure(drawing, alternative))

    def bars(self, caption: str, bars: Sequence[Bar], alternative: str, *, mark_name: str = "") -> None:
        """A numbered bar chart; one too long for a page is cut in several of the same scale."""
        full = longest_of(bars)
        for start in range(0, max(len(bars), 1), _MOST_BARS):
            part = bars[start : start + _MOST_BARS]
            drawing = draw_bars(part, styles.CONTENT_WIDTH, mark_name=mark_name, longest=full)
            self.figure(caption, drawing, alternative)

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
        table = data_table(columns, rows, totals=totals)
        if any(WITHHELD in cell for row in rows for cell in row):
            protected = _("{sign}: withheld to protect people, as the method explains.")
            note = f"{note} {protected.format(sign=WITHHELD)}".strip()
        small_print = [text(note, styles.NOTE)] if note else []
        if len(rows) <= _SHORT_TABLE:
            self._together(self._caption(named), table, *small_print)
            return
        headings, self._waiting = self._waiting, []
        self._story += [
            CondPageBreak(_ROOM_FOR_A_TABLE + _ROOM_FOR_A_HEADING * len(headings)),
            *headings,
            self._caption(named),
            table,
            *small_print,
        ]

    def tiles(self, content: Sequence[Tile]) -> None:
        """The big numbers of the year."""
        self._together(tiles(content))

    def write(self, out: BinaryIO) -> None:
        """Lay out the document and write it; nothing is written unless all of it could be."""
        self._flush()
        template = _Template(out, self._info)
        if not self._covered:
            template.pageTemplates.reverse()
        dated = partial(DatedCanvas, produced_on=self._info.produced_on)
        template.multiBuild([template.total, *self._story], canvasmaker=dated)

    def _heading(self, title: str, level: int) -> Heading:
        key = "h" + "-".join(str(number) for number in self._headings[:level])
        return Heading(title, level, key)

    def _caption(self, named: str) -> Text:
        return text(named, styles.CAPTION, "Caption")

    def _together(self, *parts: Flowable) -> None:
        """Add parts that stay on one page, with the headings that wait for them."""
        together = [*self._waiting, *parts]
        self._waiting = []
        self._story.append(KeepTogether(together) if len(together) > 1 else together[0])

    def _flush(self) -> None:
        self._story += self._waiting
        self._waiting = []
