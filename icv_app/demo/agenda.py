"""Who does what when: the plan as lists of actions, one for each member, that wait for one another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum, auto

from icv_app.demo.aftermath import PlannedStep, Words
from icv_app.demo.errands import Doing, Errand
from icv_app.demo.plan import Plan, PlannedVisit
from icv_app.domain.ids import ConcernId, MemberId


class Deed(StrEnum):
    """What is done about one visit, or beside all of them."""

    FILE = auto()
    AGREE = auto()
    ADD = auto()
    OPEN = auto()
    ASK = auto()
    ANSWER = auto()
    APPROVE = auto()
    STEP = auto()
    REMARK = auto()
    ERRAND = auto()


Key = tuple[Deed, str, int]
"""Names one action by its visit or errand: the number tells the steps of one visit apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One thing one member does.

    Attributes:
        needs: What must have been done, by whomever, and have come to this member.
    """

    at: datetime
    actor: MemberId
    key: Key
    needs: tuple[Key, ...]

    @property
    def deed(self) -> Deed:
        """What it is."""
        return self.key[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitAction(Action):
    """Something about one visit.

    Attributes:
        text: Question, answer, note, addendum, dissent or remark.
        path: With `Deed.REMARK`: the place that is commented on; empty for thanks.
        step: With `Deed.STEP`.
    """

    planned: PlannedVisit
    text: str = ""
    path: str = ""
    step: PlannedStep | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrandAction(Action):
    """Something beside the visits."""

    does: Doing


def action_of(errand: Errand) -> ErrandAction:
    """An errand as somebody's action."""
    return ErrandAction(
        at=errand.at,
        actor=errand.by,
        key=(Deed.ERRAND, errand.name, 0),
        needs=tuple((Deed.ERRAND, name, 0) for name in errand.needs),
        does=errand.does,
    )


def actions_of(planned: PlannedVisit) -> Iterator[VisitAction]:
    """Everything done about one visit."""
    after, name = planned.aftermath, planned.visit.visit_id

    def action(deed: Deed, words: Words, *needs: Deed) -> VisitAction:
        return VisitAction(
            at=words.at,
            actor=words.by,
            key=(deed, name, 0),
            needs=tuple((need, name, 0) for need in needs),
            planned=planned,
            text=words.text,
        )

    yield action(Deed.FILE, Words(planned.filed_at, "", planned.visit.author))
    yield action(Deed.OPEN, after.opened, Deed.FILE)
    if after.agreement:
        yield action(Deed.AGREE, after.agreement, Deed.FILE)
    if after.addendum:
        yield action(Deed.ADD, after.addendum, Deed.FILE)
    if after.question and after.answer:
        yield action(Deed.ASK, after.question, Deed.OPEN)
        yield action(Deed.ANSWER, after.answer, Deed.ASK)
    yield action(Deed.APPROVE, after.approval, Deed.ANSWER if after.question else Deed.OPEN)
    for number, remark in enumerate(after.remarks):
        said = action(Deed.REMARK, remark.words, Deed.APPROVE)
        yield replace(said, key=(Deed.REMARK, name, number), path=remark.path)
    yield from _step_actions(planned)


def _step_actions(planned: PlannedVisit) -> Iterator[VisitAction]:
    """Each step waits for the one before on the same concern."""
    name = planned.visit.visit_id
    last: dict[ConcernId, Key] = {}
    for number, step in enumerate(planned.aftermath.steps):
        key: Key = (Deed.STEP, name, number)
        needs = last.get(step.concern_id, (Deed.OPEN, name, 0))
        last[step.concern_id] = key
        yield VisitAction(at=step.at, actor=step.by, key=key, needs=(needs,), planned=planned, step=step)


@dataclass(slots=True)
class Agenda:
    """What is left to do, for each member in the order of time."""

    left: dict[MemberId, list[Action]]
    done: set[Key] = field(default_factory=set)

    @classmethod
    def of(cls, plan: Plan) -> Agenda:
        """The agenda of a whole plan."""
        left: dict[MemberId, list[Action]] = defaultdict(list)
        about_visits = (action for planned in plan.visits for action in actions_of(planned))
        for action in (*about_visits, *map(action_of, plan.errands)):
            left[action.actor].append(action)
        for actions in left.values():
            actions.sort(key=lambda action: (action.at, action.key))
        return cls(dict(left))

    def waiting(self, until: datetime) -> int:
        """How many actions are left before a moment."""
        return sum(action.at < until for actions in self.left.values() for action in actions)

    def take(self, members: Iterable[MemberId], until: datetime) -> Mapping[MemberId, Sequence[Action]]:
        """Take what each of these members can do before a moment; what has to wait stays.

        Somebody always can, because nothing waits for what comes later.
        """
        taken: dict[MemberId, Sequence[Action]] = {}
        for member in members:
            can: list[Action] = []
            own: set[Key] = set()
            for action in self.left.get(member, []):
                if action.at < until and all(need in self.done or need in own for need in action.needs):
                    can.append(action)
                    own.add(action.key)
            if can:
                taken[member] = can
                self.left[member] = [action for action in self.left[member] if action.key not in own]
        return taken

    def note_done(self, actions: Iterable[Action]) -> None:
        """Note that these were done and have been sent to the server."""
        self.done.update(action.key for action in actions)
