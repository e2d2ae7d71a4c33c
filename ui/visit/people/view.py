"""The people step: the board at the left, one person or the tally at the right."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from icv_app.domain.ids import ConcernId, PersonId
from icv_app.domain.visit import Visit
from icv_app.words import _
from ui.shell.whole_page import PageStack
from ui.theme import current_theme
from ui.theme.tokens import SPACE_L
from ui.visit.people.board import Board
from ui.visit.people.board_rows import foot_words, same_on_board
from ui.visit.people.person_detail import PersonDetail
from ui.visit.people.tallies import TallyEditor
from ui.visit.view_model import VisitViewModel
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState

_COMPLETE = object()
_LEAST_BESIDE = 860
"""Width, at 100 % text, from which board and detail stand side by side."""


class PeopleStep(QWidget):
    """Board and detail; where there is no room for both, one at a time."""

    go_to_step = Signal(object)

    def __init__(
        self, view_model: VisitViewModel, parent: QWidget | None = None, *, part_by_part: bool = False
    ) -> None:
        super().__init__(parent)
        self._usable = False
        self._beside = True
        self._parts = self._build(view_model)
        if not part_by_part:
            self.complete()

    def build_part(self) -> bool:
        """Build one part more; False once everything is there, and not before may anybody use it."""
        return next(self._parts, _COMPLETE) is not _COMPLETE

    def complete(self) -> None:
        """Build whatever is still missing."""
        while self.build_part():
            pass

    def _build(self, view_model: VisitViewModel) -> Iterator[None]:
        self._view_model = view_model
        self._detail_wanted = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_L)
        self.board = Board(view_model)
        row.addWidget(self.board, 7)
        self._stack = PageStack()
        row.addWidget(self._stack, 6)
        self._nobody = _nobody_chosen()
        self._stack.add(self._nobody)
        yield
        self.detail = PersonDetail(view_model, self._stack)
        self.detail.hide()
        yield from self.detail.build()
        self._stack.add(self.detail)
        yield
        self.tallies = TallyEditor(view_model)
        self._stack.add(self.tallies)
        self._stack.show_page(self._nobody)
        self._shown = view_model.visit
        self._connect()
        self._usable = True
        self.board.refresh()  # it is the eldest part
        for part in (self.board, self.detail, self.tallies):
            yield
            for widget in part.findChildren(QWidget):
                widget.ensurePolished()
        self.detail.checks.make_ahead()

    def show_field(
        self, field: str, person_id: PersonId | None, _concern_id: ConcernId | None = None
    ) -> None:
        """Put the keyboard on the field a problem names."""
        if person_id is not None and self._open(person_id):
            self.detail.show_field(field, self._problem_text(field, person_id))
        elif field.startswith("tallies"):
            self._show_tallies()
            self.tallies.show_field(field, self._problem_text(field, None))
        else:
            self._show_board()
            self.board.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_row(self, person_id: PersonId) -> None:
        """Put the keyboard on somebody's row of the board, or on the board where they are not on it."""
        self._open(person_id)
        self._show_board()

    def finish(self) -> None:
        """Take what was typed."""
        self.detail.finish()
        self.tallies.finish()

    def focus_first(self) -> None:
        """Put the keyboard on the board, or where there is nobody, on the way to add somebody."""
        if self._view_model.visit.people:
            self._show_board()
        else:
            self.board.add_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Put the detail over the board where there is no room beside it."""
        super().resizeEvent(event)
        self._beside = event.size().width() >= current_theme().px(_LEAST_BESIDE)
        if self._usable:
            self._arrange()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """Take what was typed before the step goes."""
        if self._usable:
            self.finish()
        super().hideEvent(event)

    def _connect(self) -> None:
        self.board.person_chosen.connect(self._on_chosen)
        self.board.person_opened.connect(self._on_opened)
        self.board.add_requested.connect(self._on_add)
        self.board.tallies_requested.connect(self._on_tallies)
        self.tallies.closed.connect(self._on_tallies_closed)
        self.detail.removed.connect(self._on_removed)
        self.detail.back_requested.connect(self._show_board)
        if self._view_model.visit.typed_from_paper:
            self.detail.sheet_done.connect(self._on_sheet_done)
        self._view_model.visit_changed.connect(self._on_visit_changed)
        for keys, act in (("Ins", self._on_add), ("Ctrl+T", self.detail.choose_script)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def _on_visit_changed(self, visit: Visit) -> None:
        before, self._shown = self._shown, visit
        if not same_on_board(before, visit):
            self.board.refresh()
            self.tallies.refresh()
            self._show_count()
        if self.detail.person_id is None:
            return
        person = self._view_model.visit.person(self.detail.person_id)
        if person is not None:
            self.detail.show_person(person)
        elif self._stack.page is self.detail:
            # Somebody who was added is gone again by undo.
            self.detail.close_person()
            self._stack.show_page(self._nobody)

    def _on_chosen(self, person_id: PersonId) -> None:
        if self._beside:
            self._open(person_id)

    def _on_opened(self, person_id: PersonId) -> None:
        if self._open(person_id):
            self.detail.focus_first()

    def _open(self, person_id: PersonId) -> bool:
        person = self._view_model.visit.person(person_id)
        if person is None:
            return False
        self.tallies.finish()
        self._stack.show_page(self.detail)
        self.detail.open_person(person)
        self._detail_wanted = True
        self._arrange()
        self.board.choose(person_id)
        return True

    def _on_add(self) -> None:
        self.detail.finish()
        person_id = self._view_model.add_person()
        if self._open(person_id):
            self.detail.focus_first()

    def _on_sheet_done(self) -> None:
        """Go on to the sheet that follows on paper, or after the last to the button for another."""
        people = [person.person_id for person in self._view_model.visit.people]
        at = people.index(self.detail.person_id) + 1 if self.detail.person_id in people else len(people)
        if at < len(people):
            self._on_opened(people[at])
        else:
            self._show_board()
            self.board.add_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_tallies(self) -> None:
        self._show_tallies()
        self.tallies.focus_first()

    def _show_tallies(self) -> None:
        self.detail.finish()
        self._stack.show_page(self.tallies)
        self._detail_wanted = True
        self._arrange()

    def _on_tallies_closed(self) -> None:
        self._stack.show_page(self._nobody if self.detail.person_id is None else self.detail)
        self._show_board()
        self.board.tally_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_removed(self) -> None:
        self._stack.show_page(self._nobody)
        self._show_board()

    def _show_board(self) -> None:
        self._detail_wanted = False
        self._arrange()
        self.board.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _arrange(self) -> None:
        self.board.setVisible(self._beside or not self._detail_wanted)
        self._stack.setVisible(self._beside or self._detail_wanted)
        self.detail.head.back_button.setVisible(not self._beside)
        self._show_count()

    def _show_count(self) -> None:
        foot = foot_words(self._view_model.visit, self._view_model.checklist)
        self.detail.show_count("" if self._beside else f"{foot.accounted} · {foot.left[0]}")

    def _problem_text(self, field: str, person_id: PersonId | None) -> str:
        return next(
            (
                problem.text
                for problem in self._view_model.problems()
                if problem.field == field and problem.person_id == person_id
            ),
            "",
        )


def _nobody_chosen() -> Card:
    card = Card(padded=False)
    words = _("Choose a person on the board and press Enter, or press Insert to add one.")
    card.body.addWidget(EmptyState(_("Nobody chosen"), words))
    return card
