"""What the visit editor shows, and what the visitor may do with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from PySide6.QtCore import Signal

from icv_app.domain.answer_edits import (
    concern_of,
    with_answer,
    with_concern_for,
    with_resolution,
    without_answer,
)
from icv_app.domain.census import Tally
from icv_app.domain.checklist import Check, Checklist
from icv_app.domain.completeness import problems, step_status
from icv_app.domain.completeness_visit import concern_problems
from icv_app.domain.concern import Concern
from icv_app.domain.detention_clocks import Clock, detention_clock
from icv_app.domain.ids import ConcernId, PersonId
from icv_app.domain.person import Answer, DetainedPerson, Resolution, Source
from icv_app.domain.priority import Placed, in_priority_order, in_written_order
from icv_app.domain.problem import Problem, Step, StepStatus, SubmitContext
from icv_app.domain.settling import checks_to_ask, settled
from icv_app.domain.times import in_london
from icv_app.domain.visit import Visit
from icv_app.services.follow_up import EarlierConcern
from icv_app.words import _
from ui.tasks import Lane
from ui.visit.editing import DraftEditing
from ui.visit.people.custody_numbers import example_of
from ui.visit.wording import person_name

_LONGEST_USUAL_VISIT = timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class Judgement:
    """How a visit stood at one moment."""

    statuses: Mapping[Step, StepStatus]
    problems: tuple[Problem, ...]


class VisitViewModel(DraftEditing):
    """One draft in the editor. Lives on the GUI thread."""

    judged = Signal(object)
    """A `Judgement`, some time after `judge` was called."""

    @property
    def context(self) -> SubmitContext:
        """What the visit is judged by: settings, checklist, members; with the present moment."""
        return replace(self._in_hand.context, now=self._service.now())

    @property
    def checklist(self) -> Checklist:
        """The checklist the visit was started under."""
        return self._in_hand.context.checklist

    @property
    def to_look_at(self) -> tuple[EarlierConcern, ...]:
        """What the last visits to the suite left to look at again."""
        return self._in_hand.to_look_at

    def now(self) -> datetime:
        """The moment the services go by, UTC."""
        return self._service.now()

    def problems(self) -> tuple[Problem, ...]:
        """What still keeps the visit from being submitted, in the order of the steps."""
        return problems(settled(self._visit, self.checklist), self.context)

    def incomplete_concerns(self) -> frozenset[ConcernId]:
        """The concerns of which something must still be entered."""
        found = concern_problems(self._visit, self.context)
        return frozenset(problem.concern_id for problem in found if problem.concern_id is not None)

    def judge(self) -> None:
        """Work out in the background where the steps stand and what is left to do; `judged` follows."""
        visit, context = self._visit, self.context
        self._tasks.run(
            Lane.STORE,
            lambda: _judgement(visit, context),
            then=self.judged.emit,
            otherwise=self._failed,
            owner=self,
        )

    def step_status(self) -> Mapping[Step, StepStatus]:
        """Where each of the six steps stands."""
        return step_status(settled(self._visit, self.checklist), self.context)

    def moment(self) -> datetime:
        """When the people are looked at: on leaving, or now while the visit goes on; UTC."""
        return self._visit.left_suite_at or max(self.now(), self._visit.began_at or self.now())

    def board(self) -> tuple[Placed, ...]:
        """Everybody with a row, in the scheme's order; in the order of the paper while it is typed up."""
        order = in_written_order if self._visit.typed_from_paper else in_priority_order
        return order(self._visit.people, self.moment(), self.context.settings.over_24h)

    def clock_of(self, person: DetainedPerson) -> Clock:
        """The detention clock of one person."""
        return detention_clock(person, self.moment())

    def checks_for(self, person: DetainedPerson) -> tuple[Check, ...]:
        """The checks to ask about one person as they stand, in order."""
        return checks_to_ask(self.checklist, person, self._visit.began_at or self._visit.created_at)

    def usual_day(self, clock: time) -> date:
        """The London day of the last such time of day before the visit ended, or before now."""
        visit, now = self._visit, self.now()
        began = visit.began_at
        latest = visit.left_suite_at or (min(now, began + _LONGEST_USUAL_VISIT) if began else now)
        local = in_london(latest)
        return local.date() if clock <= local.time() else local.date() - timedelta(days=1)

    def custody_number_example(self) -> str:
        """An invented custody number as the force writes them; nothing where the scheme does not say."""
        return example_of(self._in_hand.context.settings.custody_number_pattern)

    def edit_person(self, person_id: PersonId, change: Callable[[DetainedPerson], DetainedPerson]) -> None:
        """Change one person's row; nothing happens if it is gone. A talk that begins ends another."""

        def edit(visit: Visit) -> Visit:
            person = visit.person(person_id)
            if person is None:
                return visit
            changed = change(person)
            if changed.talking_now and not person.talking_now:
                quiet = tuple(replace(other, talking_now=False) for other in visit.people)
                visit = replace(visit, people=quiet)
            return visit.with_person(changed)

        self.edit(edit)

    def add_person(self, custody_number: str = "") -> PersonId:
        """Add a row to the people board and return its identifier."""
        person = DetainedPerson(person_id=self._service.new_person_id(), custody_number=custody_number)
        self.edit(lambda visit: visit.with_person(person))
        return person.person_id

    def remove_person(self, person_id: PersonId) -> None:
        """Remove one row and the concerns about that person."""
        person = self._visit.person(person_id)
        if person is not None:
            who = person_name(person, self._visit.people.index(person) + 1)
            self.edit(lambda visit: visit.without_person(person_id))
            self.removed.emit(_("{who} was removed.").format(who=who))

    def put_tallies(self, tallies: tuple[Tally, ...]) -> None:
        """Replace the tally of people without rows."""
        self.edit(lambda visit: replace(visit, tallies=tallies))

    def answer(self, person_id: PersonId, answer: Answer) -> None:
        """Answer one check; a changed value opens the question of what to do about it again.

        A concern raised for the answer before stays, unless nothing was written in it yet.
        """
        self.edit(lambda visit: with_answer(visit, person_id, answer))

    def give_answer(self, person_id: PersonId, check_id: str, value: str, source: Source | None) -> None:
        """Answer one check with a value; where it changes, source and note stay if there were any.

        Args:
            source: How it is known, unless that was said before.
        """
        person = self._visit.person(person_id)
        before = person.answer(check_id) if person else None
        if before is None:
            self.answer(person_id, Answer(check_id=check_id, value=value, source=source))
        elif before.value != value:
            self.answer(
                person_id, replace(before, value=value, source=before.source or source, resolution=None)
            )

    def change_answer(self, person_id: PersonId, check_id: str, change: Callable[[Answer], Answer]) -> None:
        """Change what stands beside an answer; nothing happens if there is none."""

        def edit(person: DetainedPerson) -> DetainedPerson:
            answer = person.answer(check_id)
            return person.with_answer(change(answer)) if answer else person

        self.edit_person(person_id, edit)

    def take_back(self, person_id: PersonId, check_id: str) -> None:
        """Take the answer to one check back, and a concern for it in which nothing was written yet."""
        self.edit(lambda visit: without_answer(visit, person_id, check_id))

    def resolve(self, person_id: PersonId, check_id: str, resolution: Resolution | None) -> None:
        """Say what became of an answer that falls short; a concern with nothing written in it goes."""
        self.edit(lambda visit: with_resolution(visit, person_id, check_id, resolution))

    def raise_concern_for(self, person_id: PersonId, check_id: str, *, put_right: bool = False) -> ConcernId:
        """Raise the concern a check names, tied to the answer, in one edit; return its identifier.

        Where the answer already has one, only whether it was put right is changed.
        """
        raised = self.concern_of(person_id, check_id)
        concern_id = raised.concern_id if raised else self._service.new_concern_id()
        check = self.checklist.check(check_id)
        if check is not None:
            self.edit(
                lambda visit: with_concern_for(visit, person_id, check, concern_id, put_right=put_right)
            )
        return concern_id

    def concern_of(self, person_id: PersonId, check_id: str) -> Concern | None:
        """The concern an answer led to, if it is still there."""
        return concern_of(self._visit, person_id, check_id)

    def add_concern(self, concern: Concern) -> None:
        """Add a concern whose identifier came from `new_concern_id`."""
        self.edit(lambda visit: visit.with_concern(concern))

    def new_concern_id(self) -> ConcernId:
        """An identifier for a concern about to be raised."""
        return self._service.new_concern_id()

    def change_concern(self, concern_id: ConcernId, change: Callable[[Concern], Concern]) -> None:
        """Change one concern; nothing happens if it is gone."""

        def edit(visit: Visit) -> Visit:
            concern = visit.concern(concern_id)
            return visit.with_concern(change(concern)) if concern else visit

        self.edit(edit)

    def remove_concern(self, concern_id: ConcernId) -> None:
        """Remove one concern; answers that led to it become open again."""
        self.edit(lambda visit: visit.without_concern(concern_id))
        self.removed.emit(_("The concern was removed."))


def _judgement(visit: Visit, context: SubmitContext) -> Judgement:
    final = settled(visit, context.checklist)
    found = problems(final, context)
    return Judgement(step_status(final, context, found), found)
