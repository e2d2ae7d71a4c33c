"""What every page of an unlocked vault shares: the desk, the doors, background work and the window."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from icv_app.errors import DeviceRemoved, IcvError, NotFound, NotYetEnrolled, Unreachable
from icv_app.words import _, plural
from ui.doors import Doors, SyncOutcome
from ui.network import Network
from ui.shell.page import Page
from ui.shell.window import ShellWindow
from ui.syncing import Hold, Syncing
from ui.tasks import Lane, Tasks
from ui.widgets.message_bar import Kind

if TYPE_CHECKING:
    from icv_app.domain.finding import Place
    from icv_app.services.desk import Desk
    from icv_app.services.sync_desk import SyncStanding

GUARD_AFTER_MS = 1500
"""The privacy guard's word lists are read once the first page is there, and before a text is written."""


class Workplace(QObject):
    """One member at work. Lives on the GUI thread from unlocking to locking.

    Attributes:
        open_visit: Opens a draft in the editor, by its identifier; set by whoever registers the pages.
        open_report: Opens a filed report, likewise.
        open_report_at: Opens a filed report where something was found in it, likewise.
        open_member: Opens a member in the register, by scheme number, likewise.
        decide_on: Opens a filed report where it is decided on.
        open_expenses: Shows expenses: a visitor's own, everybody's to a coordinator, likewise.
        open_coming_up: Shows what runs out for members, likewise.
        open_training: Shows how every visitor stands in every kind of training, likewise.
        open_centre: Shows where every record is, likewise.
        open_notice: Opens a notice at the desk by its first edition, or a visitor's message by its record.
        open_bring_in: Shows how past visits are brought in from a table, likewise.
        open_concern: Opens a concern in the coordinator's list, by its identifier, likewise.
    """

    data_changed = Signal()
    """Something in the vault is other than before: a page in sight reads it again."""
    removed = Signal(str)
    """This laptop was removed from the scheme: what to tell the person; nothing of the vault is left."""
    syncing_changed = Signal(bool)
    standing_changed = Signal(object)
    """A `SyncStanding`."""

    def __init__(
        self,
        desk: Desk,
        doors: Doors,
        tasks: Tasks,
        window: ShellWindow,
        parent: QObject | None = None,
        *,
        network: Network | None = None,
    ) -> None:
        super().__init__(parent)
        self.desk = desk
        self.doors = doors
        self.tasks = tasks
        self.window = window
        self.open_visit: Callable[[str], None] = lambda _visit_id: None
        self.open_report: Callable[[str], None] = lambda _visit_id: None
        self.open_report_at: Callable[[str, Place], None] = lambda _visit_id, _place: None
        self.open_member: Callable[[str], None] = lambda _member_id: None
        self.decide_on: Callable[[str], None] = lambda _visit_id: None
        self.open_concern: Callable[[str], None] = lambda _concern_id: None
        self.open_notice: Callable[[str], None] = lambda _notice_id: None
        self.open_expenses: Callable[[], None] = lambda: None
        self.open_coming_up: Callable[[], None] = lambda: None
        self.open_training: Callable[[], None] = lambda: None
        self.open_centre: Callable[[], None] = lambda: None
        self.open_bring_in: Callable[[], None] = lambda: None
        self.sync = Syncing(desk, doors, tasks, network or Network(self), self)
        self._was_syncing = False
        self._standing: SyncStanding | None = None
        self.sync.changed.connect(self._on_sync_changed)
        self.sync.ended.connect(self._synced)
        self.sync.failed.connect(self._not_synced)
        self.sync.cancelled.connect(self._on_sync_cancelled)
        self.sync.refused.connect(self.tell)
        self._guard_timer = QTimer(self, singleShot=True, interval=GUARD_AFTER_MS)
        self._guard_timer.timeout.connect(self.load_guard)
        self.data_changed.connect(self.refresh_standing)
        window.nav.foot_opened.connect(self._on_foot_opened)

    @property
    def syncing(self) -> bool:
        """Whether a synchronisation is under way."""
        return self.sync.state.running

    def begin(self) -> None:
        """Show where things stand, and synchronise now and from time to time."""
        self.refresh_standing()
        self._guard_timer.start()
        # Not in the store's lane: it reads the whole vault, and edits must not wait behind it.
        self.tasks.run(
            Lane.NETWORK, self.doors.back_up, then=lambda _none: None, otherwise=self.tell, owner=self
        )
        self.sync.begin()

    def end(self) -> None:
        """Stop synchronising; called before the vault is locked."""
        self._guard_timer.stop()
        # The pages go next: nothing that still comes in may reach them.
        self.blockSignals(True)
        self.sync.blockSignals(True)
        self.sync.end()

    def load_guard(self) -> None:
        """Have the privacy guard ready, so that opening a visit does not wait for it."""
        desk = self.desk

        def load() -> None:
            try:
                settings = desk.scheme.settings()
            except NotFound:  # a new laptop: there is nothing to write about yet
                return
            desk.guard_for(settings)

        self.tasks.run(Lane.NETWORK, load, then=lambda _none: None, otherwise=self.tell, owner=self)

    def open_over(self, page: Page) -> None:
        """Show a page over the present one."""
        self.window.open_over(page)

    def sync_quietly(self) -> None:
        """Synchronise in the background; a server that cannot be reached is no news."""
        self.sync.quietly()

    def sync_now(self) -> None:
        """Synchronise because the person asked; they are told how it went."""
        self.sync.now()

    def refresh_standing(self) -> None:
        """Read again what is here and what the server has."""
        self.tasks.run(
            Lane.STORE, self.desk.sync.standing, then=self._show_standing, otherwise=self.tell, owner=self
        )

    def tell(self, error: IcvError) -> None:
        """Say what went wrong, above the page."""
        self.window.messages.show_message(error.user_text, Kind.ERROR)

    def tell_done(self, text: str, *, undo: Callable[[], None] | None = None) -> None:
        """Say what was done, above the page; `undo` takes it back, as long as it stands there."""
        action = _("Undo") if undo is not None else ""
        self.window.messages.show_message(text, Kind.DONE, action=action, then=undo)

    def _synced(self, outcome: SyncOutcome, asked: bool) -> None:
        if asked:
            self.tell_done(synced_sentence(outcome))
        if outcome.received or outcome.sent or outcome.enrolments:
            self.data_changed.emit()
        else:
            self.refresh_standing()

    def _not_synced(self, error: IcvError, asked: bool) -> None:
        if isinstance(error, DeviceRemoved):
            self.removed.emit(error.user_text)
            return
        quiet = isinstance(error, Unreachable | NotYetEnrolled)
        if asked or not quiet:
            kind = Kind.INFORMATION if quiet else Kind.ERROR
            self.window.messages.show_message(error.user_text, kind)
        self.refresh_standing()

    def _on_sync_cancelled(self) -> None:
        self.window.messages.show_message(
            _("The sync was cancelled. What was sent and received so far is kept."), Kind.INFORMATION
        )
        self.data_changed.emit()

    def _on_foot_opened(self) -> None:
        self.open_centre()

    def _on_sync_changed(self) -> None:
        state = self.sync.state
        if state.running != self._was_syncing:
            self._was_syncing = state.running
            self.syncing_changed.emit(state.running)
        if self._standing is not None:
            self._show_foot(self._standing)

    def _show_foot(self, standing: SyncStanding) -> None:
        self.window.nav.set_foot((*foot_lines(standing), *hold_lines(self.sync.state.hold)))

    def _show_standing(self, standing: SyncStanding) -> None:
        self._standing = standing
        self._show_foot(standing)
        self.standing_changed.emit(standing)


