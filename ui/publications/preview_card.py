"""A publication before it is written: its pages, its figures, and the visits behind each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal

from icv_app.domain.preview import PreviewPage, PrintedWord
from icv_app.figures.figure_lines import FigureLine, Status
from icv_app.figures.printed_numbers import PrintedAs, figures_printed_as
from icv_app.figures.rounding import percentage, rounded
from icv_app.words import _, plural
from ui.entries.dates import say_date
from ui.entries.london import wall_clock
from ui.entries.times import say_time
from ui.publications.page_picture import PagePicture
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
        self._pages: Sequence[PreviewPage] = ()
        self._lines: Sequence[FigureLine] = ()
        self._page = 0
        self.page_words = Muted()
        self.page = PagePicture()
        self.back_button = Button(_("Page before"), icon="chevron-left")
        self.on_button = Button(_("Next page"), icon="chevron-right")
        self.figure = Choice(_("Figure"), ())
        self.all_button = Button(_("All figures"))
        self.pressed = Text()
        self.behind = Text()
        buttons = Flow(gap=SPACE_S)
        buttons.addWidget(self.back_button)
        buttons.addWidget(self.on_button)
        self.body.addWidget(
            LabelledField(
                _("Figure"),
                self.figure,
                hint=_("Choose one, or press a number on the page, to see the visits behind it."),
            )
        )
        self.body.addWidget(self.pressed)
        self.body.addWidget(self.all_button, alignment=Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.behind)
        self.body.addWidget(self.page_words)
        self.body.addLayout(buttons)
        self.body.addWidget(self.page)
        self.back_button.clicked.connect(lambda: self._turn(-1))
        self.on_button.clicked.connect(lambda: self._turn(1))
        self.figure.value_changed.connect(lambda key: self.figure_chosen.emit(key or ""))
        self.page.number_pressed.connect(self._on_number)
        self.all_button.clicked.connect(self._offer_all)
        self.hide()

    def show_publication(self, pages: Sequence[PreviewPage], lines: Sequence[FigureLine]) -> None:
        """Show a publication from its first page."""
        self._pages, self._page, self._lines = pages, 0, lines
        self._offer_all()
        self._turn(0)
        self.show()

    def show_behind(self, visits: Sequence[VisitFacts], suites: dict[str, str]) -> None:
        """List the visits behind the figure chosen, in few lines: the page stays where it was looked at."""
        told = []
        for visit in visits[:MOST_VISITS]:
            day, clock = wall_clock(visit.began_at)
            told.append(f"{suites.get(visit.suite, visit.suite)}, {say_date(day)}, {say_time(clock)}")
        if len(visits) > MOST_VISITS:
            told.append(plural("and {n} more", "and {n} more", len(visits) - MOST_VISITS))
        how_many = plural("{n} visit is behind it.", "{n} visits are behind it.", len(visits))
        self.behind.setText("\n".join([how_many, "; ".join(told)]).strip())
        self.behind.show()

    def printed_as(self, word: PrintedWord) -> PrintedAs:
        """Return the figures that a printed word can be."""
        return figures_printed_as(self._lines, word.text, word.beside)

    def _offer_all(self) -> None:
        self._offer(self._lines)
        self.pressed.hide()
        self.all_button.hide()

    def _offer(self, lines: Sequence[FigureLine]) -> None:
        self.figure.set_options([(line.key, figure_words(line)) for line in lines])
        self.behind.hide()

    def _on_number(self, word: PrintedWord) -> None:
        """Trace the figure pressed; those that are printed alike are offered to choose from."""
        printed = self.printed_as(word)
        self.pressed.setText(_pressed_words(word, printed))
        self.pressed.show()
        self.all_button.setVisible(bool(printed.figures))
        self._offer(printed.figures or self._lines)
        if printed.plain is not None:
            self.figure.set_value(printed.plain.key)
            self.figure_chosen.emit(printed.plain.key)

    def _turn(self, by: int) -> None:
        self._page = min(max(self._page + by, 0), max(len(self._pages) - 1, 0))
        words = _("Page {page} of {total}").format(page=self._page + 1, total=len(self._pages))
        self.page_words.setText(words)
        self.page.setAccessibleName(words)
        self.back_button.setEnabled(self._page > 0)
        self.on_button.setEnabled(self._page + 1 < len(self._pages))
        if self._pages:
            self.page.show_page(self._pages[self._page])


def _pressed_words(word: PrintedWord, printed: PrintedAs) -> str:
    found, plain = printed.figures, printed.plain
    if not found:
        return _("{word} is no figure of this publication.").format(word=word.text)
    if plain is not None and len(found) == 1:
        return figure_words(plain)
    alike = plural("{n} figure is printed so.", "{n} figures are printed so.", len(found))
    if plain is None:
        return f"{alike} " + _("Choose which one is meant.")
    return f"{figure_words(plain)}\n{alike} " + _("If another is meant, choose it here.")


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
