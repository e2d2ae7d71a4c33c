"""Recording a visit: every edit is one transaction, and submitting locks the report."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from icv_app.domain.answer_edits import concern_of, with_concern_for
from icv_app.domain.checklist import Checklist
from icv_app.domain.completeness import Problem, Step, StepStatus, SubmitContext, problems, step_status
from icv_app.domain.concern import Concern, Severity
from icv_app.domain.ids import ConcernId, PersonId, SuiteId, VisitId
from icv_app.domain.person import Answer, DetainedPerson
from icv_app.domain.settling import settled
from icv_app.domain.visit import ChecklistRef, Stage, Visit, VisitKind
from icv_app.domain.visit_changes import EditorPlace
from icv_app.errors import NotFound, RuleBroken
from icv_app.services.draft_history import Stepped, can_step, note_step, step_back, step_forward
from icv_app.services.follow_up import EarlierConcern, to_look_at
from icv_app.services.identity import Identity
from icv_app.services.override_records import overrides_in
from icv_app.services.ports import Checklists, Clock, Ids, OpenUnit, UnitOfWork
from icv_app.services.ports_drafts import DraftStep
from icv_app.services.ports_visits import VisitFilter, VisitSummary
from icv_app.services.privacy import GuardFor, look_through, still_justified
from icv_app.services.provisional import under_signed_settings
from icv_app.services.records import RecordBook
from icv_app.services.report_records import report_parts, report_recipients
from icv_app.services.scheme_records import settings_under
from icv_app.words import _


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitInHand:
    """A draft with what it is judged by.

    Attributes:
        last_time: The latest filed visit to the same suite, if this laptop has it.
        to_look_at: What the last visits there left open, or was answered lately.
        place: Where the editor was when the draft was last left, however it ended.
        can_undo, can_redo: Whether there is a step to undo, and one to do again.
    """

    visit: Visit
    context: SubmitContext
    last_time: Visit | None
    to_look_at: tuple[EarlierConcern, ...] = ()
    place: EditorPlace | None = None
    can_undo: bool = False
    can_redo: bool = False

    def problems(self) -> tuple[Problem, ...]:
        """What still keeps it from being submitted, in the order of the steps."""
        return problems(settled(self.visit, self.context.checklist), self.context)

    def step_status(self) -> Mapping[Step, StepStatus]:
        """Where each of the six steps stands."""
        return step_status(settled(self.visit, self.context.checklist), self.context)


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscardedDraft:
    """A draft that was deleted, with all that is needed to bring it back while nobody has locked up.

    Attributes:
        steps: Its history, oldest first.
    """

    visit: Visit
    steps: tuple[DraftStep, ...]
    place: EditorPlace | None


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
        open_reading: OpenUnit | None = None,
        *,
        guard_for: GuardFor,
        at_hand: Callable[[ChecklistRef], ChecklistRef] = lambda ref: ref,
    ) -> None:
        self._open_unit = open_unit
        self._at_hand = at_hand
        self._guard_for = guard_for
        self._open_reading = open_reading or open_unit
        self._clock = clock
        self._ids = ids
        self._identity = identity
        self._checklists = checklists
        self._records = records

    def start(self, suite: SuiteId | None = None, kind: VisitKind = VisitKind.IN_PERSON) -> Visit:
        """Begin a draft under the settings of today, and the newest of their checklist that is here.

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
                checklist=self._at_hand(settings.checklist),
                settings_version=settings.version,
                settings_record=settings.record_id,
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
        with self._open_reading() as unit:
            return unit.visits.get(visit_id)

    def list(self, wanted: VisitFilter | None = None, *, limit: int | None = None) -> Sequence[VisitSummary]:
        """Matching visits, newest first; all where nothing is asked."""
        with self._open_reading() as unit:
            return unit.visits.summaries(wanted or VisitFilter(), limit=limit)

    def count(self, wanted: VisitFilter | None = None) -> int:
        """How many visits match."""
        with self._open_reading() as unit:
            return unit.visits.count(wanted or VisitFilter())

    def checklist_of(self, visit: Visit) -> Checklist:
        """The checklist a visit was made under.

        Raises:
            NotFound: This application does not have it.
        """
        return self.checklist(visit.checklist)

    def checklist(self, ref: ChecklistRef) -> Checklist:
        """One version of the checklist.

        Raises:
            NotFound: This application does not have it.
        """
        return self._checklists(ref.checklist_id, ref.version)

    def change(
        self, visit_id: VisitId, edit: Callable[[Visit], Visit], *, place: EditorPlace | None = None
    ) -> Visit:
        """Apply one edit to a draft and commit it, with a step of its history.

        Args:
            place: Where in the editor it was made, noted with it.

        Raises:
            NotFound: No such visit.
            RuleBroken: It has been filed and can only get an addendum.
            StoreError: Nothing was changed on disk.
        """
        with self._open_unit() as unit:
            before = _draft(unit, visit_id)
            visit = edit(before)
            unit.visits.put(visit)
            note_step(unit, before, visit, self._clock.now())
            if place is not None:
                unit.drafts.put_place(visit_id, place, self._clock.now())
            unit.commit()
        return visit

    def undo(self, visit_id: VisitId) -> Stepped | None:
        """Take the last step of a draft back, as one more edit; `None` where there is none.

        Raises:
            NotFound, RuleBroken, StoreError: As `change`.
        """
        return self._step(visit_id, step_back)

    def redo(self, visit_id: VisitId) -> Stepped | None:
        """Do the step again that was taken back last; `None` where there is none.

        Raises:
            NotFound, RuleBroken, StoreError: As `change`.
        """
        return self._step(visit_id, step_forward)

    def keep_place(self, visit_id: VisitId, place: EditorPlace) -> None:
        """Note where in a draft the editor is; nothing happens if it is no draft any more.

        Raises:
            StoreError: Nothing was changed on disk.
        """
        with self._open_unit() as unit:
            visit = unit.visits.find(visit_id)
            if visit is not None and visit.stage is Stage.DRAFT:
                unit.drafts.put_place(visit_id, place, self._clock.now())
                unit.commit()

    def in_hand(self) -> VisitId | None:
        """The draft that somebody worked on last, where there is one."""
        with self._open_reading() as unit:
            return unit.drafts.in_hand()

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

        Where the answer already led to one, only whether it was put right is changed.

        Raises:
            NotFound: The visit, row, check or answer is not there.
            RuleBroken, StoreError: As `change`.
        """
        before = concern_of(self.get(visit_id), person_id, check_id)
        concern_id = before.concern_id if before else ConcernId(self._ids.new())

        def edit(visit: Visit) -> Visit:
            check = self.checklist_of(visit).check(check_id)
            if check is None or _person(visit, person_id).answer(check_id) is None:
                raise _missing(f"visit {visit_id}: no answer to {check_id}")
            return with_concern_for(visit, person_id, check, concern_id, put_right=put_right)

        return self.change(visit_id, edit), concern_id

    def discard(self, visit_id: VisitId) -> DiscardedDraft:
        """Delete a draft from the vault; what is returned can bring it back.

        Raises:
            NotFound: No draft has this identifier.
            RuleBroken: It is of a terrorism visit, which always has a report.
            StoreError: Nothing was changed on disk.
        """
        with self._open_unit() as unit:
            visit = unit.visits.find(visit_id)
            if visit is not None and visit.stage is Stage.DRAFT and visit.kind is VisitKind.TACT:
                raise RuleBroken(
                    f"visit {visit_id}: a terrorism visit always has a report",
                    user_text=_(
                        "A terrorism visit always has a report, so this draft cannot be deleted. "
                        "If the kind of visit was chosen by mistake, change it first."
                    ),
                )
            steps, place = tuple(unit.drafts.steps(visit_id)), unit.drafts.place(visit_id)
            unit.visits.remove_draft(visit_id)
            unit.commit()
        assert visit is not None  # noqa: S101 - there was a draft to remove
        return DiscardedDraft(visit=visit, steps=steps, place=place)

    def bring_back(self, draft: DiscardedDraft) -> Visit:
        """Put a discarded draft back as it was, its history included.

        Raises:
            StoreError: Nothing was changed on disk.
        """
        visit_id = draft.visit.visit_id
        with self._open_unit() as unit:
            unit.visits.put(draft.visit)
            for step in draft.steps:
                unit.drafts.put_step(visit_id, step)
            if draft.place is not None:
                unit.drafts.put_place(visit_id, draft.place, self._clock.now())
            unit.commit()
        return draft.visit

    def open_draft(self, visit_id: VisitId) -> VisitInHand:
        """Return everything an editor needs to work on a draft by itself.

        The privacy guard has looked through its texts by then, so that the editor need not wait for it.

        Raises:
            NotFound: It is not on this laptop, or its checklist is not.
        """
        with self._open_reading() as unit:
            visit = unit.visits.get(visit_id)
            before = visit.began_at or visit.created_at
            context = self._context(unit, visit)
            look_through(visit, context)
            can_undo, can_redo = can_step(unit, visit_id)
            return VisitInHand(
                visit=visit,
                context=context,
                last_time=unit.visits.last_filed_at(visit.suite, before) if visit.suite else None,
                to_look_at=to_look_at(unit, visit.suite, before) if visit.suite else (),
                place=unit.drafts.place(visit_id),
                can_undo=can_undo,
                can_redo=can_redo,
            )

    def new_person_id(self) -> PersonId:
        """An identifier for a row about to be added."""
        return PersonId(self._ids.new())

    def new_concern_id(self) -> ConcernId:
        """An identifier for a concern about to be raised."""
        return ConcernId(self._ids.new())

    def now(self) -> datetime:
        """The moment the services go by, UTC."""
        return self._clock.now()

    def problems(self, visit_id: VisitId) -> tuple[Problem, ...]:
        """What still keeps a draft from being submitted, in the order of the steps.

        Raises:
            NotFound: It is not on this laptop.
        """
        return self.open_draft(visit_id).problems()

    def submit(self, visit_id: VisitId) -> Visit:
        """File a draft: lock it, and write the signed record that goes to the coordinator.

        Raises:
            NotFound: No such visit.
            RuleBroken: It is not complete, or was filed already, see `problems`; or a coordinator
                made it, who files no reports.
            StoreError: Nothing was changed on disk.
        """
        with self._open_unit() as unit:
            draft = under_signed_settings(unit, _draft(unit, visit_id))
            visit = settled(draft, self.checklist_of(draft))
            context = self._context(unit, visit)
            open_problems = problems(visit, context)
            if open_problems:
                raise RuleBroken(
                    f"visit {visit_id}: {len(open_problems)} problems",
                    user_text=_("This visit cannot be submitted yet. {first}").format(
                        first=open_problems[0].text
                    ),
                )
            filed = replace(
                visit,
                justified=still_justified(visit, context),
                stage=Stage.SUBMITTED,
                submitted_at=self._clock.now(),
            )
            self._records.write(
                unit,
                kind="visit.report",
                subject=filed.visit_id,
                parts=report_parts(filed, context.checklist),
                addressees=report_recipients(filed),
            )
            unit.drafts.forget(visit_id)
            unit.commit()
        return filed

    def _step(self, visit_id: VisitId, step: Callable[[UnitOfWork, Visit], Visit | None]) -> Stepped | None:
        with self._open_unit() as unit:
            before = _draft(unit, visit_id)
            visit = step(unit, before)
            if visit is not None:
                unit.visits.put(visit)
            can_undo, can_redo = can_step(unit, visit_id)
            unit.commit()
        if visit is None:
            return None
        return Stepped(visit=visit, before=before, can_undo=can_undo, can_redo=can_redo)

    def _context(self, unit: UnitOfWork, visit: Visit) -> SubmitContext:
        settings = settings_under(unit, visit)
        return SubmitContext(
            settings=settings,
            checklist=self.checklist_of(visit),
            members={member.member_id: member for member in unit.members.all()},
            now=self._clock.now(),
            guard=self._guard_for(settings),
            overrides=overrides_in(unit),
        )


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
