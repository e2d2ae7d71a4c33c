"""One member of the register in full, and an invitation being handed over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from icv_app.domain.scheme import Role
from icv_app.domain.times import in_london
from icv_app.words import _
from ui.entries.dates import say_date
from ui.entries.times import say_time
from ui.people.missed_note import MissedNote
from ui.people.missed_words import missed_tags
from ui.people.standing import allowed_facts, full_name, member_facts, standing_tags
from ui.theme import Hue
from ui.theme.tokens import SPACE_L, SPACE_M, SPACE_S
from ui.widgets.button import Button
from ui.widgets.facts import Facts
from ui.widgets.flow import Flow
from ui.widgets.labels import Heading, Muted, Text
from ui.widgets.scroll_card import ScrollCard
from ui.widgets.tag import Tag

if TYPE_CHECKING:
    from icv_app.seal.invitations import Invitation
    from icv_app.seal.withholding import Missed
    from icv_app.services.overrides import AllowedVisits
    from icv_app.services.scheme import MemberStanding

_WORDS_IN_A_ROW = 4


class MemberDetail(ScrollCard):
    """What is noted about a member, and what can be done."""

    edit_asked = Signal(str)
    invite_asked = Signal(str)
    approve_asked = Signal(str)
    allow_asked = Signal(str)
    laptops_asked = Signal(str)
    withdraw_asked = Signal(str)
    help_asked = Signal(str)
    look_into_asked = Signal(str)
    file_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(" ", parent)
        self._member_id = ""
        self._tags = QWidget()
        self._flow = Flow(self._tags)
        self.waiting = _Waiting()
        self.missed = MissedNote()
        self.facts = Facts()
        self.edit_button = Button(_("Change"), icon="pencil")
        self.invite_button = Button(_("Invite a laptop"), icon="send")
        self.allow_button = Button(_("Allow a visit although …"))
        self.laptops_button = Button(_("Laptops"))
        self.withdraw_button = Button(_("Withdraw the invitation"))
        self.help_button = Button(_("Help back in"))
        self.file_button = Button(_("Office file"))
        self.body.addWidget(self._tags)
        self.body.addWidget(self.missed)
        self.body.addWidget(self.waiting)
        self.body.addWidget(self.facts)
        self.body.addStretch(1)
        self.add_buttons(
            self.edit_button,
            self.file_button,
            self.invite_button,
            self.withdraw_button,
            self.laptops_button,
            self.help_button,
            self.allow_button,
        )
        self.file_button.clicked.connect(lambda: self.file_asked.emit(self._member_id))
        self.help_button.clicked.connect(lambda: self.help_asked.emit(self._member_id))
        self.missed.button.clicked.connect(lambda: self.look_into_asked.emit(self._member_id))
        self.withdraw_button.clicked.connect(lambda: self.withdraw_asked.emit(self._member_id))
        self.laptops_button.clicked.connect(lambda: self.laptops_asked.emit(self._member_id))
        self.allow_button.clicked.connect(lambda: self.allow_asked.emit(self._member_id))
        self.edit_button.clicked.connect(lambda: self.edit_asked.emit(self._member_id))
        self.invite_button.clicked.connect(lambda: self.invite_asked.emit(self._member_id))
        self.waiting.button.clicked.connect(lambda: self.approve_asked.emit(self._member_id))

    def show_member(
        self,
        standing: MemberStanding,
        asked_at: datetime | None,
        today: date,
        allowed: Sequence[AllowedVisits] = (),
        missed: Sequence[Missed] = (),
        noted: Sequence[tuple[str, str]] = (),
    ) -> None:
        """Show one member, with what they were allowed, what was noticed and what the office keeps."""
        member = standing.member
        self._member_id = member.member_id
        title = " · ".join(part for part in (str(member.member_id), full_name(member)) if part)
        self.title.setText(title)
        self.setAccessibleName(title)
        while (item := self._flow.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for word, hue in (*missed_tags(missed), *standing_tags(standing, today)):
            self._flow.addWidget(Tag(word, hue))
        self.missed.show_missed(missed)
        self.waiting.setVisible(standing.asks_to_join is not None)
        invited = standing.asks_to_join is not None or standing.invited_until is not None
        self.withdraw_button.setVisible(invited)
        if standing.asks_to_join is not None:
            self.waiting.show_who(member.member_id, asked_at)
        self.facts.show_facts([*member_facts(standing), *noted, *allowed_facts(allowed)])
        self.help_button.setVisible(standing.devices > 0)
        self.allow_button.setVisible(member.role is Role.VISITOR)
        self.invite_button.setEnabled(member.left is None or member.left >= today)


class _Waiting(QFrame):
    """A new laptop that asks to join."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "note")
        self.setProperty("hue", str(Hue.BLUE))
        self.heading = Heading(_("A new laptop asks to join"), 3)
        self.words = Text()
        self.button = Button(_("Approve this laptop"), "main")
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_M)
        column.setSpacing(SPACE_S)
        column.addWidget(self.heading)
        column.addWidget(self.words)
        column.addWidget(self.button, alignment=Qt.AlignmentFlag.AlignLeft)

    def show_who(self, member_id: str, asked_at: datetime | None) -> None:
        words = _(
            "It used the invitation for {member}{when}. Approve it if {member} told you that they set it up: "
            "from then on it can read what is sent to {member}."
        )
        when = _(" on {when}").format(when=say_moment(asked_at)) if asked_at else ""
        self.words.setText(words.format(member=member_id, when=when))


