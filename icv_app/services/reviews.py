"""What follows a filed report: decision, answer, addendum and the second visitor's word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from icv_app.domain.agreement import WORDS, Agreements
from icv_app.domain.comment import ReportComment
from icv_app.domain.completeness_arrival import visit_day
from icv_app.domain.concern import GOOD_PRACTICE, ConcernState, ConcernStep, state_after
from icv_app.domain.copies import ReportCopy
from icv_app.domain.fitness import Lapse, lapses
from icv_app.domain.ids import ConcernId, MemberId, RecordId, VisitId
from icv_app.domain.justified import Justified
from icv_app.domain.records import RecordKind
from icv_app.domain.review import Review, ReviewEvent, ReviewEventKind, ReviewState, fold_review
from icv_app.domain.scheme import SchemeSettings
from icv_app.domain.visit import Stage, Visit, VisitKind
from icv_app.errors import RuleBroken
from icv_app.figures.repeats import which_time
from icv_app.services.agreements import agreements_of, awaited, keep_in_mind
from icv_app.services.comment_records import comments_of
from icv_app.services.concern_records import earlier_alike, steps_of
from icv_app.services.copy_records import copies_of
from icv_app.services.erasure_records import ErasedOn, erased_on, not_here
from icv_app.services.follow_up import EarlierConcern, looked_at
from icv_app.services.identity import Identity
from icv_app.services.override_records import overrides_in, reasons_in
from icv_app.services.ports import Addressees, Clock, OpenUnit, RecordState, StoredRecord, UnitOfWork
from icv_app.services.ports_visits import VisitFilter, VisitSummary
from icv_app.services.privacy import GuardFor, let_pass
from icv_app.services.records import RecordBook
from icv_app.services.report_records import EVENT_KINDS, REPORTS, event_parts
from icv_app.services.review_events import report_of, review_events
from icv_app.services.scheme_records import settings_under
from icv_app.services.suite_history import SuiteHistory, suite_history
from icv_app.words import _


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernStanding:
    """Where one concern of a report stands."""

    concern_id: ConcernId
    state: ConcernState
    steps: tuple[ConcernStep, ...]


@dataclass(frozen=True, slots=True)
class ToldLapse:
    """A rule that stood against a visitor on the day, and why it was passed over.

    Attributes:
        reason: Of the override; empty where there is none, or where only the office may read it.
    """

    lapse: Lapse
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledReport:
    """One filed report with everything said about it.

    Attributes:
        settings: The settings the visit was made under.
        record: The signed record it travels in.
        last_time: The visit to the same suite before, if this vault has it.
        agreements: Where each of the other visitors stands to it.
        last_concerns: Where the concerns of that visit stand.
        looked_at: Earlier concerns that its visitors looked at again, where their visits are in this vault.
        repeats: Category to which time it is that it came up at that suite within the scheme's months,
            1 for the first.
        before: What came before it at its suite; left out for visitors.
        copies: Noted copies, oldest first.
        comments: What coordinators said beside it, oldest first.
        lapses: What stood against its visitors on the day, by today's register.
        untrained: Visitors of a terrorism visit who are not trained for one.
        erased: When what identified people in it was erased here.
    """

    visit: Visit
    review: Review
    settings: SchemeSettings
    record: StoredRecord
    concerns: tuple[ConcernStanding, ...]
    last_time: Visit | None
    agreements: Agreements
    last_concerns: tuple[ConcernStanding, ...] = ()
    looked_at: tuple[EarlierConcern, ...] = ()
    repeats: Mapping[str, int] = field(default_factory=dict)
    before: SuiteHistory | None = None
    copies: tuple[ReportCopy, ...] = ()
    comments: tuple[ReportComment, ...] = ()
    lapses: tuple[ToldLapse, ...] = ()
    untrained: tuple[MemberId, ...] = ()
    erased: ErasedOn | None = None


class ReviewService:
    """Reading filed reports and saying something about them. Holds no state of its own.

    Whatever is said goes through the privacy guard: with words that seem to identify somebody it is
    refused (`RuleBroken`), unless `justified` says of each why it stays.
    """

    def __init__(
        self,
        open_unit: OpenUnit,
        clock: Clock,
        identity: Identity,
        records: RecordBook,
        open_reading: OpenUnit | None = None,
        *,
        guard_for: GuardFor,
    ) -> None:
        self._open_unit = open_unit
        self._guard_for = guard_for
        self._open_reading = open_reading or open_unit
        self._clock = clock
        self._identity = identity
        self._records = records

    def list(self, *states: ReviewState) -> Sequence[VisitSummary]:
        """Filed reports in the given states (all where none is given), newest first."""
        with self._open_reading() as unit:
            return unit.visits.summaries(VisitFilter(stage=Stage.SUBMITTED, review=frozenset(states)))

    def not_sent(self) -> frozenset[VisitId]:
        """Filed reports that are on this laptop only: the server has not acknowledged them."""
        with self._open_unit() as unit:
            waiting = unit.records.in_states((RecordState.PENDING, RecordState.SEALED))
            return frozenset(VisitId(record.subject) for record in waiting if record.kind in REPORTS)

    def read(self, visit_id: VisitId) -> FiledReport:
        """Return one filed report. The first reading by a coordinator is noted for the visitors to see.

        Raises:
            NotFound: It is not in this vault.
            RuleBroken: It is still a draft.
            StoreError: Nothing was changed on disk.
        """
        with self._open_reading() as unit:
            report = self._report(unit, _filed(unit, visit_id))
        if not self._owes_receipt(report):
            return report
        with self._open_unit() as unit:
            report = self._report(unit, _filed(unit, visit_id))
            if self._owes_receipt(report):
                self._say(unit, report.visit, ReviewEventKind.RECEIVED, "", ())
                report = self._report(unit, report.visit)
                unit.commit()
            return report

    def _report(self, unit: UnitOfWork, visit: Visit) -> FiledReport:
        report = _report(unit, visit, self._clock.now())
        return replace(report, before=suite_history(unit, visit)) if self._identity.coordinator else report

    def awaiting(self) -> Mapping[VisitId, Agreements]:
        """Where the visitors stand to every report on which a word is missing.

        Raises:
            StoreError: A vault of an older version could not be brought up to date.
        """
        with self._open_reading() as unit:
            known = awaited(unit)
            if known is not None:
                return self._agreements(unit, known)
        with self._open_unit() as unit:
            found = self._agreements(unit, keep_in_mind(unit))
            unit.commit()
        return found

    def _agreements(self, unit: UnitOfWork, wanted: Iterable[VisitId]) -> Mapping[VisitId, Agreements]:
        now = self._clock.now()
        visits = [visit for one in wanted if (visit := unit.visits.find(one)) is not None]
        return {visit.visit_id: _agreements(unit, visit, review_events(unit, visit), now) for visit in visits}

    def return_with_question(
        self,
        visit_id: VisitId,
        question: str,
        justified: Iterable[Justified] = (),
        *,
        seen: Iterable[RecordId] | None = None,
    ) -> Review:
        """Give a report back with a question for its visitors; `seen` as in `approve`.

        Raises:
            RuleBroken: Not a coordinator, an empty question, or still a draft.
            NotFound, StoreError: As `read`.
        """
        self._needs_coordinator()
        words = _needed(question, _("Write the question first."))
        with self._open_unit() as unit:
            visit = _filed(unit, visit_id)
            return self._decide(unit, visit, ReviewEventKind.RETURNED, words, justified, seen)

    def approve(
        self,
        visit_id: VisitId,
        note: str = "",
        justified: Iterable[Justified] = (),
        *,
        seen: Iterable[RecordId] | None = None,
    ) -> Review:
        """Approve a report; questions that were seen are settled by it.

        Args:
            visit_id: Of the report.
            note: Words to go with it.
            justified: Why what the privacy guard found in them stays.
            seen: Of the words about the report those that were on screen; all that are here if not given.

        Raises:
            RuleBroken: Not a coordinator, or still a draft.
            NotFound, StoreError: As `read`.
        """
        self._needs_coordinator()
        with self._open_unit() as unit:
            visit = _filed(unit, visit_id)
            return self._decide(unit, visit, ReviewEventKind.APPROVED, note.strip(), justified, seen)

    def answer(self, visit_id: VisitId, text: str, justified: Iterable[Justified] = ()) -> Review:
        """Answer the coordinator's question with a dated addendum; the report itself stays as filed.

        Raises:
            RuleBroken: No question is open, an empty answer, or not a visitor of this visit.
            NotFound, StoreError: As `read`.
        """
        words = _needed(text, _("Write the answer first."))
        with self._open_unit() as unit:
            visit = self._own_report(unit, visit_id)
            if fold_review(review_events(unit, visit)).question is None:
                raise RuleBroken(
                    f"visit {visit_id}: no open question",
                    user_text=_("There is no open question on this report. Write an addendum instead."),
                )
            return self._decide(unit, visit, ReviewEventKind.ANSWERED, words, justified)

    def add_addendum(self, visit_id: VisitId, text: str, justified: Iterable[Justified] = ()) -> Review:
        """Add a dated correction to a report of one's own.

        Raises:
            RuleBroken: An empty text, or not a visitor of this visit.
            NotFound, StoreError: As `read`.
        """
        words = _needed(text, _("Write the addendum first."))
        with self._open_unit() as unit:
            visit = self._own_report(unit, visit_id)
            return self._decide(unit, visit, ReviewEventKind.ADDENDUM, words, justified)

    def agree(self, visit_id: VisitId, *, dissent: str = "", justified: Iterable[Justified] = ()) -> Review:
        """The second visitor's own word on their own device: agreed, or not agreed with a note.

        Raises:
            RuleBroken: The author of the report, not a visitor of this visit, or said already.
            NotFound, StoreError: As `read`.
        """
        kind = ReviewEventKind.DISSENTED if dissent.strip() else ReviewEventKind.AGREED
        with self._open_unit() as unit:
            visit = self._own_report(unit, visit_id)
            if visit.author == self._identity.member_id:
                raise RuleBroken(
                    f"visit {visit_id}: agreement by its author",
                    user_text=_(
                        "You filed this report yourself. The other visitor agrees on their own laptop."
                    ),
                )
            if any(_own_word(event, self._identity.member_id) for event in review_events(unit, visit)):
                raise RuleBroken(
                    f"visit {visit_id}: a second word of {self._identity.member_id}",
                    user_text=_("You have said your word on this report. Write an addendum to add to it."),
                )
            return self._decide(unit, visit, kind, dissent.strip(), justified)

    def _decide(
        self,
        unit: UnitOfWork,
        visit: Visit,
        kind: ReviewEventKind,
        text: str,
        justified: Iterable[Justified],
        seen: Iterable[RecordId] | None = None,
    ) -> Review:
        guard = self._guard_for(settings_under(unit, visit))
        stays = let_pass(guard, text, justified, about=f"visit {visit.visit_id}")
        before = review_events(unit, visit)
        there = tuple(event.record_id for event in before)
        sees = there if seen is None else tuple(one for one in dict.fromkeys(seen) if one in there)
        said = self._say(unit, visit, kind, text, sees, stays)
        unit.commit()
        return fold_review((*before, said))

    def _say(
        self,
        unit: UnitOfWork,
        visit: Visit,
        kind: ReviewEventKind,
        text: str,
        sees: tuple[RecordId, ...],
        justified: tuple[Justified, ...] = (),
    ) -> ReviewEvent:
        event = ReviewEvent(
            record_id=self._records.new_id(),
            visit_id=visit.visit_id,
            kind=kind,
            at=self._clock.now(),
            by=self._identity.member_id,
            text=text,
            sees=sees,
            justified=justified,
        )
        self._records.write(
            unit,
            kind=EVENT_KINDS[kind],
            subject=visit.visit_id,
            parts=event_parts(event),
            addressees=Addressees(office=True, members=visit.visitors),
            record_id=event.record_id,
        )
        return event

    def _owes_receipt(self, report: FiledReport) -> bool:
        """Whether the visitors should now hear that a coordinator has opened their report."""
        opened = any(event.kind is ReviewEventKind.RECEIVED for event in report.review.events)
        imported = report.record.kind == RecordKind.VISIT_IMPORTED
        return self._identity.coordinator and not opened and not imported

    def _needs_coordinator(self) -> None:
        if not self._identity.coordinator:
            raise RuleBroken(
                f"member {self._identity.member_id}: not a coordinator",
                user_text=_("Only a coordinator can decide on a report."),
            )

    def _own_report(self, unit: UnitOfWork, visit_id: VisitId) -> Visit:
        visit = _filed(unit, visit_id)
        if self._identity.member_id not in visit.visitors:
            raise RuleBroken(
                f"visit {visit_id}: {self._identity.member_id} was not there",
                user_text=_("Only a visitor who made this visit can add to its report."),
            )
        return visit


def _own_word(event: ReviewEvent, member: MemberId) -> bool:
    """Whether a member's own device signed this word of agreement or dissent."""
    return event.by == member and event.kind in WORDS and event.declared_on is None


