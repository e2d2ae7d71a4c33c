"""A publication before it is written: its pages, its figures, and the visits behind each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel

from icv_app.figures.figure_lines import FigureLine, Status
from icv_app.figures.rounding import percentage, rounded
from icv_app.words import _, plural
from ui.entries.dates import say_date
from ui.entries.london import wall_clock
from ui.entries.times import say_time
from ui.theme.tokens import SPACE_S
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.choice import Choice
from ui.widgets.flow import Flow
from ui.widgets.labelled_field import LabelledField
from ui.widgets.labels import Muted, Text

if TYPE_CHECKING:
    from icv_app.domain.visit_facts import VisitFacts

MOST_VISITS = 40
"""More are told by their number."""


class PreviewCard(Card):
    """One page at a time."""

    figure_chosen = Signal(str)
    """The key of a figure whose visits are to be listed."""

    def __init__(self) -> None:
        super().__init__(_("Preview"))
        self._pages: Sequence[bytes] = ()
        self._page = 0
        self.page_words = Muted()
        self.page = QLabel()
        self.page.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.back_button = Button(_("Page before"), icon="chevron-left")
        self.on_button = Button(_("Next page"), icon="chevron-right")
        self.figure = Choice(_("Figure"), ())
        self.behind = Text()
        buttons = Flow(gap=SPACE_S)
        buttons.addWidget(self.back_button)
        buttons.addWidget(self.on_button)
        self.body.addWidget(
            LabelledField(_("Figure"), self.figure, hint=_("Choose one to see the visits behind it."))
        )
        self.body.addWidget(self.behind)
        self.body.addWidget(self.page_words)
        self.body.addLayout(buttons)
        self.body.addWidget(self.page)
        self.back_button.clicked.connect(lambda: self._turn(-1))
        self.on_button.clicked.connect(lambda: self._turn(1))
        self.figure.value_changed.connect(lambda key: self.figure_chosen.emit(key or ""))
        self.hide()

    def show_publication(self, pages: Sequence[bytes], lines: Sequence[FigureLine]) -> None:
        """Show a publication from its first page."""
        self._pages, self._page = pages, 0
        self.figure.set_options([(line.key, figure_words(line)) for line in lines])
        self.behind.hide()
        self._turn(0)
        self.show()

    def show_behind(self, visits: Sequence[VisitFacts], suites: dict[str, str]) -> None:
        """List the visits behind the figure chosen."""
        told = [plural("{n} visit is behind it.", "{n} visits are behind it.", len(visits))]
        for visit in visits[:MOST_VISITS]:
            day, clock = wall_clock(visit.began_at)
            told.append(f"{suites.get(visit.suite, visit.suite)}, {say_date(day)}, {say_time(clock)}")
        self.behind.setText("\n".join(told))
        self.behind.show()

    def _turn(self, by: int) -> None:
        self._page = min(max(self._page + by, 0), max(len(self._pages) - 1, 0))
        words = _("Page {page} of {total}").format(page=self._page + 1, total=len(self._pages))
        self.page_words.setText(words)
        self.page.setAccessibleName(words)
        self.back_button.setEnabled(self._page > 0)
        self.on_button.setEnabled(self._page + 1 < len(self._pages))
        if self._pages:
            picture = QPixmap()
            picture.loadFromData(self._pages[self._page])
            self.page.setPixmap(picture)


def figure_words(line: FigureLine) -> str:
    """A figure with its value."""
    if line.status is Status.WITHHELD:
        return _("{name}: withheld").format(name=line.name)
    if line.value is None:
        return _("{name}: nothing").format(name=line.name)
    if line.unit == "share":
        return f"{line.name}: {percentage(line.value, 1)} %"
    places = 0 if line.value.denominator == 1 else 1
    return f"{line.name}: {rounded(line.value, places):,}"