class InvitationPanel(ScrollCard):
    """An invitation to be handed over as a file or read aloud; shown once."""

    keep_asked = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(" ", parent)
        self.invitation: Invitation | None = None
        self.until = Text()
        self.keep_button = Button(_("Save the invitation file"), "main", icon="download")
        self.words_heading = Heading(_("Or read these 24 words aloud"), 3)
        self.words = Text(size="large", weight="semibold")
        self.words.setAccessibleName(_("Invitation words"))
        self.words.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self.words.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.server = Muted()
        self.done_button = Button(_("Done"))
        self.body.addWidget(self.until)
        self.body.addWidget(self.keep_button, alignment=Qt.AlignmentFlag.AlignLeft)
        for widget in (self.words_heading, self.words, self.server):
            self.body.addWidget(widget)
        self.body.addWidget(
            Muted(
                _(
                    "Whoever has the file or the words can ask to join as this member, once. "
                    "Hand them over as you would a key. Nobody gets in before you approve the laptop."
                )
            )
        )
        self.body.addStretch(1)
        self.add_buttons(self.done_button)
        self.keep_button.clicked.connect(self.keep_asked)
        self.done_button.clicked.connect(self._on_done)

    def show_invitation(self, invitation: Invitation, server_url: str) -> None:
        """Show it; the words only where there is a server to look them up at."""
        self.invitation = invitation
        title = _("Invitation for {member}").format(member=invitation.member_id)
        self.title.setText(title)
        self.setAccessibleName(title)
        until = say_moment(invitation.expires_at)
        self.until.setText(_("For one laptop, until {when}.").format(when=until))
        spoken = bool(server_url)
        for widget in (self.words_heading, self.words, self.server):
            widget.setVisible(spoken)
        self.words.setText(_numbered(invitation.words()) if spoken else "")
        self.server.setText(
            _("With the words they also need the server address: {url}").format(url=server_url)
        )
        self.keep_button.setFocus()

    def forget(self) -> None:
        """Keep no secret in a widget once it has served."""
        self.invitation = None
        self.words.setText("")

    def _on_done(self) -> None:
        self.forget()
        self.left.emit()


def say_moment(moment: datetime) -> str:
    """Return a moment as 14 March 2024, 21:40."""
    local = in_london(moment)
    return f"{say_date(local.date())}, {say_time(local.time())}"


def _numbered(words: str) -> str:
    listed = words.split()
    rows = [
        "   ".join(listed[start : start + _WORDS_IN_A_ROW])
        for start in range(0, len(listed), _WORDS_IN_A_ROW)
    ]
    return "\n".join(rows)
