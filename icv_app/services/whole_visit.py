"""One filed visit with everything that is kept about it, read in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from icv_app.domain.checklist import Checklist
from icv_app.domain.comment import ReportComment
from icv_app.domain.concern import Concern, ConcernStep, Progress, progress_of
from icv_app.domain.copies import ReportCopy
from icv_app.domain.identifying import split_visit
from icv_app.domain.ids import ConcernId, RecordId
from icv_app.domain.records import RecordKind
from icv_app.domain.review import Review, ReviewEvent, fold_review
from icv_app.domain.scheme import SchemeSettings
from icv_app.domain.visit import ChecklistRef, Visit
from icv_app.domain.visit_facts import VisitFacts, visit_facts
from icv_app.errors import NotFound
from icv_app.services.comment_records import COMMENT, comment_of, has_its_place
from icv_app.services.concern_records import STEP, step_of
from icv_app.services.copy_records import COPY, VISITORS_COPY, copy_of, may_note
from icv_app.services.erasure_records import run_numbers
from icv_app.services.ports import Checklists, StoredRecord, UnitOfWork
from icv_app.services.report_records import EVENT_KINDS, PERSON, REPORTS, event_of, says
from icv_app.services.review_events import counting_report, implied_events, may_say
from icv_app.words import _

_EVENTS = frozenset(EVENT_KINDS.values())
_COPIES = frozenset({COPY, VISITORS_COPY})


@dataclass(frozen=True, slots=True)
class WholeConcern:
    """One concern with every step on it.

    Attributes:
        progress: Where it stands; steps that could not follow are in it, too.
    """

    concern: Concern
    progress: Progress

    @property
    def steps(self) -> tuple[tuple[ConcernStep, bool], ...]:
        """Every step and whether it counts, oldest first."""
        both = [(step, True) for step in self.progress.counted]
        both += [(step, False) for step in self.progress.passed_over]
        return tuple(sorted(both, key=lambda one: (one[0].at, one[0].record_id)))


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeVisit:
    """One filed visit with everything that was said about it.

    Attributes:
        visit: With what identifies people, or without, as it was asked for.
        imported: Taken in from before, rather than filed with ICV.
        erased: "erased under run 3" where what identified people is erased; else empty.
        erased_words: The same for each record about it whose words are erased.
    """

    visit: Visit
    facts: VisitFacts
    suite_name: str
    imported: bool
    review: Review
    comments: tuple[ReportComment, ...]
    copies: tuple[ReportCopy, ...]
    concerns: tuple[WholeConcern, ...]
    erased: str
    erased_words: Mapping[RecordId, str]

    def words(self, said: ReviewEvent | ReportComment | ConcernStep, text: str) -> str:
        """What somebody typed, or that it was erased."""
        return self.erased_words.get(RecordId(said.record_id), text)


class ErasedWords:
    """Says under which run a part was erased; the runs are read once for all visits."""

    def __init__(self, unit: UnitOfWork) -> None:
        self._unit = unit
        self._numbers = run_numbers(unit)

    def of(self, record: StoredRecord, part: str) -> str:
        """Return "erased under run 3" where this part of a record was erased; else nothing."""
        if record.parts.get(part) is not None:
            return ""
        one = self._unit.erasures.of(record.record_id).get(part)
        if one is None:
            return ""
        number = self._numbers.get(one.run) if one.run is not None else None
        return _("erased under run {n}").format(n=number) if number is not None else _("erased")


def whole_visit(
    unit: UnitOfWork,
    visit: Visit,
    settings: SchemeSettings,
    erased: ErasedWords,
    kept_of: Callable[[Visit], Visit] | None,
) -> WholeVisit:
    """Gather everything about one filed visit.

    Args:
        unit: The caller's transaction.
        visit: As it stands in the vault.
        settings: For the suite's name.
        erased: Of the same transaction.
        kept_of: Takes out what identifies people; `None` leaves it in.
    """
    about = unit.records.about(visit.visit_id)
    report = counting_report([one for one in about if one.kind in REPORTS])
    counting = [one for one in about if says(one)]
    events = [event_of(one) for one in counting if one.kind in _EVENTS]
    comments = [comment_of(one) for one in counting if one.kind == COMMENT]
    noted = [one for one in counting if one.kind in _COPIES and may_note(visit, one)]
    copies = [copy_of(one) for one in noted]
    concerns, steps = [], []
    for concern in visit.concerns:
        found = [one for one in unit.records.about(concern.concern_id, (STEP,)) if says(one)]
        own = [step for step in map(step_of, found) if step.visit_id == visit.visit_id]
        concerns.append((concern.concern_id, progress_of(concern, own)))
        steps += found
    words = {one.record_id: erased.of(one, PERSON) for one in (*counting, *steps) if one.kind not in REPORTS}
    shown = visit if kept_of is None else kept_of(visit)
    return WholeVisit(
        visit=shown,
        facts=visit_facts(visit),
        suite_name=settings.suite_name(visit.suite),
        imported=report is not None and report.kind == RecordKind.VISIT_IMPORTED,
        review=fold_review((*(one for one in events if may_say(visit, one)), *implied_events(report, visit))),
        comments=tuple(
            sorted(
                (one for one in comments if has_its_place(visit, one)),
                key=lambda one: (one.at, one.record_id),
            )
        ),
        copies=tuple(sorted(copies, key=lambda one: (one.at, one.record_id))),
        concerns=_concerns(shown, concerns),
        erased=erased.of(report, PERSON) if report is not None else "",
        erased_words={record_id: said for record_id, said in words.items() if said},
    )


def without_people(checklists: Checklists, present: ChecklistRef) -> Callable[[Visit], Visit]:
    """Return what takes out of a visit whatever identifies people, by the checklist it was made under.

    Args:
        checklists: Those that are here.
        present: The one in use. Of a checklist that is not here no answer but the four closed ones is left.
    """

    def kept(visit: Visit) -> Visit:
        return split_visit(visit, _checklist(checklists, visit, present))[0]

    return kept


def _checklist(checklists: Checklists, visit: Visit, present: ChecklistRef) -> Checklist:
    try:
        return checklists(visit.checklist.checklist_id, visit.checklist.version)
    except NotFound:
        return replace(checklists(present.checklist_id, present.version), checks=())


def _concerns(shown: Visit, progress: list[tuple[ConcernId, Progress]]) -> tuple[WholeConcern, ...]:
    found = dict(progress)
    return tuple(WholeConcern(one, found[one.concern_id]) for one in shown.concerns)
