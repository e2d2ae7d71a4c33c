"""One person: who they are, consent and what came of it, the checks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from icv_app.domain.ids import PersonId
from icv_app.domain.person import DetainedPerson
from icv_app.words import _, plural
from ui.theme import current_theme
from ui.theme.tokens import SPACE_L, SPACE_M, SPACE_S
from ui.visit.people.check_row import CheckRow
from ui.visit.people.checks_panel import ChecksPanel
from ui.visit.people.details_form import DetailsForm
from ui.visit.people.person_head import PersonHead
from ui.visit.people.script_panel import ScriptPanel
from ui.visit.people.talk_form import TalkForm
from ui.visit.view_model import VisitViewModel
from ui.visit.wording import person_name
from ui.widgets.ask_in_place import AskInPlace
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.labels import Line, Muted
from ui.widgets.scroll_area import ScrollArea

OFFENCE = "offence"
_HEAD_STAYS = 380
"""Height, at 100 % text, from which the head stays in sight."""
_LEAST_HEIGHT = 300
"""Height, at 100 % text, that the detail always gets, if the page has to scroll for it."""


class PersonDetail(Card):
    """Everything about one person; the forms fold away once they are filled in."""

    removed = Signal()
    """The row was taken out."""
    back_requested = Signal()
    """The person wants the board back."""

    def __init__(self, view_model: VisitViewModel, parent: QWidget | None = None) -> None:
        super().__init__(padded=False, parent=parent)
        self._view_model = view_model
        self._person: DetainedPerson | None = None
        self._focus_before: QWidget | None = None
        self._head_scrolls = False
        self.head = PersonHead(view_model)
        self.ask = AskInPlace()
        self.script = ScriptPanel()
        self.details = DetailsForm(view_model, self._edit)
        self.talk = TalkForm(view_model, self._edit)
        self.checks = ChecksPanel(view_model)
        self.guidance = Muted()
        self.offence_button = Button(_("Talk of the offence"))
        self.remove_button = Button(_("Remove this row"), "link")
        self._lay_out()
        self._connect()

    @property
    def person_id(self) -> PersonId | None:
        """The person shown."""
        return self._person.person_id if self._person else None

    def open_person(self, person: DetainedPerson) -> None:
        """Show another person; what is still to be entered is unfolded."""
        if self.person_id == person.person_id:
            return
        self._leave()
        self._person = None
        self.show_person(person)
        self._unfold(details=_details_open(person), talk=_talk_open(person))
        self.scrolled.verticalScrollBar().setValue(0)

    def show_person(self, person: DetainedPerson) -> None:
        """Show the person as they stand now; only what differs is touched."""
        if person is self._person:
            return
        self._person = person
        self.details.show_record(person)
        self.talk.show_record(person)
        self.checks.show_person(person)
        self.head.show_person(person, self.checks.answered_count(), len(self.checks.asked))

    def finish(self) -> None:
        """Take what was typed before the screen goes."""
        self.details.finish()
        self.talk.finish()
        self.checks.finish()

    def focus_first(self) -> None:
        """Put the keyboard where the work goes on."""
        if not self._details_box.isHidden():
            self.details.focus_field("custody_number")
        elif not self._talk_box.isHidden():
            self._focus_talk()
        elif not self.checks.focus_first_open():
            self.head.details_button.setFocus()

    def show_field(self, field: str, problem: str = "") -> None:
        """Put the keyboard on a field that a problem names."""
        if field.startswith("answers."):
            check_id, _dot, part = field.removeprefix("answers.").partition(".")
            row = self.checks.row(check_id)
            if isinstance(row, CheckRow) and part:
                row.focus_text(part)
                return
            if row is not None:
                row.focus_open_question()
                return
        if field == "scripts_given":
            self._show_due_script()
            return
        for form, unfold in ((self.details, {"details": True}), (self.talk, {"talk": True})):
            for name in (field, f"{field}.rank"):
                if form.focus_field(name):
                    self._unfold(**unfold)
                    form.focus_field(name, problem)
                    return
        self._unfold(talk=True)
        self._focus_talk()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Let the head scroll along where it would leave too little for the questions."""
        super().resizeEvent(event)
        low = event.size().height() < current_theme().px(_HEAD_STAYS)
        if low != self._head_scrolls:
            self._head_scrolls = low
            (self._column if low else self.body).insertWidget(0, self.head)

    def _lay_out(self) -> None:
        self.body.addWidget(self.head)
        for panel in (self.ask, self.script):
            holder = QVBoxLayout()
            holder.setContentsMargins(SPACE_L, 0, SPACE_L, 0)
            holder.addWidget(panel)
            self.body.addLayout(holder)
        content = QWidget()
        self._column = column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, SPACE_M)
        column.setSpacing(0)
        self.details.column.addWidget(self.remove_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._details_box = _folded(self.details, _("Go on to the talk"), self._on_details_done)
        self._talk_box = _folded(self.talk, _("Go on to the questions"), self._on_talk_done)
        for widget in (self._details_box, self._talk_box, self.checks):
            column.addWidget(widget)
        column.addStretch(1)
        self.scrolled = ScrollArea(content)
        self.body.addWidget(self.scrolled, 1)
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(SPACE_L, SPACE_S, SPACE_L, SPACE_S)
        row.setSpacing(SPACE_M)
        row.addWidget(self.guidance, 1)
        row.addWidget(self.offence_button)
        self.add_foot(foot)

    def _connect(self) -> None:
        self.head.details_button.clicked.connect(self._on_details)
        self.head.talk_button.clicked.connect(self._on_talk)
        self.head.talk_ended.connect(lambda: self._edit(lambda person: replace(person, talking_now=False)))
        self.head.back_button.clicked.connect(self.back_requested)
        self.checks.script_due.connect(self._on_script_due)
        self.checks.guidance_changed.connect(self.guidance.setText)
        self.checks.completed.connect(lambda: self._edit(lambda person: replace(person, talking_now=False)))
        self.script.followed.connect(self._on_script_followed)
        self.script.closed.connect(self._on_script_closed)
        self.offence_button.clicked.connect(lambda: self._on_script_due(OFFENCE))
        self.remove_button.clicked.connect(self._on_remove)
        self.ask.confirmed.connect(self._on_remove_confirmed)
        current_theme().changed.connect(self._set_least_height)
        self._set_least_height()

    def _set_least_height(self) -> None:
        self.setMinimumHeight(current_theme().px(_LEAST_HEIGHT))

    def _edit(self, change: Callable[[DetainedPerson], DetainedPerson]) -> None:
        if self._person is not None:
            self._view_model.edit_person(self._person.person_id, change)

    def _leave(self) -> None:
        self.finish()
        self.details.start_over()
        self.talk.start_over()
        self.script.hide()
        self.ask.hide()
        self.guidance.setText("")

    def _unfold(self, *, details: bool | None = None, talk: bool | None = None) -> None:
        for box, button, wanted in (
            (self._details_box, self.head.details_button, details),
            (self._talk_box, self.head.talk_button, talk),
        ):
            if wanted is not None:
                box.setVisible(wanted)
                button.setChecked(wanted)

    def _on_details(self, opened: bool) -> None:
        self._unfold(details=opened)
        if opened:
            self.details.focus_field("custody_number")

    def _on_talk(self, opened: bool) -> None:
        self._unfold(talk=opened)
        if opened:
            self._focus_talk()

    def _focus_talk(self) -> None:
        if not self.talk.focus_field("consent_talk"):
            self.talk.focus_field("known_to_visitor")

    def _on_details_done(self) -> None:
        self._unfold(details=False, talk=True)
        self._focus_talk()

    def _on_talk_done(self) -> None:
        self._unfold(talk=False)
        if not self.checks.focus_first_open():
            self.head.talk_button.setFocus()

    def _show_due_script(self) -> None:
        person = self._person
        for check in self.checks.asked if person else ():
            answer = person.answer(check.check_id) if person else None
            script = check.script_at(answer.value) if answer else None
            if person is not None and script is not None and script not in person.scripts_given:
                self._on_script_due(script)
                return

    def _on_script_due(self, script_id: str) -> None:
        script = self._view_model.checklist.scripts.get(script_id)
        if script is not None:
            self._focus_before = self.window().focusWidget()
            self.script.show_script(script)

    def _on_script_followed(self, script_id: str) -> None:
        def given(person: DetainedPerson) -> DetainedPerson:
            if script_id in person.scripts_given:
                return person
            return replace(person, scripts_given=(*person.scripts_given, script_id))

        self._edit(given)

    def _on_script_closed(self) -> None:
        before = self._focus_before
        if before is not None and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.checks.focus_first_open()

    def _on_remove(self) -> None:
        person = self._person
        if person is None:
            return
        visit = self._view_model.visit
        name = person_name(person, visit.people.index(person) + 1 if person in visit.people else 1)
        concerns = sum(concern.person_id == person.person_id for concern in visit.concerns)
        lost = [plural("{n} answer", "{n} answers", len(person.answers))]
        if concerns:
            lost.append(plural("{n} concern", "{n} concerns", concerns))
        text = _("Remove {who} with {lost}?").format(who=name, lost=_(" and ").join(lost))
        self.ask.ask(text, _("Remove {who}").format(who=name))

    def _on_remove_confirmed(self) -> None:
        if self._person is not None:
            person_id, self._person = self._person.person_id, None
            self._view_model.remove_person(person_id)
            self.removed.emit()


def _folded(form: QWidget, onward: str, go_on: Callable[[], None]) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    inner = QVBoxLayout()
    inner.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_L)
    inner.setSpacing(SPACE_L)
    inner.addWidget(form)
    button = Button(onward, "main")
    button.clicked.connect(go_on)
    inner.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
    column.addLayout(inner)
    column.addWidget(Line())
    return box


def _details_open(person: DetainedPerson) -> bool:
    return not person.custody_number or person.gender is None or person.age_band is None


def _talk_open(person: DetainedPerson) -> bool:
    return not _details_open(person) and person.contact is None
