"""The application from start to end: set up or unlock, work, lock."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QApplication

from icv_app.services.last_backup import what_was_opened
from icv_app.words import _, plural
from ui.doors import Doors, Restored
from ui.network import Network
from ui.shell.places import coordinator_places, visitor_places
from ui.shell.window import ShellWindow
from ui.tasks import Lane, ThreadPoolTasks
from ui.unlock.backup_offer import BackupViewModel
from ui.unlock.view import UnlockPage
from ui.unlock.view_model import UnlockViewModel
from ui.widgets.message_bar import Kind
from ui.workplace import Workplace

if TYPE_CHECKING:
    from icv_app.services.desk import Desk

LOCK_AFTER_MS = 15 * 60 * 1000
FINISH_MS = 30_000
_SIGNS_OF_LIFE = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)


class Application(QObject):
    """Owns the window and whoever works in it.

    Args:
        app: Already dressed by the theme.
        doors: The way in and out.
        tasks: Background work.
        register_pages: Puts the pages of a role into the window.
        lock_after_ms: Locks after this long without a sign of life.
        network: Makes what is known of the network, when the first vault is unlocked.
    """

    def __init__(
        self,
        app: QApplication,
        doors: Doors,
        tasks: ThreadPoolTasks,
        register_pages: Callable[[Workplace], None],
        *,
        lock_after_ms: int = LOCK_AFTER_MS,
        network: Callable[[QObject], Network] = Network,
    ) -> None:
        super().__init__(app)
        self._app = app
        self._doors = doors
        self._tasks = tasks
        self._register_pages = register_pages
        self.window = ShellWindow()
        self.workplace: Workplace | None = None
        self._make_network = network
        self._network: Network | None = None
        self._damage_met = False
        tasks.damage_met.connect(self._on_damage_met)
        self._idle = QTimer(self, singleShot=True, interval=lock_after_ms)
        self._idle.timeout.connect(self._on_idle)
        self.window.lock_requested.connect(self.lock)
        self.window.closing.connect(self._finish)
        # On the windows, not on the application: a filter there is asked about every event there is.
        app.focusWindowChanged.connect(self._on_focus_window_changed)

    def start(self) -> None:
        """Show the window with the first screen."""
        if self._doors.has_vault():
            self._ask_to_unlock()
        else:
            self._ask_to_set_up()
        self.window.show()

    def lock(self) -> None:
        """Finish what is under way, close the vault and ask for the passphrase."""
        if self.workplace is None:
            return
        self._finish()
        self._ask_to_unlock()

    def enter(self, desk: Desk) -> None:
        """Begin work with an unlocked vault."""
        self._damage_met = False
        self._network = self._network or self._make_network(self)
        workplace = Workplace(desk, self._doors, self._tasks, self.window, self, network=self._network)
        self.workplace = workplace
        self._register_pages(workplace)
        places = coordinator_places() if desk.identity.coordinator else visitor_places()
        role = _("coordinator") if desk.identity.coordinator else _("visitor")
        self.window.show_role(places, f"{desk.scheme_name} · {role}")
        workplace.removed.connect(self._on_removed, Qt.ConnectionType.QueuedConnection)
        workplace.begin()
        self._idle.start()
        self._tell_how_it_ended(workplace)

    def _on_focus_window_changed(self, window: QWindow | None) -> None:
        if window is not None:
            window.removeEventFilter(self)
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Start the idle time anew at every sign of life."""
        if event.type() in _SIGNS_OF_LIFE and self._idle.isActive():
            self._idle.start()
        return super().eventFilter(watched, event)

    def _ask_to_unlock(self) -> None:
        model = UnlockViewModel(self._doors, self._tasks)
        backups = BackupViewModel(self._doors, self._tasks)
        page = UnlockPage(model, backups)
        for one in (model, backups):
            one.setParent(page)
        model.unlocked.connect(self.enter)
        page.help_button.clicked.connect(self._ask_for_help)
        backups.restored.connect(self._enter_restored)
        self.window.show_alone(page)
        if self._damage_met:
            backups.look()

    def _ask_for_help(self) -> None:
        from ui.locked_out.view import LockedOutPage
        from ui.locked_out.view_model import LockedOutViewModel

        model = LockedOutViewModel(self._doors, self._tasks)
        page = LockedOutPage(model)
        model.setParent(page)
        page.left.connect(self._ask_to_unlock)
        model.finished.connect(self.enter)
        self.window.show_alone(page)

    def _ask_to_set_up(self) -> None:
        # Seen once in a vault's life, and large: not loaded by everybody who only unlocks.
        from ui.set_up.view import SetUpPage
        from ui.set_up.view_model import SetUpViewModel

        model = SetUpViewModel(self._doors, self._tasks)
        page = SetUpPage(model)
        model.setParent(page)
        model.finished.connect(self.enter)
        self.window.show_alone(page)

    def _enter_restored(self, restored: Restored) -> None:
        self.enter(restored.desk)
        self.window.messages.show_message(what_was_opened(restored.backup), Kind.WARNING)

    def _on_damage_met(self) -> None:
        """Remember it: where the vault is unlocked next, its last backup is offered."""
        self._damage_met = True

    def _tell_how_it_ended(self, workplace: Workplace) -> None:
        """Say what became of the last changes where ICV did not end as it should."""
        desk = workplace.desk
        if desk.missing_changes:
            self.window.messages.show_message(
                plural(
                    "The last change before ICV stopped is missing: look at your last draft.",
                    "The last {n} changes before ICV stopped are missing: look at your last draft.",
                    desk.missing_changes,
                ),
                Kind.WARNING,
            )
            # Only now: had ICV stopped before this, nobody would have been told.
            self._tasks.run(
                Lane.STORE,
                desk.missing_changes_were_told,
                then=lambda _nothing: None,
                otherwise=workplace.tell,
                owner=workplace,
            )
        elif desk.ended_uncleanly:
            self.window.messages.show_message(
                _("ICV stopped without being closed. Nothing was lost: go on where you were."),
                Kind.INFORMATION,
            )

    def _on_removed(self, words: str) -> None:
        """The vault is gone: what remains is to begin again from an invitation."""
        self._finish()
        self._ask_to_set_up()
        self.window.messages.show_message(words, Kind.ERROR)

    def _on_idle(self) -> None:
        self.lock()
        self.window.messages.show_message(
            _("ICV locked itself because nobody used it. Everything is saved."), Kind.INFORMATION
        )

    def _finish(self) -> None:
        """Bring every edit to the disk, then close the vault; nothing of it stays on screen."""
        self._idle.stop()
        workplace, self.workplace = self.workplace, None
        if workplace is None:
            return
        workplace.end()
        self.window.forget_pages()
        self._tasks.cancel_long()
        self._tasks.wait_until_idle(FINISH_MS)
        workplace.desk.lock()
        workplace.deleteLater()
