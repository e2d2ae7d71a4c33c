"""One person: who they are, consent and what came of it, the checks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from icv_app.domain.ids import PersonId
from icv_app.domain.person import Contact, DetainedPerson
from icv_app.domain.priority import Placed
from icv_app.words import _, plural
from ui.theme import current_theme
from ui.theme.tokens import SPACE_L, SPACE_M, SPACE_S
from ui.visit.moving_on import is_go_on
from ui.visit.people.check_row import CheckRow
from ui.visit.people.checks_panel import ChecksPanel
from ui.visit.people.details_form import DetailsForm, moment_field
from ui.visit.people.key_legend import KeyLegend
from ui.visit.people.passed_over import PassedOverPanel
from ui.visit.people.person_head import PersonHead
from ui.visit.people.script_panel import ScriptPanel
from ui.visit.people.script_steps import keep_script
from ui.visit.people.talk_form import TalkForm
from ui.visit.view_model import VisitViewModel
from ui.visit.wording import person_name
from ui.widgets.announce import announce
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
    sheet_done = Signal()
    """The last question was answered, or there is none to ask."""
    back_requested = Signal()
    """The person wants the board back."""

    def __init__(self, view_model: VisitViewModel, parent: QWidget | None = None) -> None:
        super().__init__(padded=False, parent=parent)
        self._view_model = view_model
        self._person: DetainedPerson | None = None
        self._focus_before: QWidget | None = None
        self._head_scrolls = False
        self._guided = False
        self._progress = QTimer(self, singleShot=True, interval=0)

    def build(self) -> Iterator[None]:
        """Build everything, one part at each step; nothing can be shown before the last."""
        view_model = self._view_model
        self.head = PersonHead(view_model)
        self.body.addWidget(self.head)
        self.ask = AskInPlace()
        self._lay_out_columns()
        yield
        self.details = DetailsForm(view_model, self._edit)
        self.remove_button = Button(_("Remove this row"), "link")
        self.details.column.addWidget(self.remove_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._details_box = _folded(self.details, _("Go on to the talk"), self._on_details_done)
        self._column.insertWidget(self._column.count() - 1, self._details_box)
        yield
        self.talk = TalkForm(view_model, self._edit)
        self._talk_box = _folded(self.talk, _("Go on to the questions"), self._on_talk_done)
        self._column.insertWidget(self._column.count() - 1, self._talk_box)
        yield
        self.checks = ChecksPanel(view_model)
        self._column.insertWidget(self._column.count() - 1, self.checks)
        yield
        self.script = ScriptPanel(view_model.checklist, lambda name: moment_field(view_model, name))
        self.passed_over = PassedOverPanel(view_model)
        self._panels = _panels(self.script, self.passed_over)
        self.body.addWidget(self._panels, 1)
        self._panels.hide()
        yield
        self._add_foot()
        self._connect()

    def show_count(self, words: str) -> None:
        """Say how the count stands where the board is not in sight to say it; nothing where it is."""
        if self.count.text() != words:
            self.count.setText(words)
        self.count.setVisible(bool(words))

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
        before, self._person = self._person, person
        self.details.show_record(person)
        self.talk.show_record(person)
        self.checks.show_person(person)
        self._show_keys()
        if before is not None and before == replace(person, answers=before.answers):
            self._progress.start()  # how many are answered may stand there once the answer does
        else:
            self._show_head()

    def close_person(self) -> None:
        """Show nobody: the row is gone, and what is still typed about them with it."""
        self._person = None
        self._leave()

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
            self._begin_talk()
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

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Go on with Ctrl+Enter: from the details to the talk, from there to the questions."""
        inside = self.window().focusWidget()
        if is_go_on(event) and inside is not None and self._go_on_from(inside):
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Let the head scroll along where it would leave too little for the questions."""
        super().resizeEvent(event)
        low = event.size().height() < current_theme().px(_HEAD_STAYS)
        if low != self._head_scrolls:
            self._head_scrolls = low
            (self._column if low else self.body).insertWidget(0, self.head)

    def _lay_out_columns(self) -> None:
        # From the outside in: Qt styles everything inside a widget anew that is put into another.
        holder = QVBoxLayout()
        holder.setContentsMargins(SPACE_L, 0, SPACE_L, 0)
        self.body.addLayout(holder)
        holder.addWidget(self.ask)
        content = QWidget()
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(0, 0, 0, SPACE_M)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        self.scrolled = ScrollArea(content)
        self.body.addWidget(self.scrolled, 1)

    def _add_foot(self) -> None:
        foot = QWidget()
        under = QVBoxLayout(foot)
        under.setContentsMargins(SPACE_L, SPACE_S, SPACE_L, SPACE_S)
        under.setSpacing(SPACE_S)
        self.guidance = Muted()
        self.count = Muted()
        self.offence_button = Button(_("Talk of the offence"), "small")
        self.scripts_button = Button(_("All scripts"), "small")
        self.scripts_button.setToolTip("Ctrl+T")
        self.legend = KeyLegend(self.offence_button, self.scripts_button)
        under.addWidget(self.guidance)
        under.addWidget(self.legend)
        under.addWidget(self.count)
        self.count.hide()
        self.guidance.hide()
        self.add_foot(foot)

    def _connect(self) -> None:
        self._progress.timeout.connect(self._show_head)
        self.details.ended.connect(self._on_details_done)
        self.talk.ended.connect(self._on_talk_done)
        self.head.details_button.clicked.connect(self._on_details)
        self.head.talk_button.clicked.connect(self._on_talk)
        self.head.talk_ended.connect(lambda: self._edit(lambda person: replace(person, talking_now=False)))
        self.head.back_button.clicked.connect(self.back_requested)
        self.checks.script_due.connect(self._on_script_due)
        self.checks.guidance_changed.connect(self.guidance.setText)
        self.checks.guidance_asked.connect(self._on_guidance)
        self.checks.completed.connect(lambda: self._edit(lambda person: replace(person, talking_now=False)))
        self.checks.completed.connect(self.sheet_done)
        self.script.followed.connect(self._on_script_followed)
        self.script.closed.connect(self._on_script_closed)
        self.passed_over.settled.connect(self._on_passed_over_settled)
        self.scripts_button.clicked.connect(self.choose_script)
        self.offence_button.clicked.connect(lambda: self._on_script_due(OFFENCE))
        self.remove_button.clicked.connect(self._on_remove)
        self.ask.confirmed.connect(self._on_remove_confirmed)
        current_theme().changed.connect(self._set_least_height)
        self._set_least_height()

    def _set_least_height(self) -> None:
        self.setMinimumHeight(current_theme().px(_LEAST_HEIGHT))

    def _edit(self, change: Callable[[DetainedPerson], DetainedPerson]) -> None:
        person = self._person
        if person is None:
            return
        begins = person.contact is None and change(person).contact is Contact.SPOKEN_TO
        found = self.passed_over.whom_passed_over(person) if begins else ()
        self._view_model.edit_person(person.person_id, change)
        if found:
            # After the form has moved the keyboard on, so that the question gets it.
            QTimer.singleShot(0, self, lambda: self._ask_about(found))

    def _show_head(self) -> None:
        self._progress.stop()
        if self._person is not None:
            self.head.show_person(self._person, self.checks.answered_count(), len(self.checks.asked))

    def _leave(self) -> None:
        self.finish()
        self.details.start_over()
        self.talk.start_over()
        for panel in (self.script, self.ask, self.passed_over):
            panel.hide()
        self._show_panels(False)
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
            self._begin_talk()

    def _begin_talk(self) -> None:
        """Whoever is passed over by this talk is asked about first."""
        person = self._person
        asks = person is not None and not self._view_model.visit.typed_from_paper
        found = self.passed_over.whom_passed_over(person) if asks and person is not None else ()
        if found:
            self._ask_about(found)
        else:
            self._focus_talk()

    def _ask_about(self, found: tuple[Placed, ...]) -> None:
        self._show_panels(True)
        self.passed_over.ask_about(found)

    def _show_panels(self, shown: bool) -> None:
        """What stops the talk takes the place of the questions."""
        before = self._panels if shown else self.scrolled
        before.show()
        after = self.scrolled if shown else self._panels
        after.hide()
        self._show_keys()

    def _show_keys(self) -> None:
        asking = bool(self.checks.asked) and self._panels.isHidden()
        self.legend.show_keys(asking)
        self.guidance.setVisible(asking and self._guided)

    def _on_passed_over_settled(self) -> None:
        self._show_panels(False)
        if self._person is not None and self._person.contact is Contact.SPOKEN_TO:
            self.talk.focus_field("consent_record")
        else:
            self._focus_talk()

    def _focus_talk(self) -> None:
        if not self.talk.focus_field("consent_talk"):
            self.talk.focus_field("known_to_visitor")

    def _go_on_from(self, inside: QWidget) -> bool:
        if self._details_box.isAncestorOf(inside):
            self._on_details_done()
        elif self._talk_box.isAncestorOf(inside):
            self._on_talk_done()
        else:
            return False
        return True

    def _on_details_done(self) -> None:
        self._unfold(details=False, talk=True)
        self._begin_talk()

    def _on_talk_done(self) -> None:
        self._unfold(talk=False)
        if not self.checks.focus_first_open():
            self.head.talk_button.setFocus()
            self.sheet_done.emit()

    def _on_guidance(self) -> None:
        """Show what helps with the question in hand, and with every further one, until asked again."""
        self._guided = not self._guided
        self._show_keys()
        if self._guided:
            announce(self, self.guidance.text())

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
            self._note_focus()
            self._show_panels(True)
            self.script.show_script(script)

    def choose_script(self) -> None:
        """Ask which of the scripts is wanted."""
        if self._person is not None:
            self._note_focus()
            self._show_panels(True)
            self.script.choose()

    def _note_focus(self) -> None:
        """Where the keyboard goes back to, unless it is in a script already."""
        inside = self.window().focusWidget()
        if inside is None or not self._panels.isAncestorOf(inside):
            self._focus_before = inside

    def _on_script_followed(self, script_id: str, told_at: datetime | None) -> None:
        if self._person is not None:
            keep_script(self._view_model, self._person, script_id, told_at)

    def _on_script_closed(self) -> None:
        self._show_panels(False)
        before = self._focus_before
        row = self.checks.row_around(before) if before is not None else None
        if row is not None and row.settled():
            row.finished.emit()
        elif before is not None and before.isVisible():
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


def _panels(*panels: QWidget) -> ScrollArea:
    content = QWidget()
    column = QVBoxLayout(content)
    column.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_M)
    for panel in panels:
        column.addWidget(panel)
    column.addStretch(1)
    return ScrollArea(content)


def _details_open(person: DetainedPerson) -> bool:
    return not person.custody_number or person.gender is None or person.age_band is None


def _talk_open(person: DetainedPerson) -> bool:
    return not _details_open(person) and person.contact is None
