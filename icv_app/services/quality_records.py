"""How frameworks and the evidence for them become records, and back."""

from __future__ import annotations

from collections.abc import Sequence

from icv_app.domain.quality import Evidence, PublishedFramework
from icv_app.domain.records import RecordKind
from icv_app.services.attached_documents import DOCUMENT
from icv_app.services.documents import from_json, to_json
from icv_app.services.ports import COUNTS, StoredRecord, UnitOfWork
from icv_app.services.report_records import REPORT, unfit

FRAMEWORK = RecordKind.QUALITY_FRAMEWORK.value
EVIDENCE = RecordKind.QUALITY_EVIDENCE.value


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
    """Return the evidence a record holds; its document is not looked into, see `check_attached`.

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
    if not said.sound or (record.parts.get(DOCUMENT) is None) is not (said.document is None):
        raise unfit(record, "evidence that does not say what its kind says")
    return said


def published_frameworks(unit: UnitOfWork) -> list[PublishedFramework]:
    """Every framework in this vault that was put in use."""
    return [framework_in(record) for record in _counting(unit, FRAMEWORK)]


def all_evidence(unit: UnitOfWork) -> list[Evidence]:
    """Every piece of evidence in this vault, withdrawn ones and withdrawals included."""
    return [evidence_in(record) for record in _counting(unit, EVIDENCE)]


def _counting(unit: UnitOfWork, kind: str) -> Sequence[StoredRecord]:
    return [one for one in unit.records.of_kinds((kind,)) if one.parts and one.state in COUNTS]
