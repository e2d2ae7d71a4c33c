"""The checks that apply to one person, grouped by section."""

from __future__ import annotations

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from icv_app.domain.checklist import Check, CheckKind, sources_allowed
from icv_app.domain.concern import Concern
from icv_app.domain.ids import PersonId
from icv_app.domain.person import Answer, Contact, DetainedPerson, Source
from icv_app.domain.person_facts import person_facts
from icv_app.words import _
from ui.theme.tokens import SPACE_L, SPACE_M, SPACE_S, SPACE_XS
from ui.visit.people.check_row import CheckActions, CheckRow, CheckState, headings_for
from ui.visit.people.details_form import moment_field
from ui.visit.people.paper_order import as_on_paper, paper_headings
from ui.visit.people.typed_row import TypedRow
from ui.visit.view_model import VisitViewModel
from ui.visit.wording import options
from ui.widgets.choice_flow import ChoiceFlow
from ui.widgets.labels import Heading, Muted, Text
from ui.widgets.question_list import QuestionList
from ui.widgets.question_row import QuestionFrame


class ChecksPanel(QWidget):
    """Asks what applies; rows are made once and serve every person."""

    script_due = Signal(str)
    """An answer brings up a script: its identifier."""
    guidance_changed = Signal(str)
    """What helps with the check that has the keyboard; nothing when none has."""
    guidance_asked = Signal()
    """G was pressed at a check, or Ctrl+G while typing: show what helps with it, or no longer."""
    completed = Signal()
    """The keyboard went on from the last check, and every one has an answer."""

    def __init__(self, view_model: VisitViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view_model = view_model
        self._on_paper = view_model.visit.typed_from_paper
        self._person_id: PersonId | None = None
        self._rows: dict[str, CheckRow | TypedRow] = {}
        self._headings: dict[str, Heading] = {}
        self._asked: tuple[Check, ...] = ()
        self._sources: tuple[str, ...] = ()
        self.why_none = Text(tone="muted")
        self.usual_source = ChoiceFlow(
            _("New answers come from"), options(view_model.checklist, "answer_sources")
        )
        self.list = QuestionList()
        self._lay_out()
        checks = view_model.checklist.checks
        self._still_to_make = iter(as_on_paper(checks, view_model.checklist) if self._on_paper else checks)
        self._spare = QTimer(self, interval=0)
        self._spare.timeout.connect(self._make_one_ahead)
        self.list.completed.connect(self._on_last_finished)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)

    @property
    def asked(self) -> tuple[Check, ...]:
        """The checks that apply to the person shown."""
        return self._asked

    def row(self, check_id: str) -> CheckRow | TypedRow | None:
        """Return the row of a check that is asked now."""
        asked = any(check.check_id == check_id for check in self._asked)
        return self._rows.get(check_id) if asked else None

    def show_person(self, person: DetainedPerson) -> None:
        """Show what to ask about a person, and what was answered."""
        if person.person_id != self._person_id:
            self._person_id = person.person_id
            self._sources = ()
        self._show_sources(person)
        asked = self._view_model.checks_for(person)
        if self._on_paper:
            asked = as_on_paper(asked, self._view_model.checklist)
        if [check.check_id for check in asked] != [check.check_id for check in self._asked]:
            self._asked = asked
            self._arrange()
        self.make_ahead()
        self.why_none.setText("" if asked else _why_none(person))
        self.why_none.setVisible(not asked)
        self._usual.setVisible(bool(asked))
        answers = {answer.check_id: answer for answer in person.answers}
        for check in asked:
            self._rows[check.check_id].show_state(self._state(person, answers.get(check.check_id)))

    def make_ahead(self) -> None:
        """Make the rows that are not asked for yet while there is nothing else to do."""
        self._spare.start()

    def focus_first_open(self) -> bool:
        """Put the keyboard on the first check that is not answered; False if there is none to ask."""
        person = self._person()
        if person is None or not self._asked:
            return False
        first = next(
            (check for check in self._asked if person.answer(check.check_id) is None), self._asked[0]
        )
        self._rows[first.check_id].set_focus()
        return True

    def row_around(self, widget: QWidget) -> CheckRow | TypedRow | None:
        """Return the row that a widget is in."""
        found: QWidget | None = widget
        while found is not None and not isinstance(found, (CheckRow, TypedRow)):
            found = found.parentWidget()
        return found if found is not None and self.isAncestorOf(found) else None

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """G shows guidance; S and W speak of the answer just given. What is typed never comes here."""
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if event.key() == Qt.Key.Key_G and (
            plain or event.modifiers() == Qt.KeyboardModifier.ControlModifier
        ):
            self.guidance_asked.emit()
        elif plain and event.key() in (Qt.Key.Key_S, Qt.Key.Key_W):
            before = self._answered_before(self.window().focusWidget())
            if before is not None:
                before.open_source(note=event.key() == Qt.Key.Key_W, go_on=True)
        else:
            super().keyPressEvent(event)

    def _answered_before(self, focused: QWidget | None) -> CheckRow | None:
        """The check above the one with the keyboard, if it has an answer."""
        row = self.row_around(focused) if focused is not None else None
        at = self.list.rows.index(row) if row in self.list.rows else 0
        above = self.list.rows[at - 1] if at > 0 else None
        return above if isinstance(above, CheckRow) and above.value() is not None else None

    def finish(self) -> None:
        """Take what was typed in any row."""
        for row in self._rows.values():
            row.finish()

    def answered_count(self) -> int:
        """How many of the checks asked have an answer."""
        person = self._person()
        return sum(1 for check in self._asked if person is not None and person.answer(check.check_id))

    def _on_last_finished(self) -> None:
        if self.answered_count() == len(self._asked):
            self.completed.emit()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.why_none.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_M)
        column.addWidget(self.why_none)
        self._usual = QWidget()
        row = QVBoxLayout(self._usual)
        row.setContentsMargins(SPACE_L, SPACE_S, SPACE_L, 0)
        row.setSpacing(SPACE_XS)
        row.addWidget(Muted(_("New answers come from")))
        row.addWidget(self.usual_source)
        column.addWidget(self._usual)
        column.addWidget(self.list)

    def _show_sources(self, person: DetainedPerson) -> None:
        at = self._view_model.visit.began_at or self._view_model.visit.created_at
        allowed = sources_allowed(person_facts(person, at))
        if allowed == self._sources:
            return
        self._sources = allowed
        for button in self.usual_source.buttons:
            button.setVisible(button.segment.value in allowed)
        first = "seen" if "person_said" not in allowed and "seen" in allowed else next(iter(allowed), None)
        self.usual_source.set_value(first)

    def _arrange(self) -> None:
        headings = (paper_headings if self._on_paper else headings_for)(
            self._asked, self._view_model.checklist
        )
        rows = [self._make_row(check) for check in self._asked]
        above: dict[QuestionFrame, QWidget] = {}
        for check, row in zip(self._asked, rows, strict=True):
            if check.check_id in headings:
                above[row] = self._heading(headings[check.check_id])
        self.list.set_rows(rows, above, delete=False)

    def _make_one_ahead(self) -> None:
        """Make a row that an answer may bring up, while there is nothing else to do."""
        check = next(self._still_to_make, None)
        if check is None:
            self._spare.stop()
        elif check.check_id not in self._rows:
            row = self._make_row(check)
            if not shiboken6.isValid(self.list):
                return  # whoever held the panel let go of it meanwhile
            row.setParent(self.list)
            row.hide()
            for part in row.findChildren(QWidget):
                part.ensurePolished()

    def _heading(self, title: str) -> Heading:
        if title not in self._headings:
            heading = Heading(title, 3)
            heading.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_XS)
            self._headings[title] = heading
        return self._headings[title]

    def _make_row(self, check: Check) -> CheckRow | TypedRow:
        row = self._rows.get(check.check_id)
        if row is None:
            kind = CheckRow if check.kind is CheckKind.YES_NO else TypedRow
            row = kind(check, self._view_model.checklist, self._actions())
            self._rows[check.check_id] = row
        return row

    def _actions(self) -> CheckActions:
        model = self._view_model
        return CheckActions(
            give=self._give,
            take_back=lambda check_id: self._with_person(lambda who: model.take_back(who, check_id)),
            change=lambda check_id, edit: self._with_person(
                lambda who: model.change_answer(who, check_id, edit)
            ),
            resolve=lambda check_id, resolution: self._with_person(
                lambda who: model.resolve(who, check_id, resolution)
            ),
            raise_concern=lambda check_id, put_right: self._with_person(
                lambda who: model.raise_concern_for(who, check_id, put_right=put_right)
            ),
            change_concern=self._change_concern,
            moment_field=lambda name: moment_field(model, name),
        )

    def _with_person(self, act: Callable[[PersonId], object]) -> None:
        if self._person_id is not None:
            act(self._person_id)

    def _give(self, check_id: str, value: str) -> None:
        person = self._person()
        if person is None:
            return
        usual = self.usual_source.value()
        source = Source(usual) if usual in self._sources else None
        self._view_model.give_answer(person.person_id, check_id, value, source)
        check = self._view_model.checklist.check(check_id)
        script = check.script_at(value) if check else None
        if script is not None and script not in person.scripts_given:
            # After the row has moved the keyboard on, so that the script gets it.
            QTimer.singleShot(0, self, lambda: self.script_due.emit(script))

    def _change_concern(self, check_id: str, edit: Callable[[Concern], Concern]) -> None:
        if self._person_id is None:
            return
        concern = self._view_model.concern_of(self._person_id, check_id)
        if concern is not None:
            self._view_model.change_concern(concern.concern_id, edit)

    def _state(self, person: DetainedPerson, answer: Answer | None) -> CheckState:
        resolution = answer.resolution if answer else None
        concern_id = resolution.concern_id if resolution else None
        concern = self._view_model.visit.concern(concern_id) if concern_id else None
        return CheckState(person.person_id, answer, concern, self._sources)

    def _person(self) -> DetainedPerson | None:
        return self._view_model.visit.person(self._person_id) if self._person_id else None

    def _on_focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        row = self.row_around(now) if now is not None else None
        if row is not None:
            self.guidance_changed.emit(f"{row.check.guidance} ({row.check.source_of_law})")
        elif now is not None:
            self.guidance_changed.emit("")


def _why_none(person: DetainedPerson) -> str:
    match person.contact:
        case None:
            return _("The questions appear once they agreed to talk, or you say what came of it.")
        case Contact.DECLINED:
            return _("Declined: nothing is asked about them.")
        case _:
            return _("Not seen: nothing is asked about them.")
