"""A canvas that notes of all it draws what it is: content of an element, or an artifact."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from icv_app.report.structure import Element

_PLACE = "\n%\x01{n}\x01\n"
"""Where something is drawn later; texts of documents never hold such a character."""


def furniture(draw: Callable[[TaggedCanvas], None]) -> Callable[[Canvas, Any], None]:
    """Return the function as a page template calls it."""

    def on_page(canvas: Canvas, _document: object) -> None:
        if not isinstance(canvas, TaggedCanvas):
            raise TypeError("pages of an untagged canvas")
        draw(canvas)

    return on_page


class TaggedCanvas(Canvas):
    """A canvas whose file bears the day it was given and no clock's.

    Attributes:
        owners: Of each page, the elements by the numbers of their marked content.
    """

    def __init__(self, *args: Any, produced_on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The library knows only "now" and the year 2000; both would be untrue.
        written: Any = self
        written._doc._timeStamp.YMDhms = (produced_on.year, produced_on.month, produced_on.day, 0, 0, 0)
        self.owners: list[list[Element]] = []
        self._later: list[tuple[int, Callable[[TaggedCanvas], None]]] = []
        self._pages: list[Any] = []
        self._drawn_on: int | None = None
        self.setViewerPreference("DisplayDocTitle", "true")
        self.showOutline()

    @property
    def page(self) -> int:
        """The page being drawn on, from 0."""
        return self.getPageNumber() - 1 if self._drawn_on is None else self._drawn_on

    @property
    def total(self) -> int:
        """How many pages were begun; all there are, for what is drawn later."""
        return len(self._pages)

    @contextmanager
    def content(self, element: Element) -> Iterator[None]:
        """All that is drawn meanwhile belongs to the element."""
        page = self.page
        while len(self.owners) <= page:
            self.owners.append([])
        number = len(self.owners[page])
        self.owners[page].append(element)
        element.marks.append((page, number))
        self.addLiteral(f"/{element.role} <</MCID {number}>> BDC")
        yield
        self.addLiteral("EMC")

    @contextmanager
    def artifact(self, kind: str = "") -> Iterator[None]:
        """All that is drawn meanwhile says nothing: lines, grounds, what repeats on pages."""
        self.addLiteral(f"/Artifact <</Type /{kind}>> BDC" if kind else "/Artifact BMC")
        yield
        self.addLiteral("EMC")

    def link(self, element: Element, key: str, words: str, size: tuple[float, float]) -> None:
        """Make the rectangle from here a link of the element to a bookmark."""
        noted: Any = self
        element.links.append((self.page, len(noted._annotationrefs)))
        self.linkRect(words, key, (0, 0, *size), relative=1, Border="[0 0 0]")

    def later(self, draw: Callable[[TaggedCanvas], None]) -> None:
        """Draw something here once the last page is known."""
        self.addLiteral(_PLACE.format(n=len(self._later)))
        self._later.append((self.page, draw))

    def save(self) -> None:
        """Draw what had to wait, and write the file."""
        inside: Any = self
        if inside._code:
            self.showPage()
        for number, (page, draw) in enumerate(self._later):
            inside._code, self._drawn_on = [], page
            draw(self)
            written, place = self._pages[page], _PLACE.format(n=number)
            written.stream = written.stream.replace(place, "\n".join(inside._code), 1)
        inside._code, self._later, self._drawn_on = [], [], None
        super().save()

    def _setAnnotations(self, page: Any) -> None:  # noqa: N802 - the library's name
        """Keep the page, whose stream is joined by now: what had to wait is put into it."""
        self._pages.append(page)
        inside: Any = super()
        inside._setAnnotations(page)
