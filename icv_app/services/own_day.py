"""What a visitor has before them: duties, answers to swaps, messages, what runs out for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icv_app.domain.duties import MemberDuties, SwapAsked, availability_of, duties_of
from icv_app.domain.reminders import Reminder, coming_up
from icv_app.domain.rota import WEEK, Duty, monday_of
from icv_app.domain.times import london_day
from icv_app.services.identity import Identity
from icv_app.services.messages import Message, MessageService
from icv_app.services.ports import Clock, OpenUnit, UnitOfWork
from icv_app.services.ports_visits import VisitFilter
from icv_app.services.rota_records import published_duties, said_availability, swaps_asked

SAID_AHEAD = timedelta(weeks=4)
"""With fewer weeks said of, a visitor is asked when they can go."""
ANSWER_SHOWN = timedelta(days=14)
"""So long it is said that somebody else has taken a duty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SwapSettled:
    """A duty that somebody else has taken.

    Attributes:
        at: When this visitor was told, UTC.
    """

    swap: SwapAsked
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnDay:
    """What one visitor has before them.

    Attributes:
        duties: Of this week, without those whose visit was begun.
        settled: Swaps that were granted lately.
        say_from: The first week that nothing was said of, where it is time to say when they can go; a Monday.
        messages: Unread ones, in the order they are listed.
        reminders: What runs out for them; training is known to the office alone.
    """

    duties: tuple[Duty, ...] = ()
    settled: tuple[SwapSettled, ...] = ()
    say_from: date | None = None
    messages: tuple[Message, ...] = ()
    reminders: tuple[Reminder, ...] = ()


class OwnDayService:
    """Reads what waits for one visitor; changes nothing. Holds no state of its own."""

    def __init__(
        self, open_reading: OpenUnit, clock: Clock, identity: Identity, messages: MessageService
    ) -> None:
        self._open_reading = open_reading
        self._clock = clock
        self._identity = identity
        self._messages = messages

    def today(self) -> OwnDay:
        """Return what this visitor has before them; nothing of it needs the scheme's settings."""
        now, own = self._clock.now(), self._identity.member_id
        day = london_day(now)
        this_week = monday_of(day)
        with self._open_reading() as unit:
            published = [one for one in published_duties(unit) if one.member_id == own]
            standing = [one for one in duties_of(published) if own in one.pair]
            weeks = [one.week for one in availability_of(said_availability(unit)) if one.member_id == own]
            member = unit.members.find(own)
            return OwnDay(
                duties=tuple(_not_begun(unit, [one for one in standing if one.week == this_week])),
                settled=tuple(_settled(swaps_asked(unit), standing, published, now)),
                say_from=_say_from(weeks, this_week),
                messages=tuple(one for one in self._messages.messages_in(unit) if one.unread),
                reminders=coming_up([member], {}, (), day) if member is not None else (),
            )


def _not_begun(unit: UnitOfWork, duties: Sequence[Duty]) -> Iterator[Duty]:
    """Of the duties of one week those to whose suite no visit has begun in it."""
    for duty in duties:
        seen = unit.visits.summaries(VisitFilter(suite=duty.suite_id), limit=1)
        if not seen or not duty.week <= london_day(seen[0].began_at) < duty.week + WEEK:
            yield duty


def _settled(
    asked: Iterable[SwapAsked], standing: Iterable[Duty], published: Sequence[MemberDuties], now: datetime
) -> Iterator[SwapSettled]:
    going = {duty.place for duty in standing}
    last = {one.place: one for one in sorted(asked, key=lambda one: (one.at, one.record_id))}
    for swap in last.values():
        told = [one.at for one in published if one.at > swap.at]
        over = swap.week + WEEK <= london_day(now)
        if not swap.withdrawn and swap.place not in going and told and not over:
            at = min(told)
            if now - at < ANSWER_SHOWN:
                yield SwapSettled(swap=swap, at=at)


def _say_from(weeks: Iterable[date], this_week: date) -> date | None:
    last = max(weeks, default=None)
    first = this_week + WEEK if last is None else max(last, this_week) + WEEK
    return first if last is None or last < this_week + SAID_AHEAD else None
