"""Synchronising as the windows ask for it: how far it is, what came of it, and when it goes again."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from icv_app.bootstrap.wiring import sync_with_server
from sync.client.planner import Step, next_run
from ui.doors import NextSync, SyncOutcome, SyncPhase, SyncTold

if TYPE_CHECKING:
    from icv_app.services.desk import Desk
    from sync.client.worker import SyncProgress

SYNC_EVERY = timedelta(minutes=5)
_LOOKS_UP_EVERY_S = 0.1
_PHASES = {
    Step.PULL: SyncPhase.FETCHING,
    Step.PUSH: SyncPhase.SENDING,
    Step.COMPARE: SyncPhase.COMPARING,
    Step.MEND: SyncPhase.MENDING,
    Step.WAIT: SyncPhase.WAITING,
}


def synchronise(
    desk: Desk, progress: Callable[[SyncTold], None], cancelled: Callable[[], bool]
) -> SyncOutcome:
    """See `ui.doors.Doors.synchronise`."""

    def tell(told: SyncProgress) -> None:
        progress(SyncTold(_PHASES[told.step], told.done, told.total))

    def pause(seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until and not cancelled():
            time.sleep(min(_LOOKS_UP_EVERY_S, seconds))

    report = sync_with_server(desk, progress=tell, cancelled=cancelled, pause=pause)
    return SyncOutcome(
        sent=report.sent,
        received=report.received,
        apart=report.quarantined,
        enrolments=report.enrolments,
        same=report.same is not False,
        mended=report.mended,
        cancelled=report.cancelled,
    )


def next_sync(failures: int, asked_s: int | None, now: datetime) -> NextSync:
    """See `ui.doors.Doors.next_sync`."""
    asked = None if asked_s is None else timedelta(seconds=asked_s)
    jitter = random.random()  # noqa: S311 - to spread requests, not to keep secret
    at = next_run(failures, now, jitter, every=SYNC_EVERY, asked=asked)
    return NextSync(at, at - now)
