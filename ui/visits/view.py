"""Every visit of the visitor: drafts to go on with, reports to read."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from icv_app.domain.ids import SuiteId, VisitId
from icv_app.words import _, plural
from ui.shell.page import Page
from ui.theme.tokens import SPACE_L, SPACE_M
from ui.visits.table import visits_table
from ui.visits.view_model import VisitsLoaded, VisitsViewModel, Wanted
from ui.visits.wording import VisitLine
from ui.widgets.ask_in_place import AskInPlace
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.choice import Choice
from ui.widgets.choice_flow import ChoiceFlow
from ui.widgets.data_table import DataTable
from ui.widgets.labels import Line
from ui.widgets.message_bar import Kind, MessageBar
from ui.widgets.sides import Sides

_EVERY = "every"
_LEAST_STATES = 420


class VisitsPage(Page):
    """A table of visits with what narrows it down above it."""

    start_wanted = Signal()
    draft_opened = Signal(str)
    report_opened = Signal(str)
    changed_outside = Signal()
    """A draft is gone: other pages show it no longer."""

    def __init__(self, view_model: VisitsViewModel, parent: QWidget | None = None) -> None:
        super().__init__(_("Visits"), parent=parent)
        self._view_model = view_model
        self._asked: VisitId | None = None
        self.start_button = Button(_("Start a visit"), "main")
        self.delete_button = Button(_("Delete the draft"))
        self.set_actions(self.delete_button, self.start_button)
        self.message = MessageBar()
        self.ask_delete = AskInPlace()
        self.states = ChoiceFlow(_("Show"), _wanted_options())
        self.states.set_value(Wanted.ALL.value)
        self.suites = Choice(_("Suite"), [(_EVERY, _("Every suite"))])
        self.suites.set_value(_EVERY)
        self.rows = visits_table()
        self.table = DataTable(
            _("Visits"), self.rows, _("No visits here yet. Start a visit, or show others above.")
        )
        self._lay_out()
        self._connect()
        self._on_chosen()

    def shown(self) -> None:
        """Read the list again."""
        self._view_model.refresh()

    def focus_first(self) -> None:
        """Put the keyboard on the visits, or on what shows others."""
        if self.rows.rowCount():
            self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            super().focus_first()

    def _lay_out(self) -> None:
        card = Card(padded=False)
        above = Sides(self.states, self.suites, _LEAST_STATES)
        above.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_M)
        card.body.addWidget(above)
        card.body.addWidget(Line())
        card.body.addWidget(self.table, 1)
        self.body.addWidget(self.message)
        self.body.addWidget(self.ask_delete)
        self.body.addWidget(card, 1)

    def _connect(self) -> None:
        model = self._view_model
        model.loaded.connect(self._on_loaded)
        model.message_changed.connect(lambda text: self.message.show_message(text, Kind.ERROR))
        model.delete_asked.connect(self._on_delete_asked)
        model.deleted.connect(self._on_deleted)
        self.start_button.clicked.connect(self.start_wanted)
        self.delete_button.clicked.connect(self._on_delete)
        self.ask_delete.confirmed.connect(self._on_delete_confirmed)
        self.states.chosen.connect(self._on_narrowed)
        self.states.cleared.connect(lambda: self.states.choose(Wanted.ALL.value))
        self.suites.value_changed.connect(self._on_narrowed)
        self.table.row_opened.connect(self._on_opened)
        self.table.row_chosen.connect(lambda _line: self._on_chosen())
        keys = (("Ctrl+N", self.start_wanted.emit), ("Ctrl+Delete", self._on_delete))
        for written, act in keys:
            QShortcut(QKeySequence(written), self).activated.connect(act)
        self.keys = (("Ctrl+N", _("Start a visit")), ("Ctrl+Delete", _("Delete the draft chosen")))

    def _on_loaded(self, loaded: VisitsLoaded) -> None:
        self.suites.set_options([(_EVERY, _("Every suite")), *loaded.suites])
        if self.suites.value() is None:
            self.suites.set_value(_EVERY)
        self.rows.show(loaded.lines)
        drafts = sum(line.draft for line in loaded.lines)
        parts = [plural("{n} visit", "{n} visits", len(loaded.lines))]
        if drafts:
            parts.append(plural("{n} draft", "{n} drafts", drafts))
        self.set_heading(self.title, " · ".join(parts))
        self._on_chosen()

    def _on_narrowed(self, _value: object) -> None:
        suite = self.suites.value()
        self._view_model.show_only(
            Wanted(self.states.value() or Wanted.ALL),
            None if suite in {None, _EVERY} else SuiteId(str(suite)),
        )

    def _on_opened(self, line: VisitLine) -> None:
        (self.draft_opened if line.draft else self.report_opened).emit(line.visit_id)

    def _on_chosen(self) -> None:
        line = self.table.chosen()
        self.delete_button.setEnabled(line is not None and line.draft and not line.must_be_filed)

    def _on_delete(self) -> None:
        line = self.table.chosen()
        if line is not None and line.draft and not line.must_be_filed:
            self._view_model.ask_to_delete(line.visit_id)

    def _on_delete_asked(self, visit_id: str, question: str) -> None:
        self._asked = VisitId(visit_id)
        self.ask_delete.ask(question, _("Delete the draft"))

    def _on_delete_confirmed(self) -> None:
        if self._asked is not None:
            self._view_model.delete(self._asked)

    def _on_deleted(self) -> None:
        self._asked = None
        self.message.show_message(_("The draft is deleted."), Kind.DONE)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._view_model.refresh()
        self.changed_outside.emit()


def _wanted_options() -> list[tuple[str, str]]:
    return [
        (Wanted.ALL.value, _("All")),
        (Wanted.DRAFTS.value, _("Drafts")),
        (Wanted.WITH_COORDINATOR.value, _("Filed")),
        (Wanted.RETURNED.value, _("Returned with a question")),
        (Wanted.APPROVED.value, _("Approved")),
    ]
