"""When this laptop sends and fetches: by itself, when asked, and not while it is held back."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from PySide6.QtCore import QObject, QTimer, Signal

from icv_app.domain.sync_choices import SyncChoices
from icv_app.errors import IcvError, NotYetEnrolled, Unreachable
from ui.doors import Doors, SyncOutcome, SyncTold
from ui.network import Network
from ui.tasks import Lane, Progress, Tasks

if TYPE_CHECKING:
    from datetime import datetime

    from icv_app.services.desk import Desk

_LONGEST_TIMER_MS = 24 * 60 * 60 * 1000


class Hold(StrEnum):
    """Why nothing is sent or fetched by itself; what is asked for goes all the same."""

    PAUSED = "paused"
    NO_NETWORK = "no_network"
    METERED = "metered"


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncState:
    """Where synchronising stands on this laptop.

    Attributes:
        running: It is under way.
        stopping: The person cancelled it, and it is about to end.
        told: How far it is.
        hold: Why it does not go by itself.
        failure: Why the last one ended early; `None` after a good one.
        next_at: When it goes by itself again, UTC; `None` while it is under way or held back.
    """

    running: bool = False
    stopping: bool = False
    told: SyncTold | None = None
    hold: Hold | None = None
    failure: IcvError | None = None
    next_at: datetime | None = None
    choices: SyncChoices = field(default_factory=SyncChoices)


class Syncing(QObject):
    """One laptop's synchronising. Lives on the GUI thread from unlocking to locking.

    Args:
        desk: Of the unlocked vault; a scheme without a server never synchronises.
        doors: Does it, and says when to try again.
        tasks: Background work.
        network: What is known of it.
        parent: Qt parent.
    """

    changed = Signal()
    """`state` is another."""
    ended = Signal(object, bool)
    """A `SyncOutcome`, and whether somebody had asked."""
    failed = Signal(object, bool)
    """An `IcvError`, likewise."""
    cancelled = Signal()
    """The person ended it early."""
    refused = Signal(object)
    """An `IcvError`: a choice could not be kept."""

    def __init__(
        self, desk: Desk, doors: Doors, tasks: Tasks, network: Network, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._doors = doors
        self._tasks = tasks
        self._network = network
        self.state = SyncState()
        self._progress: Progress | None = None
        self._told: SyncTold | None = None
        self._asked = False
        self._failures = 0
        self._told_to_wait = False
        self._begun = False
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._due)
        network.changed.connect(self._on_hold_changed)

    @property
    def by_server(self) -> bool:
        """Whether the scheme has a server at all."""
        return self._desk.server_url is not None

    def begin(self) -> None:
        """Learn what was chosen, then synchronise now and from time to time."""
        if self.by_server:
            self._tasks.run(
                Lane.STORE,
                self._desk.sync_centre.choices,
                then=self._begin_with,
                otherwise=self.refused.emit,
                owner=self,
            )

    def end(self) -> None:
        """Stop; called before the vault is locked."""
        self._begun = False
        self._timer.stop()
        if self._progress is not None:
            self._progress.cancel()

    def quietly(self) -> None:
        """Synchronise because something happened here, unless it is held back or the server asked to wait."""
        waits = self._told_to_wait and self._timer.isActive()
        if self.by_server and self.state.hold is None and not waits:
            self._run(asked=False)

    def now(self) -> None:
        """Synchronise because the person asked, held back or not."""
        self._run(asked=True)

    def cancel(self) -> None:
        """End what is under way at its next step; what was done stays done."""
        if self._progress is not None:
            self._progress.cancel()
            self._set(stopping=True)

    def choose(self, choices: SyncChoices) -> None:
        """Keep when it may go by itself, from now on."""
        before = self.state.choices
        self._set(choices=choices)
        self._tasks.run(
            Lane.STORE,
            lambda: self._desk.sync_centre.choose(choices),
            then=lambda _none: self._on_hold_changed(),
            otherwise=lambda error: self._not_kept(error, before),
            owner=self,
        )

    def _begin_with(self, choices: SyncChoices) -> None:
        self._begun = True
        self._set(choices=choices, hold=self._hold(choices))
        self._due()

    def _due(self) -> None:
        if self.state.hold is None:
            self._run(asked=False)

    def _run(self, *, asked: bool) -> None:
        self._asked = self._asked or asked
        if self.state.running:
            return
        self._timer.stop()
        self._told = None
        self._set(running=True, stopping=False, told=None, next_at=None)
        self._progress = self._tasks.run_long(
            Lane.NETWORK,
            self._work,
            then=self._on_ended,
            otherwise=self._on_failed,
            on_progress=self._on_progress,
            on_cancelled=self._on_cancelled,
            owner=self,
        )
        if not self.state.running:  # it is over already, where work runs at once
            self._progress = None

    def _work(self, progress: Progress) -> SyncOutcome:
        def tell(told: SyncTold) -> None:
            self._told = told  # replaced whole: the window reads either this one or the one before
            progress.report(told.done, told.total or 0)

        return self._doors.synchronise(self._desk, tell, lambda: progress.cancelled)

    def _on_progress(self, _done: int, _total: int) -> None:
        self._set(told=self._told)

    def _on_ended(self, outcome: SyncOutcome) -> None:
        if outcome.cancelled:
            self._on_cancelled()
            return
        self._failures, self._told_to_wait = 0, False
        asked = self._over(failure=None)
        self._plan(None)
        self.ended.emit(outcome, asked)

    def _on_failed(self, error: IcvError) -> None:
        # Waiting to be let in is no failure of the server: it is asked as often as ever.
        self._failures = 0 if isinstance(error, NotYetEnrolled) else self._failures + 1
        wait = error.retry_after_s if isinstance(error, Unreachable) else None
        self._told_to_wait = wait is not None
        asked = self._over(failure=error)
        self._plan(wait)
        self.failed.emit(error, asked)

    def _on_cancelled(self) -> None:
        self._over(failure=self.state.failure)
        self._plan(None)
        self.cancelled.emit()

    def _over(self, failure: IcvError | None) -> bool:
        asked, self._asked, self._progress = self._asked, False, None
        self._set(running=False, stopping=False, told=None, failure=failure)
        return asked

    def _plan(self, asked_s: int | None) -> None:
        if not self._begun:
            return
        hold = self._hold(self.state.choices)
        following = self._doors.next_sync(self._failures, asked_s)
        self._timer.start(min(int(following.wait.total_seconds() * 1000), _LONGEST_TIMER_MS))
        self._set(hold=hold, next_at=following.at if hold is None else None)

    def _on_hold_changed(self) -> None:
        """Go on at once where nothing holds it back any more: something may have waited."""
        before, now = self.state.hold, self._hold(self.state.choices)
        self._set(hold=now, next_at=None if now is not None else self.state.next_at)
        if before is not None and now is None and self._begun:
            self.quietly()

    def _not_kept(self, error: IcvError, before: SyncChoices) -> None:
        self._set(choices=before)
        self.refused.emit(error)

    def _hold(self, choices: SyncChoices) -> Hold | None:
        if choices.paused:
            return Hold.PAUSED
        if _on_this_computer(self._desk.server_url):
            return None
        if self._network.absent:
            return Hold.NO_NETWORK
        return Hold.METERED if self._network.metered and not choices.metered_too else None

    def _set(self, **changes: object) -> None:
        state = replace(self.state, **changes)  # type: ignore[arg-type]
        if state != self.state:
            self.state = state
            self.changed.emit()


def _on_this_computer(server_url: str | None) -> bool:
    host = urlsplit(server_url or "").hostname
    return host in {"localhost", "::1"} or (host is not None and host.startswith("127."))
