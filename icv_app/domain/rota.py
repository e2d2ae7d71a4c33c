"""The rota: who visits which suite in which week, and the rules a rota keeps.

A duty is a suite and a week, Monday to Sunday in London. It says whether the
visit is to be made by day, by night or at the weekend; the hour is known to
the pair alone and is written nowhere (rule 3).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from itertools import combinations, pairwise
from math import floor

from icv_app.domain.fitness import Override, stands_against
from icv_app.domain.ids import MemberId, SuiteId
from icv_app.domain.scheme import Member, Role, Suite

WEEK = timedelta(days=7)
QUARTER_WEEKS = 13


class Window(StrEnum):
    """When in its week a visit is to be made; the pair choose the hour."""

    DAY = "day"
    NIGHT = "night"
    WEEKEND = "weekend"


class RotaRule(StrEnum):
    """What a rota keeps, in the order it is told."""

    PAIR = "pair"
    STATUS = "status"
    AVAILABLE = "available"
    CONFLICT = "conflict"
    PROBATION = "probation"
    ONE_A_WEEK = "one_a_week"
    PAIR_TWICE = "pair_twice"
    SUITE_TWICE = "suite_twice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Availability:
    """What a visitor says of one week; a week of which they say nothing is one they are not asked for.

    Attributes:
        week: Its Monday.
        windows: When they could visit; empty says "not this week".
    """

    member_id: MemberId
    week: date
    windows: frozenset[Window]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave:
    """Days on which a visitor is away; London days, both included."""

    member_id: MemberId
    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A declared conflict of interest: a visitor is not sent to a suite, or not with another visitor.

    Attributes:
        suite_id, other: One of them is given.
    """

    member_id: MemberId
    suite_id: SuiteId | None = None
    other: MemberId | None = None

    def forbids(self, suite_id: SuiteId, pair: Iterable[MemberId]) -> bool:
        """Whether a pair that holds the visitor may not go to a suite because of it."""
        going = frozenset(pair)
        return self.member_id in going and (self.suite_id == suite_id or self.other in going)


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One visit to be made.

    Attributes:
        week: Its Monday.
        number: From 1; above 1 where a suite is visited more than once in a week.
        pair: In order of their numbers; fewer than two where nobody could be found.
        locked: Made by hand, so that the planner leaves it alone.
    """

    suite_id: SuiteId
    week: date
    number: int = 1
    window: Window = Window.DAY
    pair: tuple[MemberId, ...] = ()
    locked: bool = False

    @property
    def place(self) -> tuple[date, SuiteId, int]:
        """What tells it from other duties of a rota, in order of time."""
        return (self.week, self.suite_id, self.number)

    @property
    def filled(self) -> bool:
        """Whether two are going."""
        return len(self.pair) == 2


@dataclass(frozen=True, slots=True, kw_only=True)
class RotaTask:
    """What a rota is made for.

    Attributes:
        weeks: Mondays, in order.
        visits_a_week: For each suite that is open and no contingency one; 0.5 is every other week.
        suite_targets: Suites with a target of their own instead.
        members: Of whom visitors alone are sent.
        before: Duties of the weeks before, so that nobody goes on with the same partner or suite.
        locked: Duties made by hand; they stand as they are.
        nights, weekends: Shares of the duties to be made then, from 0 to 1.
        opened: Contingency suites that are visited, too.
    """

    weeks: tuple[date, ...]
    suites: tuple[Suite, ...]
    members: tuple[Member, ...]
    availability: tuple[Availability, ...] = ()
    leave: tuple[Leave, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    overrides: tuple[Override, ...] = ()
    before: tuple[Duty, ...] = ()
    locked: tuple[Duty, ...] = ()
    visits_a_week: float = 1.0
    suite_targets: Mapping[SuiteId, float] = field(default_factory=dict)
    nights: float = 0.15
    weekends: float = 0.25
    opened: frozenset[SuiteId] = field(default_factory=frozenset)

    @property
    def visitors(self) -> tuple[Member, ...]:
        """Those who may be sent at all, by number."""
        return tuple(sorted((m for m in self.members if m.role is Role.VISITOR), key=lambda m: m.member_id))

    def visited(self, suite: Suite, week: date) -> bool:
        """Whether a suite is visited in a week: it is open on each of its days."""
        wanted = not suite.contingency or suite.suite_id in self.opened
        return wanted and suite.open_on(week) and suite.open_on(week + WEEK - timedelta(days=1))

    def places(self) -> Iterator[tuple[date, SuiteId, int]]:
        """The duties to fill, in order; the target is spread evenly over the weeks."""
        for number, week in enumerate(self.weeks):
            for suite in self.suites:
                if self.visited(suite, week):
                    own = self.suite_targets.get(suite.suite_id, self.visits_a_week)
                    target = Fraction(own).limit_denominator(1000)
                    due = floor((number + 1) * target) - floor(number * target)
                    yield from ((week, suite.suite_id, one) for one in range(1, due + 1))

    def may_go(self, member: Member, week: date) -> bool:
        """Whether nothing in a visitor's status stands against a visit on any day of the week."""
        return not any(
            not any(one.covers(member.member_id, rule, day) for one in self.overrides)
            for day in days_of(week)
            for rule in stands_against(member, day)
        )

    def windows(self, member_id: MemberId, week: date) -> frozenset[Window]:
        """When in a week a visitor can go: what they said, without what their leave takes away."""
        said = [one for one in self.availability if (one.member_id, one.week) == (member_id, week)]
        if not said:
            return frozenset()
        free = [day for day in days_of(week) if not self._away(member_id, day)]
        weekdays = any(day.weekday() < SATURDAY for day in free)
        weekend = any(day.weekday() >= SATURDAY for day in free)
        return frozenset(
            window for window in said[-1].windows if (weekend if window is Window.WEEKEND else weekdays)
        )

    def _away(self, member_id: MemberId, day: date) -> bool:
        return any(one.member_id == member_id and one.first <= day <= one.last for one in self.leave)


SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """A rule that a duty does not keep.

    Attributes:
        place: Of the duty.
        members: Whom it is about; empty where it is about nobody in particular.
    """

    rule: RotaRule
    place: tuple[date, SuiteId, int]
    members: tuple[MemberId, ...] = ()


class WhyEmpty(StrEnum):
    """Why nobody could be found for a duty, in the order it is looked for."""

    NOBODY_AVAILABLE = "nobody_available"
    ONE_AVAILABLE = "one_available"
    NO_COMMON_TIME = "no_common_time"
    ONLY_PROBATIONERS = "only_probationers"
    CONFLICTS = "conflicts"
    NEEDED_ELSEWHERE = "needed_elsewhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class EmptyDuty:
    """A duty that could not be filled.

    Attributes:
        week_number: From 1, as people count the weeks of the rota.
        available: Who could have gone, as far as status and availability go.
    """

    place: tuple[date, SuiteId, int]
    week_number: int
    why: WhyEmpty
    available: tuple[MemberId, ...] = ()


def monday_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def weeks_from(day: date, count: int = QUARTER_WEEKS) -> tuple[date, ...]:
    """Return the Mondays of `count` weeks, beginning with the one that holds `day`."""
    first = monday_of(day)
    return tuple(first + number * WEEK for number in range(count))


def days_of(week: date) -> tuple[date, ...]:
    """Return the seven days of a week."""
    return tuple(week + timedelta(days=number) for number in range(7))


def breaches(duties: Iterable[Duty], task: RotaTask) -> tuple[Breach, ...]:
    """Return what a rota does not keep, in order of time; the duties of `task.before` count as gone before.

    Used on what was made by hand, and to check what the planner made.
    """
    ordered = sorted(duties, key=lambda duty: duty.place)
    found = [breach for duty in ordered for breach in _of_one(duty, task)]
    found += _twice_a_week(ordered)
    found += _running(ordered, task.before)
    order = list(RotaRule)
    return tuple(sorted(found, key=lambda one: (one.place, order.index(one.rule), one.members)))


def _of_one(duty: Duty, task: RotaTask) -> Iterator[Breach]:
    if not duty.filled or len(set(duty.pair)) != len(duty.pair):
        yield Breach(rule=RotaRule.PAIR, place=duty.place)
    members = {one.member_id: one for one in task.visitors}
    for name in duty.pair:
        member = members.get(name)
        if member is None or not task.may_go(member, duty.week):
            yield Breach(rule=RotaRule.STATUS, place=duty.place, members=(name,))
        if duty.window not in task.windows(name, duty.week):
            yield Breach(rule=RotaRule.AVAILABLE, place=duty.place, members=(name,))
    for conflict in task.conflicts:
        if conflict.forbids(duty.suite_id, duty.pair):
            yield Breach(rule=RotaRule.CONFLICT, place=duty.place, members=(conflict.member_id,))
    going = [members[name] for name in duty.pair if name in members]
    if len(going) > 1 and all(probationer(member, duty.week) for member in going):
        yield Breach(rule=RotaRule.PROBATION, place=duty.place, members=duty.pair)


def probationer(member: Member, week: date) -> bool:
    """Whether a visitor is on probation on any day of a week."""
    return any(member.on_probation(day) for day in days_of(week))


def _twice_a_week(duties: Sequence[Duty]) -> Iterator[Breach]:
    seen: set[tuple[date, MemberId]] = set()
    for duty in duties:
        for name in duty.pair:
            if (duty.week, name) in seen:
                yield Breach(rule=RotaRule.ONE_A_WEEK, place=duty.place, members=(name,))
            seen.add((duty.week, name))


def _running(duties: Sequence[Duty], before: Sequence[Duty]) -> Iterator[Breach]:
    """A partner or a suite that is somebody's last one again."""
    ordered = sorted([*before, *duties], key=lambda duty: duty.place)
    ours = {duty.place for duty in duties}
    told: set[tuple[tuple[date, SuiteId, int], RotaRule, tuple[MemberId, ...]]] = set()
    for name in sorted({name for duty in ordered for name in duty.pair}):
        own = [duty for duty in ordered if name in duty.pair]
        for earlier, later in pairwise(own):
            if later.place not in ours:
                continue
            for pair in combinations(later.pair, 2):
                again = name in pair and set(pair) <= set(earlier.pair)
                if again and (later.place, RotaRule.PAIR_TWICE, pair) not in told:
                    told.add((later.place, RotaRule.PAIR_TWICE, pair))
                    yield Breach(rule=RotaRule.PAIR_TWICE, place=later.place, members=pair)
            if later.suite_id == earlier.suite_id:
                yield Breach(rule=RotaRule.SUITE_TWICE, place=later.place, members=(name,))