def _agreements(unit: UnitOfWork, visit: Visit, events: Iterable[ReviewEvent], now: datetime) -> Agreements:
    return agreements_of(visit, report_of(unit, visit), events, settings_under(unit, visit), now)


def _lapses(unit: UnitOfWork, visit: Visit, record: StoredRecord) -> tuple[ToldLapse, ...]:
    if record.kind == RecordKind.VISIT_IMPORTED:
        return ()
    members = {member.member_id: member for member in unit.members.all()}
    found = lapses(visit.visitors, members, overrides_in(unit), visit_day(visit))
    reasons = reasons_in(unit) if found else {}
    return tuple(
        ToldLapse(lapse, reasons.get(lapse.allowed.record_id, "") if lapse.allowed else "") for lapse in found
    )


def _untrained(unit: UnitOfWork, visit: Visit) -> tuple[MemberId, ...]:
    if visit.kind is not VisitKind.TACT:
        return ()
    found, day = ((one, unit.members.find(one)) for one in visit.visitors), visit_day(visit)
    return tuple(one for one, member in found if member is None or not member.tact_trained_on(day))


def _report(unit: UnitOfWork, visit: Visit, now: datetime) -> FiledReport:
    began, record = visit.began_at, report_of(unit, visit)
    assert record is not None  # noqa: S101 - a visit is filed by its record only
    last_time = unit.visits.last_filed_at(visit.suite, began) if visit.suite and began else None
    events = review_events(unit, visit)
    return FiledReport(
        visit=visit,
        review=fold_review(events),
        settings=settings_under(unit, visit),
        record=record,
        concerns=_standings(unit, visit),
        last_time=last_time,
        agreements=_agreements(unit, visit, events, now),
        copies=copies_of(unit, visit.visit_id),
        comments=comments_of(unit, visit),
        lapses=_lapses(unit, visit, record),
        untrained=_untrained(unit, visit),
        last_concerns=_standings(unit, last_time) if last_time else (),
        looked_at=looked_at(unit, visit),
        repeats=_repeats(unit, visit),
        erased=erased_on(unit, record),
    )


