"""Runs one synchronisation: asks the planner what is next, does it, tells the planner how it went."""

from __future__ import annotations

import random
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

import structlog

from icv_app.errors import NotFound, RuleBroken, SealError, SyncError
from icv_app.services.ports_sync import Receipt, Refusal, SyncPort
from sync.client.failures import ServerBusy, ServerRefused
from sync.client.heads import HeadErrand
from sync.client.planner import (
    Answer,
    Busy,
    Compared,
    ErrandsDone,
    HistoryChanged,
    Mended,
    Plan,
    Pulled,
    Pushed,
    Step,
    Stopped,
    Waited,
    next_plan,
)
from sync.client.transport import Outgoing, Transport
from sync.wire import Code, digest_of

log = structlog.stdlib.get_logger("icv.sync")

# A cursor that the server cannot read was damaged on its way here: reading begins anew, as after a restore.
_LOST_PLACE = frozenset(
    (step, code)
    for step in (Step.PULL, Step.COMPARE)
    for code in (Code.HISTORY_CHANGED, Code.BAD_CURSOR, Code.BAD_REQUEST)
)
BATCH_ITEMS = 100
BATCH_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class SyncProgress:
    """How far a run has come.

    Attributes:
        done: Records fetched or sent so far in this run.
        total: How many there are to fetch or send, or `None` where nobody knows.
    """

    step: Step
    done: int
    total: int | None


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What one run did.

    Attributes:
        received: Records that were new here.
        quarantined: Received records that could not be used and were set apart.
        sent: Records the server accepted.
        refused: Records the server, or this vault, would not let go; see their state.
        enrolments: Requests of new devices that wait on the server.
        same: Whether both sides hold the same at the end; `None` if it came not so far.
        mended: Whether a difference was found and repaired, or the server was filled again.
        cancelled: Whether the person stopped it.
        failure: Why it ended early.
    """

    received: int = 0
    quarantined: int = 0
    sent: int = 0
    refused: int = 0
    enrolments: int = 0
    same: bool | None = None
    mended: bool = False
    cancelled: bool = False
    failure: SyncError | None = None

    @property
    def complete(self) -> bool:
        """Whether everything was done and both sides agree."""
        return self.failure is None and not self.cancelled and self.same is True


def sync_once(
    port: SyncPort,
    transport: Transport,
    *,
    clock: Callable[[], datetime],
    heads: HeadErrand | None = None,
    progress: Callable[[SyncProgress], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
    pause: Callable[[float], None] = time.sleep,
    jitter: Callable[[], float] = random.random,
) -> SyncReport:
    """Synchronise this vault with the server once, as far as it gets, and say how it went.

    What was done stays done: after a failure, or a crash at any point, the next run goes on.

    Args:
        port: The vault.
        transport: The server.
        clock: For waits.
        heads: How far devices are, fetched before pulling and said at the end.
        progress: Told after every page and every batch, and before a wait, a comparison and a repair;
            in the calling thread. What it raises ends the run, with everything done so far kept.
        cancelled: Asked before every step.
        pause: Waits a number of seconds; may return early.
        jitter: Draws a number from 0 to 1.

    Raises:
        IcvError: The vault itself failed (a full disk, say); failures of the server are in the report.
    """
    run = _Run(port, transport, clock, heads, progress, cancelled, pause)
    plan = Plan()
    while plan.step is not Step.FINISH:
        plan = next_plan(plan, run.do(plan), clock(), jitter())
    return run.finished(plan)


class _Run:
    def __init__(
        self,
        port: SyncPort,
        transport: Transport,
        clock: Callable[[], datetime],
        heads: HeadErrand | None,
        progress: Callable[[SyncProgress], None],
        cancelled: Callable[[], bool],
        pause: Callable[[float], None],
    ) -> None:
        self._port = port
        self._transport = transport
        self._clock = clock
        self._heads = heads
        self._progress = progress
        self._cancelled = cancelled
        self._pause = pause
        self._report = SyncReport()
        self._queue: deque[str] | None = None
        self._queued = 0
        self._fetched = 0
        self._batch_items = BATCH_ITEMS

    def do(self, plan: Plan) -> Answer:
        """Do the plan's step and return what came of it."""
        if self._cancelled():
            self._report = replace(self._report, cancelled=True)
            return Stopped()
        try:
            return self._steps()[plan.step](plan)
        except ServerBusy as error:
            self._report = replace(self._report, failure=error)
            return Busy(None if error.retry_after_s is None else timedelta(seconds=error.retry_after_s))
        except SyncError as error:
            self._report = replace(self._report, failure=error)
            if isinstance(error, ServerRefused) and (plan.step, error.code) in _LOST_PLACE:
                return HistoryChanged()
            return Stopped()

    def finished(self, plan: Plan) -> SyncReport:
        """Return the report; failures that passed are forgotten."""
        report = self._report if plan.failed else replace(self._report, failure=None)
        log.info(
            "sync finished",
            received=report.received,
            sent=report.sent,
            refused=report.refused,
            quarantined=report.quarantined,
            same=report.same,
            failure=str(report.failure) if report.failure else None,
        )
        return report

    def _steps(self) -> dict[Step, Callable[[Plan], Answer]]:
        return {
            Step.PULL: self._pull,
            Step.PUSH: self._push,
            Step.COMPARE: self._compare,
            Step.MEND: self._mend,
            Step.ERRANDS: self._run_errands,
            Step.WAIT: self._wait,
        }

    def _pull(self, _plan: Plan) -> Answer:
        if self._heads is not None:
            self._heads.before_pulling()
        page = self._transport.pull(self._port.cursor())
        outcome = self._port.save_pull(page.records, page.next_cursor)
        self._report = replace(
            self._report,
            received=self._report.received + outcome.new,
            quarantined=self._report.quarantined + outcome.quarantined,
        )
        self._fetched += len(page.records)
        total = None if page.left is None else self._fetched + page.left
        self._progress(SyncProgress(Step.PULL, self._fetched, total))
        return Pulled(page.more)

    def _push(self, _plan: Plan) -> Answer:
        if self._queue is None:
            self._queue = deque(self._port.pending())
            self._queued = len(self._queue)
        batch = self._next_batch(self._queue)
        try:
            accepted = self._send(batch) if batch else 0
        except SyncError:
            self._queue.extendleft(record.record_id for record in reversed(batch))
            raise
        self._progress(SyncProgress(Step.PUSH, self._queued - len(self._queue), self._queued))
        more = bool(self._queue)
        if not more:
            self._queue = None
        return Pushed(accepted, more)

    def _next_batch(self, queue: deque[str]) -> list[Outgoing]:
        """Take sealed records off the queue until a batch is full; sealing happens here, not earlier."""
        batch: list[Outgoing] = []
        size = 0
        while queue and len(batch) < self._batch_items:
            record_id = queue[0]
            try:
                envelope = self._port.seal_pending(record_id)
            except (SealError, RuleBroken, NotFound) as error:
                queue.popleft()
                self._refuse(
                    Refusal(record_id=record_id, code="unsealed", message=error.user_text, retryable=True)
                )
                continue
            if batch and size + len(envelope) > BATCH_BYTES:
                break
            queue.popleft()
            batch.append(Outgoing(record_id, envelope))
            size += len(envelope)
        return batch

    def _send(self, batch: Sequence[Outgoing]) -> int:
        try:
            answers = self._transport.push(batch)
        except ServerRefused as error:
            if error.code != Code.TOO_LARGE:
                raise
            return self._send_smaller(batch, error)
        receipts = [answer for answer in answers if isinstance(answer, Receipt)]
        self._port.mark_accepted(receipts)
        for answer in answers:
            if isinstance(answer, Refusal):
                self._refuse(answer)
        self._report = replace(self._report, sent=self._report.sent + len(receipts))
        return len(receipts)

    def _send_smaller(self, batch: Sequence[Outgoing], error: ServerRefused) -> int:
        """Send in halves what this server finds too large; one record that is too large is refused."""
        if len(batch) == 1:
            self._refuse(
                Refusal(
                    record_id=batch[0].record_id, code=error.code, message=error.user_text, retryable=False
                )
            )
            return 0
        self._batch_items = max(1, len(batch) // 2)
        middle = len(batch) // 2
        return self._send(batch[:middle]) + self._send(batch[middle:])

    def _refuse(self, refusal: Refusal) -> None:
        self._port.mark_refused(refusal)
        self._report = replace(self._report, refused=self._report.refused + 1)
        log.warning("record refused", record=refusal.record_id, code=refusal.code)

    def _compare(self, _plan: Plan) -> Answer:
        self._progress(SyncProgress(Step.COMPARE, 0, None))
        cursor = self._port.cursor()
        if cursor is None:
            return Compared(same=False)
        theirs = self._transport.summary(cursor)
        held = self._port.held()
        same = theirs.count == len(held) and theirs.digest == digest_of(held)
        self._report = replace(self._report, same=same)
        if not same:
            log.warning("sync differs", here=len(held), there=theirs.count)
        return Compared(same)

    def _mend(self, _plan: Plan) -> Answer:
        self._progress(SyncProgress(Step.MEND, 0, None))
        theirs = self._transport.heads()
        held = self._port.held()
        lacking = [record_id for record_id, digest in held.items() if theirs.get(record_id) != digest]
        self._port.send_again(lacking)
        self._port.forget_cursor()
        self._queue = None
        self._report = replace(self._report, mended=True)
        log.warning("sync mends", lacking_there=len(lacking), there=len(theirs), here=len(held))
        return Mended()

    def _run_errands(self, _plan: Plan) -> Answer:
        if self._heads is not None:
            self._heads.at_the_end()
        if self._port.is_coordinator():
            for invitation in self._port.invitations_to_publish():
                if self._done(partial(self._transport.publish, invitation), invitation.locator):
                    self._port.invitation_published(invitation.locator)
            for locator in self._port.invitations_to_withdraw():
                if self._done(partial(self._transport.withdraw, locator), locator):
                    self._port.invitation_withdrawn(locator)
            waiting = self._transport.enrolments()
            self._port.save_enrolments(waiting)
            self._report = replace(self._report, enrolments=len(waiting))
        return ErrandsDone()

    def _done(self, errand: Callable[[], None], locator: str) -> bool:
        """Run one errand; an invitation that the server refuses must not keep the others from it."""
        try:
            errand()
        except ServerRefused as error:
            log.warning("invitation refused", locator=locator[:8], code=error.code)
            self._report = replace(self._report, refused=self._report.refused + 1)
            return False
        return True

    def _wait(self, plan: Plan) -> Answer:
        if plan.until is not None:
            self._progress(SyncProgress(Step.WAIT, 0, None))
            self._pause(max(0.0, (plan.until - self._clock()).total_seconds()))
        return Waited()
