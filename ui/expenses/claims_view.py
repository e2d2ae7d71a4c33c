"""A visitor's expenses: what they claimed, and one thing more to claim."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from icv_app.domain.expenses import (
    MOST_MILES,
    ClaimStanding,
    ClaimState,
    ExpenseKind,
    years_of,
)
from icv_app.domain.ids import RecordId
from icv_app.words import _, plural
from ui.expenses.view_model import ExpensesViewModel
from ui.expenses.wording import kind_words, state_cell, total_facts, what_cell
from ui.shell.page import Page
from ui.theme.tokens import SPACE_M
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.choice import Choice
from ui.widgets.data_table import DataTable
from ui.widgets.date_field import DateField
from ui.widgets.facts import Facts
from ui.widgets.flow import Flow
from ui.widgets.labelled_field import LabelledField
from ui.widgets.labels import Heading, Muted
from ui.widgets.money_field import MoneyField
from ui.widgets.number_field import NumberField
from ui.widgets.scroll_card import ScrollCard
from ui.widgets.sides import Panes
from ui.widgets.table_model import Column, RowsModel

_OPEN = frozenset({ClaimState.WAITS, ClaimState.QUERIED})


class ClaimsPage(Page):
    """The claims at the left, the form at the right."""

    def __init__(self, view_model: ExpensesViewModel, parent: QWidget | None = None) -> None:
        super().__init__(_("Expenses"), parent=parent)
        self._view_model = view_model
        self._instead_of: RecordId | None = None
        self.back_button = Button(_("Back"), icon="chevron-left")
        self.set_actions(self.back_button)
        self.rows: RowsModel[ClaimStanding] = RowsModel(_columns(), key=lambda one: one.claim.record_id)
        self.table = DataTable(_("Your claims"), self.rows, _("You have claimed nothing yet."))
        self.correct_button = Button(_("Correct the claim chosen"))
        self.withdraw_button = Button(_("Withdraw it"))
        self.kind = Choice(_("What for"), [(kind.value, words) for kind, words in kind_words().items()])
        self.day = DateField(_("Day"), view_model.today)
        self.amount = MoneyField(_("Pounds"))
        self.miles = NumberField(_("Miles"), least=1, most=MOST_MILES)
        self.claim_button = Button(_("Claim"), "main")
        self.totals = Facts()
        panes = Panes(self._board(), self._form(), shares=(55, 45), least=900)
        panes.stacked_changed.connect(self.form.area.set_whole)
        self.body.addWidget(panes, 1)
        self._connect()
        self._empty()

    def shown(self) -> None:
        """Read the claims again."""
        self._view_model.load()

    def _board(self) -> Card:
        board = Card(_("Your claims"), padded=False)
        board.body.addWidget(self.table, 1)
        foot = QWidget()
        buttons = Flow(foot, gap=SPACE_M)
        buttons.setContentsMargins(SPACE_M, SPACE_M, SPACE_M, SPACE_M)
        buttons.addWidget(self.correct_button)
        buttons.addWidget(self.withdraw_button)
        board.add_foot(foot)
        return board

    def _form(self) -> ScrollCard:
        self.form = ScrollCard(_("Claim something"))
        self.kind_field = LabelledField(_("What for"), self.kind, required=True)
        self.day_field = LabelledField(_("Day"), self.day, hint=_("Like 14/3."), required=True)
        self.amount_field = LabelledField(_("Pounds"), self.amount, hint=_("Like 12.40."), required=True)
        self.miles_field = LabelledField(_("Miles"), self.miles, required=True)
        self.rate = Muted("")
        explained = Muted(_("Only the coordinators see it. Send receipts as your scheme has asked you to."))
        for widget in (
            explained,
            self.kind_field,
            self.day_field,
            self.amount_field,
            self.miles_field,
            self.rate,
            Heading(_("Totals by financial year"), 3),
            self.totals,
        ):
            self.form.body.addWidget(widget)
        self.form.body.addStretch(1)
        self.form.add_buttons(self.claim_button)
        return self.form

    def _connect(self) -> None:
        self.back_button.clicked.connect(self.left)
        self.kind.value_changed.connect(lambda _kind: self._offer())
        self.table.row_chosen.connect(lambda _one: self._offer())
        self.claim_button.clicked.connect(self._on_claim)
        self.correct_button.clicked.connect(self._on_correct)
        self.withdraw_button.clicked.connect(self._on_withdraw)
        self._view_model.loaded.connect(self._on_loaded)
        self._view_model.done.connect(lambda _words: self._empty())

    def _on_loaded(self, claims: Sequence[ClaimStanding], rate: int) -> None:
        self.rows.show(claims)
        self.rate.setText(plural("The scheme pays {n}p a mile.", "The scheme pays {n}p a mile.", rate))
        self.totals.show_facts(total_facts(years_of(claims), named=False))
        count = sum(one.state in _OPEN for one in claims)
        self.set_heading(self.title, plural("{n} open claim", "{n} open claims", count))
        self._offer()

    @property
    def _mileage(self) -> bool:
        return self.kind.value() == ExpenseKind.MILEAGE

    def _offer(self) -> None:
        chosen: ClaimStanding | None = self.table.chosen()
        still_open = chosen is not None and chosen.state in _OPEN
        self.correct_button.setEnabled(still_open)
        self.withdraw_button.setEnabled(still_open)
        self.miles_field.setVisible(self._mileage)
        self.rate.setVisible(self._mileage)
        self.amount_field.setVisible(not self._mileage)
        correcting = self._instead_of is not None
        self.form.title.setText(_("Correct a claim") if correcting else _("Claim something"))
        self.claim_button.setText(_("Claim this instead") if correcting else _("Claim"))

    def _empty(self) -> None:
        self._instead_of = None
        self.kind.set_value(ExpenseKind.MILEAGE.value)
        self.day.set_value(self._view_model.today())
        self.amount.set_value(None)
        self.miles.set_value(None)
        for field in (self.kind_field, self.day_field, self.amount_field, self.miles_field):
            field.set_problem("")
        self._offer()

    def _on_correct(self) -> None:
        chosen: ClaimStanding | None = self.table.chosen()
        if chosen is None:
            return
        claim = chosen.claim
        self._empty()
        self._instead_of = claim.record_id
        self.kind.set_value(claim.kind.value)
        self.day.set_value(claim.day)
        self.amount.set_value(claim.pence or None)
        self.miles.set_value(claim.miles or None)
        self._offer()
        (self.miles if self._mileage else self.amount).setFocus()

    def _on_withdraw(self) -> None:
        chosen: ClaimStanding | None = self.table.chosen()
        if chosen is not None:
            self._view_model.withdraw(chosen)
            self.table.setFocus()

    def _on_claim(self) -> None:
        number = self.miles if self._mileage else self.amount
        number_field = self.miles_field if self._mileage else self.amount_field
        for field in (self.kind, self.day, number):
            field.finish()
        kind, day, amount = self.kind.value(), self.day.value(), number.value()
        problems = (
            (self.kind_field, self.kind, self.kind.problem() or ("" if kind else _("Choose one."))),
            (self.day_field, self.day, self.day.problem() or self._day_problem()),
            (number_field, number, number.problem() or ("" if amount else _("Enter how much it was."))),
        )
        for labelled, _field, problem in problems:
            labelled.set_problem(problem)
        wrong = next((field for _labelled, field, problem in problems if problem), None)
        if wrong is not None:
            wrong.setFocus()
        elif kind and day and amount:
            self._view_model.claim(day, ExpenseKind(kind), amount, self._instead_of)
            self.kind.setFocus()

    def _day_problem(self) -> str:
        day = self.day.value()
        if day is None:
            return _("Enter a day.")
        return _("This day has not come yet.") if day > self._view_model.today() else ""


def _columns() -> tuple[Column[ClaimStanding], ...]:
    return (
        Column(_("What for, and when"), what_cell, sort_key=lambda one: one.claim.day, stretch=3),
        Column(_("How much"), state_cell, sort_key=lambda one: one.claim.total, stretch=2),
    )
