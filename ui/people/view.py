"""The register of members, with one of them beside it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from icv_app.domain.ids import MemberId
from icv_app.domain.scheme import Role
from icv_app.services.scheme import MemberStanding
from icv_app.words import _
from ui.people.allowed import Allowance, AllowedList, AllowForm
from ui.people.detail import InvitationPanel, MemberDetail
from ui.people.file_card import FileCard
from ui.people.file_words import file_facts
from ui.people.help_card import HelpCard, HelpGiven
from ui.people.kit import KitCard
from ui.people.laptops import LaptopsCard
from ui.people.member_form import MemberForm
from ui.people.missed_words import missed_tags
from ui.people.standing import (
    Tags,
    days_in_words,
    full_name,
    laptops,
    register_summary,
    role_word,
    standing_tags,
)
from ui.people.view_model import PeopleViewModel
from ui.shell.page import Page
from ui.shell.whole_page import PageStack
from ui.theme import Hue
from ui.theme.tokens import SPACE_M
from ui.widgets.busy_overlay import BusyOverlay
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.data_table import DataTable
from ui.widgets.empty_state import EmptyState
from ui.widgets.flow import Flow
from ui.widgets.sides import Panes
from ui.widgets.table_model import Cell, Column, RowsModel
from ui.workplace import Workplace

if TYPE_CHECKING:
    from icv_app.seal.invitations import Invitation


class PeoplePage(Page):
    """A table of members; beside it one member, the form, or an invitation."""

    def __init__(
        self, view_model: PeopleViewModel, workplace: Workplace, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("People"), parent=parent)
        self._view_model = view_model
        self._workplace = workplace
        self._wanted: str | None = None
        self.add_button = Button(_("Add a member"), icon="plus")
        self.allowed_button = Button(_("Visits allowed"))
        self.coming_up_button = Button(_("Coming up"))
        self.training_button = Button(_("Training"))
        self.expenses_button = Button(_("Expenses"))
        self.kit_button = Button(_("Renew the recovery kit"), "warning")
        self.lost_kit_button = Button(_("Recovery kit"))
        self.kit_button.hide()
        self.set_actions(self.kit_button, self.allowed_button, self.add_button)
        self._rows: RowsModel[MemberStanding] = RowsModel(
            _columns(view_model), key=lambda standing: standing.member.member_id
        )
        self.table = DataTable(
            _("Members"),
            self._rows,
            _("Members of the scheme appear here. Add the first with “Add a member”."),
        )
        self.detail = MemberDetail()
        self.form = MemberForm(view_model.today)
        self.invitation = InvitationPanel()
        self.allow_form = AllowForm(view_model.today)
        self.allowed = AllowedList()
        self.laptops = LaptopsCard()
        self.kit = KitCard()
        self.help = HelpCard()
        self.file = FileCard(view_model.today, view_model.member_id)
        self._nobody = Card()
        self._nobody.body.addWidget(
            EmptyState(_("Nobody chosen"), _("Choose a member in the table to see what is noted about them."))
        )
        self._side = PageStack()
        self._staying = (
            self.form,
            self.invitation,
            self.allow_form,
            self.allowed,
            self.laptops,
            self.kit,
            self.help,
            self.file,
        )
        cards = (self.detail, *self._staying)
        for card in (self._nobody, *cards):
            self._side.add(card)
        board = Card(padded=False)
        board.body.addWidget(self.table)
        foot = QWidget()
        lists = Flow(foot, gap=SPACE_M)
        lists.setContentsMargins(SPACE_M, SPACE_M, SPACE_M, SPACE_M)
        lists_of_all = (self.coming_up_button, self.training_button, self.expenses_button)
        for button in (*lists_of_all, self.lost_kit_button):
            lists.addWidget(button)
        board.add_foot(foot)
        panes = Panes(board, self._side)
        for card in cards:
            panes.stacked_changed.connect(card.area.set_whole)
        self.body.addWidget(panes, 1)
        self.busy = BusyOverlay(self)
        self.keys = ((_("Enter"), _("Change the member chosen")),)
        self._connect()
        self._connect_files()

    def shown(self) -> None:
        """Read the register again."""
        self._view_model.load()

    def may_leave(self) -> bool:
        """Forget an invitation or a code that is in sight: it is a secret."""
        self.invitation.forget()
        self.kit.forget()
        if self._side.page in self._staying:
            self._show_chosen()
        return True

    def choose(self, member_id: str) -> None:
        """Show one member, now or as soon as the register is read."""
        self._wanted = member_id
        self._choose_wanted()

    def show_kit(self) -> None:
        """Offer to renew the recovery kit."""
        self._on_kit()

    def _connect(self) -> None:
        model = self._view_model
        self.add_button.clicked.connect(self._on_add)
        self.table.row_chosen.connect(lambda _standing: self._show_chosen())
        self.table.row_opened.connect(lambda standing: self._on_edit(standing.member.member_id))
        self.detail.edit_asked.connect(self._on_edit)
        self.detail.invite_asked.connect(model.invite)
        self.detail.approve_asked.connect(model.approve)
        self.detail.allow_asked.connect(self._on_allow)
        self.detail.withdraw_asked.connect(model.withdraw)
        model.withdrawn.connect(self._on_withdrawn)
        self.detail.look_into_asked.connect(model.look_into)
        model.looked_into.connect(self._on_looked_into)
        self.detail.laptops_asked.connect(self._on_laptops)
        self.laptops.remove_asked.connect(model.remove_laptop)
        self.laptops.decided.connect(lambda ids, take: model.decide_late(ids, take=take))
        self.laptops.left.connect(self._on_left)
        model.laptop_removed.connect(self._on_laptop_removed)
        model.late_decided.connect(self._on_late_decided)
        self.detail.help_asked.connect(self._on_help)
        self.help.help_asked.connect(model.help_back_in)
        self.help.left.connect(self._on_left)
        model.helped.connect(self._on_helped)
        for button in (self.kit_button, self.lost_kit_button):
            button.clicked.connect(self._on_kit)
        self.kit.renew_asked.connect(model.renew_kit)
        self.kit.left.connect(self._on_left)
        model.kit_renewed.connect(self._on_kit_renewed)
        self.allowed_button.clicked.connect(self._on_show_allowed)
        self.allow_form.allow_asked.connect(model.allow)
        self.allow_form.left.connect(self._on_left)
        model.guard_ready.connect(
            lambda guard, reasons: self.allow_form.texts.use(guard, reasons, self._workplace.tasks)
        )
        self.allowed.left.connect(self._on_left)
        model.allowed_changed.connect(self._on_allowed)
        self.form.save_asked.connect(model.save)
        self.form.left.connect(self._on_left)
        self.invitation.keep_asked.connect(self._on_keep)
        self.invitation.left.connect(self._on_left)
        model.loaded.connect(self._on_loaded)
        model.saved.connect(self._on_saved)
        model.invited.connect(self._on_invited)
        model.invitation_kept.connect(self._on_kept)
        model.approved.connect(self._on_approved)
        model.busy_changed.connect(self._on_busy)
        model.failed.connect(self._workplace.tell)
        self._workplace.data_changed.connect(self._on_data_changed)

    def _connect_files(self) -> None:
        model = self._view_model
        self.coming_up_button.clicked.connect(self._workplace.open_coming_up)
        self.training_button.clicked.connect(self._workplace.open_training)
        self.expenses_button.clicked.connect(self._workplace.open_expenses)
        self.detail.file_asked.connect(self._on_file)
        self.file.note_asked.connect(model.note)
        self.file.left.connect(self._on_left)
        model.files_loaded.connect(self._on_files_loaded)
        model.noted.connect(self._on_noted)

    def _on_data_changed(self) -> None:
        if self.isVisible():
            self._view_model.load()

    def _on_loaded(self) -> None:
        standings = list(self._view_model.standings)
        today = self._view_model.today()
        self.set_heading(self.title, register_summary(standings, today))
        self._rows.show(standings)
        self.kit_button.setVisible(self._view_model.kit_due)
        if self._wanted is None and self.table.chosen() is None and standings:
            first = next((one for one in standings if one.asks_to_join is not None), standings[0])
            self._wanted = first.member.member_id
        self._choose_wanted()
        self._refresh_detail()

    def _choose_wanted(self) -> None:
        if self._side.page in self._staying:
            # Read again while a form is being filled in: the form stays.
            return
        if self._wanted is not None and self.table.choose(self._wanted):
            self._wanted = None
            self._show_chosen()

    def _show_chosen(self) -> None:
        """Show the member of the row chosen."""
        chosen = self.table.chosen()
        self._refresh_detail()
        self._side.show_page(self._nobody if chosen is None else self.detail)

    def _refresh_detail(self) -> None:
        chosen: MemberStanding | None = self.table.chosen()
        if chosen is not None:
            asked_at = self._view_model.asked_at.get(chosen.asks_to_join or "")
            allowed = self._view_model.allowed_for(chosen.member.member_id)
            missed = self._view_model.missed_of(chosen.member.member_id)
            today, files = self._view_model.today(), self._view_model.files
            noted = file_facts(chosen.member, files, today) if files is not None else ()
            self.detail.show_member(chosen, asked_at, today, allowed, missed, noted)

    def _on_add(self) -> None:
        self._open_form(None)

    def _on_edit(self, member_id: str) -> None:
        standing = self._view_model.standing(member_id)
        if standing is not None:
            self._open_form(standing)

    def _open_form(self, standing: MemberStanding | None) -> None:
        self._side.show_page(self.form)
        taken = (one.member.member_id for one in self._view_model.standings)
        belongs = standing.belongs if standing else False
        self.form.begin(standing.member if standing else None, taken, belongs=belongs)

    def _on_allow(self, member_id: str) -> None:
        standing = self._view_model.standing(member_id)
        if standing is not None:
            self._side.show_page(self.allow_form)
            self.allow_form.begin(standing.member)
            self._view_model.load_guard()

    def _on_withdrawn(self, member_id: str) -> None:
        self._workplace.tell_done(
            _("The invitation of {member} is withdrawn: nobody can join with it any more.").format(
                member=member_id
            )
        )
        self._workplace.sync_quietly()
        self.table.setFocus()

    def _on_looked_into(self, member_id: str) -> None:
        self._workplace.tell_done(
            _("Noted for {member}. It shows again if more is noticed.").format(member=member_id)
        )
        self.table.setFocus()

    def _on_kit(self) -> None:
        self.kit.begin(due=self._view_model.kit_due)
        self._side.show_page(self.kit)
        self.kit.keep_button.setFocus()

    def _on_kit_renewed(self, code: str) -> None:
        self.kit.show_code(code)
        self._workplace.tell_done(_("The new recovery kit is written. The old one no longer serves."))
        self._workplace.sync_quietly()

    def _on_laptops(self, member_id: str) -> None:
        self._side.show_page(self.laptops)
        self.laptops.show_laptops(member_id, *self._view_model.laptops_of(member_id))
        self.laptops.close_button.setFocus()

    def _on_file(self, member_id: str) -> None:
        self._show_file(member_id)
        self._side.show_page(self.file)
        self.file.group.setFocus()

    def _show_file(self, member_id: str) -> None:
        files = self._view_model.files
        visitors = [
            one.member.member_id
            for one in self._view_model.standings
            if one.member.role is Role.VISITOR and one.belongs
        ]
        if files is not None:
            self.file.show_file(files, MemberId(member_id), visitors)

    def _on_files_loaded(self) -> None:
        self._refresh_detail()
        if self._side.page is self.file:
            self._show_file(self.file.member_id)

    def _on_noted(self, member_id: str) -> None:
        self.file.noted()
        self._workplace.tell_done(_("Noted in the office file of {member}.").format(member=member_id))
        self._workplace.sync_quietly()

    def _on_help(self, member_id: str) -> None:
        self._side.show_page(self.help)
        self.help.begin(member_id)

    def _on_helped(self, given: HelpGiven) -> None:
        self._on_left()
        self._workplace.tell_done(
            _(
                "{member} can open their laptop with {file} and the passphrase they chose. Send it to them."
            ).format(member=given.member_id, file=given.answer.name)
        )
        self._workplace.data_changed.emit()
        self._workplace.sync_quietly()

    def _on_laptop_removed(self, member_id: str) -> None:
        self._on_left()
        self._workplace.tell_done(
            _("A laptop of {member} is removed. The server refuses it from this sync on.").format(
                member=member_id
            )
        )
        self._workplace.data_changed.emit()
        self._workplace.sync_quietly()

    def _on_late_decided(self, take: bool) -> None:
        self._on_left()
        self._workplace.tell_done(_("They are taken in.") if take else _("They are refused."))
        self._workplace.data_changed.emit()
        self._workplace.sync_quietly()

    def _on_show_allowed(self) -> None:
        self.allowed.show_allowed(self._view_model.allowed)
        self._side.show_page(self.allowed)
        self.allowed.close_button.setFocus()

    def _on_allowed(self, allowance: Allowance) -> None:
        self._side.show_page(self._nobody)
        self.choose(allowance.member_id)
        self._on_left()
        self._workplace.tell_done(
            _("{member} may visit on {days}. Every laptop learns it at its next sync.").format(
                member=allowance.member_id, days=days_in_words(allowance.first, allowance.last)
            )
        )
        self._workplace.data_changed.emit()
        self._workplace.sync_quietly()

    def _on_left(self) -> None:
        self._show_chosen()
        self.table.setFocus()

    def _on_saved(self, member_id: str) -> None:
        self._side.show_page(self._nobody)
        self.choose(member_id)
        self._on_left()
        self._workplace.tell_done(
            _("{member} is saved. Every laptop of the scheme learns it at its next sync.").format(
                member=member_id
            )
        )
        self._workplace.data_changed.emit()

    def _on_invited(self, invitation: Invitation) -> None:
        self._side.show_page(self.invitation)
        self.invitation.show_invitation(invitation, self._view_model.server_url)
        self._workplace.sync_quietly()

    def _on_keep(self) -> None:
        invitation = self.invitation.invitation
        if invitation is None:
            return
        name, _kind = QFileDialog.getSaveFileName(
            self,
            _("Save the invitation file"),
            f"{invitation.member_id}.icvinvite",
            _("Invitations (*.icvinvite)"),
        )
        if name:
            self._view_model.keep_invitation(invitation, Path(name))

    def _on_kept(self, name: str) -> None:
        self._workplace.tell_done(_("The invitation is saved as {file}.").format(file=name))

    def _on_approved(self, member_id: str) -> None:
        words = _("The new laptop of {member} belongs to the scheme now.").format(member=member_id)
        if self._workplace.desk.server_url is None:
            words = f"{words} {_('Save the answer for them on a USB stick, under Settings.')}"
        self._workplace.tell_done(words)
        self._workplace.data_changed.emit()
        self._workplace.sync_quietly()
        self.table.setFocus()

    def _on_busy(self, words: str) -> None:
        if words:
            self.busy.start(words)
        else:
            self.busy.stop()


def _tags(model: PeopleViewModel, one: MemberStanding) -> Tags:
    """Return how a member stands, what is amiss with their laptops first."""
    _laptops, late = model.laptops_of(one.member.member_id)
    waits = ((_("Late records wait"), Hue.ORANGE),) if late else ()
    amiss = missed_tags(model.missed_of(one.member.member_id))
    return (*amiss, *waits, *standing_tags(one, model.today()))


def _columns(model: PeopleViewModel) -> tuple[Column[MemberStanding], ...]:
    return (
        Column(
            _("Member"),
            lambda one: Cell(str(one.member.member_id), full_name(one.member), bold=True),
            sort_key=lambda one: one.member.member_id,
            stretch=2,
        ),
        Column(
            _("Standing"),
            lambda one: Cell(
                tags=_tags(model, one),
                second=f"{role_word(one.member.role)}, {laptops(one.devices).lower()}",
            ),
            sort_key=lambda one: [word for word, _hue in _tags(model, one)],
            stretch=3,
        ),
    )
