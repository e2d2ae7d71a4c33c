"""Lays out a publishable document: cover, contents, outline, running heads, page x of y."""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import (
    CondPageBreak,
    Flowable,
    Frame,
    FrameBreak,
    KeepTogether,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
)

from icv_app.errors import BadInput
from icv_app.report import fonts, styles
from icv_app.report.content import (
    Chart,
    Contents,
    Cover,
    DataTable,
    DocumentInfo,
    Items,
    Opening,
    Paragraph,
    Part,
    Tiles,
    Title,
    words_of,
)
from icv_app.report.contents import Reached, begins_second_column, contents_of
from icv_app.report.pages import COVER_GROUND, PagePainter
from icv_app.report.parts import Figure, Heading, items, note, text
from icv_app.report.structure import Role
from icv_app.report.tables import data_table, tiles
from icv_app.report.tagged_canvas import furniture
from icv_app.report.tagged_document import TaggedTemplate
from icv_app.report.tagging import FileFacts
from icv_app.words import _

_TOP = A4[1] - styles.TOP_MARGIN
_BELOW_HEADING = _TOP - 44
_COLUMN = (styles.CONTENT_WIDTH - 10 * mm) / 2
_COLUMN_HEIGHT = _BELOW_HEADING - styles.BOTTOM_MARGIN
_ROOM_FOR_A_TABLE = 140.0
"""A table's caption never stands at the foot of a page without some of its rows."""
_ROOM_FOR_A_HEADING = 40.0
_ROOM_FOR_A_SECTION = 0.3 * (A4[1] - styles.TOP_MARGIN - styles.BOTTOM_MARGIN)
_LONGEST_COVER_LINE = 200
SECTION = 2
"""The level of a section's heading; the document's title is the first."""
_SHORT_TABLE = 10
"""A table of so many rows at most is never torn over two pages."""


def write_pdf(info: DocumentInfo, parts: Sequence[Part], out: BinaryIO, figures: bytes = b"") -> None:
    """Write the document as tagged PDF; nothing is written unless all of it could be.

    Args:
        info: About the document.
        parts: In reading order.
        out: Where it is written.
        figures: As JSON, put inside.

    Raises:
        BadInput: It holds characters that no font of a document can draw.
    """
    _refuse_undrawable(info, parts)
    reached = Reached()
    layout = _Layout(parts, reached)
    for part in parts:
        layout.add(part)
    covered = any(isinstance(part, Cover) for part in parts)
    template = _Template(info, reached, figures, covered=covered)
    template.write(layout.finished(), out)


def _refuse_undrawable(info: DocumentInfo, parts: Sequence[Part]) -> None:
    """What is published has no signs in place of letters: neither the pages nor the web page are made."""
    section = _("at the beginning")
    for part in (info.title, info.running_head, *parts):
        if isinstance(part, Title):
            section = _("in “{section}”").format(section=fonts.cut(fonts.cleaned(part.words), 60))
        for words in words_of(part):
            lacking = fonts.undrawable(words)
            if lacking:
                raise BadInput(
                    f"characters {', '.join(f'U+{ord(char):04X}' for char in lacking)}",
                    user_text=_(
                        "The document cannot be made, because no font in it has the characters "
                        "“{characters}” of “{words}” {section}. Write them in Latin, Greek, Cyrillic or "
                        "Arabic letters."
                    ).format(
                        characters=lacking[:20], words=fonts.cut(fonts.cleaned(words), 60), section=section
                    ),
                )


def _frame(name: str, bottom: float, top: float) -> Frame:
    return Frame(styles.PAGE_MARGIN, bottom, styles.CONTENT_WIDTH, top - bottom, 0, 0, 0, 0, id=name)


def _columns(top: float) -> list[Frame]:
    """Two frames side by side, for the contents."""
    high = top - styles.BOTTOM_MARGIN
    lefts = (styles.PAGE_MARGIN, styles.PAGE_MARGIN + styles.CONTENT_WIDTH - _COLUMN)
    return [
        Frame(left, styles.BOTTOM_MARGIN, _COLUMN, high, 0, 0, 0, 0, id=f"column {at}")
        for at, left in enumerate(lefts)
    ]


class _Template(TaggedTemplate):
    """Tells contents and running heads where headings fell."""

    def __init__(self, info: DocumentInfo, reached: Reached, figures: bytes, *, covered: bool) -> None:
        facts = FileFacts(
            title=info.title,
            author=info.author,
            subject=info.subject,
            language=info.language,
            keywords=(info.keywords,) if info.keywords else (),
            figures=figures,
        )
        super().__init__(facts, info.produced_on)
        self._reached = reached
        self._painter = PagePainter(info.running_head, info.colour, info.logo)
        title = _frame("title", COVER_GROUND, A4[1] - 55 * mm)
        facts_at_foot = _frame("facts", styles.BOTTOM_MARGIN, COVER_GROUND - 18 * mm)
        body = _frame("body", styles.BOTTOM_MARGIN, _TOP)
        pages = [
            PageTemplate("cover", [title, facts_at_foot], onPage=furniture(self._painter.cover)),
            PageTemplate("body", [body], onPageEnd=furniture(self._painter.body)),
            *(
                PageTemplate(name, frames, onPageEnd=furniture(self._painter.body))
                for name, frames in (
                    ("contents", [_frame("heading", _BELOW_HEADING, _TOP), *_columns(_BELOW_HEADING)]),
                    ("more contents", _columns(_TOP)),
                )
            ),
        ]
        self.addPageTemplates(pages if covered else pages[1:])

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802 - the library's name
        """Note each heading for the contents and the running head."""
        if not isinstance(flowable, Heading):
            self._painter.page_begun = self._painter.page_begun or hasattr(flowable, "element")
            return
        self._reached.pages[flowable.key] = self.page
        if flowable.level == SECTION:
            self._painter.begin_section(flowable.title)


