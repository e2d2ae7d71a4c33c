"""Writing down one step on a concern."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from icv_app.domain.checklist import Checklist
from icv_app.domain.concern import ConcernStepKind, EscalationLevel
from icv_app.domain.justified import take_out
from icv_app.words import _
from ui.concerns.view_model import StepToTake
from ui.report_reader.parts import Flowed, Note
from ui.visit.wording import options
from ui.widgets.button import Button
from ui.widgets.choice import Choice
from ui.widgets.date_time_field import DateTimeField
from ui.widgets.labelled_field import LabelledField
from ui.widgets.labels import Heading
from ui.widgets.text_field import NoteField

USUAL_ROLE = "custody_inspector"
_STEP = "step"
_TO = frozenset({ConcernStepKind.SENT, ConcernStepKind.ESCALATED})
_NEEDS_WORDS = frozenset({ConcernStepKind.REPLIED, ConcernStepKind.DISPUTED})


def step_verb(kind: ConcernStepKind, *, thanks: bool = False) -> str:
    """Return what a button says that takes a step."""
    return {
        ConcernStepKind.SENT: _("Send as thanks") if thanks else _("Send to the force"),
        ConcernStepKind.REPLIED: _("Note the reply"),
        ConcernStepKind.ACCEPTED: _("Accept the reply"),
        ConcernStepKind.DISPUTED: _("Dispute the reply"),
        ConcernStepKind.ESCALATED: _("Escalate"),
        ConcernStepKind.CLOSED: _("Close"),
    }[kind]


class StepBox(Note):
    """Asks for what a step needs; hidden until it is opened.

    Args:
        today: Returns the present day in London.
    """

    written = Signal(object)
    """A `StepToTake`."""

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__("blue", "")
        self._kind = ConcernStepKind.SENT
        self._thanks = False
        self.heading = Heading("", 3)
        self.role = Choice(_("To whom"), ())
        self.role_field = LabelledField(_("To whom"), self.role, hint=_("The role, never a name."))
        self.outcome = Choice(_("Outcome"), ())
        self.outcome_field = LabelledField(_("Outcome"), self.outcome, hint=_("The visitors will see it."))
        self.text = NoteField(_("Words"), least_lines=2, most_lines=6)
        self.text_field = LabelledField(_("Words"), self.text, hint=" ")
        self.at = DateTimeField(_("When it came"), today)
        self.at_field = LabelledField(
            _("When it came"), self.at, hint=_("Day and time. Left empty, it came just now.")
        )
        self.take_button = Button("", "main")
        self.back_button = Button(_("Cancel"))
        self.body.setSpacing(8)
        fields = (self.role_field, self.outcome_field, self.text_field, self.at_field)
        for widget in (self.heading, *fields, Flowed(self.take_button, self.back_button)):
            self.body.addWidget(widget)
        self.take_button.clicked.connect(self._on_take)
        self.back_button.clicked.connect(self.hide)
        self.hide()

    def open_box(
        self,
        kind: ConcernStepKind,
        checklist: Checklist,
        levels: Collection[str] = tuple(EscalationLevel),
        *,
        thanks: bool = False,
    ) -> None:
        """Ask for what this step needs.

        Args:
            kind: The step.
            checklist: Gives the roles, the levels and the outcomes.
            levels: Codes of those it may still be escalated to, lowest first.
            thanks: It is good practice.
        """
        self._kind, self._thanks = kind, thanks
        self.setAccessibleName(step_verb(kind, thanks=thanks))
        self.heading.setText(step_verb(kind, thanks=thanks))
        self.take_button.setText(_keep(kind, thanks=thanks))
        self._offer(kind, checklist, levels)
        label, hint = _words_wanted(kind)
        self.text_field.label.setText(label)
        self.text_field.hint.setText(hint)
        self.text.setAccessibleName(label)
        self.text.setAccessibleDescription(hint)
        self.role_field.setVisible(kind in _TO)
        self.role_field.hint.setText(_to_hint(kind))
        self.role.setAccessibleDescription(_to_hint(kind))
        self.outcome_field.setVisible(self._wants_outcome)
        self.text_field.setVisible(kind is not ConcernStepKind.SENT)
        self.at_field.setVisible(kind is ConcernStepKind.REPLIED)
        for field in (self.role_field, self.outcome_field, self.text_field, self.at_field):
            field.set_problem("")
        self.text.set_value("")
        self.text.watch.stand_at(_STEP, as_it_came=kind is ConcernStepKind.REPLIED)
        if self.text.watch.texts is not None:
            self.text.watch.texts.forget(_STEP)
        self.at.set_value(None)
        self.show()
        first = self.role if kind in _TO else self.outcome if self._wants_outcome else self.text
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Go back with Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def to_role(self) -> str | None:
        """Return to whom it goes, while that is being asked."""
        return self.role.value() if self.isVisible() and self._kind in _TO else None

    @property
    def _wants_outcome(self) -> bool:
        return self._kind is ConcernStepKind.CLOSED and not self._thanks

    def _offer(self, kind: ConcernStepKind, checklist: Checklist, levels: Collection[str]) -> None:
        if kind is ConcernStepKind.ESCALATED:
            roles = [one for one in options(checklist, "escalation_levels") if one[0] in levels]
            self.role.set_options(roles)
            self.role.set_value(None)
        else:
            roles = options(checklist, "roles")
            self.role.set_options(roles)
            self.role.set_value(USUAL_ROLE if USUAL_ROLE in dict(roles) else None)
        self.outcome.set_options(options(checklist, "concern_outcomes"))
        self.outcome.set_value(None)

    def _on_take(self) -> None:
        for entry in (self.role, self.outcome, self.at):
            entry.finish()
        self.text.watch.look()
        problems = self._problems()
        for field, problem in problems.items():
            field.set_problem(problem)
        wrong = next((field for field, problem in problems.items() if problem), None)
        if wrong is not None:
            wrong.set_focus()
            return
        self.written.emit(
            StepToTake(
                kind=self._kind,
                role=(self.role.value() or "") if self._kind in _TO else "",
                text=self.text.value() if self._kind is not ConcernStepKind.SENT else "",
                outcome=(self.outcome.value() or "") if self._wants_outcome else "",
                at=self.at.value() if self._kind is ConcernStepKind.REPLIED else None,
                justified=self.text.watch.given,
            )
        )

    def _problems(self) -> dict[LabelledField, str]:
        """What is missing, by field in the order they stand; nothing of fields not asked for."""
        role = self._kind in _TO and self.role.value() is None
        outcome = self._wants_outcome and self.outcome.value() is None
        words = self._kind in _NEEDS_WORDS and not self.text.value()
        half = self.at.value() is None and bool(self.at.day.line.text() or self.at.time.line.text())
        at = self.at.problem() or (_("Enter day and time, or leave both empty.") if half else "")
        return {
            self.role_field: _("Choose to whom.") if role else "",
            self.outcome_field: _("Choose the outcome.") if outcome else "",
            self.text_field: _("Write the words first.") if words else self._named(),
            self.at_field: at if self._kind is ConcernStepKind.REPLIED else "",
        }

    def _named(self) -> str:
        """What is still open of what the privacy guard found in the words."""
        found = self.text.watch.open_hits if self._kind is not ConcernStepKind.SENT else ()
        return take_out(found[0].found) if found else ""


def _keep(kind: ConcernStepKind, *, thanks: bool) -> str:
    return {
        ConcernStepKind.SENT: _("Note as sent"),
        ConcernStepKind.REPLIED: _("Keep the reply"),
        ConcernStepKind.ACCEPTED: _("Accept"),
        ConcernStepKind.DISPUTED: _("Dispute"),
        ConcernStepKind.ESCALATED: _("Note as escalated"),
        ConcernStepKind.CLOSED: _("Close") if thanks else _("Close the concern"),
    }[kind]


def _to_hint(kind: ConcernStepKind) -> str:
    if kind is ConcernStepKind.ESCALATED:
        return _("Each level once, and only upwards. Send the PDF and the e-mail above yourself.")
    return _("The role, never a name. Send the PDF and the e-mail above yourself, then note it here.")


def _words_wanted(kind: ConcernStepKind) -> tuple[str, str]:
    if kind is ConcernStepKind.REPLIED:
        return _("The force’s reply"), _("Word for word, as it came. It can never be changed.")
    if kind is ConcernStepKind.DISPUTED:
        return _("Why it is disputed"), _("No names.")
    return _("Note"), _("Only if there is something to add. No names.")
