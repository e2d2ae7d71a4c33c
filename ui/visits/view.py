"""Every visit of the visitor: drafts to go on with, reports to read."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from icv_app.domain.ids import VisitId
from icv_app.words import _, plural
from ui.finding.filters import FiltersButton, VisitFilters
from ui.finding.found_table import FoundTable
from ui.finding.search_bar import SearchBar
from ui.finding.view_model import FindingViewModel, FoundInWords
from ui.shell.page import Page
from ui.theme import current_theme
from ui.theme.tokens import SPACE_L, SPACE_M, SPACE_S
from ui.visits.table import visits_table
from ui.visits.view_model import VisitsLoaded, VisitsViewModel, Wanted
from ui.visits.wording import VisitLine
from ui.widgets.ask_in_place import AskInPlace
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.choice_flow import ChoiceFlow
from ui.widgets.data_table import DataTable
from ui.widgets.labels import Line
from ui.widgets.message_bar import Kind, MessageBar

_LARGE_PERCENT = 150


class VisitsPage(Page):
    """A table of visits with what narrows it down above it."""

    start_wanted = Signal()
    draft_opened = Signal(str)
    report_opened = Signal(str)
    place_opened = Signal(object)
    """A `FoundLine`: open its visit at its place."""
    changed_outside = Signal()
    """A draft is gone: other pages show it no longer."""

    def __init__(
        self, view_model: VisitsViewModel, finding: FindingViewModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Visits"), parent=parent)
        self._view_model = view_model
        self._finding = finding
        self._asked: VisitId | None = None
        self.start_button = Button(_("Start a visit"), "main")
        self.delete_button = Button(_("Delete the draft"))
        self.set_actions(self.delete_button, self.start_button)
        self.message = MessageBar()
        self.ask_delete = AskInPlace()
        self.states = ChoiceFlow(_("Show"), _wanted_options())
        self.states.set_value(Wanted.ALL.value)
        self.filters = VisitFilters(own_part=True)
        self.filters_button = FiltersButton(self.filters)
        self.search = SearchBar(
            _("Any words, in any order; “in quotes” together. Custody numbers and suites are found, too.")
        )
        self.rows = visits_table()
        self.table = DataTable(
            _("Visits"),
            self.rows,
            _("No visits here. Start a visit, show others above, or clear the filters."),
        )
        self.found = FoundTable()
        self.found.hide()
        self._lay_out()
        self._connect()
        self._on_chosen()
        current_theme().changed.connect(self._fit)
        self._fit()

    def shown(self) -> None:
        """Read the list again, and what was found."""
        self._view_model.refresh()
        if self._finding.looking:
            self._finding.refresh()

    def focus_first(self) -> None:
        """Put the keyboard on the visits, or on what shows others."""
        if self._finding.looking and self.found.rows_shown():
            self.found.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif self.rows.rowCount() and not self._finding.looking:
            self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            super().focus_first()

    def _fit(self) -> None:
        """Put the filters away where large text leaves little room for the list."""
        large = current_theme().text_percent >= _LARGE_PERCENT
        self.filters_button.setVisible(large)
        self.filters_button.show_filters(not large)

    def _lay_out(self) -> None:
        card = Card(padded=False)
        above = QVBoxLayout()
        above.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_M)
        above.setSpacing(SPACE_S)
        for widget in (self.search, self.states):
            above.addWidget(widget)
        above.addWidget(self.filters_button, alignment=Qt.AlignmentFlag.AlignLeft)
        above.addWidget(self.filters)
        card.body.addLayout(above)
        card.body.addWidget(Line())
        card.body.addWidget(self.table, 1)
        card.body.addWidget(self.found, 1)
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
        self.filters.changed.connect(self._on_narrowed)
        self.search.field.text_settled.connect(self._look_for)
        self.search.field.down.connect(self._go_down)
        self.found.row_opened.connect(self.place_opened)
        self._finding.found.connect(self._on_found)
        self._finding.failed.connect(lambda text: self.message.show_message(text, Kind.ERROR))
        self.table.row_opened.connect(self._on_opened)
        self.table.row_chosen.connect(lambda _line: self._on_chosen())
        keys = (
            ("Ctrl+N", self.start_wanted.emit),
            ("Ctrl+F", self.search.take_focus),
            ("Ctrl+Delete", self._on_delete),
        )
        for written, act in keys:
            QShortcut(QKeySequence(written), self).activated.connect(act)
        self.keys = (
            ("Ctrl+N", _("Start a visit")),
            ("Ctrl+F", _("Find words in visits")),
            ("Ctrl+Delete", _("Delete the draft chosen")),
        )

    def _on_loaded(self, loaded: VisitsLoaded) -> None:
        self.filters.set_suites(loaded.suites)
        self.rows.show(loaded.lines)
        drafts = sum(line.draft for line in loaded.lines)
        parts = [plural("{n} visit", "{n} visits", len(loaded.lines) + loaded.more)]
        if loaded.more:
            parts.append(_("the newest {n} are listed").format(n=len(loaded.lines)))
        if drafts:
            parts.append(plural("{n} draft", "{n} drafts", drafts))
        self.set_heading(self.title, " · ".join(parts))
        self._on_chosen()

    def _on_narrowed(self, _value: object) -> None:
        self._view_model.show_only(Wanted(self.states.value() or Wanted.ALL), self.filters.narrowed())
        if self._finding.looking:
            self._finding.ask(self._finding.text, self._view_model.filter())

    def _look_for(self, text: str) -> None:
        self._finding.ask(text, self._view_model.filter())

    def _go_down(self) -> None:
        listed = self.found if self._finding.looking else self.table
        listed.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_found(self, found: FoundInWords | None) -> None:
        self.table.setVisible(found is None)
        self.found.setVisible(found is not None)
        self.search.say(found.words if found is not None else "")
        self.found.show_rows(found.lines if found is not None else ())
        self._on_chosen()

    def _on_opened(self, line: VisitLine) -> None:
        (self.draft_opened if line.draft else self.report_opened).emit(line.visit_id)

    def _on_chosen(self) -> None:
        line = self.table.chosen()
        listed = not self._finding.looking
        may_go = line is not None and line.draft and not line.must_be_filed
        self.delete_button.setEnabled(listed and may_go)

    def _on_delete(self) -> None:
        line = self.table.chosen()
        if self.delete_button.isEnabled() and line is not None:
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