class _Layout:
    """Turns parts into flowables, in reading order."""

    def __init__(self, parts: Sequence[Part], reached: Reached) -> None:
        self._titles = [part for part in parts if isinstance(part, Title)]
        self._listed = any(isinstance(part, Contents) for part in parts)
        self._reached = reached
        self._story: list[Flowable] = []
        self._waiting: list[Flowable] = []
        self._sections = 0
        self._covered = False

    def add(self, part: Part) -> None:
        """Lay out one part after those before it."""
        match part:
            case Cover():
                self._cover(part)
            case Opening():
                self._opening(part)
            case Contents():
                self._contents()
            case Title():
                self._title(part)
            case Paragraph():
                self._paragraph(part)
            case Items():
                for one in items(part.texts, styles.ITEM):
                    self._together(one)
            case Chart():
                self._chart(part)
            case DataTable():
                self._table(part)
            case Tiles():
                self._together(tiles(part.content))

    def finished(self) -> list[Flowable]:
        """Return the flowables of all parts."""
        self._flush()
        return self._story

    def _cover(self, cover: Cover) -> None:
        self._covered = True
        title = Heading(cover.title, 1, "h0", styles.COVER_TITLE)
        self._story += [
            text(fonts.cut(cover.scheme, _LONGEST_COVER_LINE), styles.COVER_SCHEME),
            title,
            text(cover.period, styles.COVER_PERIOD),
            FrameBreak(),
            *(text(fonts.cut(fact, _LONGEST_COVER_LINE), styles.COVER_FACT) for fact in cover.facts),
            NextPageTemplate("contents" if self._listed else "body"),
            PageBreak(),
        ]

    def _contents(self) -> None:
        """In two columns alike in length, under their heading."""
        self._story += [
            text(_("Contents"), styles.HEADINGS[SECTION], Role.H2),
            NextPageTemplate("more contents"),
            FrameBreak(),
        ]
        lines = contents_of(self._titles, self._reached)
        second = begins_second_column(lines, _COLUMN, _COLUMN_HEIGHT)
        for at, line in enumerate(lines):
            self._story += [FrameBreak(), line] if at and at == second else [line]
        self._story.append(NextPageTemplate("body"))

    def _opening(self, opening: Opening) -> None:
        self._story += [
            text(fonts.cut(opening.scheme, _LONGEST_COVER_LINE), styles.LEAD),
            Heading(f"{opening.title}: {opening.period}", 1, "h0", styles.HEADINGS[SECTION]),
            *(text(fonts.cut(fact, _LONGEST_COVER_LINE), styles.BODY) for fact in opening.facts),
        ]

    def _paragraph(self, part: Paragraph) -> None:
        made = text(part.words, styles.LEAD if part.lead else styles.BODY)
        if part.opens:
            self._waiting.append(made)
        else:
            self._together(made)

    def _chart(self, part: Chart) -> None:
        figure = Figure(part.draw(styles.CONTENT_WIDTH), part.alternative)
        caption = text(part.caption, styles.CAPTION, Role.CAPTION)
        if caption.element is not None:
            figure.element.add(caption.element)
        self._together(caption, figure)

    def _title(self, title: Title) -> None:
        if title.level == SECTION:
            self._flush()
            self._sections += 1
            if self._covered:
                first = self._sections == 1
                self._story.append(PageBreak() if first else CondPageBreak(_ROOM_FOR_A_SECTION))
        looks = styles.HEADINGS if self._covered else styles.SHORT_HEADINGS
        self._waiting.append(Heading(title.words, title.level, title.key, looks[title.level]))

    def _table(self, part: DataTable) -> None:
        caption = text(part.caption, styles.CAPTION, Role.CAPTION)
        foot = note(part.note) if part.note else None
        table = data_table(part.columns, part.rows, totals=part.totals, caption=caption, foot=foot)
        if len(part.rows) <= _SHORT_TABLE:
            self._together(caption, table)
            return
        headings, self._waiting = self._waiting, []
        self._story += [
            CondPageBreak(_ROOM_FOR_A_TABLE + _ROOM_FOR_A_HEADING * len(headings)),
            *headings,
            caption,
            table,
        ]

    def _together(self, *parts: Flowable) -> None:
        """Add parts that stay on one page, with the headings that wait for them."""
        together = [*self._waiting, *parts]
        self._waiting = []
        self._story.append(KeepTogether(together) if len(together) > 1 else together[0])

    def _flush(self) -> None:
        self._story += self._waiting
        self._waiting = []
