"""What to do next while synchronising: pure, so that every path can be tried without a network.

A run pulls, pushes, pulls what arrived meanwhile, compares both sides, and at last does the
coordinator's enrolment errands. A difference, or a server that goes on from a backup, is mended once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum, auto

MOST_WAITS = 5
LONGEST_WAIT = timedelta(seconds=30)
FIRST_WAIT = timedelta(seconds=1)

FIRST_RETRY = timedelta(seconds=15)
LONGEST_RETRY = timedelta(minutes=30)
LONGEST_ASKED = timedelta(hours=6)
"""A server that asks for more is tried all the same: it may be wrong, or hostile."""


class Step(Enum):
    """One thing the worker can do; each may be repeated at any time."""

    PULL = auto()
    PUSH = auto()
    COMPARE = auto()
    MEND = auto()
    ERRANDS = auto()
    WAIT = auto()
    FINISH = auto()


@dataclass(frozen=True, slots=True)
class Pulled:
    """A page was saved; `more` if there is another."""

    more: bool


@dataclass(frozen=True, slots=True)
class Pushed:
    """A batch was answered; `more` if records are left that were not tried in this run."""

    accepted: int
    more: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """Count and digest of both sides were compared."""

    same: bool


@dataclass(frozen=True, slots=True)
class Mended:
    """What either side lacks is marked to be sent or fetched again."""


@dataclass(frozen=True, slots=True)
class ErrandsDone:
    """Invitations and enrolment requests went both ways."""


@dataclass(frozen=True, slots=True)
class Busy:
    """The server asked to wait, or failed in a way that passes; `wait` is what it asked for."""

    wait: timedelta | None


@dataclass(frozen=True, slots=True)
class HistoryChanged:
    """The server goes on from a backup."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """There is no going on: not reachable, refused, or the person cancelled."""


@dataclass(frozen=True, slots=True)
class Waited:
    """A wait is over."""


Answer = Pulled | Pushed | Compared | Mended | ErrandsDone | Busy | HistoryChanged | Stopped | Waited


@dataclass(frozen=True, slots=True)
class Plan:
    """Where a run stands.

    Attributes:
        step: What to do now.
        sent: Whether something was accepted in this run.
        pushed: Whether everything pending was tried.
        mended: Whether a difference was mended in this run; it is done once.
        waits: Waits in a row.
        until: For `WAIT`: when it is over.
        then: For `WAIT`: what to do afterwards.
        failed: Whether the run ends without having done everything.
    """

    step: Step = Step.PULL
    sent: bool = False
    pushed: bool = False
    mended: bool = False
    waits: int = 0
    until: datetime | None = None
    then: Step = Step.PULL
    failed: bool = False


def next_plan(plan: Plan, answer: Answer, now: datetime, jitter: float) -> Plan:
    """Return the plan after the answer to its step.

    Args:
        plan: Where the run stands.
        answer: What came of `plan.step`.
        now: Any time zone.
        jitter: From 0 to 1, drawn anew each time, so that devices do not come back all at once.
    """
    match answer:
        case Busy(wait):
            return _after_busy(plan, wait, now, jitter)
        case Stopped():
            return replace(plan, step=Step.FINISH, failed=True)
        case HistoryChanged():
            return _mend_or_give_up(plan)
        case Waited():
            return replace(plan, step=plan.then, until=None)
        case _:
            return _after_success(replace(plan, waits=0), answer)


def _after_success(plan: Plan, answer: Answer) -> Plan:
    match answer:
        case Pulled(more):
            after = Step.COMPARE if plan.pushed else Step.PUSH
            return replace(plan, step=Step.PULL if more else after)
        case Pushed(accepted, more):
            sent = plan.sent or accepted > 0
            # What was sent is pulled back at once, so that cursor and summary cover it.
            after = Step.PULL if sent else Step.COMPARE
            return replace(plan, step=Step.PUSH if more else after, sent=sent, pushed=not more)
        case Compared(same):
            return replace(plan, step=Step.ERRANDS) if same or plan.mended else _mend_or_give_up(plan)
        case Mended():
            return replace(plan, step=Step.PULL, sent=False, pushed=False)
        case _:
            return replace(plan, step=Step.FINISH)


def _mend_or_give_up(plan: Plan) -> Plan:
    if plan.mended:
        return replace(plan, step=Step.FINISH, failed=True)
    return replace(plan, step=Step.MEND, mended=True)


def _after_busy(plan: Plan, asked: timedelta | None, now: datetime, jitter: float) -> Plan:
    if asked is None:
        wait = FIRST_WAIT * 2**plan.waits * (0.5 + jitter / 2)
    else:
        wait = asked + timedelta(seconds=jitter)
    if plan.waits >= MOST_WAITS or wait > LONGEST_WAIT:
        return replace(plan, step=Step.FINISH, failed=True)
    return replace(plan, step=Step.WAIT, then=plan.step, until=now + wait, waits=plan.waits + 1)


def next_run(
    failures: int, now: datetime, jitter: float, *, every: timedelta, asked: timedelta | None = None
) -> datetime:
    """Return when to synchronise again by itself.

    Args:
        failures: Runs in a row that ended without success; 0 after a good one.
        now: Any time zone.
        jitter: From 0 to 1.
        every: The usual time between two runs.
        asked: How long the server asked to be left alone, with the last failure.
    """
    if failures == 0:
        return now + every * (0.9 + jitter / 5)
    wait: timedelta = min(FIRST_RETRY * 2 ** min(failures - 1, 16), LONGEST_RETRY)
    least = min(asked or timedelta(0), LONGEST_ASKED)
    # After what was asked for, not at it: else all devices that were turned away come back at once.
    return now + max(wait * (0.5 + jitter / 2), least + wait * jitter / 2)
