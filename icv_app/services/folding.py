"""Bringing what records say into the projections that screens and figures read.

The outcome depends on the set of records alone (a record's position at the server included), never
on the order in which they arrive; every function may be repeated.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, MutableMapping, Sequence, Set
from dataclasses import replace
from datetime import datetime

from icv_app.domain.comment import ReportComment
from icv_app.domain.copies import ReportCopy
from icv_app.domain.ids import MemberId, RecordId, VisitId
from icv_app.domain.records import RecordKind
from icv_app.domain.review import Review, ReviewEvent, fold_review
from icv_app.domain.scheme import Member, SchemeSettings
from icv_app.domain.visit import Stage, Visit
from icv_app.errors import BadInput, SealError
from icv_app.seal.erasures import may_lose_parts
from icv_app.services.agreements import note_missing, word_missing
from icv_app.services.comment_records import COMMENT, comment_of, has_its_place
from icv_app.services.concern_origins import list_records_concerns
from icv_app.services.copy_records import VISITORS_COPY, copy_of, may_note
from icv_app.services.documents import from_json
from icv_app.services.erasing import (
    carry_out_run,
    carry_out_what_waited,
    forget_beside,
)
from icv_app.services.erasure_records import RUN
from icv_app.services.kept_facts import FACTS, facts_in
from icv_app.services.ports import COUNTS, RecordState, StoredRecord, UnitOfWork
from icv_app.services.ports_visits import FiledVisit
from icv_app.services.provisional import keep_signed, let_give_way
from icv_app.services.record_fits import FITS
from icv_app.services.record_review_records import CONCERN, READING, may_be_concerns
from icv_app.services.report_records import EVENT_KINDS, REPORT, REPORTS, event_of, says, unfit, visit_of
from icv_app.services.review_events import counting_report, implied_events, may_say, standing_report
from icv_app.services.scheme_records import SETTINGS, own_settings, settings_in
from icv_app.words import _

WITHOUT_SETTINGS = "visits_without_settings"
"""Meta name: visits (ids, one a line) that wait for their settings to be judged late or not."""

_WORDS = frozenset(EVENT_KINDS.values())
_JUDGED = frozenset({RecordState.RECEIVED, RecordState.REFUSED})


def apply_record(unit: UnitOfWork, record: StoredRecord) -> None:
    """Apply one record that was kept in this unit, and settle the visit it is about.

    Raises:
        SealError: What is inside does not fit the record around it, or may not stand beside
            the others about its visit, so it is not used.
        BadInput: What is inside is not written as this version writes it.
    """
    visit_id = take_in(unit, record)
    if visit_id is not None:
        settle(unit, visit_id, reports_too=record.kind in REPORTS)
        why = _why_it_does_not_stand(unit, record, visit_id)
        if why:
            raise SealError(f"record {record.record_id}: visit {visit_id} has no room for it", user_text=why)


def apply_together(unit: UnitOfWork, records: Sequence[StoredRecord]) -> None:
    """Apply reports that were kept in this unit; their visits are settled together.

    Raises:
        SealError, BadInput: As `apply_record`, of any of them.
    """
    read: dict[RecordId, Visit] = {}
    visits = {visit_id: True for record in records if (visit_id := take_in(unit, record, read)) is not None}
    settle_all(unit, visits, read)
    for record in records:
        why = _why_it_does_not_stand(unit, record, VisitId(record.subject))
        if why:
            raise SealError(f"record {record.record_id}: no room for it", user_text=why)


def take_in(
    unit: UnitOfWork, record: StoredRecord, read: MutableMapping[RecordId, Visit] | None = None
) -> VisitId | None:
    """Apply what a record says by itself; return the visit that must be settled because of it, if any.

    Many records about one visit are taken in first and the visit is settled once.

    Args:
        unit: The caller's transaction.
        record: Kept in it.
        read: Gets the visit a report holds, so that `settle_all` need not read it again.

    Raises:
        SealError, BadInput: As `apply_record`.
    """
    if record.parts and may_lose_parts(record.kind) and record.parts.get(REPORT) is None:
        # Erased before it came: it says nothing any more.
        return VisitId(record.subject) if record.kind in REPORTS else None
    if record.kind in REPORTS:
        visit = visit_of(record)
        if read is not None:
            read[record.record_id] = visit
        return visit.visit_id
    check = FITS.get(record.kind)
    if check is not None:
        check(record)
        if may_be_concerns(unit, record):
            list_records_concerns(unit)
        return None
    fold = _FOLDS.get(record.kind)
    return fold(unit, record) if fold is not None else None


def settle(unit: UnitOfWork, visit_id: VisitId, *, reports_too: bool = True) -> None:
    """Bring one visit to what all records about it say now; see `settle_all`."""
    settle_all(unit, {visit_id: reports_too})


def settle_all(
    unit: UnitOfWork, visits: Mapping[VisitId, bool], read: Mapping[RecordId, Visit] | None = None
) -> None:
    """Bring visits to what all records about them say now.

    Words that arrive before their report wait until the report is there.

    Args:
        unit: The caller's transaction.
        visits: Visit, and whether a report of it has come, or its place at the server has become
            known; not only words about it. A visit may still be unknown here.
        read: What `take_in` noted in this transaction.
    """
    settling = _Settling(unit, read or {}, unit.visits.known(visits))
    for visit_id, reports_too in visits.items():
        settling.settle(visit_id, reports_too=reports_too)
    settling.finish()


class _Settling:
    """Visits on their way to what is said about them, within one transaction."""

    def __init__(self, unit: UnitOfWork, read: Mapping[RecordId, Visit], known: Set[VisitId]) -> None:
        self._unit = unit
        self._read = read
        self._known = known
        self._settings: dict[str, SchemeSettings] = {}
        self._new: list[FiledVisit] = []
        self._missing: dict[VisitId, bool] = {}

    def settle(self, visit_id: VisitId, *, reports_too: bool) -> None:
        about = self._unit.records.about(visit_id)
        reports = [record for record in about if record.kind in REPORTS]
        if reports_too:
            visit, reports = self._settle_reports(reports)
        else:
            visit = self._unit.visits.find(visit_id) if visit_id in self._known else None
        if visit is None or visit.submitted_at is None:
            return
        words = [record for record in about if record.kind in _WORDS]
        events = self._settle_events(visit, words)
        events.extend(implied_events(counting_report(reports), visit))
        self._missing[visit_id] = word_missing(visit, counting_report(reports), events)
        self._keep(visit, visit.submitted_at, fold_review(events))
        _settle_copies(self._unit, visit, about)
        if reports_too:
            _settle_comments(self._unit, visit, about)

    def finish(self) -> None:
        """Write what is written together."""
        self._unit.visits.add_filed(self._new)
        if self._missing:
            note_missing(self._unit, self._missing)

    def _keep(self, visit: Visit, submitted_at: datetime, review: Review) -> None:
        changed_at = max([submitted_at, *(event.at for event in review.events)])
        if visit.visit_id in self._known:
            self._unit.visits.set_review(visit.visit_id, review.state, changed_at)
        else:
            late = _late(self._unit, visit, self._settings)
            new = FiledVisit(visit=visit, late=late, review=review.state, review_changed_at=changed_at)
            self._new.append(new)

    def _settle_reports(self, reports: list[StoredRecord]) -> tuple[Visit | None, list[StoredRecord]]:
        """Find the report that stands; the others from elsewhere are refused."""
        usable = [record for record in reports if _usable(record)]
        standing = standing_report(usable)
        if standing is None:
            return None, reports
        unusable = [record for record in reports if record not in usable]
        judged = [
            _judge(self._unit, other, "" if other is standing else _second_report()) for other in usable
        ]
        visit = self._read.get(standing.record_id) or visit_of(standing)
        if visit.visit_id in self._known and self._unit.visits.find(visit.visit_id) != visit:
            self._unit.visits.put(visit, late=_late(self._unit, visit, self._settings))
        return visit, [*judged, *unusable]

    def _settle_events(self, visit: Visit, words: Iterable[StoredRecord]) -> list[ReviewEvent]:
        said: list[ReviewEvent] = []
        for record in words:
            if not _usable(record):
                continue
            event = event_of(record)
            theirs = may_say(visit, event)
            _judge(self._unit, record, "" if theirs else _not_theirs_to_say())
            if theirs and (record.state in COUNTS or not record.written_here):
                said.append(event)
        return said


def _settle_copies(unit: UnitOfWork, visit: Visit, about: Iterable[StoredRecord]) -> None:
    """Refuse police copies noted by visitors who did not make this visit."""
    for record in about:
        if record.kind == VISITORS_COPY and _usable(record):
            _judge(unit, record, "" if may_note(visit, record) else _not_theirs_to_say())


def _settle_comments(unit: UnitOfWork, visit: Visit, about: Iterable[StoredRecord]) -> None:
    """Refuse comments on places that the report does not have."""
    for record in about:
        if record.kind == COMMENT and _usable(record):
            _judge(unit, record, "" if has_its_place(visit, comment_of(record)) else _no_such_place())


def _usable(record: StoredRecord) -> bool:
    """Whether what is inside fits; a record that was refused beside others may count later."""
    if record.parts.get(REPORT) is None or record.state not in COUNTS | {RecordState.REFUSED}:
        return False
    if record.state is not RecordState.REFUSED:
        return True
    try:
        _inside(record)
    except (SealError, BadInput):
        return False
    return True


def _inside(record: StoredRecord) -> Visit | ReviewEvent | ReportCopy | ReportComment:
    if record.kind in REPORTS:
        return visit_of(record)
    if record.kind == COMMENT:
        return comment_of(record)
    return copy_of(record) if record.kind == VISITORS_COPY else event_of(record)


def _judge(unit: UnitOfWork, record: StoredRecord, refused_for: str) -> StoredRecord:
    """Let a record of others count or not; the state of one written here says how far it was sent."""
    state = RecordState.REFUSED if refused_for else RecordState.RECEIVED
    from_elsewhere = not record.written_here and record.state in _JUDGED
    if from_elsewhere and record.state is not state:
        record = replace(record, state=state, reason=refused_for)
        unit.records.put(record)
    return record


def _why_it_does_not_stand(unit: UnitOfWork, record: StoredRecord, visit_id: VisitId) -> str:
    """The sentence for whoever wrote it; empty where it stands."""
    if record.kind in REPORTS:
        reports = [other for other in unit.records.about(visit_id, REPORTS) if _usable(other)]
        return _second_report() if len(reports) > 1 else ""
    visit = unit.visits.find(visit_id)
    if visit is None or visit.submitted_at is None:
        return ""
    copy = record.kind == VISITORS_COPY
    theirs = may_note(visit, record) if copy else may_say(visit, event_of(record))
    return "" if theirs else _not_theirs_to_say()


def filed_late(visit: Visit, settings: SchemeSettings) -> bool:
    """Whether a report was filed later after leaving than the scheme allows."""
    left = visit.left_station_at or visit.left_suite_at or visit.began_at
    if left is None or visit.submitted_at is None:
        return False
    return visit.submitted_at - left > settings.filed_late_after


def _late(unit: UnitOfWork, visit: Visit, known: dict[str, SchemeSettings]) -> bool:
    name = visit.settings_record or str(visit.settings_version)
    settings = known[name] if name in known else own_settings(unit, visit)
    if settings is None or visit.settings_record not in ("", settings.record_id):
        waiting = (unit.meta.get(WITHOUT_SETTINGS) or "").split()
        unit.meta.put(WITHOUT_SETTINGS, "\n".join(dict.fromkeys([*waiting, visit.visit_id])))
    if settings is None:
        return False
    known[name] = settings
    return filed_late(visit, settings)


def _fold_event(_unit: UnitOfWork, record: StoredRecord) -> VisitId:
    return event_of(record).visit_id


def _fold_settings(unit: UnitOfWork, record: StoredRecord) -> None:
    """Of two that were published as one version at once, the later written stands."""
    settings = settings_in(record)
    if settings is None:
        return
    keep_signed(unit, _standing_settings(unit, record.subject, settings.version) or settings)
    _go_by_settings(unit)


def _standing_settings(unit: UnitOfWork, scheme_id: str, version: int) -> SchemeSettings | None:
    rivals = [
        (other.written_at, other.record_id, found)
        for other in unit.records.about(scheme_id, (SETTINGS,))
        if other.state in COUNTS and (found := settings_in(other)) and found.version == version
    ]
    return max(rivals, key=lambda rival: rival[:2])[2] if rivals else None


def _go_by_settings(unit: UnitOfWork) -> None:
    unit.concerns.reckon_due(unit.settings.current())
    _judge_lateness(unit)


def go_without(unit: UnitOfWork, gone: Iterable[StoredRecord]) -> None:
    """Bring settings, profiles and concerns on custody records to what counts without some records.

    Args:
        unit: The caller's transaction; the records count no more in it.
        gone: What they said, in whatever order.
    """
    kinds = set()
    for record in gone:
        kinds.add(record.kind)
        if record.kind == SETTINGS and (settings := settings_in(record)) is not None:
            standing = _standing_settings(unit, record.subject, settings.version)
            if standing is not None:
                keep_signed(unit, standing)
            else:
                let_give_way(unit, settings.version)
        elif record.kind == RecordKind.MEMBER_PROFILE:
            newest = _newest_profile(unit, record.subject)
            if newest is not None:
                _fold_member(unit, newest)
            else:
                unit.members.remove(MemberId(record.subject))
    if SETTINGS in kinds:
        _go_by_settings(unit)
    if kinds & {READING, CONCERN}:
        list_records_concerns(unit)


def _judge_lateness(unit: UnitOfWork) -> None:
    waiting = (unit.meta.get(WITHOUT_SETTINGS) or "").split()
    if not waiting:
        return
    unit.meta.put(WITHOUT_SETTINGS, "")
    known: dict[str, SchemeSettings] = {}
    for name in waiting:
        visit = unit.visits.find(VisitId(name))
        if visit is not None and visit.stage is Stage.SUBMITTED:
            unit.visits.put(visit, late=_late(unit, visit, known))


def _fold_member(unit: UnitOfWork, record: StoredRecord) -> None:
    """The newest profile of a member stands, by the time it was written."""
    body = record.parts.get(REPORT)
    member = from_json(Member, body) if body is not None else None
    if member is not None and member.member_id != record.subject:
        raise unfit(record, "profile of another member")
    newest = _newest_profile(unit, record.subject) or record
    if member is not None and newest.record_id == record.record_id:
        unit.members.put(member)


def _newest_profile(unit: UnitOfWork, member_id: str) -> StoredRecord | None:
    profiles = (one for one in unit.records.about(member_id, (RecordKind.MEMBER_PROFILE,)) if says(one))
    return max(profiles, key=lambda one: (one.written_at, one.record_id), default=None)


def _fold_visitors_copy(_unit: UnitOfWork, record: StoredRecord) -> VisitId:
    return copy_of(record).visit_id


def _fold_comment(unit: UnitOfWork, record: StoredRecord) -> None:
    """Comments are read where they are shown; here one has to fit the report, if that is there already.

    It is looked at by itself: many about one report must not have it settled anew each time.
    """
    comment = comment_of(record)
    visit = unit.visits.find(comment.visit_id)
    if visit is not None and visit.stage is Stage.SUBMITTED and not has_its_place(visit, comment):
        raise SealError(
            f"record {record.record_id}: visit {visit.visit_id} has no such place",
            user_text=_no_such_place(),
        )


def _fold_run(unit: UnitOfWork, record: StoredRecord) -> None:
    """What a run names is erased at once; what of it comes later loses the part when it arrives."""
    settle_erased(unit, carry_out_run(unit, record))


def _fold_facts(unit: UnitOfWork, record: StoredRecord) -> None:
    """Figures read it where they are made; here it has to fit, and runs go on that waited for it."""
    kept = facts_in(record)
    settle_erased(unit, carry_out_what_waited(unit, (visit.visit_id for visit in kept.visits)))


def settle_erased(unit: UnitOfWork, visits: Collection[VisitId]) -> None:
    """Bring visits to what is left of their records, and forget what was kept beside them.

    A visit whose report is erased leaves the vault.
    """
    settle_all(unit, dict.fromkeys(visits, True))
    for visit_id in visits:
        forget_beside(unit, visit_id)
        reports = unit.records.about(visit_id, REPORTS)
        if reports and all(report.parts.get(REPORT) is None for report in reports):
            note_missing(unit, {visit_id: False})
            unit.visits.remove_filed(visit_id)
    if visits:
        list_records_concerns(unit)


def _second_report() -> str:
    return _("A second report of the same visit arrived. The first one stands.")


def _not_theirs_to_say() -> str:
    return _("This was said about a visit by somebody who may not say it. It is kept and does not count.")


def _no_such_place() -> str:
    return _("This comment is on a place that the report does not have. It is kept and does not count.")


_FOLDS: dict[str, Callable[[UnitOfWork, StoredRecord], VisitId | None]] = {
    RecordKind.SCHEME_SETTINGS: _fold_settings,
    RecordKind.MEMBER_PROFILE: _fold_member,
    VISITORS_COPY: _fold_visitors_copy,
    COMMENT: _fold_comment,
    RUN: _fold_run,
    FACTS: _fold_facts,
    **dict.fromkeys(EVENT_KINDS.values(), _fold_event),
}
