"""What a page's content is, for whoever does not see it: the tree of a document's elements.

Elements are made with the parts of a document, before anything is laid out, and
learn where their content was drawn; the tree does not depend on the layout.
Source: ISO 14289-1 (PDF/UA-1); ISO 32000-1, 14.7 and 14.8.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self

from reportlab.platypus import Flowable, KeepTogether, Table


class Role(StrEnum):
    """What an element is, by the standard's name for it."""

    DOCUMENT = "Document"
    SECT = "Sect"
    DIV = "Div"
    H1 = "H1"
    H2 = "H2"
    H3 = "H3"
    P = "P"
    L = "L"
    LI = "LI"
    LBL = "Lbl"
    LBODY = "LBody"
    TABLE = "Table"
    THEAD = "THead"
    TBODY = "TBody"
    TR = "TR"
    TH = "TH"
    TD = "TD"
    FIGURE = "Figure"
    CAPTION = "Caption"
    NOTE = "Note"
    TOC = "TOC"
    TOCI = "TOCI"
    REFERENCE = "Reference"
    LINK = "Link"
    SPAN = "Span"


class Scope(StrEnum):
    """Which cells a header cell is about."""

    COLUMN = "Column"
    ROW = "Row"


_LEVELS = {Role.H1: 1, Role.H2: 2, Role.H3: 3}
Box = tuple[float, float, float, float]


@dataclass(slots=True, eq=False)
class Element:
    """One element with what it holds, in reading order.

    Attributes:
        alternative: Says in words what a figure shows.
        actual: The text as it is read, where it is drawn in another order.
        scope: Of a header cell.
        columns: How many columns a cell takes.
        marks: Where its own content was drawn: page from 0, and its number on that page.
        box: What a figure covers on its page: left, bottom, right, top.
        links: Annotations that belong to it: page from 0, and which of the page's they are.
    """

    role: Role
    kids: list[Element] = field(default_factory=list)
    parent: Element | None = None
    alternative: str = ""
    actual: str = ""
    scope: Scope | None = None
    columns: int = 1
    marks: list[tuple[int, int]] = field(default_factory=list)
    box: Box | None = None
    links: list[tuple[int, int]] = field(default_factory=list)

    def add(self, *kids: Element) -> Self:
        """Take further elements in, after those it has."""
        for kid in kids:
            if kid.parent is not None or kid is self.top:
                raise ValueError(f"a {kid.role} stands in two places")
            kid.parent = self
            self.kids.append(kid)
        return self

    @property
    def top(self) -> Element:
        """The outermost element this one is in so far; itself where it stands alone."""
        found = self
        while found.parent is not None:
            found = found.parent
        return found


def made_of(role: Role, *kids: Element) -> Element:
    """An element that holds others."""
    return Element(role).add(*kids)


def structure_of(story: Iterable[Flowable]) -> Element:
    """The tree of a whole document, from its flowables in reading order.

    Each heading below the first level opens a section, which ends before the next
    heading of its level or above.
    """
    document = Element(Role.DOCUMENT)
    sections: list[tuple[int, Element]] = [(1, document)]
    for top in outermost(story):
        level = _LEVELS.get(top.role, 0)
        if level:
            while len(sections) > 1 and sections[-1][0] >= level:
                sections.pop()
        if level > 1:
            section = Element(Role.SECT)
            sections[-1][1].add(section)
            sections.append((level, section))
        sections[-1][1].add(top)
    return document


def outermost(story: Iterable[Flowable]) -> list[Element]:
    """The outermost elements of everything in the story, each once, in reading order."""
    return list(dict.fromkeys(_tops(story)))


def _tops(story: Iterable[Flowable]) -> Iterator[Element]:
    for flowable in story:
        element: Element | None = getattr(flowable, "element", None)
        if element is not None:
            yield element.top
        elif isinstance(flowable, KeepTogether):
            inside: Any = flowable
            yield from _tops(inside._content)
        elif isinstance(flowable, Table):
            yield from _tops(_in_cells(flowable))


def _in_cells(table: Any) -> Iterator[Flowable]:
    """Yield what stands in a table that only lays things out, row by row."""
    for row in table._cellvalues:
        for cell in row:
            if isinstance(cell, Flowable):
                yield cell
            elif isinstance(cell, list | tuple):
                yield from (part for part in cell if isinstance(part, Flowable))
