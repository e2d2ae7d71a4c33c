"""Whom to see first: children, then vulnerable people, then women, then whoever was held longest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from icv_app.domain.ids import PersonId
from icv_app.domain.person import DetainedPerson

LONG_HELD = timedelta(hours=24)


class PriorityReason(StrEnum):
    """Why somebody stands where they do, most pressing first."""

    CHILD = "child"
    VULNERABLE = "vulnerable"
    WOMAN = "woman"
    OVER_24H = "over_24h"
    HELD_LONGEST = "held_longest"


_ORDER = {reason: place for place, reason in enumerate(PriorityReason)}


@dataclass(frozen=True, slots=True)
class Placed:
    """One person with their place on the board.

    Attributes:
        place: From 1.
        reasons: Most pressing first; empty for somebody of no priority group.
        held: Time in custody at the moment asked; `None` where unknown.
    """

    person: DetainedPerson
    place: int
    reasons: tuple[PriorityReason, ...]
    held: timedelta | None


def held_long(person: DetainedPerson, at: datetime, long: timedelta = LONG_HELD) -> bool:
    """Whether the person had been held for longer than 24 hours (or `long`) at a moment (aware)."""
    held = person.held_for(at)
    return held is not None and held > long


def priority_reasons(
    person: DetainedPerson, at: datetime, long: timedelta = LONG_HELD
) -> tuple[PriorityReason, ...]:
    """The groups a person belongs to, apart from being the one held longest; `long` is the scheme's.

    Source: the priority order of the West Yorkshire scheme; over 24 hours by the scheme's rule.
    """
    belongs = {
        PriorityReason.CHILD: person.child,
        PriorityReason.VULNERABLE: person.vulnerable or person.neurodivergent,
        PriorityReason.WOMAN: person.woman,
        PriorityReason.OVER_24H: held_long(person, at, long),
    }
    return tuple(reason for reason, applies in belongs.items() if applies)


def in_priority_order(
    people: Iterable[DetainedPerson], at: datetime, long: timedelta = LONG_HELD
) -> tuple[Placed, ...]:
    """Everybody in the scheme's order, each with the reasons for their place.

    Within a group whoever was held longest comes first; equal rows keep the
    order they were entered in. Whoever was held longest of those in no group
    is marked so.
    """
    rows = list(people)
    reasons = {person.person_id: priority_reasons(person, at, long) for person in rows}
    held = {person.person_id: person.held_for(at) for person in rows}

    def key(person: DetainedPerson) -> tuple[int, timedelta]:
        own = reasons[person.person_id]
        return (_ORDER[own[0]] if own else len(_ORDER), -(held[person.person_id] or timedelta(0)))

    rows.sort(key=key)
    ungrouped = [person for person in rows if not reasons[person.person_id]]
    if ungrouped and held[ungrouped[0].person_id] is not None:
        reasons[ungrouped[0].person_id] = (PriorityReason.HELD_LONGEST,)
    return tuple(
        Placed(person, place, reasons[person.person_id], held[person.person_id])
        for place, person in enumerate(rows, start=1)
    )


def in_written_order(
    people: Iterable[DetainedPerson], at: datetime, long: timedelta = LONG_HELD
) -> tuple[Placed, ...]:
    """Everybody in the order they were entered in, as sheets of paper lie, with their reasons."""
    rows = tuple(people)
    ranked = {placed.person.person_id: placed for placed in in_priority_order(rows, at, long)}
    return tuple(replace(ranked[person.person_id], place=place) for place, person in enumerate(rows, start=1))


def needs_reason_if_passed_over(person: DetainedPerson, at: datetime, long: timedelta = LONG_HELD) -> bool:
    """Whether leaving this person out asks for a reason: a priority group and not offered a talk."""
    return bool(priority_reasons(person, at, long))


def comes_before(board: Iterable[Placed], person_id: PersonId) -> tuple[Placed, ...]:
    """Whoever a talk with this person passes over: of a more pressing group, not decided, no reason given.

    Within a group the order is only advice. Nobody is passed over for somebody whose outcome is known.
    """
    rows = list(board)
    own = next((placed for placed in rows if placed.person.person_id == person_id), None)
    if own is None or own.person.contact is not None:
        return ()
    return tuple(
        placed
        for placed in rows
        if _rank(placed) < _rank(own)
        and _rank(placed) < _ORDER[PriorityReason.HELD_LONGEST]
        and placed.person.contact is None
        and placed.person.passed_over_reason is None
    )


def _rank(placed: Placed) -> int:
    return _ORDER[placed.reasons[0]] if placed.reasons else len(_ORDER)
