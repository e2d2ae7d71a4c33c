"""The editor of one visit: six steps, any of them at any time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from icv_app.domain.finding import Place
from icv_app.domain.problem import Problem, Step, StepStatus
from icv_app.domain.visit import Visit
from icv_app.domain.visit_changes import EditorPlace, changed_places
from icv_app.words import _
from ui.shell.page import Page
from ui.shell.whole_page import PageStack
from ui.theme import current_theme
from ui.visit.arrival.view import ArrivalStep
from ui.visit.editing import StepTaken
from ui.visit.heading import visit_subtitle, visit_title
from ui.visit.history_buttons import HistoryButtons
from ui.visit.moving_on import is_go_on
from ui.visit.people.board_rows import count_note, same_on_board
from ui.visit.people.built_ahead import BuiltAhead
from ui.visit.people.view import PeopleStep
from ui.visit.places import forget_problem_at, label_of, place_in, show_place
from ui.visit.sign_off.done import FiledPanel
from ui.visit.sign_off.view import SignOffStep
from ui.visit.step_titles import step_titles
from ui.visit.step_words import step_words
from ui.visit.steps import MakeStep, ShowsFields, step_makers
from ui.visit.view_model import Judgement, VisitViewModel
from ui.visit.visit_form import FormStep
from ui.visit.visit_keys import visit_keys
from ui.visit.visit_texts import VisitTexts
from ui.widgets.button import Button
from ui.widgets.labels import Muted
from ui.widgets.message_bar import Kind, MessageBar
from ui.widgets.step_bar import Status, StepBar
from ui.widgets.step_bar import Step as BarStep

STATUS_AFTER_MS = 300
"""Where the steps stand is worked out this long after the last edit."""
SAVING_AFTER_MS = 400
"""An edit that is on the disk sooner is not worth a word."""
PLACE_AFTER_MS = 500
"""Where the keyboard rests this long is where the draft opens the next time."""
_WRAP_FROM_PERCENT = 150
_WRAP_BELOW = 940
"""Width, at 100 % text, below which the words beside the heading take two lines."""

_STATUS = {
    StepStatus.NOT_STARTED: Status.NOT_STARTED,
    StepStatus.IN_PROGRESS: Status.IN_PROGRESS,
    StepStatus.DONE: Status.DONE,
    StepStatus.NEEDS_ATTENTION: Status.ATTENTION,
}


class VisitPage(Page):
    """Heading, step bar, and the step in hand; steps are built when first shown.

    Args:
        view_model: The draft.
        makers: Builds each step; the application's own by default.
        parent: Qt parent.
    """

    report_wanted = Signal(str)
    """The person wants to read the report just filed: the visit's identifier."""
    paper_wanted = Signal()
    """The person wants an aide-memoire to print."""
    changed_outside = Signal()
    """A draft became a report, or is gone: lists show it differently now."""

    def __init__(
        self,
        view_model: VisitViewModel,
        makers: Mapping[Step, MakeStep] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        self.view_model = view_model
        super().__init__(*self._headings(view_model), parent=parent)
        self.texts = VisitTexts(view_model, self)
        self._makers = step_makers() if makers is None else makers
        self._made: dict[Step, QWidget] = {}
        self._ahead: BuiltAhead | None = None
        self._asked = False
        self._filed = False
        self._typed = view_model.visit.typed_from_paper
        self._told = False
        self._reopen = view_model.place
        self.history = HistoryButtons(self)
        self.saved_words = Muted()
        self.leave_button = Button(_("Leave for now"))
        self.set_actions(
            self.saved_words, self.history.undo_button, self.history.redo_button, self.leave_button
        )
        self.message = MessageBar()
        self.steps = StepBar(
            _("Steps of the visit"), [BarStep(step.value, title) for step, title in step_titles().items()]
        )
        self.stack = PageStack()
        for widget in (self.message, self.steps):
            self.body.addWidget(widget)
        self.body.addWidget(self.stack, 1)
        self._status_timer = QTimer(self, singleShot=True, interval=STATUS_AFTER_MS)
        self._saving_timer = QTimer(self, singleShot=True, interval=SAVING_AFTER_MS)
        self._place_timer = QTimer(self, singleShot=True, interval=PLACE_AFTER_MS)
        self._connect()
        self._add_keys()
        self._counted = view_model.visit
        self._show_count(view_model.visit)
        current_theme().changed.connect(self._wrap_saved)
        self._wrap_saved()
        self._show_saved(0)
        statuses = view_model.step_status()
        self._show_statuses(statuses)
        first_open = next((step for step in Step if statuses[step] is not StepStatus.DONE), Step.SIGN_OFF)
        if self._makers.get(Step.PEOPLE) is PeopleStep:
            self._ahead = BuiltAhead(view_model, self.stack)
        self._show(self._reopen.step if self._reopen else first_open)
        if self._ahead is not None and Step.PEOPLE not in self._made:
            self._ahead.start()
        view_model.where = self.place

    def step(self) -> Step:
        """Return the step in hand."""
        return Step(self.steps.current())

    def go_to(self, step: Step) -> None:
        """Show a step with the keyboard on its first field."""
        self._show(step)
        self._focus_step()

    def show_problem(self, problem: Problem) -> None:
        """Show the step of a problem with the keyboard on its field."""
        self._show(problem.step)
        shown = cast(ShowsFields, self._made[problem.step])
        shown.show_field(problem.field, problem.person_id, problem.concern_id)

    def show_place(self, place: Place) -> None:
        """Show where in the visit something was found, with the keyboard on it."""
        if place.step is not None:
            self._show(place.step)
            shown = cast(ShowsFields, self._made[place.step])
            shown.show_field(place.field, place.person_id, place.concern_id)

    def place(self) -> EditorPlace:
        """Return where the keyboard is, or was when it was last in the step."""
        return place_in(self.step(), self._made[self.step()])

    def return_to(self, place: EditorPlace) -> None:
        """Show the step of a place with the keyboard there."""
        self._show(place.step)
        made = self._made[place.step]
        show_place(made, place)
        if not self._asked:
            forget_problem_at(made.focusWidget())

    def finish(self) -> None:
        """Take what is still being typed, and note where the keyboard is; nothing else can be lost."""
        for step in self._made.values():
            cast(ShowsFields, step).finish()
        self.view_model.keep_place()

    def may_leave(self) -> bool:
        """Leave at any time: everything is kept."""
        self.finish()
        return True

    def focus_first(self) -> None:
        """Put the keyboard where it last was, in this sitting or in the one before."""
        if self._reopen is not None:
            place, self._reopen = self._reopen, None
            self.return_to(place)
            return
        inside = self.focusWidget()
        if inside is not None and self.stack.isAncestorOf(inside) and inside.isVisible():
            inside.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self._focus_step()

    def refresh_status(self) -> None:
        """Have it worked out where each step stands, and what is left to do; both show a moment later."""
        self._status_timer.stop()
        self.view_model.judge()

    def problems(self) -> tuple[Problem, ...]:
        """Return what keeps the visit from being submitted, with what could not be read in the fields."""
        return self._with_unread(self.view_model.problems())

    def _with_unread(self, found: tuple[Problem, ...]) -> tuple[Problem, ...]:
        unread = [
            Problem(step, field, None, None, text, wrong=True)
            for step, widget in self._made.items()
            if isinstance(widget, FormStep)
            for field, text in widget.unread()
        ]
        order = list(Step)
        return tuple(sorted((*unread, *found), key=lambda problem: order.index(problem.step)))

    @staticmethod
    def _headings(view_model: VisitViewModel) -> tuple[str, str]:
        visit = view_model.visit
        return visit_title(visit, view_model.context.settings), visit_subtitle(visit)

    def _connect(self) -> None:
        model = self.view_model
        model.visit_changed.connect(self._on_visit_changed)
        model.judged.connect(self._on_judged)
        model.saved.connect(self._on_saved)
        model.message_changed.connect(lambda text: self.message.show_message(text, Kind.ERROR))
        model.steps_changed.connect(self.history.show_steps)
        model.stepped.connect(self._on_stepped)
        model.removed.connect(self._on_removed)
        model.submitted.connect(self._on_filed)
        model.discarded.connect(self._on_discarded)
        self.steps.chosen.connect(lambda key: self.go_to(Step(key)))
        self.leave_button.clicked.connect(self.left)
        self.history.show_steps(model.can_undo, model.can_redo)
        self.history.undo_asked.connect(self._on_undo)
        self.history.redo_asked.connect(self._on_redo)
        self.message.action.clicked.connect(self._on_undo)
        self._status_timer.timeout.connect(self.refresh_status)
        self._place_timer.timeout.connect(model.keep_place)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)
        self._saving_timer.timeout.connect(lambda: self.saved_words.setText(_("Saving …")))

    def _add_keys(self) -> None:
        for keys, by in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(lambda by=by: self._go_by(by))
        self.keys = visit_keys()

    def _show(self, step: Step) -> None:
        if step not in self._made:
            self._made[step] = self._make(step)
            self.stack.add(self._made[step])
        self.steps.set_current(step.value)
        self.stack.show_page(self._made[step])
        if step is Step.SIGN_OFF:
            self.refresh_status()

    def _make(self, step: Step) -> QWidget:
        ahead = self._ahead if step is Step.PEOPLE else None
        made = ahead.take() if ahead is not None else self._makers[step](self.view_model)
        go_to_step = getattr(made, "go_to_step", None)
        if go_to_step is not None:
            go_to_step.connect(self.go_to)
        if isinstance(made, FormStep):
            made.ended.connect(self._on_step_ended)
        if isinstance(made, ArrivalStep):
            made.paper.print_button.clicked.connect(self.paper_wanted)
        if isinstance(made, SignOffStep):
            made.problem_followed.connect(self.show_problem)
            made.submit_asked.connect(self._on_submit)
        return made

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Go on to the next step with Ctrl+Enter, from wherever no part of the step goes on by it."""
        if is_go_on(event):
            self._go_by(1)
        else:
            super().keyPressEvent(event)

    def _on_step_ended(self) -> None:
        """While typing up, the next sheet of the paper follows by itself."""
        if self.view_model.visit.typed_from_paper:
            self._go_by(1)

    def _take_order(self, visit: Visit) -> None:
        """Build the people anew where the order changed between the scheme's and the paper's."""
        if visit.typed_from_paper == self._typed:
            return
        self._typed = visit.typed_from_paper
        if self._ahead is not None:
            self._ahead.drop()
        old = self._made.pop(Step.PEOPLE, None)
        if old is None:
            return
        if self.step() is Step.PEOPLE:
            self._show(Step.PEOPLE)
        old.hide()
        old.deleteLater()

    def _go_by(self, by: int) -> None:
        order = list(Step)
        at = order.index(self.step()) + by
        if 0 <= at < len(order):
            self.go_to(order[at])

    def _focus_step(self) -> None:
        cast(ShowsFields, self._made[self.step()]).focus_first()

    def _on_judged(self, judgement: Judgement) -> None:
        self._show_statuses(judgement.statuses)
        if self._asked or self.step() is Step.SIGN_OFF:
            self._show_problems(self._with_unread(judgement.problems))

    def _show_statuses(self, statuses: Mapping[Step, StepStatus]) -> None:
        for step, status in statuses.items():
            self.steps.set_status(step.value, _STATUS[status])

    def _show_problems(self, problems: tuple[Problem, ...]) -> None:
        sign_off = self._made.get(Step.SIGN_OFF)
        if isinstance(sign_off, SignOffStep):
            sign_off.show_problems(problems)
        if self._asked:
            for name, step in self._made.items():
                if isinstance(step, FormStep):
                    step.mark([problem for problem in problems if problem.step is name])

    def _on_undo(self) -> None:
        if not self._filed:
            self.finish()
            self.view_model.undo()

    def _on_redo(self) -> None:
        if not self._filed:
            self.finish()
            self.view_model.redo()

    def _on_stepped(self, taken: StepTaken) -> None:
        """Show where a step was undone or done again, and say what it was."""
        places = changed_places(taken.before, taken.after)
        if not places:
            return
        first = self._in_sight(places[0])
        self.return_to(first)
        label = label_of(self._made[first.step].focusWidget()) if first.field and first is places[0] else ""
        words = step_words(taken, places, self.view_model.checklist, label)
        self._tell(words, word=_("Done again") if taken.forward else _("Undone"))

    def _in_sight(self, place: EditorPlace) -> EditorPlace:
        """A concern that is worked on under the answer it came from is shown there."""
        if place.concern_id is None or self.step() is not Step.PEOPLE:
            return place
        for person in self.view_model.visit.people:
            for answer in person.answers:
                if answer.resolution is not None and answer.resolution.concern_id == place.concern_id:
                    field = f"answers.{answer.check_id}"
                    return EditorPlace(step=Step.PEOPLE, field=field, person_id=person.person_id)
        return place

    def _on_removed(self, words: str) -> None:
        self._tell(words, action=_("Undo"))

    def _tell(self, words: str, *, action: str = "", word: str = "") -> None:
        """Say what just happened, until something else does."""
        self.message.show_message(words, Kind.DONE, action=action, word=word)
        self._told = True

    def _on_focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self.stack.isAncestorOf(now):
            self._place_timer.start()

    def _on_visit_changed(self, visit: Visit) -> None:
        if self._told:
            self._told = False
            self.message.clear()
        title, subtitle = self._headings(self.view_model)
        if (title, subtitle) != (self.title, self.subtitle):
            self.set_heading(title, subtitle)
        if not same_on_board(self._counted, visit):
            self._show_count(visit)
        self._counted = visit
        self._take_order(visit)
        self._status_timer.start()

    def _show_count(self, visit: Visit) -> None:
        """How far the count is from coming out stays in sight on every step."""
        self.steps.set_note(Step.PEOPLE.value, *count_note(visit, self.view_model.checklist))

    def _on_saved(self, unsaved: int) -> None:
        if unsaved == 0:
            self._show_saved(0)
        elif not self._saving_timer.isActive():
            self._saving_timer.start()

    def _show_saved(self, _unsaved: int) -> None:
        self._saving_timer.stop()
        self.saved_words.setText(_("Every change is saved on this laptop"))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Give the heading room beside its buttons."""
        super().resizeEvent(event)
        self._wrap_saved()

    def _wrap_saved(self) -> None:
        theme = current_theme()
        wraps = theme.text_percent >= _WRAP_FROM_PERCENT or self.width() < theme.px(_WRAP_BELOW)
        if wraps != self.saved_words.wordWrap():
            self.saved_words.setWordWrap(wraps)
            self.heading_changed.emit()

    def _on_submit(self) -> None:
        """Submit, or say what is still to do."""
        self.may_leave()
        problems = self.problems()
        self._asked = bool(problems)
        sign_off = self._made[Step.SIGN_OFF]
        assert isinstance(sign_off, SignOffStep)  # noqa: S101 - only that step asks
        self._show_problems(problems)
        if problems:
            sign_off.insist()
        else:
            sign_off.confirm()

    def _on_filed(self, visit: Visit) -> None:
        self._filed = True
        panel = FiledPanel(visit)
        panel.read_button.clicked.connect(lambda: self.report_wanted.emit(visit.visit_id))
        panel.close_button.clicked.connect(self.left)
        self.steps.hide()
        self.stack.hide()
        self.body.addWidget(panel, 1)
        self.set_actions()
        self.set_heading(_("Report filed"), " · ".join(self._headings(self.view_model)))
        panel.close_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed_outside.emit()

    def _on_discarded(self, _draft: object) -> None:
        self.changed_outside.emit()
        self.left.emit()
