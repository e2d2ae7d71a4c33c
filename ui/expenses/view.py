"""Everybody's expenses, to approve or to ask about."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from icv_app.domain.expenses import ClaimStanding, ClaimState, QueryReason, years_of
from icv_app.words import _, plural
from ui.expenses.view_model import ExpensesViewModel
from ui.expenses.wording import (
    pounds,
    query_words,
    state_cell,
    total_facts,
    what_cell,
    what_words,
)
from ui.shell.page import Page
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.choice import Choice
from ui.widgets.data_table import DataTable
from ui.widgets.facts import Facts
from ui.widgets.labelled_field import LabelledField
from ui.widgets.labels import Heading, Text
from ui.widgets.scroll_card import ScrollCard
from ui.widgets.sides import Panes
from ui.widgets.table_model import Cell, Column, RowsModel

_FIRST = (ClaimState.WAITS, ClaimState.QUERIED)


class ExpensesPage(Page):
    """The claims at the left, those that wait first; the one chosen at the right."""

    def __init__(self, view_model: ExpensesViewModel, parent: QWidget | None = None) -> None:
        super().__init__(_("Expenses"), parent=parent)
        self._view_model = view_model
        self.back_button = Button(_("Back"), icon="chevron-left")
        self.set_actions(self.back_button)
        self.rows: RowsModel[ClaimStanding] = RowsModel(_columns(), key=lambda one: one.claim.record_id)
        self.table = DataTable(_("Claims"), self.rows, _("Nobody has claimed anything yet."))
        board = Card(padded=False)
        board.body.addWidget(self.table)
        self.words = Text()
        self.beside = Text()
        self.approve_button = Button(_("Approve"), "main")
        self.query = Choice(_("Ask the visitor"), [(one.value, said) for one, said in query_words().items()])
        self.query_field = LabelledField(_("Ask the visitor"), self.query)
        self.ask_button = Button(_("Ask"))
        self.totals = Facts()
        self.card = ScrollCard(_("The claim chosen"))
        for widget in (self.words, self.beside, self.query_field):
            self.card.body.addWidget(widget)
        self.card.body.addWidget(self.ask_button, alignment=Qt.AlignmentFlag.AlignLeft)
        self.card.body.addWidget(Heading(_("Totals by financial year"), 3))
        self.card.body.addWidget(self.totals)
        self.card.body.addStretch(1)
        self.card.add_buttons(self.approve_button)
        panes = Panes(board, self.card, shares=(58, 42), least=900)
        panes.stacked_changed.connect(self.card.area.set_whole)
        self.body.addWidget(panes, 1)
        self._connect()
        self._show_chosen()

    def shown(self) -> None:
        """Read the claims again."""
        self._view_model.load()

    def _connect(self) -> None:
        self.back_button.clicked.connect(self.left)
        self.table.row_chosen.connect(lambda _one: self._show_chosen())
        self.approve_button.clicked.connect(self._on_approve)
        self.ask_button.clicked.connect(self._on_ask)
        self._view_model.loaded.connect(self._on_loaded)

    def _on_loaded(self, claims: Sequence[ClaimStanding], _rate: int) -> None:
        waiting = sum(one.state is ClaimState.WAITS for one in claims)
        self.set_heading(self.title, plural("{n} claim waits", "{n} claims wait", waiting))
        order = list(ClaimState)
        ordered = sorted(claims, key=lambda one: order.index(one.state))
        self.rows.show(ordered)
        if ordered and self.table.chosen() is None:
            self.table.choose(ordered[0].claim.record_id)
        self.totals.show_facts(total_facts(years_of(claims), named=True))
        self._show_chosen()

    def _show_chosen(self) -> None:
        one: ClaimStanding | None = self.table.chosen()
        to_decide = one is not None and one.state in {*_FIRST, ClaimState.APPROVED}
        for widget in (self.query, self.ask_button):
            widget.setEnabled(to_decide)
        self.approve_button.setEnabled(to_decide and one is not None and one.state is not ClaimState.APPROVED)
        self.query_field.set_problem("")
        self.words.setText(_about(one) if one is not None else _("Choose a claim in the table."))
        words = _said(one) if one is not None else ""
        self.beside.setText(words)
        self.beside.setVisible(bool(words))

    def _on_approve(self) -> None:
        self._answer(None)

    def _on_ask(self) -> None:
        self.query.finish()
        asked = self.query.value()
        self.query_field.set_problem(self.query.problem() or ("" if asked else _("Choose what to ask.")))
        if asked and not self.query.problem():
            self.query.set_value(None)
            self._answer(QueryReason(asked))

    def _answer(self, query: QueryReason | None) -> None:
        one: ClaimStanding | None = self.table.chosen()
        if one is not None:
            self._view_model.answer(one, query)
            self.table.setFocus()


def _about(one: ClaimStanding) -> str:
    return f"{one.claim.member_id}: {what_words(one)}, {pounds(one.claim.total)}"


def _said(one: ClaimStanding) -> str:
    """Who approved or asked; all of them, where they did so at the same time."""
    words = query_words()
    said = [
        _("{member} approved it.").format(member=answer.by)
        if answer.query is None
        else _("{member} asked: {what}").format(member=answer.by, what=words[answer.query])
        for answer in one.answers
    ]
    return "\n".join(said)


def _columns() -> tuple[Column[ClaimStanding], ...]:
    order = list(ClaimState)
    return (
        Column(
            _("Visitor"),
            lambda one: Cell(str(one.claim.member_id), bold=True),
            sort_key=lambda one: one.claim.member_id,
            stretch=1,
        ),
        Column(_("What for, and when"), what_cell, sort_key=lambda one: one.claim.day, stretch=2),
        Column(_("How much"), state_cell, sort_key=lambda one: order.index(one.state), stretch=2),
    )
