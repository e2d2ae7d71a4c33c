"""What travels about the rota: what visitors say of their time, their duties, and swaps they ask for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from icv_app.domain.ids import MemberId, RecordId, SuiteId
from icv_app.domain.rota import Availability, Duty, Leave
from icv_app.domain.scheme import FIRST_DAY, LAST_DAY

LONGEST_ROTA = 54
"""Weeks in one rota or one statement of availability, at most: a year and what is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidAvailability:
    """A visitor's word on weeks to come; of each week the last word stands.

    Attributes:
        weeks: What they say now; weeks that are not named stay as they were said before.
        leave: All leave they know of; it takes the place of what was said before.
        at: UTC.
    """

    record_id: RecordId
    member_id: MemberId
    at: datetime
    weeks: tuple[Availability, ...] = ()
    leave: tuple[Leave, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether it speaks of its author alone, each week once and by its Monday."""
        spoken_for = {*(one.member_id for one in self.weeks), *(one.member_id for one in self.leave)}
        mondays = [one.week for one in self.weeks]
        return (
            spoken_for <= {self.member_id}
            and len(set(mondays)) == len(mondays) <= LONGEST_ROTA
            and all(map(_could_be_meant, mondays))
            and all(one.first <= one.last for one in self.leave)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberDuties:
    """One visitor's duties under one rota, as published; a later version takes its place.

    Attributes:
        rota: Identifier of the rota; all versions of it share it.
        version: From 1.
        first_week, last_week: Mondays of what the rota covers.
        seed: From which its pairs were drawn; 0 where all were made by hand.
        duties: Theirs alone; with whom they go is in the duty.
        at: When it was published, UTC.
        by: The coordinator.
    """

    record_id: RecordId
    rota: str
    version: int
    first_week: date
    last_week: date
    seed: int
    member_id: MemberId
    duties: tuple[Duty, ...]
    at: datetime
    by: MemberId

    @property
    def sound(self) -> bool:
        """Whether every duty is the member's own, with a partner, within the weeks of the rota."""
        return (
            self.version >= 1
            and FIRST_DAY <= self.first_week <= self.last_week <= LAST_DAY
            and all(
                self.member_id in duty.pair
                and duty.filled
                and self.first_week <= duty.week <= self.last_week
                and duty.week.weekday() == 0
                for duty in self.duties
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SwapAsked:
    """A visitor cannot make a duty and asks for somebody else to take it; never edited.

    Attributes:
        week, suite_id, number: The duty.
        instead: Who would take it, where they have found somebody.
        withdrawn: The visitor goes after all.
        at: UTC.
    """

    record_id: RecordId
    member_id: MemberId
    week: date
    suite_id: SuiteId
    number: int
    at: datetime
    instead: MemberId | None = None
    withdrawn: bool = False

    @property
    def place(self) -> tuple[date, SuiteId, int]:
        """What tells the duty from others."""
        return (self.week, self.suite_id, self.number)

    @property
    def sound(self) -> bool:
        """Whether it speaks of a week by its Monday."""
        return _could_be_meant(self.week)


def _could_be_meant(week: date) -> bool:
    """Whether a day is the Monday of a week from which others can be reckoned."""
    return week.weekday() == 0 and FIRST_DAY <= week <= LAST_DAY


def availability_of(said: Iterable[SaidAvailability]) -> tuple[Availability, ...]:
    """Return the last word on each visitor's weeks, in order of visitor and week."""
    last: dict[tuple[MemberId, date], Availability] = {}
    for one in _in_order(said):
        last |= {(week.member_id, week.week): week for week in one.weeks}
    return tuple(last[key] for key in sorted(last))


def leave_of(said: Iterable[SaidAvailability]) -> tuple[Leave, ...]:
    """Return the leave of everybody as they said it last, in order of visitor and day."""
    last = {one.member_id: one.leave for one in _in_order(said)}
    return tuple(
        sorted((one for leave in last.values() for one in leave), key=lambda x: (x.member_id, x.first))
    )


def standing_duties(published: Iterable[MemberDuties]) -> tuple[MemberDuties, ...]:
    """Return of each rota and member the duties that stand: those of its last version.

    Of two that were published as one version at once, the later one stands.
    """
    last: dict[tuple[str, MemberId], MemberDuties] = {}
    for one in sorted(published, key=lambda one: (one.version, one.at, one.record_id)):
        last[one.rota, one.member_id] = one
    return tuple(last[key] for key in sorted(last))


def duties_of(published: Iterable[MemberDuties]) -> tuple[Duty, ...]:
    """Return the duties that stand, each once, in order of time."""
    found = {(one.rota, duty.place): duty for one in standing_duties(published) for duty in one.duties}
    return tuple(sorted(found.values(), key=lambda duty: duty.place))


def open_swaps(asked: Iterable[SwapAsked], duties: Iterable[Duty]) -> tuple[SwapAsked, ...]:
    """Return the swaps still to be decided on, oldest first: their visitor is still down for the duty."""
    last: dict[tuple[MemberId, tuple[date, SuiteId, int]], SwapAsked] = {}
    for one in sorted(asked, key=lambda one: (one.at, one.record_id)):
        last[one.member_id, one.place] = one
    going = {(name, duty.place) for duty in duties for name in duty.pair}
    still = [one for key, one in last.items() if not one.withdrawn and key in going]
    return tuple(sorted(still, key=lambda one: (one.at, one.record_id)))


def _in_order(said: Iterable[SaidAvailability]) -> list[SaidAvailability]:
    return sorted(said, key=lambda one: (one.at, one.record_id))
