"""What the set-up screen knows: the invitation at hand, and what was made of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from icv_app.errors import IcvError
from icv_app.words import _
from ui.doors import Doors, Founded, InvitationAtHand, NewScheme, Opened
from ui.tasks import Lane, Tasks

if TYPE_CHECKING:
    from icv_app.services.desk import Desk


class SetUpViewModel(QObject):
    """Set-up from an invitation, or of a new scheme."""

    invitation_read = Signal(object)
    """An `InvitationAtHand`."""
    opened = Signal(object)
    """`Opened` or `Founded`: there is a vault, and codes to write down."""
    request_saved = Signal(str)
    """The name of the file with the request to join."""
    finished = Signal(object)
    """The `Desk`, once the codes were noted."""
    busy_changed = Signal(str)
    """What is happening, or nothing."""
    message_changed = Signal(str)

    def __init__(self, doors: Doors, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._doors = doors
        self._tasks = tasks
        self._invitation: InvitationAtHand | None = None
        self._desk: Desk | None = None
        self._joining = False

    @property
    def member_id(self) -> str:
        """Whose invitation was read; nothing before."""
        return self._invitation.member_id if self._invitation is not None else ""

    @property
    def may_join_by_file(self) -> bool:
        """Whether a coordinator has yet to let this laptop in, and could do so by the server as well."""
        return self._joining and self._desk is not None and self._desk.server_url is not None

    @property
    def must_join_by_file(self) -> bool:
        """Whether a coordinator has yet to let this laptop in, and there is no server."""
        return self._joining and self._desk is not None and self._desk.server_url is None

    def read_file(self, file: Path) -> None:
        """Read an invitation file."""
        self._run(_("Reading the invitation"), lambda: self._doors.read_invitation(file), self._read)

    def read_words(self, words: str, server_url: str) -> None:
        """Fetch the invitation that 24 words name."""
        self._run(
            _("Fetching the invitation"),
            lambda: self._doors.read_spoken_invitation(words, server_url.strip()),
            self._read,
            lane=Lane.NETWORK,
        )

    def join(self, passphrase: str, again: str) -> None:
        """Make the vault from the invitation that was read."""
        invitation = self._invitation
        if invitation is not None and self._alike(passphrase, again):
            self._joining = True
            self._run(
                _("Setting up this laptop"), lambda: self._doors.join(invitation, passphrase), self._made
            )

    def found(self, scheme: NewScheme, passphrase: str, again: str) -> None:
        """Make the vault and a new scheme in it."""
        if self._alike(passphrase, again):
            self._run(_("Founding the scheme"), lambda: self._doors.found(scheme, passphrase), self._made)

    def recover(self, kit: Path, code: str, server_url: str, passphrase: str, again: str) -> None:
        """Make the vault of the office's new laptop from the recovery kit and the server."""
        if self._alike(passphrase, again):
            self._run(
                _("Bringing everything back from the server"),
                lambda: self._doors.recover(kit, code, server_url.strip(), passphrase),
                self._made,
                lane=Lane.NETWORK,
            )

    def save_request(self, file: Path) -> None:
        """Write this laptop's request to join, for the coordinator to read."""
        desk = self._desk
        if desk is not None:
            self._run(
                _("Saving the request"),
                lambda: self._doors.save_bundle(desk, file),
                lambda _records: self._saved(file.name),
                lane=Lane.NETWORK,
            )

    def read_answer(self, file: Path) -> None:
        """Read what the coordinator answered; where this laptop is let in, work begins."""
        desk = self._desk

        def read() -> bool:
            assert desk is not None  # noqa: S101 - there is a vault by now
            self._doors.read_bundle(desk, file)
            return desk.scheme.enrolled()

        if desk is not None:
            self._run(_("Reading the answer"), read, self._answered, lane=Lane.NETWORK)

    def codes_noted(self) -> None:
        """The person has written the codes down; they are shown nowhere again."""
        if self._desk is not None:
            self.finished.emit(self._desk)

    def _alike(self, passphrase: str, again: str) -> bool:
        if passphrase != again:
            self.message_changed.emit(_("The two passphrases differ. Type them again."))
        return passphrase == again

    def _run(
        self,
        words: str,
        work: Callable[[], object],
        then: Callable[[object], None],
        lane: Lane = Lane.STORE,
    ) -> None:
        self.message_changed.emit("")
        self.busy_changed.emit(words)
        self._tasks.run(lane, work, then=then, otherwise=self._failed, owner=self)

    def _saved(self, name: str) -> None:
        self.busy_changed.emit("")
        self.request_saved.emit(name)

    def _answered(self, enrolled: object) -> None:
        self.busy_changed.emit("")
        if enrolled:
            self.finished.emit(self._desk)
        else:
            self.message_changed.emit(
                _("This file does not let your laptop in. Ask your coordinator to approve it first.")
            )

    def _read(self, invitation: object) -> None:
        self.busy_changed.emit("")
        assert isinstance(invitation, InvitationAtHand)  # noqa: S101 - what Doors returns
        self._invitation = invitation
        self.invitation_read.emit(invitation)

    def _made(self, made: object) -> None:
        self.busy_changed.emit("")
        assert isinstance(made, Opened | Founded)  # noqa: S101 - what Doors returns
        self._desk = made.desk
        self.opened.emit(made)

    def _failed(self, error: IcvError) -> None:
        self.busy_changed.emit("")
        self.message_changed.emit(error.user_text)
