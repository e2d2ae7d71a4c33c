"""Background work: one doorway, three lanes.

Nothing that touches the disk, the network or cryptography runs on the GUI
thread. `STORE` has one thread, so that there is one writer and the order of
edits is kept; `NETWORK` has another, so that a slow server delays no edit; and
`TEXTS` a third, which looks through what is being typed and waits for neither.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from functools import partial
from threading import Event
from typing import Generic, Protocol, TypeVar

import shiboken6
from PySide6.QtCore import QDeadlineTimer, QEventLoop, QObject, Qt, QThreadPool, QTimer, Signal, Slot

from icv_app.errors import IcvError, VaultDamaged
from ui.presses import PRESSES

T = TypeVar("T")


class Lane(Enum):
    """Where work queues; the work of one lane runs in the order it was given."""

    STORE = auto()
    NETWORK = auto()
    TEXTS = auto()


class Cancelled(Exception):
    """Raised inside work at its next report of progress after it was cancelled.

    It passes through services like any exception, so that their transaction is
    rolled back; it is not an `IcvError` because nobody needs to be told.
    """


class Progress:
    """How work tells how far it is and learns that nobody wants it any more.

    Hand `report` to a service as its progress callback.
    """

    def __init__(self, tell: Callable[[int, int], None] | None = None) -> None:
        self._tell = tell
        self._cancelled = Event()

    def report(self, done: int, total: int) -> None:
        """Say that `done` of `total` is done; callable on any thread.

        Raises:
            Cancelled: The person cancelled.
        """
        if self._cancelled.is_set():
            raise Cancelled
        if self._tell is not None:
            self._tell(done, total)

    def cancel(self) -> None:
        """Ask the work to stop; it does so at its next report, or before it starts."""
        self._cancelled.set()

    @property
    def cancelled(self) -> bool:
        """Whether `cancel` was called."""
        return self._cancelled.is_set()


class Tasks(Protocol):
    """Runs work away from the GUI thread and brings its answer back."""

    def run(
        self,
        lane: Lane,
        work: Callable[[], T],
        *,
        then: Callable[[T], None],
        otherwise: Callable[[IcvError], None],
        owner: QObject | None = None,
        after_paint: bool = False,
        again: bool = False,
    ) -> None:
        """Run `work` on `lane`, then `then` or `otherwise` on the GUI thread.

        Args:
            lane: Where to queue.
            work: Must touch no widget.
            then: Gets the answer.
            otherwise: Gets an expected failure. A defect goes to the crash dialog instead.
            owner: If it is gone by the time of the answer, the answer is dropped.
            after_paint: Begin once what the person did is on the screen, since both need the
                interpreter; whatever is given meanwhile, on any lane, still comes after it.
            again: The button whose press started it may start more before the answer, as with
                edits; else it heeds no press until then.
        """
        ...

    def run_long(
        self,
        lane: Lane,
        work: Callable[[Progress], T],
        *,
        then: Callable[[T], None],
        otherwise: Callable[[IcvError], None],
        on_progress: Callable[[int, int], None],
        on_cancelled: Callable[[], None],
        owner: QObject | None = None,
    ) -> Progress:
        """Like `run`, for work that says how far it is; cancel it through what is returned."""
        ...


@dataclass(frozen=True, slots=True)
class _Doors(Generic[T]):
    """Where the answer of one piece of work may go."""

    then: Callable[[T], None]
    otherwise: Callable[[IcvError], None]
    on_cancelled: Callable[[], None]
    owner: QObject | None

    def leave(self, answer: Callable[[], None]) -> None:
        """Give the answer, unless its owner is gone."""
        _if_alive(self.owner, answer)


def _if_alive(owner: QObject | None, answer: Callable[[], None]) -> None:
    if owner is None or shiboken6.isValid(owner):
        answer()


def _let_go_and_answer(let_go: Callable[[], None], answer: Callable[[], None]) -> None:
    let_go()
    answer()


class ThreadPoolTasks(QObject):
    """`Tasks` over two thread pools.

    Attributes:
        pending: Work given and not yet answered.
    """

    defect_found = Signal(Exception)
    """Something that is not an `IcvError` came out of work: connect it to the crash dialog."""
    damage_met = Signal()
    """Work came upon a damaged file of the vault: its last backup is worth offering."""
    idle = Signal()
    """The last pending work was answered."""
    _answered = Signal(object)
    _progressed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pools = {lane: QThreadPool(self) for lane in Lane}
        for pool in self._pools.values():
            pool.setMaxThreadCount(1)
            pool.setExpiryTimeout(-1)
        self.pending = 0
        self._held: list[tuple[Lane, Callable[[], None]]] = []
        # A timer without time runs out when every event that waits, the painting one too, is done.
        self._painted = QTimer(self, singleShot=True, interval=0)
        self._painted.timeout.connect(self._start_held)
        self._long: set[Progress] = set()
        self._answered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._progressed.connect(self._deliver_progress, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        lane: Lane,
        work: Callable[[], T],
        *,
        then: Callable[[T], None],
        otherwise: Callable[[IcvError], None],
        owner: QObject | None = None,
        after_paint: bool = False,
        again: bool = False,
    ) -> None:
        """See `Tasks.run`."""
        doors = _Doors(then, otherwise, lambda: None, owner)
        self._start(lane, work, doors, after_paint=after_paint, again=again)

    def run_long(
        self,
        lane: Lane,
        work: Callable[[Progress], T],
        *,
        then: Callable[[T], None],
        otherwise: Callable[[IcvError], None],
        on_progress: Callable[[int, int], None],
        on_cancelled: Callable[[], None],
        owner: QObject | None = None,
    ) -> Progress:
        """See `Tasks.run_long`."""

        def tell(done: int, total: int) -> None:
            self._progressed.emit(partial(_if_alive, owner, partial(on_progress, done, total)))

        progress = Progress(tell)
        self._long.add(progress)

        def unless_cancelled() -> T:
            if progress.cancelled:
                raise Cancelled
            try:
                return work(progress)
            finally:
                self._long.discard(progress)

        self._start(lane, unless_cancelled, _Doors(then, otherwise, on_cancelled, owner))
        return progress

    def wait_until_idle(self, timeout_ms: int) -> bool:
        """Wait, with the windows alive, until all work is answered; False if it took too long.

        For shutting down: no edit that was made is left unwritten.
        """
        self._start_held()
        limit = QDeadlineTimer(timeout_ms)
        while self.pending and not limit.hasExpired():
            # More may be given between the last answer and the end of the waiting.
            loop = QEventLoop()
            self.idle.connect(loop.quit)
            QTimer.singleShot(limit.remainingTime(), loop, loop.quit)
            loop.exec()
        return self.pending == 0

    def cancel_long(self) -> None:
        """Cancel everything that can be cancelled, before shutting down."""
        for progress in tuple(self._long):
            progress.cancel()

    def _start(
        self,
        lane: Lane,
        work: Callable[[], T],
        doors: _Doors[T],
        *,
        after_paint: bool = False,
        again: bool = False,
    ) -> None:
        let_go: Callable[[], None] = (lambda: None) if again else PRESSES.hold()

        def job() -> None:
            answer: Callable[[], None]
            try:
                result = work()
            except IcvError as error:
                if isinstance(error, VaultDamaged):
                    self.damage_met.emit()
                answer = partial(doors.leave, partial(doors.otherwise, error))
            except Cancelled:
                answer = partial(doors.leave, doors.on_cancelled)
            except Exception as defect:  # noqa: BLE001 - handed to the crash dialog
                answer = partial(self.defect_found.emit, defect)
            else:
                answer = partial(doors.leave, partial(doors.then, result))
            self._answered.emit(partial(_let_go_and_answer, let_go, answer))

        self.pending += 1
        if after_paint:
            self._held.append((lane, job))
            self._painted.start()
        else:
            self._start_held()
            self._pools[lane].start(job)

    def _start_held(self) -> None:
        held, self._held = self._held, []
        for lane, job in held:
            self._pools[lane].start(job)

    @Slot(object)
    def _deliver(self, answer: Callable[[], None]) -> None:
        try:
            answer()
        finally:
            self.pending -= 1
            if self.pending == 0:
                self.idle.emit()

    @Slot(object)
    def _deliver_progress(self, answer: Callable[[], None]) -> None:
        answer()
