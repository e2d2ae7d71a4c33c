"""What a visitor does about the rota: say when they can go, see their duties, ask for a swap."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from icv_app.domain.duties import (
    LONGEST_ROTA,
    SaidAvailability,
    SwapAsked,
    availability_of,
    duties_of,
    leave_of,
    open_swaps,
)
from icv_app.domain.ids import MemberId
from icv_app.domain.rota import WEEK, Availability, Duty, Leave, Window, monday_of
from icv_app.domain.times import london_day
from icv_app.errors import BadInput, NotFound, RuleBroken
from icv_app.services.identity import Identity
from icv_app.services.ports import Addressees, Clock, OpenUnit, UnitOfWork
from icv_app.services.records import RecordBook, later_than
from icv_app.services.rota_records import (
    AVAILABILITY,
    SWAP,
    published_duties,
    rota_parts,
    said_availability,
    swaps_asked,
)
from icv_app.words import _


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnDuty:
    """One of a visitor's own duties.

    Attributes:
        swap: The swap they asked for, while it is open.
    """

    duty: Duty
    swap: SwapAsked | None = None


class DutyService:
    """A visitor's side of the rota. Holds no state of its own."""

    def __init__(
        self,
        open_unit: OpenUnit,
        clock: Clock,
        identity: Identity,
        records: RecordBook,
        open_reading: OpenUnit | None = None,
    ) -> None:
        self._open_unit = open_unit
        self._open_reading = open_reading or open_unit
        self._clock = clock
        self._identity = identity
        self._records = records

    def own(self) -> tuple[OwnDuty, ...]:
        """Return this visitor's duties from this week on, in order of time."""
        this_week = monday_of(london_day(self._clock.now()))
        with self._open_reading() as unit:
            own = self._own(unit)
            swaps = {one.place: one for one in open_swaps(swaps_asked(unit), own)}
        return tuple(OwnDuty(duty=one, swap=swaps.get(one.place)) for one in own if one.week >= this_week)

    def availability(self) -> tuple[tuple[Availability, ...], tuple[Leave, ...]]:
        """Return what this visitor said of their weeks, and their leave."""
        with self._open_reading() as unit:
            said = [one for one in said_availability(unit) if one.member_id == self._identity.member_id]
        return availability_of(said), leave_of(said)

    def say(self, weeks: dict[date, frozenset[Window]], leave: Iterable[tuple[date, date]]) -> None:
        """Say when this visitor can go.

        Args:
            weeks: By Monday; an empty set says "not this week". Weeks not named stay as they were said.
            leave: First and last day of every leave, London days; it takes the place of what was said.

        Raises:
            BadInput: A week that does not begin on a Monday, too many of them, or leave that ends
                before it begins.
            RuleBroken: A coordinator makes no visits.
            StoreError: Nothing was changed on disk.
        """
        self._check_visitor()
        own = self._identity.member_id
        said = SaidAvailability(
            record_id=self._records.new_id(),
            member_id=own,
            at=self._clock.now(),
            weeks=tuple(
                Availability(member_id=own, week=week, windows=weeks[week]) for week in sorted(weeks)
            ),
            leave=tuple(Leave(member_id=own, first=first, last=last) for first, last in sorted(leave)),
        )
        if not said.sound:
            raise BadInput(
                f"availability of {own}: {len(said.weeks)} weeks",
                user_text=_(
                    "Check the dates: leave ends on or after the day it begins, and at most {n} weeks "
                    "are said at once."
                ).format(n=LONGEST_ROTA),
            )
        self._write(AVAILABILITY, said)

    def ask_for_swap(self, duty: Duty, instead: MemberId | None = None) -> None:
        """Ask the coordinator that somebody else takes a duty.

        Raises:
            NotFound: It is none of this visitor's duties.
            RuleBroken: Its week is over, a coordinator asks, or they name themselves.
            StoreError: Nothing was changed on disk.
        """
        self._swap(duty, instead, withdrawn=False)

    def withdraw_swap(self, duty: Duty) -> None:
        """Say that this visitor goes after all.

        Raises:
            NotFound, RuleBroken, StoreError: As `ask_for_swap`.
        """
        self._swap(duty, None, withdrawn=True)

    def _swap(self, duty: Duty, instead: MemberId | None, *, withdrawn: bool) -> None:
        self._check_visitor()
        with self._open_reading() as unit:
            own = {one.place for one in self._own(unit)}
        if duty.place not in own:
            raise NotFound(
                f"duty {duty.suite_id} {duty.week}: not of {self._identity.member_id}",
                user_text=_("This is not one of your duties any more. Look at your rota again."),
            )
        if london_day(self._clock.now()) >= duty.week + WEEK:
            raise RuleBroken(
                f"duty {duty.suite_id} {duty.week}: over",
                user_text=_("The week of this duty is over, so it cannot be swapped."),
            )
        if instead == self._identity.member_id:
            raise RuleBroken(
                f"duty {duty.suite_id} {duty.week}: swap with oneself",
                user_text=_("Name another visitor who would take the duty, or nobody."),
            )
        self._write(
            SWAP,
            SwapAsked(
                record_id=self._records.new_id(),
                member_id=self._identity.member_id,
                week=duty.week,
                suite_id=duty.suite_id,
                number=duty.number,
                at=self._clock.now(),
                instead=instead,
                withdrawn=withdrawn,
            ),
        )

    def _own(self, unit: UnitOfWork) -> tuple[Duty, ...]:
        return tuple(one for one in duties_of(published_duties(unit)) if self._identity.member_id in one.pair)

    def _write(self, kind: str, said: SaidAvailability | SwapAsked) -> None:
        with self._open_unit() as unit:
            earlier: list[SaidAvailability | SwapAsked] = [*said_availability(unit), *swaps_asked(unit)]
            before = [one.at for one in earlier if one.member_id == said.member_id]
            said = replace(said, at=later_than(max(before, default=None), said.at))
            self._records.write(
                unit,
                kind=kind,
                subject=said.member_id,
                parts=rota_parts(said),
                addressees=Addressees(office=True),
                record_id=said.record_id,
            )
            unit.commit()

    def _check_visitor(self) -> None:
        if self._identity.coordinator:
            raise RuleBroken(
                f"member {self._identity.member_id}: not a visitor",
                user_text=_("Only visitors have duties on the rota."),
            )
