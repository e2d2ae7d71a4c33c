"""Legal holds: which visits are held and why, and the form that sets or lifts one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from icv_app.domain.ids import VisitId
from icv_app.domain.justified import take_out
from icv_app.services.retention_preview import HeldVisit
from icv_app.words import _
from ui.retention.view_model import HoldWanted, RetentionStanding
from ui.retention.wording import held_by, option_of, visit_words
from ui.theme.tokens import SPACE_S
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.choice import Choice
from ui.widgets.error_summary import ErrorSummary
from ui.widgets.flow import Flow
from ui.widgets.guarded_texts import GuardedTexts
from ui.widgets.labelled_field import LabelledField
from ui.widgets.labels import Heading, Line, Muted, Text
from ui.widgets.text_field import NoteField


class HeldCard(Card):
    """Every visit that is held, newest hold first, each with a way to lift it."""

    lift_asked = Signal(str, str)
    """The visit, and what it is called."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Legal holds"), parent=parent)
        self.lift_buttons: list[Button] = []
        self._holder = QWidget()
        self.body.addWidget(self._holder)

    def show_held(self, standing: RetentionStanding) -> None:
        """Show all of them."""
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        self.lift_buttons = []
        held = standing.preview.held
        if not held:
            column.addWidget(Text(_("No visit is held.")))
        for at, one in enumerate(held):
            if at:
                column.addWidget(Line())
            self._add(column, one, visit_words(standing.settings, one.suite, one.began_at))
        self.body.replaceWidget(self._holder, holder)
        holder.show()
        self._holder.hide()
        self._holder.deleteLater()
        self._holder = holder

    def _add(self, column: QVBoxLayout, held: HeldVisit, name: str) -> None:
        column.addWidget(Heading(name, 3))
        column.addWidget(Text(held.reason or _("The reason has not arrived yet.")))
        column.addWidget(Muted(held_by(held)))
        if held.too_late:
            column.addWidget(Text(held.too_late))
        button = Button(_("Lift the hold"))
        button.setAccessibleDescription(name)
        button.clicked.connect(lambda: self.lift_asked.emit(held.visit_id, name))
        self.lift_buttons.append(button)
        column.addWidget(button, alignment=Qt.AlignmentFlag.AlignLeft)


class HoldForm(Card):
    """Which visit, and why it is held or held no longer."""

    hold_asked = Signal(object)
    """A `HoldWanted`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Hold a visit"), parent=parent)
        self._lifts = ""
        self.errors = ErrorSummary()
        self.visit = Choice(_("Visit"), ())
        self.visit_field = LabelledField(
            _("Visit"),
            self.visit,
            hint=_("Type a part of the date, the suite or a visitor’s number."),
            required=True,
        )
        self.texts = GuardedTexts(self)
        self.reason = NoteField(_("Reason"), least_lines=2)
        self.reason.watch.stand_at("hold reason")
        self.reason_field = LabelledField(
            _("Reason"),
            self.reason,
            hint=_("Kept in the audit log for the office alone. No names."),
            required=True,
        )
        self.do_button = Button(_("Hold this visit"), "main")
        self.cancel_button = Button(_("Cancel"))
        self.explained = Muted()
        buttons = Flow(gap=SPACE_S)
        buttons.addWidget(self.do_button)
        buttons.addWidget(self.cancel_button)
        for widget in (self.errors, self.visit_field, self.reason_field, self.explained):
            self.body.addWidget(widget)
        self.body.addLayout(buttons)
        self.do_button.clicked.connect(self._on_do)
        self.cancel_button.clicked.connect(self.begin)
        self.begin()

    def show_visits(self, standing: RetentionStanding) -> None:
        """Offer the visits that are not held."""
        held = {one.visit_id for one in standing.preview.held}
        options: Sequence[tuple[str, str]] = [
            option_of(standing.settings, line) for line in standing.visits if line.visit_id not in held
        ]
        self.visit.set_options(options)

    def begin(self) -> None:
        """Start with nothing chosen."""
        self._show_as("", _("Hold a visit"), _("Hold this visit"))
        self.explained.setText(
            _(
                "Nothing of a held visit is erased, neither here nor on visitors’ laptops, until the hold is "
                "lifted. Synchronise at once: every laptop learns of it at its next sync, and what somebody "
                "else erases before that is gone."
            )
        )

    def begin_lifting(self, visit_id: str, name: str) -> None:
        """Ask why the hold on a visit ends."""
        self._show_as(visit_id, _("Lift the hold on {visit}").format(visit=name), _("Lift the hold"))
        self.explained.setText(_("What is due of this visit is erased with the next run."))
        self.reason.setFocus()

    def _show_as(self, lifts: str, title: str, verb: str) -> None:
        self._lifts = lifts
        self.title.setText(title)
        self.setAccessibleName(title)
        self.do_button.setText(verb)
        self.visit_field.setVisible(not lifts)
        self.cancel_button.setVisible(bool(lifts))
        self.visit.set_value(None)
        self.reason.set_value("")
        self.texts.forget(self.reason.watch.path)
        self._show_problems([])

    def _on_do(self) -> None:
        self.visit.finish()
        chosen = self._lifts or self.visit.value() or ""
        visit_problem = "" if chosen else _("Choose the visit.")
        reason_problem = self._reason_problem()
        self.visit_field.set_problem(visit_problem)
        self.reason_field.set_problem(reason_problem)
        problems: list[tuple[str, QWidget]] = []
        if visit_problem:
            problems.append((visit_problem, self.visit))
        if reason_problem:
            problems.append((reason_problem, self.reason))
        self.errors.show_problems(problems)
        if not problems:
            self.hold_asked.emit(
                HoldWanted(
                    visit_id=VisitId(chosen),
                    reason=self.reason.value(),
                    justified=self.reason.watch.given,
                    lift=bool(self._lifts),
                )
            )

    def _reason_problem(self) -> str:
        if not self.reason.value():
            return _("Write the reason: it is kept in the audit log.")
        self.reason.watch.look()
        found = self.reason.watch.open_hits
        return take_out(found[0].found) if found else ""

    def _show_problems(self, problems: list[tuple[str, QWidget]]) -> None:
        if not problems:
            self.visit_field.set_problem("")
            self.reason_field.set_problem("")
        self.errors.show_problems(problems)
