"""Taking parts of records out of the vault, in the caller's transaction, so that they never come back.

What is erased leaves the records and their envelopes at once, the documents and the search index when
the visit is settled. Traces in the files are the store's to remove; `TRACES` says that it is due.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from icv_app.domain.ids import RecordId, VisitId
from icv_app.domain.retention import copy_due
from icv_app.domain.scheme import Retention
from icv_app.seal.envelope import read_envelope
from icv_app.seal.erasures import PERSON_PART, REPORT_PART, may_lose_parts, without_parts
from icv_app.services.erasure_records import RUN, erasure_of, held_visits, runs_in, visit_about
from icv_app.services.kept_facts import FACTS, facts_in, kept_visits
from icv_app.services.ports import COUNTS, RecordState, StoredRecord, UnitOfWork
from icv_app.services.ports_erasures import TRACES, ErasedPart
from icv_app.services.report_records import REPORTS, event_of, says

RECEIPT = "review.receipt"
ERASING: Mapping[str, Callable[[StoredRecord], object]] = {RUN: erasure_of, FACTS: facts_in}
"""What takes visits away, and what is kept of them: kind to what reads it."""
_OFFICE_KEY = "office/"
_NOT_SENT = (RecordState.PENDING, RecordState.SEALED)


def carry_out_run(unit: UnitOfWork, record: StoredRecord) -> frozenset[VisitId]:
    """Erase what a run names, and keep in mind what of it has not arrived; return the visits to settle.

    A legal hold stops a run from being made by whoever knows of it; what was signed is carried out by
    everybody, else what is left would depend on what arrived first. In the office, a visit that goes whole
    stays until what is kept of it for the figures is here. May be repeated.

    Raises:
        UpdateNeeded: A newer ICV wrote the run.
        SealError: It is malformed.
    """
    erasure = erasure_of(record)
    kept = kept_visits(unit).keys() if erasure.whole and _of_the_office(unit) else None
    touched: set[VisitId] = set()
    for name, parts in erasure.parts_of().items():
        record_id = RecordId(name)
        there = unit.records.find(record_id)
        visit_id = visit_about(there) if there is not None else None
        if kept is not None and visit_id and visit_id not in kept and unit.visits.known((visit_id,)):
            parts = parts - {REPORT_PART}  # noqa: PLW2901 - what is left of it to carry out
        for part in parts:
            unit.erasures.note(
                ErasedPart(record_id=record_id, part=part, run=record.record_id, at=erasure.at)
            )
        if there is None:
            continue
        # One that came without the part, before the run, may still be shown from what was here earlier.
        whole = REPORT_PART in parts and there.kind in REPORTS
        shown = whole and visit_id is not None and unit.visits.known((visit_id,))
        if (take_out(unit, there, parts) or shown) and visit_id:
            touched.add(visit_id)
    return frozenset(touched)


def carry_out_what_waited(unit: UnitOfWork, kept: Iterable[VisitId]) -> frozenset[VisitId]:
    """Erase what runs named of visits of which something is kept now; return the visits to settle."""
    here = unit.visits.known(kept)
    reports = {report.record_id for visit_id in here for report in unit.records.about(visit_id, REPORTS)}
    touched: set[VisitId] = set()
    for run in runs_in(unit) if reports else ():
        if run.erasure.whole and not reports.isdisjoint(run.erasure.parts_of()):
            touched |= carry_out_run(unit, run.record)
    return frozenset(touched)


def forget_runs_that_count_no_more(unit: UnitOfWork) -> None:
    """Let in again what was erased under runs that wait for a decision, or were refused.

    What is gone here is gone; but it is missing then, and comes back with whoever has the whole.
    """
    gone = [one.record_id for one in unit.records.of_kinds((RUN,)) if one.state not in COUNTS]
    for run in gone:
        unit.erasures.forget(run)
    for one in runs_in(unit) if gone else ():
        for name, parts in one.erasure.parts_of().items():
            record_id = RecordId(name)
            for part in parts - unit.erasures.of(record_id).keys():
                there = unit.records.find(record_id)
                if part == REPORT_PART and there is not None and holds_part(there, part):
                    continue  # it waits for what is kept of it
                unit.erasures.note(
                    ErasedPart(record_id=record_id, part=part, run=one.record.record_id, at=one.erasure.at)
                )


def _of_the_office(unit: UnitOfWork) -> bool:
    """Whether figures are made in this vault: it holds a key of the office."""
    return any(name.startswith(_OFFICE_KEY) for name in unit.keys.names())


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasedHere:
    """What a vault knows of erased parts, for its older copies.

    Attributes:
        noted: Every part that is named.
        runs: The records that name them, and those that keep facts of what is gone: what nobody was told
            yet must outlive the vault.
    """

    noted: Sequence[ErasedPart]
    runs: Sequence[StoredRecord]


def erased_here(unit: UnitOfWork) -> ErasedHere:
    """Return what this vault knows of erased parts."""
    facts = [one for one in unit.records.of_kinds((FACTS,)) if one.parts and one.state in COUNTS]
    runs = [*facts, *(run.record for run in runs_in(unit))]
    return ErasedHere(noted=unit.erasures.all(), runs=runs)


def erase_again(unit: UnitOfWork, erased: ErasedHere) -> frozenset[VisitId]:
    """Erase in an older copy of a vault what was erased in it since; return the visits to settle."""
    touched: set[VisitId] = set()
    for run in erased.runs:
        if unit.records.find(run.record_id) is None:
            unit.records.put(run)
    for one in erased.noted:
        unit.erasures.note(one)
        record = unit.records.find(one.record_id)
        visit_id = visit_about(record) if record is not None else None
        if record is not None and take_out(unit, record, (one.part,)) and visit_id:
            touched.add(visit_id)
    return frozenset(touched)


def take_out(unit: UnitOfWork, record: StoredRecord, parts: Iterable[str]) -> bool:
    """Take parts out of a record and its envelope; return whether there was anything to take out."""
    names = frozenset(parts)
    if not may_lose_parts(record.kind):
        return False
    envelope = None if record.envelope is None else without_parts(record.envelope, names)
    opened = {name: None if name in names else body for name, body in record.parts.items()}
    if envelope is None:
        # Not sealed yet: it will be signed without the part, and shown as it was signed.
        opened = {name: body for name, body in record.parts.items() if name not in names}
    if envelope == record.envelope and opened == dict(record.parts):
        return False
    unit.records.put(replace(record, parts=opened, envelope=envelope))
    note_traces(unit, record.record_id)
    return True


def note_traces(unit: UnitOfWork, erased: str) -> None:
    """Note that files of this vault may hold traces of something that was erased in this transaction."""
    unit.meta.put(TRACES, erased)


def records_about(unit: UnitOfWork, visit_id: VisitId) -> tuple[StoredRecord, ...]:
    """Every record about a visit and its concerns of which parts may be erased."""
    visit = unit.visits.find(visit_id)
    subjects = (visit_id, *(concern.concern_id for concern in visit.concerns)) if visit else (visit_id,)
    found = (record for subject in subjects for record in unit.records.about(subject))
    return tuple(
        record for record in found if may_lose_parts(record.kind) and visit_about(record) in (visit_id, None)
    )


def forget_beside(unit: UnitOfWork, visit_id: VisitId) -> None:
    """Forget what is kept beside the records of a visit: history as a draft, texts not sent, the index."""
    visit = unit.visits.find(visit_id)
    if visit is None:
        return
    unit.drafts.forget(visit_id)
    for subject in (visit_id, *(concern.concern_id for concern in visit.concerns)):
        unit.unsent.forget_about(subject)
    unit.search.reindex(visit_id)


def erase_own_copies(unit: UnitOfWork, retention: Retention, now: datetime) -> frozenset[VisitId]:
    """Erase what identifies people from a visitor's own copies in time; return the visits to settle.

    What somebody has yet to send stays: only this laptop has it. What came later, such as a question,
    has its own time.
    """
    held = held_visits(unit)
    touched: set[VisitId] = set()
    for receipt in unit.records.of_kinds((RECEIPT,)):
        if not says(receipt):
            continue
        received = event_of(receipt)
        if received.visit_id in held or copy_due(received.at, retention) > now:
            continue
        for record in records_about(unit, received.visit_id):
            begun = max(received.at, record.written_at)
            waits = record.state in _NOT_SENT and record.kind not in REPORTS
            if waits or copy_due(begun, retention) > now or not identifies(record):
                continue
            unit.erasures.note(ErasedPart(record_id=record.record_id, part=PERSON_PART, run=None, at=now))
            take_out(unit, record, (PERSON_PART,))
            touched.add(received.visit_id)
    return frozenset(touched)


def only_a_rest(unit: UnitOfWork, record: StoredRecord) -> bool:
    """Whether a part is missing that no run erased: what is here must not become what the scheme has.

    So it is with a visitor's own copy whose time is over, and where somebody took a part out on the way.
    """
    if record.envelope is None or not may_lose_parts(record.kind):
        return False
    missing = read_envelope(record.envelope).erased
    named = unit.erasures.of(record.record_id)
    return any(part not in named or named[part].run is None for part in missing)


def identifies(record: StoredRecord) -> bool:
    """Whether a record still holds the part that may identify somebody."""
    return holds_part(record, PERSON_PART)


def holds_part(record: StoredRecord, name: str) -> bool:
    """Whether a record still holds a part, opened or sealed."""
    if record.parts:
        return record.parts.get(name) is not None
    return record.envelope is not None and without_parts(record.envelope, (name,)) != record.envelope
