"""What the visit editor shows, and what the visitor may do with it.

Every edit is a pure function from a visit to a visit. It is applied here at
once, so the screen never waits, and given to the store lane, where it is
applied to the stored draft and committed. Both sides come to the same visit;
if the store refuses, the screen goes back to what is stored.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from PySide6.QtCore import QObject, Signal

from icv_app.domain.census import Tally
from icv_app.domain.checklist import Check, Checklist
from icv_app.domain.completeness import problems, step_status
from icv_app.domain.completeness_visit import concern_problems
from icv_app.domain.concern import Concern, Severity
from icv_app.domain.detention_clocks import Clock, detention_clock
from icv_app.domain.ids import ConcernId, PersonId
from icv_app.domain.person import Answer, DetainedPerson, Resolution, Resolved, Source
from icv_app.domain.priority import Placed, in_priority_order
from icv_app.domain.problem import Problem, Step, StepStatus, SubmitContext
from icv_app.domain.settling import checks_to_ask, settled
from icv_app.domain.times import in_london
from icv_app.domain.visit import Visit
from icv_app.errors import IcvError
from icv_app.services.follow_up import EarlierConcern
from icv_app.services.visits import VisitInHand, VisitService
from ui.tasks import Lane, Tasks
from ui.visit.people.custody_numbers import example_of

_LONGEST_USUAL_VISIT = timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class Judgement:
    """How a visit stood at one moment."""

    statuses: Mapping[Step, StepStatus]
    problems: tuple[Problem, ...]


class VisitViewModel(QObject):
    """One draft in the editor. Lives on the GUI thread."""

    visit_changed = Signal(object)
    """The visit after an edit; emitted at once, before it is on disk."""
    saved = Signal(int)
    """How many edits are still on their way to the disk; 0 when all is saved."""
    message_changed = Signal(str)
    """A sentence for the person, or nothing."""
    last_time_changed = Signal()
    """Another suite was chosen: `last_time` and `to_look_at` are of that one."""
    judged = Signal(object)
    """A `Judgement`, some time after `judge` was called."""
    submitted = Signal(object)
    """The filed visit."""
    discarded = Signal()

    def __init__(
        self, service: VisitService, in_hand: VisitInHand, tasks: Tasks, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._service = service
        self._in_hand = in_hand
        self._visit = in_hand.visit
        self._tasks = tasks
        self._unsaved = 0

    @property
    def tasks(self) -> Tasks:
        """What runs work in the background."""
        return self._tasks

    @property
    def visit(self) -> Visit:
        """The visit as it is on screen."""
        return self._visit

    @property
    def context(self) -> SubmitContext:
        """What the visit is judged by: settings, checklist, members; with the present moment."""
        return replace(self._in_hand.context, now=self._service.now())

    @property
    def checklist(self) -> Checklist:
        """The checklist the visit was started under."""
        return self._in_hand.context.checklist

    @property
    def last_time(self) -> Visit | None:
        """The latest filed visit to the same suite."""
        return self._in_hand.last_time

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
        """Everybody with a row, in the scheme's order."""
        return in_priority_order(self._visit.people, self.moment())

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

    def edit(self, change: Callable[[Visit], Visit]) -> None:
        """Apply one edit now and commit it in the background, in order."""
        suite_before = self._visit.suite
        self._visit = change(self._visit)
        self._unsaved += 1
        self.visit_changed.emit(self._visit)
        self.saved.emit(self._unsaved)
        visit_id = self._visit.visit_id
        self._tasks.run(
            Lane.STORE,
            lambda: self._service.change(visit_id, change),
            then=self._edit_saved,
            otherwise=self._edit_failed,
            owner=self,
        )
        if self._visit.suite != suite_before:
            self._look_back()

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
        self.edit(lambda visit: visit.without_person(person_id))

    def put_tallies(self, tallies: tuple[Tally, ...]) -> None:
        """Replace the tally of people without rows."""
        self.edit(lambda visit: replace(visit, tallies=tallies))

    def answer(self, person_id: PersonId, answer: Answer) -> None:
        """Answer one check; a changed value opens the question of what to do about it again.

        A concern raised for the answer before stays, unless nothing was written in it yet.
        """

        def edit(visit: Visit) -> Visit:
            visit = _without_empty_concern(visit, person_id, answer.check_id)
            person = visit.person(person_id)
            return visit.with_person(person.with_answer(answer)) if person else visit

        self.edit(edit)

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

        def edit(visit: Visit) -> Visit:
            visit = _without_empty_concern(visit, person_id, check_id)
            person = visit.person(person_id)
            return visit.with_person(person.without_answer(check_id)) if person else visit

        self.edit(edit)

    def resolve(self, person_id: PersonId, check_id: str, resolution: Resolution | None) -> None:
        """Say what became of an answer that falls short; a concern with nothing written in it goes."""

        def edit(visit: Visit) -> Visit:
            visit = _without_empty_concern(visit, person_id, check_id)
            person = visit.person(person_id)
            answer = person.answer(check_id) if person else None
            if person is None or answer is None:
                return visit
            return visit.with_person(person.with_answer(replace(answer, resolution=resolution)))

        self.edit(edit)

    def raise_concern_for(self, person_id: PersonId, check_id: str, *, put_right: bool = False) -> ConcernId:
        """Raise the concern a check names, tied to the answer, in one edit; return its identifier.

        Where the answer already has one, only whether it was put right is changed.
        """
        raised = self.concern_of(person_id, check_id)
        concern_id = raised.concern_id if raised else self._service.new_concern_id()
        check = self.checklist.check(check_id)
        resolved = Resolved.PUT_RIGHT if put_right else Resolved.CONCERN

        def edit(visit: Visit) -> Visit:
            person = visit.person(person_id)
            answer = person.answer(check_id) if person else None
            if person is None or answer is None or check is None:
                return visit
            known = visit.concern(concern_id)
            concern = (
                replace(known, put_right=put_right)
                if known
                else Concern(
                    concern_id=concern_id,
                    category=check.concern_category or "",
                    severity=Severity(check.default_severity) if check.default_severity else Severity.AMBER,
                    person_id=person_id,
                    source=answer.source,
                    put_right=put_right,
                )
            )
            resolution = Resolution(resolved=resolved, concern_id=concern_id)
            return visit.with_person(person.with_answer(replace(answer, resolution=resolution))).with_concern(
                concern
            )

        self.edit(edit)
        return concern_id

    def concern_of(self, person_id: PersonId, check_id: str) -> Concern | None:
        """The concern an answer led to, if it is still there."""
        person = self._visit.person(person_id)
        answer = person.answer(check_id) if person else None
        resolution = answer.resolution if answer else None
        if resolution is None or resolution.concern_id is None:
            return None
        return self._visit.concern(resolution.concern_id)

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

    def submit(self) -> None:
        """File the visit; `submitted` or `message_changed` follows."""
        visit_id = self._visit.visit_id
        self._tasks.run(
            Lane.STORE,
            lambda: self._service.submit(visit_id),
            then=self._filed,
            otherwise=self._failed,
            owner=self,
        )

    def discard(self) -> None:
        """Delete the draft for good; `discarded` or `message_changed` follows."""
        visit_id = self._visit.visit_id
        self._tasks.run(
            Lane.STORE,
            lambda: self._service.discard(visit_id),
            then=lambda _nothing: self.discarded.emit(),
            otherwise=self._failed,
            owner=self,
        )

    def _look_back(self) -> None:
        """Read who was at the suite before."""
        visit_id = self._visit.visit_id
        self._tasks.run(
            Lane.STORE,
            lambda: self._service.open_draft(visit_id),
            then=self._show_last_time,
            otherwise=self._failed,
            owner=self,
        )

    def _show_last_time(self, found: VisitInHand) -> None:
        self._in_hand = replace(self._in_hand, last_time=found.last_time, to_look_at=found.to_look_at)
        self.last_time_changed.emit()

    def _filed(self, visit: Visit) -> None:
        self._visit = visit
        self.message_changed.emit("")
        self.submitted.emit(visit)

    def _edit_saved(self, _stored: Visit) -> None:
        self._unsaved -= 1
        self.saved.emit(self._unsaved)

    def _edit_failed(self, error: IcvError) -> None:
        """What is on screen was not kept: say so, and show what is stored."""
        self._unsaved -= 1
        self.message_changed.emit(error.user_text)
        visit_id = self._visit.visit_id
        self._tasks.run(
            Lane.STORE,
            lambda: self._service.get(visit_id),
            then=self._show_stored,
            otherwise=self._failed,
            owner=self,
        )

    def _show_stored(self, visit: Visit) -> None:
        self._visit = visit
        self.visit_changed.emit(visit)

    def _failed(self, error: IcvError) -> None:
        self.message_changed.emit(error.user_text)


def _without_empty_concern(visit: Visit, person_id: PersonId, check_id: str) -> Visit:
    """The visit without a concern that was raised for an answer and in which nothing was written."""
    person = visit.person(person_id)
    answer = person.answer(check_id) if person else None
    resolution = answer.resolution if answer else None
    concern = visit.concern(resolution.concern_id) if resolution and resolution.concern_id else None
    empty = concern is not None and not concern.text.strip() and concern.officer_told_at is None
    return visit.without_concern(concern.concern_id) if concern is not None and empty else visit


def _judgement(visit: Visit, context: SubmitContext) -> Judgement:
    final = settled(visit, context.checklist)
    found = problems(final, context)
    return Judgement(step_status(final, context, found), found)
