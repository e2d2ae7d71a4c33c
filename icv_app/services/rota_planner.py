"""Drawing a rota: pairs at random from a recorded seed, under the rules of `icv_app.domain.rota`.

The drawing is left to the constraint solver CP-SAT of OR-Tools. The same task and the same seed
give the same rota.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from math import ceil
from random import Random

from ortools.sat.python import cp_model

from icv_app.domain.ids import MemberId, SuiteId
from icv_app.domain.rota import WEEK, Duty, EmptyDuty, RotaTask, WhyEmpty, Window, probationer

Place = tuple[date, SuiteId, int]
Count = cp_model.LinearExpr | int
"""A number the solver works with: decided already, or not yet."""

_EMPTY_DUTY = 1_000_000
_MISSING_WINDOW = 50_000
_UNFAIR = 2_000
_LUCK = 9
EFFORT = 6.0
"""How long the solver looks for a better rota, in its own units: the same work on every machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnRota:
    """A rota as drawn.

    Attributes:
        duties: In order of time, the empty ones and the locked ones included.
        nights, weekends: How many duties were wanted then.
    """

    seed: int
    duties: tuple[Duty, ...]
    empty: tuple[EmptyDuty, ...]
    nights: int
    weekends: int

    @property
    def nights_missing(self) -> int:
        """Duties by night that are fewer than the quota asks for."""
        return max(self.nights - sum(one.window is Window.NIGHT and one.filled for one in self.duties), 0)

    @property
    def weekends_missing(self) -> int:
        """Duties at the weekend that are fewer than the quota asks for."""
        return max(self.weekends - sum(one.window is Window.WEEKEND and one.filled for one in self.duties), 0)


def draw(task: RotaTask, seed: int) -> DrawnRota:
    """Draw a rota that fills as many duties as can be, keeps the quotas where it can and shares fairly.

    Locked duties stand, whatever they breach; `icv_app.domain.rota.breaches` tells of them.
    """
    drawing = _Drawing(task, seed)
    drawing.state_rules()
    solver = cp_model.CpSolver()
    solver.parameters.random_seed = seed % 2**31
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = EFFORT
    solver.parameters.absolute_gap_limit = _UNFAIR - 1  # what is left to win is luck alone
    status = solver.solve(drawing.model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):  # an empty rota always keeps the rules
        raise RuntimeError(f"no rota at all: {solver.status_name(status)}")
    return drawing.read(solver)


