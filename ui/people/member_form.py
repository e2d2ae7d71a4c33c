"""Adding a member, or changing what is noted about one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from icv_app.domain.ids import MemberId
from icv_app.domain.scheme import Member, Role
from icv_app.words import _
from ui.entries.dates import Lean
from ui.people.standing import role_word
from ui.widgets.ask_in_place import AskInPlace
from ui.widgets.button import Button
from ui.widgets.choice_buttons import ChoiceButtons
from ui.widgets.date_field import DateField
from ui.widgets.error_summary import ErrorSummary
from ui.widgets.labelled_field import LabelledField
from ui.widgets.pairs import Pairs
from ui.widgets.scroll_card import ScrollCard
from ui.widgets.text_field import TextField

_NUMBER = re.compile(r"[A-Z][A-Z0-9]{0,7}-[0-9]{1,6}")


class MemberForm(ScrollCard):
    """Everything the scheme notes about a member; a number once given stays."""

    save_asked = Signal(object)
    """The `Member` as entered."""
    left = Signal()

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(_("Add a member"), parent)
        self._today = today
        self._taken: frozenset[str] = frozenset()
        self._member: Member | None = None
        self.errors = ErrorSummary()
        self.number = TextField(_("Scheme number"), most=15)
        self.role = ChoiceButtons(
            _("Role"), tuple((role.value, role_word(role)) for role in (Role.VISITOR, Role.COORDINATOR))
        )
        self.given = TextField(_("Given name"), most=100)
        self.surname = TextField(_("Surname"), most=100)
        self.vetting_level = TextField(_("Vetting level"), most=50)
        self.joined = self._date(_("Joined"), Lean.NEAREST)
        self.probation = self._date(_("On probation until"), Lean.FUTURE)
        self.term = self._date(_("Term ends"), Lean.FUTURE)
        self.vetting = self._date(_("Vetting valid until"), Lean.FUTURE)
        self.id_card = self._date(_("ID card valid until"), Lean.FUTURE)
        self.left_on = self._date(_("Left"), Lean.NEAREST)
        self.leaving = AskInPlace()
        self._belongs = True
        self.save_button = Button(_("Save member"), "main")
        self.cancel_button = Button(_("Cancel"))
        self._lay_out()
        self.save_button.clicked.connect(self._on_save)
        self.leaving.confirmed.connect(self._on_leaving)
        self.cancel_button.clicked.connect(self.left)

    def begin(self, member: Member | None, taken: Iterable[str], *, belongs: bool = True) -> None:
        """Empty the form for somebody new, or fill it with a member; put the keyboard on its first field.

        Args:
            member: Who is changed; `None` for somebody new.
            taken: Numbers in use.
            belongs: Nobody has signed the member out yet.
        """
        self._member = member
        self._belongs = belongs
        self.leaving.hide()
        self._taken = frozenset(taken)
        shown = member or Member(member_id=MemberId(""), role=Role.VISITOR, joined=self._today())
        new = member is None
        self.title.setText(_("Add a member") if new else _("Change {number}").format(number=shown.member_id))
        self.setAccessibleName(self.title.text())
        self.number.set_value(shown.member_id)
        self.number.setReadOnly(not new)
        self.role.set_value(shown.role.value)
        self.role.setEnabled(new)
        self.given.set_value(shown.given_name)
        self.surname.set_value(shown.surname)
        self.vetting_level.set_value(shown.vetting_level)
        for field, day in self._dates(shown):
            field.set_value(day)
        self.left_field.setVisible(not new)
        self.area.ensureVisible(0, 0)
        self._show_problems([])
        (self.number if new else self.given).setFocus()

    def _lay_out(self) -> None:
        self.number_field = LabelledField(
            _("Scheme number"),
            self.number,
            hint=_("For example V-027; it cannot be changed later."),
            required=True,
        )
        self.left_field = LabelledField(
            _("Left"),
            self.left_on,
            hint=_("Their last day. You are asked before anything is signed."),
        )
        hint = _("Day, month and year, like 14/3/2027.")
        rows: tuple[tuple[QWidget, ...], ...] = (
            (self.number_field, LabelledField(_("Role"), self.role)),
            (LabelledField(_("Given name"), self.given), LabelledField(_("Surname"), self.surname)),
            (
                LabelledField(_("Joined"), self.joined, hint=hint),
                LabelledField(_("On probation until"), self.probation, hint=_("Empty if not on probation.")),
            ),
            (
                LabelledField(_("Vetting level"), self.vetting_level, hint=_("For example NPPV 2.")),
                LabelledField(_("Vetting valid until"), self.vetting, hint=hint),
            ),
            (
                LabelledField(_("Term ends"), self.term),
                LabelledField(_("ID card valid until"), self.id_card),
            ),
            (self.left_field,),
        )
        self.body.addWidget(self.errors)
        for row in rows:
            self.body.addWidget(Pairs(*row))
        self.body.addWidget(self.leaving)
        self.body.addStretch(1)
        self.add_buttons(self.save_button, self.cancel_button)

    def _dates(self, member: Member) -> tuple[tuple[DateField, date | None], ...]:
        return (
            (self.joined, member.joined),
            (self.probation, member.probation_until),
            (self.term, member.term_ends),
            (self.vetting, member.vetting_expires),
            (self.id_card, member.id_card_expires),
            (self.left_on, member.left),
        )

    def _date(self, name: str, lean: Lean) -> DateField:
        return DateField(name, self._today, lean)

    def _on_save(self) -> None:
        number = self.number.value().upper()
        problems: list[tuple[str, QWidget]] = []
        if self._member is None:
            problem = self._number_problem(number)
            self.number_field.set_problem(problem)
            if problem:
                problems.append((problem, self.number))
        for field, _day in self._dates(Member(member_id=MemberId(number), role=Role.VISITOR)):
            field.finish()
            if field.problem():
                problems.append((f"{field.line.accessibleName()}: {field.problem()}", field))
        joined, left = self.joined.value(), self.left_on.value()
        if not problems and joined is not None and left is not None and left < joined:
            problems.append((_("The last day is before the day of joining."), self.left_on))
        self._show_problems(problems)
        if problems:
            return
        entered = self._entered(MemberId(number))
        if self._belongs and entered.left is not None and entered.left <= self._today():
            self.leaving.ask(leaving_words(entered.member_id), _("Save and remove them"), _("Not now"))
            self.area.ensureWidgetVisible(self.leaving)
        else:
            self.save_asked.emit(entered)

    def _on_leaving(self) -> None:
        self.save_asked.emit(self._entered(MemberId(self.number.value().upper())))

    def _number_problem(self, number: str) -> str:
        if not _NUMBER.fullmatch(number):
            return _("Enter letters, a hyphen and a number, like V-027.")
        if number in self._taken:
            return _("{number} is taken. Choose the next free number.").format(number=number)
        return ""

    def _show_problems(self, problems: list[tuple[str, QWidget]]) -> None:
        if not problems:
            self.number_field.set_problem("")
        self.errors.show_problems(problems)

    def _entered(self, number: MemberId) -> Member:
        known = self._member or Member(member_id=number, role=Role(self.role.value() or Role.VISITOR))
        return replace(
            known,
            given_name=self.given.value(),
            surname=self.surname.value(),
            joined=self.joined.value(),
            left=self.left_on.value(),
            probation_until=self.probation.value(),
            term_ends=self.term.value(),
            vetting_level=self.vetting_level.value(),
            vetting_expires=self.vetting.value(),
            id_card_expires=self.id_card.value(),
        )


def leaving_words(member_id: str) -> str:
    """Say what it means to sign a member out."""
    return _(
        "{member} is taken out of the scheme with every laptop of theirs: the server refuses them from your "
        "next sync, and drafts on them are lost. What they sent before stays. This cannot be taken back."
    ).format(member=member_id)
