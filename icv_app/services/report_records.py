"""How a filed visit and the words about it become records: parts, recipients, and back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Protocol, TypeVar

from icv_app.domain.checklist import Checklist
from icv_app.domain.completeness_custody import must_reconcile
from icv_app.domain.identifying import join_visit, split_visit
from icv_app.domain.ids import RecordId
from icv_app.domain.justified import Justified
from icv_app.domain.records import RecordKind
from icv_app.domain.review import ReviewEvent, ReviewEventKind
from icv_app.domain.times import in_utc
from icv_app.domain.visit import Stage, Visit
from icv_app.domain.visit_facts import visit_facts
from icv_app.errors import SealError
from icv_app.services.documents import (
    from_json,
    identifying_from_json,
    to_json,
    visit_from_json,
)
from icv_app.services.ports import COUNTS, Addressees, StoredRecord
from icv_app.words import _

REPORT = "report"
"""The part that is kept: no custody number, no free text about a person."""
PERSON = "person"
"""The part that identifies a person, erased after the retention period."""

REPORTS = (RecordKind.VISIT_REPORT.value, RecordKind.VISIT_IMPORTED.value)
"""Kinds that hold a filed visit: of its visitors, or imported from before."""

EVENT_KINDS = {
    ReviewEventKind.RECEIVED: "review.receipt",
    ReviewEventKind.RETURNED: "review.decision",
    ReviewEventKind.APPROVED: "review.decision",
    ReviewEventKind.ANSWERED: "visit.answer",
    ReviewEventKind.ADDENDUM: "visit.addendum",
    ReviewEventKind.AGREED: "visit.agreement",
    ReviewEventKind.DISSENTED: "visit.agreement",
}
"""Under which record kind each word about a report travels."""


def says(record: StoredRecord) -> bool:
    """Whether a record counts, and what it says is not erased."""
    return record.state in COUNTS and record.parts.get(REPORT) is not None


def report_parts(visit: Visit, checklist: Checklist) -> dict[str, bytes]:
    """Split a filed visit into its two parts; its checklist says which answers are free text."""
    rest, identifying = split_visit(visit, checklist)
    return {REPORT: to_json(rest), PERSON: to_json(identifying)}


def report_recipients(visit: Visit) -> Addressees:
    """The office and both visitors' devices."""
    return Addressees(office=True, members=visit.visitors)


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody typed; it may speak of a person, so it is a part of its own.

    Attributes:
        justified: What the privacy guard found in it and why it stays, with the words found.
    """

    text: str
    justified: tuple[Justified, ...] = ()


class _Said(Protocol):
    """A record with words of its own, such as an addendum."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def text(self) -> str: ...

    @property
    def justified(self) -> tuple[Justified, ...]: ...


S = TypeVar("S", bound=_Said)


def said_parts(said: _Said) -> dict[str, bytes]:
    """Split a record with words of its own; what is kept says why something stayed, not what it was."""
    return {
        REPORT: to_json(replace(said, text="", justified=bare(said.justified))),
        PERSON: to_json(Words(said.text, said.justified)),
    }


def bare(justified: Iterable[Justified]) -> tuple[Justified, ...]:
    """Return why something stayed, without the words that may identify somebody."""
    return tuple(replace(one, found="", note="") for one in justified)


def words_of(record: StoredRecord) -> Words | None:
    """Return what its author typed; nothing where it was erased.

    Raises:
        BadInput: It is not written as this version writes it.
    """
    person = record.parts.get(PERSON)
    return from_json(Words, person) if person is not None else None


def with_words(said: S, record: StoredRecord) -> S:
    """Return what its author typed put back; without words where they were erased.

    Raises:
        BadInput: It is not written as this version writes it.
    """
    words = words_of(record)
    if words is None:
        return replace(said, text="")
    return replace(said, text=words.text, justified=words.justified)


def visit_of(record: StoredRecord) -> Visit:
    """Return the visit a report record holds.

    Raises:
        SealError: Its author is not one of its visitors (a past visit is the coordinator's to
            import), it is about another visit than it says, or it was never filed.
        BadInput: It is not written as this version writes it.
    """
    report = record.parts.get(REPORT)
    if report is None:
        raise unfit(record, "no report part")
    person = record.parts.get(PERSON)
    visit, identifying = visit_from_json(report), identifying_from_json(person) if person else None
    imported = record.kind == RecordKind.VISIT_IMPORTED
    by_author = imported or (visit.author == record.author and visit.author in visit.visitors)
    if visit.visit_id != record.subject or not by_author:
        raise unfit(record, "author or subject does not fit")
    if identifying is not None and identifying.visit_id != visit.visit_id:
        raise unfit(record, "its two parts are of different visits")
    if len(set(visit.visitors)) != len(visit.visitors) or not all(map(str.isprintable, visit.visitors)):
        raise unfit(record, "the visitors are not told apart")
    if visit.stage is not Stage.SUBMITTED or not _counts_hold(visit):
        raise unfit(record, "the visit inside cannot have been filed")
    return join_visit(visit, identifying)


def _counts_hold(visit: Visit) -> bool:
    """Whether figures can be made of it: one visit that does not add up would stop a year's report."""
    try:
        facts = visit_facts(visit)
    except ValueError:
        return False
    if must_reconcile(visit) and not visit.reconciliation.reconciles:
        return False
    counts = (facts.by_contact, facts.reasons, facts.group_in_custody, facts.group_spoken)
    return facts.in_custody >= 0 and all(count >= 0 for group in counts for count in group.values())


def event_parts(event: ReviewEvent) -> dict[str, bytes]:
    """Split one word about a report: its text may speak of a person, so it is a part of its own."""
    return said_parts(event)


def event_of(record: StoredRecord) -> ReviewEvent:
    """Return the event a record holds; its text is empty where it was erased.

    Raises:
        SealError: What is inside does not fit the record around it.
        BadInput: It is not written as this version writes it.
    """
    body = record.parts.get(REPORT)
    if body is None:
        raise unfit(record, "no event part")
    event = from_json(ReviewEvent, body)
    fits = (
        event.record_id == record.record_id
        and event.visit_id == record.subject
        and event.by == record.author
        and EVENT_KINDS[event.kind] == record.kind
    )
    if not fits:
        raise unfit(record, "event does not fit its record")
    return with_words(replace(event, at=in_utc(event.at), declared_on=None), record)


def imported_approval(record: StoredRecord, visit: Visit) -> ReviewEvent | None:
    """The approval that stands for whatever was decided on a past visit before it was imported."""
    if record.kind != RecordKind.VISIT_IMPORTED or visit.submitted_at is None or record.author is None:
        return None
    return ReviewEvent(
        record_id=RecordId(f"imported-{visit.visit_id}"),
        visit_id=visit.visit_id,
        kind=ReviewEventKind.APPROVED,
        at=visit.submitted_at,
        by=record.author,
    )


def unfit(record: StoredRecord, what: str) -> SealError:
    """The refusal of a record whose contents do not fit what is around them."""
    return SealError(
        f"record {record.record_id}: {what}",
        user_text=_(
            "A record from another device could not be used. It is kept and shown in the sync centre."
        ),
    )