class _Drawing:
    """One task as the solver has it: a yes or no for everybody and every duty they could go to."""

    def __init__(self, task: RotaTask, seed: int) -> None:
        self.task = task
        self.seed = seed
        self.luck = Random(seed)  # noqa: S311 - a draw that is repeated from its recorded seed
        self.model = cp_model.CpModel()
        self.locked = {duty.place: duty for duty in task.locked}
        self.places = tuple(dict.fromkeys([*task.places(), *sorted(self.locked)]))
        self.free = tuple(place for place in self.places if place not in self.locked)
        self.members = {one.member_id: one for one in task.visitors}
        self.windows = self._windows()
        self.goes: dict[tuple[MemberId, Place], cp_model.IntVar] = {}
        self.filled: dict[Place, cp_model.IntVar] = {}
        self.at: dict[tuple[Place, Window], cp_model.IntVar] = {}
        self.wanted = {
            Window.NIGHT: ceil(task.nights * len(self.places)),
            Window.WEEKEND: ceil(task.weekends * len(self.places)),
        }

    def _windows(self) -> Mapping[tuple[MemberId, date], frozenset[Window]]:
        """When everybody can go in each week, whoever may not go left out."""
        weeks = sorted({week for week, _suite, _number in self.places})
        taken = {(name, duty.week) for duty in self.locked.values() for name in duty.pair}
        return {
            (name, week): self.task.windows(name, week)
            for name, member in self.members.items()
            for week in weeks
            if (name, week) not in taken and self.task.may_go(member, week)
        }

    def state_rules(self) -> None:
        self._who_could_go()
        for place in self.free:
            self._a_pair_or_nobody(place)
        self._one_a_week()
        self._nothing_twice_running()
        self.model.minimize(self._cost())

    def available(self, place: Place) -> tuple[MemberId, ...]:
        """Who could go to a duty, whoever they would go with."""
        week, suite, _number = place
        return tuple(
            name
            for name in self.members
            if self.windows.get((name, week))
            and not any(one.forbids(suite, (name,)) for one in self.task.conflicts)
        )

    def _who_could_go(self) -> None:
        for place in self.free:
            self.filled[place] = self.model.new_bool_var(f"filled {place}")
            for window in Window:
                self.at[place, window] = self.model.new_bool_var(f"{window} {place}")
            for name in self.available(place):
                self.goes[name, place] = self.model.new_bool_var(f"{name} {place}")

    def _a_pair_or_nobody(self, place: Place) -> None:
        week, suite, _number = place
        going = {name: self.goes[name, place] for name in self.available(place)}
        self.model.add(sum(going.values()) == 2 * self.filled[place])
        self.model.add_exactly_one(self.at[place, window] for window in Window)
        for name, goes in going.items():
            for window in set(Window) - self.windows[name, week]:
                self.model.add_implication(goes, self.at[place, window].negated())
        self.model.add_at_most_one(
            goes for name, goes in going.items() if probationer(self.members[name], week)
        )
        for first, second in combinations(going, 2):
            if any(one.forbids(suite, (first, second)) for one in self.task.conflicts):
                self.model.add_at_most_one(going[first], going[second])

    def _one_a_week(self) -> None:
        for (name, week), _windows in self.windows.items():
            self.model.add_at_most_one(
                goes for (who, place), goes in self.goes.items() if (who, place[0]) == (name, week)
            )

    def _nothing_twice_running(self) -> None:
        """Whoever goes with the same partner, or to the same suite, has gone elsewhere in between."""
        story = _Story(self)
        for name in self.members:
            for suite in story.suites:
                self._not_running(name, story.went_to(name, suite), story)
        for pair in combinations(self.members, 2):
            together = story.went_together(*pair)
            for name in pair:
                self._not_running(name, together, story)

    def _not_running(self, name: MemberId, went: Mapping[int, Count], story: _Story) -> None:
        for (first, before), (then, after) in combinations(sorted(went.items()), 2):
            if isinstance(before, int) and isinstance(after, int):
                continue  # both were made by hand or are history
            between = sum(story.busy[name].get(week, 0) for week in range(first + 1, then))
            self.model.add(before + after <= 1 + between)

    def _cost(self) -> Count:
        empty = sum(1 - filled for filled in self.filled.values())
        luck = sum(self.luck.randint(0, _LUCK) * goes for goes in self.goes.values())
        return _EMPTY_DUTY * empty + self._quotas() + self._unfairness() + luck

    def _quotas(self) -> Count:
        cost: Count = 0
        for window, wanted in self.wanted.items():
            by_hand = sum(duty.window is window and duty.filled for duty in self.locked.values())
            missing = self.model.new_int_var(0, max(wanted, 0), f"missing {window}")
            kept: list[cp_model.IntVar] = []
            for place in self.free:
                both = self.model.new_bool_var(f"filled {window} {place}")
                self.model.add_implication(both, self.at[place, window])
                self.model.add_implication(both, self.filled[place])
                kept.append(both)
            self.model.add(sum(kept) + by_hand + missing >= wanted)
            cost += _MISSING_WINDOW * missing
        return cost

    def _unfairness(self) -> Count:
        """The sum of everybody's squared number of duties: least when the load is even."""
        most = len({week for week, _suite, _number in self.places})
        cost: Count = 0
        for name in self.members:
            own = [goes for (who, _place), goes in self.goes.items() if who == name]
            if not own:
                continue
            by_hand = sum(name in duty.pair for duty in self.locked.values())
            square = self.model.new_int_var(0, (most + by_hand) ** 2, f"square {name}")
            load = sum(own) + by_hand
            for step in range(1, most + by_hand + 1):  # tangents of the square, exact on whole numbers
                self.model.add(square >= (2 * step - 1) * load - step * (step - 1))
            cost += _UNFAIR * square
        return cost

    def read(self, solver: cp_model.CpSolver) -> DrawnRota:
        duties = [self._duty(place, solver) for place in sorted(self.places)]
        numbers = {week: number for number, week in enumerate(sorted({one.week for one in duties}), 1)}
        empty = tuple(self._why(duty, numbers[duty.week]) for duty in duties if not duty.pair)
        return DrawnRota(
            seed=self.seed,
            duties=tuple(duties),
            empty=empty,
            nights=self.wanted[Window.NIGHT],
            weekends=self.wanted[Window.WEEKEND],
        )

    def _duty(self, place: Place, solver: cp_model.CpSolver) -> Duty:
        if place in self.locked:
            return self.locked[place]
        week, suite, number = place
        pair = tuple(sorted(n for n in self.available(place) if solver.boolean_value(self.goes[n, place])))
        window = next(one for one in Window if solver.boolean_value(self.at[place, one]))
        return Duty(suite_id=suite, week=week, number=number, window=window, pair=pair)

    def _why(self, duty: Duty, week_number: int) -> EmptyDuty:
        available = self.available(duty.place)
        return EmptyDuty(
            place=duty.place, week_number=week_number, why=self._reason(duty, available), available=available
        )

    def _reason(self, duty: Duty, available: tuple[MemberId, ...]) -> WhyEmpty:
        if not available:
            return WhyEmpty.NOBODY_AVAILABLE
        if len(available) == 1:
            return WhyEmpty.ONE_AVAILABLE
        pairs = [
            pair
            for pair in combinations(available, 2)
            if self.windows[pair[0], duty.week] & self.windows[pair[1], duty.week]
        ]
        if not pairs:
            return WhyEmpty.NO_COMMON_TIME
        experienced = [
            pair for pair in pairs if not all(probationer(self.members[name], duty.week) for name in pair)
        ]
        if not experienced:
            return WhyEmpty.ONLY_PROBATIONERS
        if all(any(one.forbids(duty.suite_id, pair) for one in self.task.conflicts) for pair in experienced):
            return WhyEmpty.CONFLICTS
        return WhyEmpty.NEEDED_ELSEWHERE