def _standings(unit: UnitOfWork, visit: Visit) -> tuple[ConcernStanding, ...]:
    standings = []
    for concern in visit.concerns:
        steps = steps_of(unit, visit.visit_id, concern.concern_id)
        standings.append(
            ConcernStanding(concern_id=concern.concern_id, state=state_after(concern, steps), steps=steps)
        )
    return tuple(standings)


def _repeats(unit: UnitOfWork, visit: Visit) -> Mapping[str, int]:
    began, raised = visit.began_at, {concern.category for concern in visit.concerns} - {GOOD_PRACTICE}
    if began is None or visit.suite is None or not raised:
        return {}
    months = settings_under(unit, visit).repeat_months
    return {
        category: which_time(earlier_alike(unit, visit.suite, category, began, months)) for category in raised
    }


def _filed(unit: UnitOfWork, visit_id: VisitId) -> Visit:
    visit = unit.visits.find(visit_id)
    if visit is None:
        raise not_here(unit, visit_id)
    if visit.stage is not Stage.SUBMITTED:
        raise RuleBroken(
            f"visit {visit_id}: still a draft",
            user_text=_("This visit has not been submitted yet."),
        )
    return visit


def _needed(text: str, otherwise: str) -> str:
    if not text.strip():
        raise RuleBroken("empty text", user_text=otherwise)
    return text.strip()
