"""Concerns: what they were about, what was put right, and how the force replied.

Good practice (category `P`) is counted beside the concerns, never among them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from icv_app.domain.concern import (
    GOOD_PRACTICE,
    Concern,
    ConcernState,
    ConcernStep,
    ConcernStepKind,
    Progress,
    Severity,
    progress_of,
)
from icv_app.domain.ids import ConcernId, SuiteId, VisitId
from icv_app.domain.scheme import ReplyTarget
from icv_app.domain.times import london_day, start_of_london_day
from icv_app.domain.visit_facts import ConcernFacts, VisitFacts
from icv_app.figures.delay import median, middle_of
from icv_app.figures.measures import Share
from icv_app.figures.working_days import working_days_after, working_days_between

SETTLED = frozenset({ConcernState.PUT_RIGHT, ConcernState.CLOSED})
"""States in which nothing is left to do."""


@dataclass(frozen=True, slots=True)
class Raised:
    """One concern and where it was raised."""

    concern: ConcernFacts
    suite: SuiteId
    visit_id: VisitId


def raised(visits: Iterable[VisitFacts]) -> tuple[Raised, ...]:
    """The concerns of some visits, good practice left out."""
    return tuple(
        Raised(concern, visit.suite, visit.visit_id)
        for visit in visits
        for concern in visit.concerns
        if concern.category != GOOD_PRACTICE
    )


def good_practice(visits: Iterable[VisitFacts]) -> tuple[Raised, ...]:
    """The good practice of some visits."""
    return tuple(
        Raised(concern, visit.suite, visit.visit_id)
        for visit in visits
        for concern in visit.concerns
        if concern.category == GOOD_PRACTICE
    )


def _trace(concerns: Iterable[Raised]) -> tuple[VisitId, ...]:
    return tuple(dict.fromkeys(one.visit_id for one in concerns))


def put_right_at_visit(concerns: Sequence[Raised]) -> Share:
    """Formula: concerns put right during the visit / raised."""
    done = sum(one.concern.put_right for one in concerns)
    return Share(done, len(concerns), _trace(concerns))


def concern_rate(visits: Sequence[VisitFacts]) -> Share:
    """Concerns for each person spoken to; times 100 it is the published rate.

    Formula: concerns per 100 people spoken to, both on the same visits.
    """
    concerns = raised(visits)
    return Share(len(concerns), sum(visit.spoken_to for visit in visits), _trace(concerns))


def by_category_and_suite(concerns: Iterable[Raised]) -> Mapping[tuple[str, SuiteId], int]:
    """How many concerns of each category code were raised at each suite."""
    return Counter((one.concern.category, one.suite) for one in concerns)


@dataclass(frozen=True, slots=True)
class Reply:
    """How one concern that was sent to the force was answered.

    Attributes:
        replied_at: The first reply, UTC; `None` while there is none.
        working_days: From the day it was sent to the day of the reply, London.
        in_target: `None` while there is no reply and it is not yet due.
    """

    replied_at: datetime | None
    working_days: int | None
    in_target: bool | None


def progress_to(one: Raised, steps: Iterable[ConcernStep], before: datetime) -> Progress:
    """Where a concern stood at a moment; steps that could not follow count for nothing in any figure."""
    concern = one.concern
    bare = Concern(concern_id=concern.concern_id, category=concern.category, put_right=concern.put_right)
    return progress_of(bare, (step for step in steps if step.at < before))


def _reply_to(known: Sequence[ConcernStep], target: ReplyTarget, cut_off: datetime) -> Reply | None:
    """The reply to a concern by the steps known at a moment, oldest first; `None` where it was not sent."""
    first = next((step for step in known if step.kind is ConcernStepKind.SENT), None)
    if first is None:
        return None
    replied = next((step.at for step in known if step.kind is ConcernStepKind.REPLIED), None)
    moment = replied if replied is not None else cut_off - timedelta(microseconds=1)
    # What was asked for then goes before the target of now.
    due = first.due if first.due is not None else reply_due(first.at, target)
    kept = due is None or moment < due or (moment == due and target.hours is not None)
    if replied is None:
        return Reply(None, None, None if kept else False)
    return Reply(replied, working_days_between(london_day(first.at), london_day(replied)), kept)


def reply_due(sent_at: datetime, target: ReplyTarget) -> datetime | None:
    """Until when a reply keeps the target, UTC; `None` where there is no target.

    Formula: the target's hours after it was sent, or else the end of the London
    day on which its working days have passed since the day it was sent.
    """
    try:
        if target.hours is not None:
            return sent_at + timedelta(hours=target.hours)
        if target.working_days is None:
            return None
        last = working_days_after(london_day(sent_at), target.working_days)
        return start_of_london_day(last + timedelta(days=1))
    except OverflowError:  # dated by somebody to the end of the calendar: nothing can be late then
        return None


def due_of(progress: Progress, target: ReplyTarget) -> datetime | None:
    """Until when a reply is awaited, UTC; `None` where none is.

    What was asked for when it was sent counts; where a step of old does not say, the target does.
    """
    if progress.state not in {ConcernState.SENT, ConcernState.ESCALATED} or not progress.counted:
        return None
    return progress.due or reply_due(progress.counted[-1].at, target)


@dataclass(frozen=True, slots=True)
class Replies:
    """How the force replied.

    Attributes:
        sent: Concerns sent to the force.
        replied: Of these, with a reply.
        median_working_days: Over those with a reply.
        in_target: Replies within the target, of those that were answered or overdue.
        open_at_end: Concerns not settled when the year ended.
    """

    sent: int
    replied: int
    median_working_days: Fraction | None
    in_target: Share
    open_at_end: int


@dataclass(frozen=True, slots=True)
class Answered:
    """A concern, how it was answered if it was sent, and whether it was open when the year ended."""

    raised: Raised
    reply: Reply | None
    open_at_end: bool


def replies(
    concerns: Sequence[Raised],
    steps: Iterable[ConcernStep],
    targets: Mapping[Severity, ReplyTarget],
    *,
    known_until: date,
    year_end: date,
) -> Replies:
    """Median working days to the first reply, share within target, open at the end of the year.

    The days run from the day a concern was first sent to the day of the first
    reply, counted in working days of England and Wales; a target in hours is
    judged by the hours, one in working days by the end of the last of them. A
    concern that is overdue without a reply counts as outside the target; one
    that is not yet due counts neither way. A concern put right at the visit and
    never sent is settled. Steps are taken up to the end of the London day
    `known_until`; openness is judged at the end of `year_end`.
    """
    return replies_to(answered(concerns, steps, targets, known_until=known_until, year_end=year_end))


def answered(
    concerns: Sequence[Raised],
    steps: Iterable[ConcernStep],
    targets: Mapping[Severity, ReplyTarget],
    *,
    known_until: date,
    year_end: date,
) -> tuple[Answered, ...]:
    """How each concern was answered; for the days see `replies`."""
    by_concern: dict[ConcernId, list[ConcernStep]] = {}
    for step in steps:
        by_concern.setdefault(step.concern_id, []).append(step)
    cut_off = start_of_london_day(known_until + timedelta(days=1))
    close = start_of_london_day(year_end + timedelta(days=1))
    first, last = min(cut_off, close), max(cut_off, close)
    found = []
    for one in concerns:
        own = by_concern.get(one.concern.concern_id, [])
        known = progress_to(one, own, cut_off)
        between = any(first <= step.at < last for step in own)
        closing = progress_to(one, own, close) if between else known
        reply = _reply_to(known.counted, targets.get(one.concern.severity, ReplyTarget()), cut_off)
        found.append(Answered(one, reply, closing.state not in SETTLED))
    return tuple(found)


def replies_to(concerns: Sequence[Answered]) -> Replies:
    """The figures of `replies` over some concerns."""
    sent = [(one.raised, one.reply) for one in concerns if one.reply is not None]
    days = sorted(reply.working_days for _one, reply in sent if reply.working_days is not None)
    judged = [(one, reply) for one, reply in sent if reply.in_target is not None]
    return Replies(
        sent=len(sent),
        replied=len(days),
        median_working_days=median(middle_of(days)),
        in_target=Share(
            sum(reply.in_target is True for _one, reply in judged),
            len(judged),
            _trace(one for one, _reply in judged),
        ),
        open_at_end=sum(one.open_at_end for one in concerns),
    )
