"""Recording a planned visit through the services the screens use, and saying what is said about it later."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from icv_app.demo.clock import SettableClock
from icv_app.demo.plan import PlannedVisit
from icv_app.domain.concern import Concern
from icv_app.domain.ids import ConcernId, PersonId, VisitId
from icv_app.domain.person import Answer, DetainedPerson, Resolved
from icv_app.domain.visit import Visit
from icv_app.services.visits import VisitService

_EVERY_EDIT = timedelta(seconds=20)

Edit = Callable[[Visit], Visit]


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a planned visit is called now that it is recorded.

    Attributes:
        concerns: The plan's identifiers to the real ones.
    """

    visit_id: VisitId
    concerns: Mapping[ConcernId, ConcernId]


@dataclass(slots=True)
class Pen:
    """Writes one visit down, edit by edit, as a visitor does."""

    visits: VisitService
    clock: SettableClock
    planned: PlannedVisit
    _people: dict[PersonId, PersonId] = field(default_factory=dict)
    _concerns: dict[ConcernId, ConcernId] = field(default_factory=dict)

    def record(self) -> Recorded:
        """Begin the draft, fill it in and submit it at its own times.

        Raises:
            RuleBroken: The plan breaks a rule of custody visiting (a defect of the plan).
            StoreError: Nothing was changed on disk.
        """
        wanted = self.planned.visit
        self.clock.set(self.planned.started_at)
        visit_id = self.visits.start(wanted.suite, wanted.kind).visit_id
        self._edit(visit_id, self._arrival)
        self._edit(visit_id, lambda visit: replace(visit, staffing=wanted.staffing, census=wanted.census))
        for person in wanted.people:
            if person.answers:
                self._person(visit_id, person)
        self._edit(visit_id, self._those_without_answers)
        for concern in wanted.concerns:
            if concern.concern_id not in self._concerns:
                self._concern(visit_id, concern)
        self._edit(visit_id, self._suite)
        self._edit(visit_id, self._sign_off)
        self.clock.set(self.planned.filed_at)
        self.visits.submit(visit_id)
        return Recorded(visit_id, dict(self._concerns))

    def _tick(self) -> None:
        """Let a little time pass, though never past the filing."""
        self.clock.set(min(self.clock.now() + _EVERY_EDIT, self.planned.filed_at))

    def _edit(self, visit_id: VisitId, edit: Edit) -> None:
        self._tick()
        self.visits.change(visit_id, edit)

    def _arrival(self, visit: Visit) -> Visit:
        wanted = self.planned.visit
        return replace(
            visit,
            visitors=wanted.visitors,
            trainee=wanted.trainee,
            observers=wanted.observers,
            arrived_at=wanted.arrived_at,
            entered_at=wanted.entered_at,
            delay=wanted.delay,
        )

    def _person(self, visit_id: VisitId, person: DetainedPerson) -> None:
        """A row with its answers; then a concern for each answer that called for one."""
        self._tick()
        raised = [answer for answer in person.answers if _concern_of(answer) is not None]
        plain = tuple(
            replace(answer, resolution=None) if _concern_of(answer) is not None else answer
            for answer in person.answers
        )
        fields = {
            name: getattr(person, name)
            for name in DetainedPerson.__dataclass_fields__
            if name not in {"person_id", "answers"}
        }
        at_once = () if self.planned.by_hand else plain
        _visit, real = self.visits.add_person(visit_id, **fields, answers=at_once)
        self._people[person.person_id] = real
        for answer in plain[len(at_once) :]:
            self._tick()
            self.visits.answer(visit_id, real, answer)
        for answer in raised:
            self._concern_for(visit_id, real, answer)

    def _those_without_answers(self, visit: Visit) -> Visit:
        """Everybody else on the board, as rows and tallies, in the order of the plan."""
        wanted = self.planned.visit
        for person in wanted.people:
            if not person.answers:
                real = self.visits.new_person_id()
                self._people[person.person_id] = real
                visit = visit.with_person(replace(person, person_id=real))
        by_id = {person.person_id: person for person in visit.people}
        ordered = tuple(by_id[self._people[person.person_id]] for person in wanted.people)
        return replace(visit, people=ordered, tallies=wanted.tallies)

    def _concern_for(self, visit_id: VisitId, person_id: PersonId, answer: Answer) -> None:
        planned_id = _concern_of(answer)
        concern = self.planned.visit.concern(planned_id) if planned_id else None
        if concern is None or answer.resolution is None:
            raise ValueError(f"{self.planned.visit.visit_id}: no concern for {answer.check_id}")
        self._tick()
        put_right = answer.resolution.resolved is Resolved.PUT_RIGHT
        _visit, real = self.visits.raise_concern_for_answer(
            visit_id, person_id, answer.check_id, put_right=put_right
        )
        self._concerns[concern.concern_id] = real
        told = replace(concern, concern_id=real, person_id=person_id)
        self._edit(visit_id, lambda visit: visit.with_concern(told))

    def _concern(self, visit_id: VisitId, concern: Concern) -> None:
        self._tick()
        fields = {
            name: getattr(concern, name)
            for name in Concern.__dataclass_fields__
            if name not in {"concern_id", "category", "severity", "person_id"}
        }
        person_id = self._people[concern.person_id] if concern.person_id else None
        _visit, real = self.visits.raise_concern(
            visit_id, category=concern.category, severity=concern.severity, person_id=person_id, **fields
        )
        self._concerns[concern.concern_id] = real

    def _suite(self, visit: Visit) -> Visit:
        wanted = self.planned.visit
        return replace(
            visit,
            areas=tuple(replace(one, concern_id=self._real(one.concern_id)) for one in wanted.areas),
            stocks=tuple(replace(one, concern_id=self._real(one.concern_id)) for one in wanted.stocks),
            observed=wanted.observed,
            positive_practice=wanted.positive_practice,
            force_comment=wanted.force_comment,
            raised_with_officer=wanted.raised_with_officer,
            officer_response=wanted.officer_response,
        )

    def _real(self, concern_id: ConcernId | None) -> ConcernId | None:
        return self._concerns[concern_id] if concern_id else None

    def _sign_off(self, visit: Visit) -> Visit:
        wanted = self.planned.visit
        return replace(
            visit,
            outcome=wanted.outcome,
            abandoned_reason=wanted.abandoned_reason,
            abandoned_note=wanted.abandoned_note,
            part_reason=wanted.part_reason,
            left_suite_at=wanted.left_suite_at,
            left_station_at=wanted.left_station_at,
            sign_off=wanted.sign_off,
            travel_minutes=wanted.travel_minutes,
            expenses_pence=wanted.expenses_pence,
            debrief_wanted=wanted.debrief_wanted,
            debrief_note=wanted.debrief_note,
        )


def _concern_of(answer: Answer) -> ConcernId | None:
    return answer.resolution.concern_id if answer.resolution else None


def record(visits: VisitService, clock: SettableClock, planned: PlannedVisit) -> Recorded:
    """Record and submit one planned visit; see `Pen.record`."""
    return Pen(visits, clock, planned).record()
