"""`Tasks` on the calling thread: at once, or when it is told to."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QObject

from icv_app.errors import IcvError
from ui.tasks import Cancelled, Lane, Progress

T = TypeVar("T")


class InlineTasks:
    """Runs work when it is given. Defects are raised where they happen, so that a test fails there.

    Attributes:
        lanes: The lane of every piece of work, in order.
    """

    def __init__(self) -> None:
        self.lanes: list[Lane] = []

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
        """Run `work` and answer."""
        self.lanes.append(lane)
        try:
            answer = work()
        except IcvError as error:
            otherwise(error)
        else:
            then(answer)

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
        """Run `work` with a progress and answer; `on_progress` may cancel through the fake's `current`."""
        self.lanes.append(lane)
        progress = Progress(on_progress)
        self.current = progress
        try:
            answer = work(progress)
        except IcvError as error:
            otherwise(error)
        except Cancelled:
            on_cancelled()
        else:
            then(answer)
        return progress


class HeldTasks(InlineTasks):
    """Keeps work until it is let go, as a busy disk does.

    Attributes:
        held: What waits, in the order in which it was given.
        holding: Work that is given meanwhile runs at once where it is false.
    """

    def __init__(self, *, holding: bool = True) -> None:
        super().__init__()
        self.held: deque[Callable[[], None]] = deque()
        self.holding = holding

    def run(self, lane: Lane, work: Callable[[], Any], **answers: Any) -> None:
        """Keep the work."""
        if self.holding:
            self.held.append(lambda: InlineTasks.run(self, lane, work, **answers))
        else:
            super().run(lane, work, **answers)

    def let_go(self, number: int = 1) -> None:
        """Run so many, the first given first."""
        for _one in range(number):
            self.held.popleft()()

    def let_all_go(self) -> None:
        """Run everything, with what comes of it."""
        while self.held:
            self.let_go()
