"""Letting a member visit although a rule stands against it, and everything that was allowed so far."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from icv_app.domain.fitness import PairRule, stands_against
from icv_app.domain.ids import MemberId
from icv_app.domain.justified import Justified, take_out
from icv_app.domain.scheme import Member
from icv_app.services.overrides import AllowedVisits
from icv_app.words import _
from ui.entries.dates import Lean
from ui.people.detail import say_moment
from ui.people.standing import days_in_words, rule_words
from ui.widgets.button import Button
from ui.widgets.check_list import CheckList
from ui.widgets.date_field import DateField
from ui.widgets.error_summary import ErrorSummary
from ui.widgets.guarded_texts import GuardedTexts
from ui.widgets.labelled_field import LabelledField
from ui.widgets.labels import Heading, Line, Muted, Text
from ui.widgets.pairs import Pairs
from ui.widgets.scroll_card import ScrollCard
from ui.widgets.text_field import NoteField


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """What the coordinator wants to allow.

    Attributes:
        justified: Why what the privacy guard found in the reason stays.
    """

    member_id: MemberId
    rules: tuple[PairRule, ...]
    first: date
    last: date
    reason: str
    justified: tuple[Justified, ...] = ()


class AllowForm(ScrollCard):
    """Which rule, which days, and why."""

    allow_asked = Signal(object)
    """An `Allowance`."""
    left = Signal()

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(_("Allow a visit"), parent)
        self._today = today
        self._member_id = MemberId("")
        self.errors = ErrorSummary()
        words = rule_words()
        self.rules = CheckList(_("Allow it although"), [(rule.value, words[rule]) for rule in PairRule])
        self.first = DateField(_("First day"), today, Lean.NEAREST)
        self.last = DateField(_("Last day"), today, Lean.FUTURE)
        self.texts = GuardedTexts(self)
        self.reason = NoteField(_("Reason"), least_lines=3)
        self.reason.watch.stand_at("reason")
        self.allow_button = Button(_("Allow the visit"), "main")
        self.cancel_button = Button(_("Cancel"))
        self._lay_out()
        self.allow_button.clicked.connect(self._on_allow)
        self.cancel_button.clicked.connect(self.left)

    def begin(self, member: Member) -> None:
        """Start with what stands against a member today."""
        self._member_id = member.member_id
        today = self._today()
        title = _("Allow {member} to visit although …").format(member=member.member_id)
        self.title.setText(title)
        self.setAccessibleName(title)
        self.rules.set_values(rule.value for rule in stands_against(member, today))
        self.first.set_value(today)
        self.last.set_value(today)
        self.reason.set_value("")
        self.texts.forget(self.reason.watch.path)
        self._show_problems([])
        self.area.ensureVisible(0, 0)
        self.rules.setFocus()

    def _lay_out(self) -> None:
        self.rules_field = LabelledField(_("Allow it although"), self.rules, required=True)
        self.reason_field = LabelledField(
            _("Reason"),
            self.reason,
            hint=_("Kept in the audit log for the office; the visitors are not shown it. No names."),
            required=True,
        )
        first = LabelledField(_("First day"), self.first, hint=_("Like 14/3."))
        last = LabelledField(_("Last day"), self.last, hint=_("At most three months later."))
        explained = Muted(
            _(
                "Every laptop learns at its next sync that the visit is allowed, on which days and in spite "
                "of what. It cannot be taken back, and it never makes up for a second visitor or for the "
                "training for terrorism visits."
            )
        )
        for widget in (self.errors, self.rules_field, Pairs(first, last), self.reason_field, explained):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.add_buttons(self.allow_button, self.cancel_button)

    def _on_allow(self) -> None:
        problems: list[tuple[str, QWidget]] = []
        chosen = tuple(PairRule(value) for value in self.rules.values())
        rules_problem = "" if chosen else _("Choose what the visit is allowed in spite of.")
        self.rules_field.set_problem(rules_problem)
        if rules_problem:
            problems.append((rules_problem, self.rules))
        for field in (self.first, self.last):
            field.finish()
            text = field.problem() or ("" if field.value() else _("Enter a day."))
            if text:
                problems.append((f"{field.line.accessibleName()}: {text}", field))
        reason_problem = self._reason_problem()
        self.reason_field.set_problem(reason_problem)
        if reason_problem:
            problems.append((reason_problem, self.reason))
        self._show_problems(problems)
        first, last = self.first.value(), self.last.value()
        if not problems and first is not None and last is not None:
            self.allow_asked.emit(
                Allowance(
                    member_id=self._member_id,
                    rules=chosen,
                    first=first,
                    last=last,
                    reason=self.reason.value(),
                    justified=self.reason.watch.given,
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
            self.rules_field.set_problem("")
            self.reason_field.set_problem("")
        self.errors.show_problems(problems)


class AllowedList(ScrollCard):
    """Every visit that was allowed, newest first, with who allowed it and why."""

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Visits allowed by a coordinator"), parent)
        self.setAccessibleName(self.title.text())
        self._holder = QWidget()
        self.body.addWidget(self._holder)
        self.body.addStretch(1)
        self.close_button = Button(_("Close"))
        self.add_buttons(self.close_button)
        self.close_button.clicked.connect(self.left)

    def show_allowed(self, allowed: Sequence[AllowedVisits]) -> None:
        """Show all of them."""
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        if not allowed:
            column.addWidget(
                Text(_("Nothing yet. Choose a member and “Allow a visit although …” to let them visit once."))
            )
        for at, one in enumerate(allowed):
            if at:
                column.addWidget(Line())
            column.addWidget(_entry(one))
        self.body.replaceWidget(self._holder, holder)
        self._holder.hide()
        self._holder.deleteLater()
        self._holder = holder


def _entry(allowed: AllowedVisits) -> QWidget:
    override, words = allowed.override, rule_words()
    entry = QWidget()
    column = QVBoxLayout(entry)
    column.setContentsMargins(0, 0, 0, 0)
    title = f"{override.member_id} · {days_in_words(override.first, override.last)}"
    although = _("Although {rules}").format(rules=", ".join(words[rule] for rule in override.rules))
    by = _("Allowed by {coordinator} on {when}").format(coordinator=override.by, when=say_moment(override.at))
    entry.setAccessibleName(f"{title}. {although}. {by}. {allowed.reason}")
    column.addWidget(Heading(title, 3))
    column.addWidget(Text(although))
    column.addWidget(Text(allowed.reason))
    column.addWidget(Muted(by))
    return entry
