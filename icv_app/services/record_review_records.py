"""How samples of custody records, and what was read in them, become records, and back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

from icv_app.domain.ids import ConcernId, RecordId, VisitId
from icv_app.domain.record_review import Reading
from icv_app.domain.record_review_sample import Sample
from icv_app.domain.record_review_standing import (
    Assignment,
    ReviewConcern,
    SampleClosed,
    SampleStanding,
    sample_standings,
)
from icv_app.domain.records import RecordKind
from icv_app.services.documents import from_json, to_json
from icv_app.services.ports import StoredRecord, UnitOfWork
from icv_app.services.report_records import REPORT, says, unfit

SAMPLE = RecordKind.RECORD_REVIEW_SAMPLE.value
ASSIGNMENT = RecordKind.RECORD_REVIEW_ASSIGNMENT.value
READING = RecordKind.RECORD_REVIEW_READING.value
CONCERN = RecordKind.RECORD_REVIEW_CONCERN.value
CLOSED = RecordKind.RECORD_REVIEW_CLOSED.value
KINDS = (SAMPLE, ASSIGNMENT, READING, CONCERN, CLOSED)

Body = Sample | Assignment | Reading | ReviewConcern | SampleClosed
T = TypeVar("T")


def review_parts(said: Body) -> dict[str, bytes]:
    """Return the one part of what is said about record reviews."""
    return {REPORT: to_json(said)}


def sample_in(record: StoredRecord) -> Sample:
    """Return the sample a record holds.

    Raises:
        SealError: What is inside does not fit the record around it.
        BadInput: It is not written as this version writes it.
    """
    said = _inside(record, Sample)
    fits = (said.record_id, said.record_id, said.by) == (record.record_id, record.subject, record.author)
    if not fits or not said.sound:
        raise unfit(record, "sample does not fit its record, or was not drawn by its seed")
    return said


def assignment_in(record: StoredRecord) -> Assignment:
    """Return who is given a record to read.

    Raises:
        SealError, BadInput: As `sample_in`.
    """
    said = _inside(record, Assignment)
    fits = (said.record_id, said.sample_id, said.by) == (record.record_id, record.subject, record.author)
    if not fits or said.record_id in said.after:
        raise unfit(record, "assignment does not fit its record")
    return said


def reading_in(record: StoredRecord) -> Reading:
    """Return what a visitor read.

    Raises:
        SealError, BadInput: As `sample_in`.
    """
    said = _inside(record, Reading)
    fits = (RecordId(said.record_id), said.sample_id, said.member_id) == (
        record.record_id,
        record.subject,
        record.author,
    )
    if not fits or not said.sound:
        raise unfit(record, "reading does not fit its record, or was not finished")
    return said


def review_concern_in(record: StoredRecord) -> ReviewConcern:
    """Return the finding a coordinator raised as a concern.

    Raises:
        SealError, BadInput: As `sample_in`.
    """
    said = _inside(record, ReviewConcern)
    fits = (said.record_id, said.reading_id, said.by) == (record.record_id, record.subject, record.author)
    if not fits or said.concern.person_id is not None:
        raise unfit(record, "concern of a record review does not fit its record")
    return said


def closed_in(record: StoredRecord) -> SampleClosed:
    """Return that a coordinator has done with a sample.

    Raises:
        SealError, BadInput: As `sample_in`.
    """
    said = _inside(record, SampleClosed)
    if (said.record_id, said.sample_id, said.by) != (record.record_id, record.subject, record.author):
        raise unfit(record, "close of a sample does not fit its record")
    return said


def assignments_in(unit: UnitOfWork) -> Sequence[Assignment]:
    """Every assignment in this vault; on a visitor's laptop those that were ever about them."""
    return _all(unit, ASSIGNMENT, assignment_in)


def readings_in(unit: UnitOfWork) -> Sequence[Reading]:
    """Every reading in this vault; on a visitor's laptop their own alone.

    One under the name of a visit does not count: what is said about the visit's concerns would be its.
    """
    found = _all(unit, READING, reading_in)
    taken = unit.visits.known(VisitId(one.record_id) for one in found)
    return [one for one in found if VisitId(one.record_id) not in taken]


def samples_in(unit: UnitOfWork) -> tuple[SampleStanding, ...]:
    """Every sample in this vault as it stands, newest first."""
    return sample_standings(
        _all(unit, SAMPLE, sample_in),
        assignments_in(unit),
        readings_in(unit),
        _all(unit, CLOSED, closed_in),
    )


def review_concerns(unit: UnitOfWork) -> dict[ConcernId, ReviewConcern]:
    """Every finding that was raised as a concern: of two for one finding the earlier stands.

    One counts where its reading is here and has such a finding: nothing is raised that nobody read.
    """
    found: dict[ConcernId, ReviewConcern] = {}
    raised = _all(unit, CONCERN, review_concern_in)
    taken = unit.visits.known(VisitId(one.reading_id) for one in raised)
    for one in sorted(raised, key=lambda each: (each.at, each.record_id)):
        record = unit.records.find(RecordId(one.reading_id))
        read = record is not None and record.kind == READING and says(record)
        findings = reading_in(record).read.findings if record is not None and read else ()
        if VisitId(one.reading_id) not in taken and any(
            finding.finding_id == one.concern.concern_id for finding in findings
        ):
            found.setdefault(one.concern.concern_id, one)
    return found


def findings_to_settle(unit: UnitOfWork) -> list[datetime]:
    """When each finding was sent that is no concern, and that nobody had before them who closed its sample.

    Oldest first.
    """
    samples = [one for one in samples_in(unit) if one.not_closed]
    raised = review_concerns(unit) if samples else {}
    return sorted(
        reading.at
        for one in samples
        for reading in one.not_closed
        for finding in reading.read.findings
        if finding.finding_id not in raised
    )


def may_be_concerns(unit: UnitOfWork, record: StoredRecord) -> bool:
    """Whether a record is a concern raised on a reading, or a reading on which some was."""
    about = record.kind == READING and unit.records.about(record.record_id, (CONCERN,))
    return record.kind == CONCERN or bool(about)


def _all(unit: UnitOfWork, kind: str, read: Callable[[StoredRecord], T]) -> Sequence[T]:
    return [read(record) for record in unit.records.of_kinds((kind,)) if says(record)]


def _inside(record: StoredRecord, kind: type[T]) -> T:
    body = record.parts.get(REPORT)
    if body is None:
        raise unfit(record, f"{kind.__name__} without its part")
    return from_json(kind, body)
