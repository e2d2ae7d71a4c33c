"""The flowables documents are made of, each knowing what part of the document it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from reportlab.graphics import renderPDF
from reportlab.graphics.shapes import Drawing
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, HRFlowable, Paragraph

from icv_app.report import styles
from icv_app.report.content import Column, Tile
from icv_app.report.fonts import Face, cleaned, in_visual_order, runs
from icv_app.report.markup import plain
from icv_app.report.structure import Element, Role, made_of

if TYPE_CHECKING:
    from icv_app.report.tagged_canvas import TaggedCanvas

__all__ = ["Column", "Figure", "Heading", "Item", "Rule", "Text", "Tile", "face_of", "items", "note", "text"]

BULLET = "•"
_SPACES = re.compile(" +")
_HEADINGS = {1: Role.H1, 2: Role.H2, 3: Role.H3}


def face_of(style: ParagraphStyle) -> Face:
    """The face a style is set in."""
    return Face(style.fontName)


class Text(Paragraph):
    """A paragraph that belongs to an element.

    Attributes:
        element: What it is; `None` only while the library takes it apart.
        drawn_once: Drawn again, as a table's header on its next page, it says nothing new.
        blank: Nothing to draw, and nothing to mark.
        words: All of it, as it was given.
    """

    element: Element | None = None
    canv: TaggedCanvas
    drawn_once = False
    blank = False
    words = ""
    _wrapped_to: float | None = None

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Break it into lines; once for a width, however often tables and pages ask."""
        # Trying to split it throws its lines away.
        if self._wrapped_to != available_width or not hasattr(self, "blPara"):
            self._wrapped_to = available_width
            self._size: tuple[float, float] = super().wrap(available_width, available_height)
        return self._size

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """Break it over two pages; both halves belong to the same element."""
        parts: list[Flowable] = super().split(available_width, available_height)
        for part in parts:
            if isinstance(part, Text):
                part.element, part.words = self.element, self.words
        return parts

    def draw(self) -> None:
        """Draw it as content of its element."""
        if self.blank:
            return
        element = self.element
        if element is None:
            raise ValueError("a text of no element was drawn")
        self._end_lines_with_spaces()
        if self.drawn_once and element.marks:
            with self.canv.artifact("Pagination"):
                super().draw()
        else:
            with self.canv.content(element):
                super().draw()

    def _end_lines_with_spaces(self) -> None:
        """Where a line ends at a space, draw it: whoever has the text read out hears two words, not one."""
        laid: Any = self
        lines = laid.blPara.lines
        if len(lines) < 2:
            return
        drawn = "".join(piece for _font, piece in runs(self.words, face_of(laid.style)))
        whole = _SPACES.sub(" ", drawn)
        at, simple = 0, laid.blPara.kind == 0
        for place, line in enumerate(lines[:-1]):
            words = line[1] if simple else line.words
            said = " ".join(words) if simple else "".join(word.text for word in words)
            found = whole.find(said, at)
            at = max(found, at) + len(said)
            if found < 0 or whole[at : at + 1] != " " or said.endswith(" "):
                continue
            if simple:
                lines[place] = (line[0], [*words, ""])
            else:
                line.words = [*words[:-1], words[-1].clone(text=words[-1].text + " ")]


def text(content: str, style: ParagraphStyle, role: Role = Role.P, *, of: Element | None = None) -> Text:
    """Any text as a paragraph in a style; nothing in it can be taken for markup.

    Args:
        content: Of any length and script.
        style: Its look.
        role: What it is.
        of: The element it is a piece of, after those it has already.
    """
    made = Text(plain(content, face_of(style)), style)
    made.element = Element(role if of is None else Role.SPAN)
    if of is not None:
        of.add(made.element)
    read = cleaned(content)
    made.words, made.blank = content, not read.strip()
    if not read.isascii() and in_visual_order(read) != read:
        made.element.actual = read
    return made


class Heading(Text):
    """A heading, with the bookmark that contents and outline lead to.

    Attributes:
        level: 1 for the document's title to 3.
        key: Bookmark name, unique in the document.
        title: As the outline and the running head show it, unescaped.
    """

    def __init__(self, title: str, level: int, key: str, style: ParagraphStyle) -> None:
        super().__init__(plain(title, face_of(style)), style)
        self.element = Element(_HEADINGS[level])
        read = cleaned(title)
        self.words, self.blank = title, not read.strip()
        if in_visual_order(read) != read:
            self.element.actual = read
        self.title = read
        self.level = level
        self.key = key

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """A heading is never broken."""
        return []

    def draw(self) -> None:
        """Draw the heading and make it reachable."""
        self.canv.bookmarkHorizontal(self.key, 0, self.height + 12)
        # Sections are the first level of the outline: the document's title stands above it.
        if self.level > 1 and not self.blank:
            self.canv.addOutlineEntry(self.title, self.key, self.level - 2, closed=self.level > 2)
        super().draw()


class Item(Text):
    """One entry of a list: a sign, then its text.

    Attributes:
        sign: Element of the sign before it; `None` for the second half of a broken entry.
    """

    sign: Element | None = None

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """Break it over two pages; only the first half has the sign."""
        parts = super().split(available_width, available_height)
        if parts and isinstance(parts[0], Item):
            parts[0].sign = self.sign
        return parts

    def draw(self) -> None:
        """Draw the sign, then the text."""
        if self.sign is not None:
            layout: Any = self
            lines, style = layout.blPara, layout.style
            first = lines if lines.kind == 0 else lines.lines[0]
            with self.canv.content(self.sign):
                self.canv.setFillColor(style.textColor)
                self.canv.setFont(style.bulletFontName, style.bulletFontSize)
                self.canv.drawString(style.bulletIndent, self.height - first.ascent, BULLET)
        super().draw()


def items(texts: Sequence[str], style: ParagraphStyle) -> list[Item]:
    """A list with bullets, one paragraph for each entry that has words."""
    made = []
    whole = Element(Role.L)
    for one in (one for one in texts if cleaned(one).strip()):
        body = text(one, style, Role.LBODY).element
        item = Item(plain(one, face_of(style)), style)
        item.words = one
        item.element, item.sign = body, Element(Role.LBL)
        if body is not None:
            whole.add(made_of(Role.LI, item.sign, body))
        made.append(item)
    return made


class Figure(Flowable):
    """A vector drawing with a text that says the same to whoever cannot see it."""

    canv: TaggedCanvas

    def __init__(self, drawing: Drawing, alternative: str) -> None:
        super().__init__()
        self.drawing = drawing
        self.element = Element(Role.FIGURE, alternative=cleaned(alternative))
        self.width = float(drawing.width)
        self.height = float(drawing.height)
        self.spaceBefore = 6
        self.spaceAfter = 6

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """The drawing's own size."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw it with its lower left corner here."""
        left, bottom = self.canv.absolutePosition(0, 0)
        self.element.box = (left, bottom, left + self.width, bottom + self.height)
        with self.canv.content(self.element):
            renderPDF.draw(self.drawing, self.canv, 0, 0)


class Rule(HRFlowable):
    """A thin line across; it says nothing."""

    canv: TaggedCanvas

    def draw(self) -> None:
        """Draw the line."""
        with self.canv.artifact():
            super().draw()


def note(words: str) -> Text:
    """Small print under a table."""
    return text(words, styles.NOTE, Role.NOTE)
