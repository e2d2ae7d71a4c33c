"""Recording a visit: every edit is one transaction, and submitting locks the report."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from icv_app.domain.checklist import Check, Checklist, applicable_checks
from icv_app.domain.completeness import Problem, Step, StepStatus, SubmitContext, problems, step_status
from icv_app.domain.concern import Concern, Severity
from icv_app.domain.ids import ConcernId, PersonId, SuiteId, VisitId
from icv_app.domain.person import Answer, DetainedPerson, Resolution, Resolved
from icv_app.domain.person_facts import person_facts
from icv_app.domain.visit import Stage, Visit, VisitKind
from icv_app.errors import NotFound, RuleBroken
from icv_app.services.identity import Identity
from icv_app.services.ports import Clock, Ids, OpenUnit, UnitOfWork, VisitFilter, VisitSummary
from icv_app.services.records import RecordBook
from icv_app.services.report_records import report_parts, report_recipients
from icv_app.words import _

Checklists = Callable[[str, int], Checklist]
"""Finds a checklist by identifier and version; raises NotFound."""


class VisitService:
    """What a visitor does with visits. Holds no state of its own."""

    def __init__(
        self,
        open_unit: OpenUnit,
        clock: Clock,
        ids: Ids,
        identity: Identity,
        checklists: Checklists,
        records: RecordBook,
    ) -> None:
        self._open_unit = open_unit
        self._clock = clock
        self._ids = ids
        self._identity = identity
        self._checklists = checklists
        self._records = records

    def start(self, suite: SuiteId | None = None, kind: VisitKind = VisitKind.IN_PERSON) -> Visit:
        """Begin a draft under the checklist and settings of today.

        Raises:
            NotFound: The scheme's settings have not arrived yet.
            StoreError: Nothing was changed on disk.
        """
        with self._open_unit() as unit:
            settings = unit.settings.current()
            visit = Visit(
                visit_id=VisitId(self._ids.new()),
                suite=suite,
                kind=kind,
                author=self._identity.member_id,
                visitors=(self._identity.member_id,),
                checklist=settings.checklist,
                settings_version=settings.version,
                created_at=self._clock.now(),
            )
            unit.visits.put(visit)
            unit.commit()
        return visit

    def get(self, visit_id: VisitId) -> Visit:
        """Return one visit.

        Raises:
            NotFound: It is not on this laptop.
        """
        with self._open_unit() as unit:
            return unit.visits.get(visit_id)

    def list(self, wanted: VisitFilter | None = None) -> Sequence[VisitSummary]:
        """Matching visits, newest first; all where nothing is asked."""
        with self._open_unit() as unit:
            return unit.visits.summaries(wanted or VisitFilter())

    def checklist_of(self, visit: Visit) -> Checklist:
        """The checklist a visit was made under.

        Raises:
            NotFound: This application does not have it.
        """
        return self._checklists(visit.checklist.checklist_id, visit.checklist.version)

    def last_time(self, visit: Visit) -> Visit | None:
        """The latest filed visit to the same suite before this one, if this laptop has it."""
        if visit.suite is None:
            return None
        with self._open_unit() as unit:
            return unit.visits.last_filed_at(visit.suite, visit.began_at or visit.created_at)

    def change(self, visit_id: VisitId, edit: Callable[[Visit], Visit]) -> Visit:
        """Apply one edit to a draft and commit it.

        Raises:
            NotFound: No such visit.
            RuleBroken: It has been filed and can only get an addendum.
            StoreError: Nothing was changed on disk.
        """
        with self._open_unit() as unit:
            visit = edit(_draft(unit, visit_id))
            unit.visits.put(visit)
            unit.commit()
        return visit

    def add_person(self, visit_id: VisitId, **fields: object) -> tuple[Visit, PersonId]:
        """Add a row to the people board; `fields` are those of `DetainedPerson`.

        Raises:
            NotFound, RuleBroken, StoreError: As `change`.
        """
        person_id = PersonId(self._ids.new())
        person = replace(DetainedPerson(person_id=person_id), **fields)  # type: ignore[arg-type]
        return self.change(visit_id, lambda visit: visit.with_person(person)), person_id

    def change_person(
        self, visit_id: VisitId, person_id: PersonId, edit: Callable[[DetainedPerson], DetainedPerson]
    ) -> Visit:
        """Change one person's row.

        Raises:
            NotFound: The visit or the row is not there.
            RuleBroken, StoreError: As `change`.
        """
        return self.change(visit_id, lambda visit: visit.with_person(edit(_person(visit, person_id))))

    def answer(self, visit_id: VisitId, person_id: PersonId, answer: Answer) -> Visit:
        """Answer one check about one person; an earlier answer is replaced.

        Raises:
            NotFound, RuleBroken, StoreError: As `change_person`.
        """
        return self.change_person(visit_id, person_id, lambda person: person.with_answer(answer))

    def raise_concern(
        self, visit_id: VisitId, *, category: str, severity: Severity = Severity.AMBER, **fields: object
    ) -> tuple[Visit, ConcernId]:
        """Add a concern; `fields` are those of `Concern`.

        Raises:
            NotFound, RuleBroken, StoreError: As `change`.
        """
        concern_id = ConcernId(self._ids.new())
        concern = replace(
            Concern(concern_id=concern_id, category=category, severity=severity),
            **fields,  # type: ignore[arg-type]
        )
        return self.change(visit_id, lambda visit: visit.with_concern(concern)), concern_id

    def raise_concern_for_answer(
        self, visit_id: VisitId, person_id: PersonId, check_id: str, *, put_right: bool = False
    ) -> tuple[Visit, ConcernId]:
        """Raise the concern a check names for its "no", and tie the answer to it, in one step.

        Raises:
            NotFound: The visit, row, check or answer is not there.
            RuleBroken, StoreError: As `change`.
        """
        concern_id = ConcernId(self._ids.new())

        def edit(visit: Visit) -> Visit:
            check = self.checklist_of(visit).check(check_id)
            person = _person(visit, person_id)
            answer = person.answer(check_id)
            if answer is None or check is None:
                raise _missing(f"visit {visit_id}: no answer to {check_id}")
            concern = Concern(
                concern_id=concern_id,
                category=check.concern_category or "",
                severity=Severity(check.default_severity) if check.default_severity else Severity.AMBER,
                person_id=person_id,
                source=answer.source,
                put_right=put_right,
            )
            resolved = Resolved.PUT_RIGHT if put_right else Resolved.CONCERN
            resolution = Resolution(resolved=resolved, concern_id=concern_id)
            changed = person.with_answer(replace(answer, resolution=resolution))
            return visit.with_person(changed).with_concern(concern)

        return self.change(visit_id, edit), concern_id

    def discard(self, visit_id: VisitId) -> None:
        """Delete a draft for good.

        Raises:
            NotFound: No draft has this identifier.
            StoreError: Nothing was changed on disk.
        """
        with self._open_unit() as unit:
            unit.visits.remove_draft(visit_id)
            unit.commit()

    def problems(self, visit_id: VisitId) -> tuple[Problem, ...]:
        """What still keeps a draft from being submitted, in the order of the steps.

        Raises:
            NotFound: It is not on this laptop.
        """
        with self._open_unit() as unit:
            visit = unit.visits.get(visit_id)
            return problems(self._settled(visit), self._context(unit, visit))

    def step_status(self, visit_id: VisitId) -> Mapping[Step, StepStatus]:
        """Where each of the six steps stands.

        Raises:
            NotFound: It is not on this laptop.
        """
        with self._open_unit() as unit:
            visit = unit.visits.get(visit_id)
            return step_status(self._settled(visit), self._context(unit, visit))

    def submit(self, visit_id: VisitId) -> Visit:
        """File a draft: lock it, and write the signed record that goes to the coordinator.

        Raises:
            NotFound: No such visit.
            RuleBroken: It is not complete, or was filed already; see `problems`.
            StoreError: Nothing was changed on disk.
        """
        with self._open_unit() as unit:
            visit = self._settled(_draft(unit, visit_id))
            context = self._context(unit, visit)
            open_problems = problems(visit, context)
            if open_problems:
                raise RuleBroken(
                    f"visit {visit_id}: {len(open_problems)} problems",
                    user_text=_("This visit cannot be submitted yet. {first}").format(
                        first=open_problems[0].text
                    ),
                )
            filed = replace(visit, stage=Stage.SUBMITTED, submitted_at=self._clock.now())
            self._records.write(
                unit,
                kind="visit.report",
                subject=filed.visit_id,
                parts=report_parts(filed),
                addressees=report_recipients(filed),
            )
            unit.commit()
        return filed

    def _settled(self, visit: Visit) -> Visit:
        """The visit without answers to checks that no longer apply, such as those hidden by "declined"."""
        checklist = self.checklist_of(visit)
        at = visit.began_at or visit.created_at
        people = []
        for person in visit.people:
            applying = {check.check_id for check in checks_to_ask(checklist, person, at)}
            kept = tuple(answer for answer in person.answers if answer.check_id in applying)
            people.append(replace(person, answers=kept, talking_now=False))
        return replace(visit, people=tuple(people))

    def _context(self, unit: UnitOfWork, visit: Visit) -> SubmitContext:
        return SubmitContext(
            settings=unit.settings.version(visit.settings_version),
            checklist=self.checklist_of(visit),
            members={member.member_id: member for member in unit.members.all()},
            now=self._clock.now(),
        )


def checks_to_ask(checklist: Checklist, person: DetainedPerson, at: datetime) -> tuple[Check, ...]:
    """The checks to ask about a person as they stand, in order; `at` decides how long they were held."""
    answers = {answer.check_id: answer.value for answer in person.answers}
    return applicable_checks(checklist, person_facts(person, at), answers)


def _draft(unit: UnitOfWork, visit_id: VisitId) -> Visit:
    visit = unit.visits.get(visit_id)
    if visit.stage is not Stage.DRAFT:
        raise RuleBroken(
            f"visit {visit_id}: is {visit.stage}",
            user_text=_("This report has been filed and is locked. Add an addendum instead."),
        )
    return visit


def _person(visit: Visit, person_id: PersonId) -> DetainedPerson:
    person = visit.person(person_id)
    if person is None:
        raise _missing(f"visit {visit.visit_id}: no row {person_id}")
    return person


def _missing(detail: str) -> NotFound:
    return NotFound(detail, user_text=_("That entry is no longer part of this visit. Go back to the list."))
