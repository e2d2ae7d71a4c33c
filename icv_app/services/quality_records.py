"""How frameworks and the evidence for them become records, and back."""

from __future__ import annotations

from collections.abc import Sequence

from icv_app.domain.quality import Evidence, EvidenceKind, PublishedFramework
from icv_app.domain.records import RecordKind
from icv_app.errors import BadInput
from icv_app.seal.cipher import sha256_hex
from icv_app.services.attached_documents import ending_of
from icv_app.services.documents import from_json, to_json
from icv_app.services.ports import COUNTS, StoredRecord, UnitOfWork
from icv_app.services.report_records import REPORT, unfit

FRAMEWORK = RecordKind.QUALITY_FRAMEWORK.value
EVIDENCE = RecordKind.QUALITY_EVIDENCE.value

DOCUMENT = "document"
"""The part that holds a document's bytes as they were chosen."""


def framework_parts(published: PublishedFramework) -> dict[str, bytes]:
    """Return the one part of a framework."""
    return {REPORT: to_json(published)}


def evidence_parts(evidence: Evidence, document: bytes | None = None) -> dict[str, bytes]:
    """Return the parts of a piece of evidence."""
    said = {REPORT: to_json(evidence)}
    return said if document is None else {**said, DOCUMENT: document}


def framework_in(record: StoredRecord) -> PublishedFramework:
    """Return the framework a record holds.

    Raises:
        SealError: What is inside does not fit the record around it.
        BadInput: It is not written as this version writes it.
    """
    body = record.parts.get(REPORT)
    said = from_json(PublishedFramework, body) if body is not None else None
    if said is None or (said.record_id, said.by) != (record.record_id, record.author):
        raise unfit(record, "framework does not fit its record")
    if said.edition < 1 or not said.framework.sound:
        raise unfit(record, "framework that cannot be used")
    return said


def evidence_in(record: StoredRecord) -> Evidence:
    """Return the evidence a record holds; its document is not looked into, see `check_document`.

    Raises:
        SealError, BadInput: As `framework_in`.
    """
    body = record.parts.get(REPORT)
    said = from_json(Evidence, body) if body is not None else None
    if said is None or (said.record_id, said.by, said.criterion_id) != (
        record.record_id,
        record.author,
        record.subject,
    ):
        raise unfit(record, "evidence does not fit its record")
    document = said.kind is EvidenceKind.DOCUMENT and said.withdraws is None
    if not said.sound or (record.parts.get(DOCUMENT) is not None) is not document:
        raise unfit(record, "evidence that does not say what its kind says")
    return said


def check_document(record: StoredRecord, evidence: Evidence) -> None:
    """Refuse a record whose document is not the one it speaks of, or of a kind nobody should open.

    Raises:
        SealError: It is refused.
    """
    document = record.parts.get(DOCUMENT)
    if document is None:
        return
    try:
        ending = ending_of(document)
    except BadInput as wrong:
        raise unfit(record, f"evidence: {wrong}") from None
    if (ending, len(document), sha256_hex(document)) != (evidence.ending, evidence.size, evidence.digest):
        raise unfit(record, "evidence: another document than it says")


def published_frameworks(unit: UnitOfWork) -> list[PublishedFramework]:
    """Every framework in this vault that was put in use."""
    return [framework_in(record) for record in _counting(unit, FRAMEWORK)]


def all_evidence(unit: UnitOfWork) -> list[Evidence]:
    """Every piece of evidence in this vault, withdrawn ones and withdrawals included."""
    return [evidence_in(record) for record in _counting(unit, EVIDENCE)]


def _counting(unit: UnitOfWork, kind: str) -> Sequence[StoredRecord]:
    return [one for one in unit.records.of_kinds((kind,)) if one.parts and one.state in COUNTS]
