"""The concerns step: the list at the left, one concern at the right."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from icv_app.domain.concern import GOOD_PRACTICE, Concern
from icv_app.domain.ids import ConcernId, PersonId
from icv_app.domain.visit import Visit
from icv_app.words import _, plural
from ui.shell.whole_page import PageStack
from ui.theme import current_theme
from ui.theme.tokens import SPACE_L, SPACE_M, SPACE_S
from ui.visit.concerns.concern_form import ConcernForm
from ui.visit.concerns.concern_rows import ConcernRow, about_words, category_words, concern_rows
from ui.visit.view_model import VisitViewModel
from ui.visit.wording import lower_first
from ui.widgets.ask_in_place import AskInPlace
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.data_table import DataTable
from ui.widgets.empty_state import EmptyState
from ui.widgets.flow import Flow
from ui.widgets.labels import Heading, Line, Muted
from ui.widgets.scroll_area import ScrollArea
from ui.widgets.table_model import Cell, Column, RowsModel

_LEAST_BESIDE = 860


class ConcernsStep(QWidget):
    """Concerns and good practice of this visit; where there is no room for both sides, one at a time."""

    go_to_step = Signal(object)

    def __init__(self, view_model: VisitViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view_model = view_model
        self._concern: Concern | None = None
        self._beside = True
        self._detail_wanted = False
        self._model: RowsModel[ConcernRow] = RowsModel(_columns(), key=lambda row: row.concern_id)
        empty = _("No concern yet. A “no” among the questions offers one; or add one here, or good practice.")
        self.table = DataTable(_("Concerns and good practice"), self._model, empty)
        self.add_button = Button(_("Add a concern"), icon="plus")
        self.praise_button = Button(_("Add good practice"), icon="plus")
        self.form = ConcernForm(view_model, self._edit)
        self.ask = AskInPlace()
        self.back_button = Button(_("Back to the list"), "link", icon="chevron-left")
        self.remove_button = Button(_("Remove"), "link")
        self.title = Heading("")
        self.about = Muted()
        self._lay_out()
        self._connect()
        self._refresh()

    @property
    def concern_id(self) -> ConcernId | None:
        """The concern shown."""
        return self._concern.concern_id if self._concern else None

    def show_field(
        self, field: str, _person_id: PersonId | None, concern_id: ConcernId | None = None
    ) -> None:
        """Put the keyboard on the field of a concern that a problem names."""
        if concern_id is None or not self._open(concern_id):
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        text = next(
            (
                problem.text
                for problem in self._view_model.problems()
                if problem.concern_id == concern_id and problem.field == field
            ),
            "",
        )
        if not self.form.focus_field(field, text):
            self._focus_form()

    def finish(self) -> None:
        """Take what was typed."""
        self.form.finish()

    def focus_first(self) -> None:
        """Put the keyboard on the list, or where it is empty, on the way to add a concern."""
        if self._view_model.visit.concerns:
            self._show_list()
        else:
            self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Put the concern over the list where there is no room beside it."""
        super().resizeEvent(event)
        self._beside = event.size().width() >= current_theme().px(_LEAST_BESIDE)
        self._arrange()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """Take what was typed before the step goes."""
        self.finish()
        super().hideEvent(event)

    def _lay_out(self) -> None:
        self._list = Card(_("Concerns and good practice"), " ", padded=False)
        self._list.body.addWidget(self.table, 1)
        foot = QWidget()
        buttons = Flow(foot, gap=SPACE_S)
        buttons.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_M)
        buttons.addWidget(self.add_button)
        buttons.addWidget(self.praise_button)
        self._list.add_foot(foot)
        self._nothing = nothing = Card(padded=False)
        nothing.body.addWidget(
            EmptyState(_("Nothing chosen"), _("Choose a concern in the list and press Enter, or add one."))
        )
        self._editor = self._make_editor()
        self._stack = PageStack()
        self._stack.add(nothing)
        self._stack.add(self._editor)
        self._stack.show_page(nothing)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_L)
        row.addWidget(self._list, 1)
        row.addWidget(self._stack, 1)

    def _make_editor(self) -> Card:
        card = Card(padded=False)
        head = QVBoxLayout()
        head.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_M)
        head.setSpacing(SPACE_S)
        top = QHBoxLayout()
        top.addWidget(self.title, 1)
        top.addWidget(self.remove_button, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.back_button, 0, Qt.AlignmentFlag.AlignLeft)
        head.addLayout(top)
        head.addWidget(self.about)
        head.addWidget(self.ask)
        card.body.addLayout(head)
        card.body.addWidget(Line())
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_L)
        column.addWidget(self.form)
        column.addStretch(1)
        card.body.addWidget(ScrollArea(content), 1)
        return card

    def _connect(self) -> None:
        self.table.row_chosen.connect(self._on_chosen)
        self.table.row_opened.connect(self._on_opened)
        self.add_button.clicked.connect(lambda: self._add(""))
        self.praise_button.clicked.connect(lambda: self._add(GOOD_PRACTICE))
        self.remove_button.clicked.connect(self._on_remove)
        self.ask.confirmed.connect(self._on_remove_confirmed)
        self.back_button.clicked.connect(self._show_list)
        self._view_model.visit_changed.connect(self._on_visit_changed)
        insert = QShortcut(QKeySequence(Qt.Key.Key_Insert), self)
        insert.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        insert.activated.connect(lambda: self._add(""))

    def _edit(self, change: Callable[[Concern], Concern]) -> None:
        if self._concern is not None:
            self._view_model.change_concern(self._concern.concern_id, change)

    def _on_visit_changed(self, _visit: Visit) -> None:
        if self.isVisible():
            self._refresh()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Show what the other steps did meanwhile."""
        super().showEvent(event)
        self._refresh()

    def _refresh(self) -> None:
        visit, checklist = self._view_model.visit, self._view_model.checklist
        self._model.show(concern_rows(visit, checklist, self._view_model.incomplete_concerns()))
        real = sum(not concern.good_practice for concern in visit.concerns)
        self._list.aside.setText(plural("{n} concern", "{n} concerns", real))
        if self._concern is None:
            return
        now = visit.concern(self._concern.concern_id)
        if now is None:
            self._concern = None
            self._stack.show_page(self._nothing)
        else:
            self._show(now)

    def _show(self, concern: Concern) -> None:
        self._concern = concern
        visit, checklist = self._view_model.visit, self._view_model.checklist
        self.form.show_record(concern)
        self.title.setText(category_words(concern, checklist))
        self.about.setText(_("About {whom}").format(whom=lower_first(about_words(visit, concern, checklist))))

    def _open(self, concern_id: ConcernId) -> bool:
        concern = self._view_model.visit.concern(concern_id)
        if concern is None:
            return False
        if self._concern is None or self._concern.concern_id != concern_id:
            self.form.finish()
            self.form.start_over()
            self.ask.hide()
            concern = self._view_model.visit.concern(concern_id) or concern
            self._show(concern)
        self._stack.show_page(self._editor)
        self._detail_wanted = True
        self._arrange()
        self.table.choose(concern_id)
        return True

    def _on_chosen(self, row: ConcernRow) -> None:
        if self._beside:
            self._open(row.concern_id)

    def _on_opened(self, row: ConcernRow) -> None:
        if self._open(row.concern_id):
            self._focus_form()

    def _focus_form(self) -> None:
        if not self.form.focus_field("category"):
            self.form.focus_field("text")

    def _add(self, category: str) -> None:
        self.form.finish()
        concern = Concern(
            concern_id=self._view_model.new_concern_id(),
            category=category,
            raised_at=self._view_model.moment(),
        )
        self._view_model.add_concern(concern)
        self._refresh()
        if self._open(concern.concern_id):
            self._focus_form()

    def _on_remove(self) -> None:
        concern = self._concern
        if concern is None:
            return
        visit, checklist = self._view_model.visit, self._view_model.checklist
        words = _(
            "Remove “{kind}” about {whom}? What it says is lost; an answer that led to it is open again."
        )
        kind, whom = category_words(concern, checklist), about_words(visit, concern, checklist)
        self.ask.ask(words.format(kind=kind, whom=whom), _("Remove"))

    def _on_remove_confirmed(self) -> None:
        if self._concern is not None:
            concern_id, self._concern = self._concern.concern_id, None
            self._stack.show_page(self._nothing)
            self._view_model.remove_concern(concern_id)
            self._show_list()

    def _show_list(self) -> None:
        self._detail_wanted = False
        self._arrange()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _arrange(self) -> None:
        self._list.setVisible(self._beside or not self._detail_wanted)
        self._stack.setVisible(self._beside or self._detail_wanted)
        self.back_button.setVisible(not self._beside)


def _columns() -> tuple[Column[ConcernRow], ...]:
    return (
        Column(_("Kind"), lambda row: Cell(row.title, row.text, bold=True), stretch=2),
        Column(_("About"), lambda row: Cell(row.about), stretch=1),
        Column(_("State"), lambda row: Cell(tags=row.tags)),
    )