def foot_lines(standing: SyncStanding) -> tuple[str, ...]:
    """Say in words what is on this laptop, what the server has, and when it last synced."""
    lines = []
    if standing.drafts:
        lines.append(plural("On this laptop: {n} draft", "On this laptop: {n} drafts", standing.drafts))
    if standing.waiting:
        lines.append(plural("{n} record to send", "{n} records to send", standing.waiting))
    lines.append(plural("Server has: {n} record", "Server has: {n} records", standing.accepted))
    if standing.apart:
        lines.append(plural("{n} record set apart", "{n} records set apart", standing.apart))
    ago = standing.since_last_sync
    lines.append(_("Not synced yet") if ago is None else synced_words(ago))
    return tuple(lines)


def hold_lines(hold: Hold | None) -> tuple[str, ...]:
    """Say at the foot why nothing goes by itself; nothing where it does."""
    words = {
        Hold.PAUSED: _("Syncing is paused"),
        Hold.NO_NETWORK: _("No network: paused"),
        Hold.METERED: _("Metered network: paused"),
    }
    return (words[hold],) if hold is not None else ()


def synced_sentence(outcome: SyncOutcome) -> str:
    """Say what a synchronisation did, and whether both sides hold the same now."""
    words = _("Synced: {sent} sent, {received} received.").format(
        sent=outcome.sent, received=outcome.received
    )
    if not outcome.same:
        return f"{words} {_('The server still holds something else than this laptop: see the sync centre.')}"
    if outcome.mended:
        return f"{words} {_('The two sides differed; that was repaired.')}"
    return words


def synced_words(ago: timedelta) -> str:
    """Say how long ago the last sync was."""
    minutes = int(ago.total_seconds() // 60)
    if minutes < 1:
        return _("Synced just now")
    if minutes < 60:
        return plural("Synced {n} min ago", "Synced {n} min ago", minutes)
    hours = minutes // 60
    if hours < 48:
        return plural("Synced {n} hour ago", "Synced {n} hours ago", hours)
    return plural("Synced {n} day ago", "Synced {n} days ago", hours // 24)
