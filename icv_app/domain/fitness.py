"""Who may make a visit on a day, and what a coordinator has allowed although it is out of date: rule 2."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from icv_app.domain.ids import MemberId, RecordId
from icv_app.domain.scheme import Member, Role

LONGEST_PERIOD = timedelta(days=92)
"""An override is for a day or some weeks; what lasts longer is put right in the member's profile."""


class PairRule(StrEnum):
    """What may stand against a visitor on the day of a visit, in the order it is told."""

    SCHEME = "scheme"
    TERM = "term"
    VETTING = "vetting"
    ID_CARD = "id_card"
    PROBATION = "probation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """A coordinator lets one member visit although a rule stands against it; never edited.

    The reason is kept in the audit log, for the office alone.

    Attributes:
        rules: What is passed over; `PROBATION` lets them go with another visitor on probation.
        first, last: London days, both included.
        at: When it was allowed, UTC.
        by: The coordinator.
    """

    record_id: RecordId
    member_id: MemberId
    rules: tuple[PairRule, ...]
    first: date
    last: date
    at: datetime
    by: MemberId

    @property
    def sound(self) -> bool:
        """Whether it says something, for a period that may be allowed at once."""
        return bool(self.rules) and timedelta(0) <= self.last - self.first < LONGEST_PERIOD

    def covers(self, member_id: MemberId, rule: PairRule, day: date) -> bool:
        """Whether it lets a member visit on a day although of a rule."""
        return self.member_id == member_id and rule in self.rules and self.first <= day <= self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class Lapse:
    """A rule that stood against one visitor on the day.

    Attributes:
        allowed: The override that lets them visit all the same.
        undated: The scheme has noted no date, so it cannot be said to be in date.
    """

    member_id: MemberId
    rule: PairRule
    allowed: Override | None
    undated: bool = False


def stands_against(member: Member, day: date) -> tuple[PairRule, ...]:
    """Which rules stand against one visitor on a London day, whoever they go with, in order."""
    against = {PairRule(name) for name in (*member.lapsed_on(day), *member.undated())}
    if not member.in_scheme_on(day):
        against.add(PairRule.SCHEME)
    return tuple(rule for rule in PairRule if rule in against)


def lapses(
    visitors: Iterable[MemberId],
    members: Mapping[MemberId, Member],
    overrides: Iterable[Override],
    day: date,
) -> tuple[Lapse, ...]:
    """What stood against each visitor on a London day, in the order they are named.

    Two visitors on probation stand against each other, so each of them is told;
    whoever is no visitor of the scheme is not judged here.
    """
    pair = [
        member
        for one in dict.fromkeys(visitors)
        if (member := members.get(one)) is not None and member.role is Role.VISITOR
    ]
    on_probation = [member for member in pair if member.on_probation(day)]
    granted = tuple(overrides)
    found: list[Lapse] = []
    for member in pair:
        against = [*stands_against(member, day)]
        if member in on_probation and len(on_probation) > 1:
            against.append(PairRule.PROBATION)
        found.extend(_lapse(member, rule, granted, day) for rule in against)
    return tuple(found)


def standing(found: Iterable[Lapse]) -> tuple[Lapse, ...]:
    """Of these lapses, those that keep a visit from being filed: one on probation may stay as they are."""
    open_ones = [lapse for lapse in found if lapse.allowed is None]
    probation = [lapse for lapse in open_ones if lapse.rule is PairRule.PROBATION]
    return tuple(lapse for lapse in open_ones if lapse not in probation or len(probation) > 1)


def _lapse(member: Member, rule: PairRule, overrides: tuple[Override, ...], day: date) -> Lapse:
    covering = [one for one in overrides if one.covers(member.member_id, rule, day)]
    first = min(covering, key=lambda one: (one.at, one.record_id), default=None)
    return Lapse(member_id=member.member_id, rule=rule, allowed=first, undated=rule.value in member.undated())
