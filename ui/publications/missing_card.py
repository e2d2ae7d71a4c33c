"""What is missing before a year is published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from icv_app.words import _, plural
from ui.entries.numbers import say_count
from ui.publications.view_model import written
from ui.theme import Hue
from ui.theme.tokens import SPACE_M, SPACE_S, SPACE_XS
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.flow import Flow
from ui.widgets.labelled_field import LabelledField
from ui.widgets.labels import Line, Muted, Text
from ui.widgets.number_field import NumberField
from ui.widgets.sides import Sides
from ui.widgets.tag import Tag

if TYPE_CHECKING:
    from icv_app.services.agenda import BeforePublishing

_LEAST_WORDS = 320
_MOST_TEXTS = 5
_MOST_PEOPLE = 10_000_000


class MissingCard(Card):
    """Three things, each with its standing in a word and the way to it; and texts that cannot be printed."""

    reports_wanted = Signal()
    concerns_wanted = Signal()
    figure_entered = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Before you publish"), parent=parent)
        self.lead = Text()
        self.reports = _Item(_("Open the reports"))
        self.concerns = _Item(_("Open the concerns"))
        self.figure = _Item("")
        self.number = NumberField(_("People detained"), least=1, most=_MOST_PEOPLE, characters=9)
        self.number_field = LabelledField(
            _("People detained"), self.number, hint=_("The force's figure for the whole year, like 51,602.")
        )
        self.save_button = Button(_("Save the figure"))
        self.body.addWidget(self.lead)
        self.texts, self.texts_line = _Item(""), Line()
        self.body.addWidget(self.texts_line)
        self.body.addWidget(self.texts)
        for item in (self.reports, self.concerns, self.figure):
            self.body.addWidget(Line())
            self.body.addWidget(item)
        self.body.addWidget(self.number_field)
        self.body.addWidget(self.save_button, alignment=Qt.AlignmentFlag.AlignLeft)
        self.reports.button.clicked.connect(self.reports_wanted)
        self.concerns.button.clicked.connect(self.concerns_wanted)
        self.save_button.clicked.connect(self._on_save)
        self.number.line.returnPressed.connect(self._on_save)

    def show_standing(self, before: BeforePublishing) -> None:
        """Say what is missing for a year."""
        year = written(before.year)
        if before.undrawable:
            lead = _("The report cannot be written before its texts can be printed.")
        elif before.ready:
            lead = _("Nothing is missing for {year}.")
        else:
            lead = _("The report can be written now, but this is still missing for {year}.")
        self.lead.setText(lead.format(year=year))
        self._show_texts(before)
        self._show_reports(before)
        self._show_concerns(before)
        figure = before.people_detained
        if figure is None:
            self.figure.show_item(
                False,
                _("No figure of the force"),
                _("Without it the report cannot say what share of everybody detained was spoken to."),
            )
        else:
            words = _("{number} people detained in {year}").format(number=say_count(figure), year=year)
            self.figure.show_item(
                True, words, _("Entered from the force's figures; change it below if it was wrong.")
            )
        if not self.number.line.hasFocus():
            self.number.set_value(figure)

    def _show_texts(self, before: BeforePublishing) -> None:
        found = before.undrawable
        for one in (self.texts_line, self.texts):
            one.setVisible(bool(found))
        if found:
            words = plural("{n} text cannot be printed", "{n} texts cannot be printed", len(found))
            sentences = " ".join(one.sentence for one in found[:_MOST_TEXTS])
            self.texts.show_item(False, words, sentences)

    def _show_reports(self, before: BeforePublishing) -> None:
        if before.undecided:
            words = plural("{n} report is not approved", "{n} reports are not approved", before.undecided)
            more = _("of {visits}. They are counted in the figures as they are.").format(
                visits=plural("{n} visit", "{n} visits", before.visits)
            )
            self.reports.show_item(False, words, more, action=True)
        else:
            words = _("Every report is approved")
            self.reports.show_item(True, words, plural("{n} visit", "{n} visits", before.visits))

    def _show_concerns(self, before: BeforePublishing) -> None:
        if before.red_concerns:
            words = plural("{n} red concern is open", "{n} red concerns are open", before.red_concerns)
            self.concerns.show_item(False, words, _("Readers will ask what came of them."), action=True)
        else:
            self.concerns.show_item(True, _("No red concern is open"), "")

    def _on_save(self) -> None:
        self.number.finish()
        number = self.number.value()
        if self.number.problem():
            return
        if number is None:
            self.number_field.set_problem(_("Enter the number of people detained, like 51,602."))
            self.number_field.set_focus()
            return
        self.number_field.set_problem("")
        self.figure_entered.emit(number)


class _Item(QWidget):
    """One line: its standing as a tag, what it is, and a button where something can be done."""

    def __init__(self, action: str) -> None:
        super().__init__()
        left, tagged = QWidget(), QWidget()
        self.tag = Tag(_("Done"), Hue.GREEN)
        self.words = Text(weight="semibold", wrap=False)
        self.more = Muted()
        self.button = Button(action)
        row = Flow(tagged, gap=SPACE_S)
        row.addWidget(self.tag)
        row.addWidget(self.words)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, SPACE_XS, 0, 0)
        column.setSpacing(SPACE_XS)
        column.addWidget(tagged)
        column.addWidget(self.more)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(SPACE_M)
        outer.addWidget(Sides(left, self.button, _LEAST_WORDS))
        self.button.hide()

    def show_item(self, done: bool, words: str, more: str, *, action: bool = False) -> None:
        """Say how it stands."""
        self.tag.show_word(*((_("Done"), Hue.GREEN) if done else (_("Missing"), Hue.ORANGE)))
        self.words.setText(words)
        self.more.setText(more)
        self.more.setVisible(bool(more))
        self.button.setVisible(action)
        self.setAccessibleName(f"{self.tag.text()}: {words}. {more}")
