"""What has run out for members, or does within 90 days, soonest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from icv_app.domain.reminders import Reminder
from icv_app.words import _, plural
from ui.coming_up.view_model import ComingUpViewModel
from ui.entries.dates import say_date
from ui.people.file_words import left_tag, runs_out_words
from ui.people.standing import full_name
from ui.shell.page import Page
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.data_table import DataTable
from ui.widgets.labels import Muted, Text
from ui.widgets.table_model import Cell, Column, RowsModel
from ui.workplace import Workplace

if TYPE_CHECKING:
    from icv_app.services.member_files import ComingUp


class ComingUpPage(Page):
    """Enter opens the member."""

    def __init__(
        self, view_model: ComingUpViewModel, workplace: Workplace, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Coming up"), parent=parent)
        self._view_model = view_model
        self.back_button = Button(_("Back"), icon="chevron-left")
        self.set_actions(self.back_button)
        self.rows: RowsModel[Reminder] = RowsModel(
            self._columns(), key=lambda one: (one.member_id, one.what, one.kind)
        )
        self.table = DataTable(
            _("What runs out"), self.rows, _("Nothing runs out within 90 days, and nothing has run out.")
        )
        board = Card(padded=False)
        board.body.addWidget(self.table)
        self.body.addWidget(
            Muted(
                _(
                    "Nobody visits whose term, vetting or identity card has run out, unless a coordinator "
                    "allows it with a reason. Each is good to the end of its last day."
                )
            )
        )
        self.thanks = Text()
        self.body.addWidget(self.thanks)
        self.body.addWidget(board, 1)
        self.keys = ((_("Enter"), _("Go to the member chosen")),)
        self.back_button.clicked.connect(self.left)
        self.table.row_opened.connect(lambda one: workplace.open_member(one.member_id))
        view_model.loaded.connect(self._on_loaded)
        view_model.failed.connect(workplace.tell)

    def shown(self) -> None:
        """Read them again."""
        self._view_model.load()

    def _on_loaded(self, found: ComingUp) -> None:
        lapsed = sum(one.lapsed for one in found.reminders)
        soon = len(found.reminders) - lapsed
        said = [
            plural("{n} has run out", "{n} have run out", lapsed),
            plural("{n} runs out within 90 days", "{n} run out within 90 days", soon),
        ]
        self.set_heading(self.title, " · ".join(said))
        words = [
            _("{member} ({years})").format(member=member, years=plural("{n} year", "{n} years", years))
            for member, years in found.thanks
        ]
        self.thanks.setText(_("Recognition is due: {members}.").format(members=", ".join(words)))
        self.thanks.setVisible(bool(words))
        self.rows.show(found.reminders)
        if found.reminders and self.table.chosen() is None:
            self.table.choose(self.rows.key(found.reminders[0]))

    def _columns(self) -> tuple[Column[Reminder], ...]:
        return (
            Column(_("Member"), self._member, sort_key=lambda one: one.member_id, stretch=2),
            Column(_("What"), self._what, sort_key=lambda one: one.what, stretch=2),
            Column(_("Last day"), _last_day, sort_key=lambda one: one.ends, stretch=2),
        )

    def _member(self, one: Reminder) -> Cell:
        found = self._view_model.found
        member = found.members.get(one.member_id) if found is not None else None
        return Cell(str(one.member_id), full_name(member) if member is not None else "", bold=True)

    def _what(self, one: Reminder) -> Cell:
        found = self._view_model.found
        return Cell(runs_out_words(one, found.kinds if found is not None else {}))


def _last_day(one: Reminder) -> Cell:
    return Cell(say_date(one.ends), tags=(left_tag(one),))