class _Story:
    """Who went where and with whom, week by week: before the rota, by hand, and as the solver decides.

    Weeks are numbered from the first of the rota; those before it are negative. What was decided is 1.
    """

    def __init__(self, drawing: _Drawing) -> None:
        self._drawing = drawing
        self._first = min((week for week, _suite, _number in drawing.places), default=date.min)
        self.suites = sorted({suite for _week, suite, _number in drawing.places})
        self._done = [*drawing.task.before, *drawing.locked.values()]
        self._going: dict[MemberId, list[tuple[Place, cp_model.IntVar]]] = defaultdict(list)
        for (name, place), goes in drawing.goes.items():
            self._going[name].append((place, goes))
        self.busy = {name: self._busy(name) for name in drawing.members}

    def _number(self, week: date) -> int:
        return (week - self._first) // WEEK

    def _busy(self, name: MemberId) -> dict[int, Count]:
        busy: dict[int, Count] = {}
        for place, goes in self._going[name]:
            week = self._number(place[0])
            busy[week] = busy.get(week, 0) + goes
        busy |= {self._number(duty.week): 1 for duty in self._done if name in duty.pair}
        return busy

    def went_to(self, name: MemberId, suite: SuiteId) -> dict[int, Count]:
        """In which weeks somebody went to a suite."""
        went: dict[int, Count] = {}
        for place, goes in self._going[name]:
            if place[1] == suite:
                week = self._number(place[0])
                went[week] = went.get(week, 0) + goes
        for duty in self._done:
            if name in duty.pair and duty.suite_id == suite:
                went[self._number(duty.week)] = 1
        return went

    def went_together(self, first: MemberId, second: MemberId) -> dict[int, Count]:
        """In which weeks two went to the same duty."""
        model = self._drawing.model
        meet: dict[int, cp_model.IntVar] = {}
        theirs = dict(self._going[second])
        for place, goes in self._going[first]:
            if place in theirs:
                week = self._number(place[0])
                together = meet.setdefault(week, model.new_bool_var(f"{first} {second} {week}"))
                model.add_bool_or(goes.negated(), theirs[place].negated(), together)
        went: dict[int, Count] = dict(meet)
        went |= {self._number(d.week): 1 for d in self._done if {first, second} <= set(d.pair)}
        return went
