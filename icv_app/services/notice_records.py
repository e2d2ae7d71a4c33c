"""How notices and the word that one was read become records, and back."""

from __future__ import annotations

from icv_app.domain.notices import Notice, NoticeRead
from icv_app.domain.records import RecordKind
from icv_app.services.attached_documents import DOCUMENT
from icv_app.services.documents import from_json, to_json
from icv_app.services.ports import StoredRecord
from icv_app.services.report_records import REPORT, unfit

NOTICE = RecordKind.SCHEME_NOTICE.value
READ = RecordKind.MEMBER_NOTICE_READ.value


def notice_parts(notice: Notice, document: bytes | None = None) -> dict[str, bytes]:
    """Return the parts of an edition of a notice."""
    said = {REPORT: to_json(notice)}
    return said if document is None else {**said, DOCUMENT: document}


def read_parts(read: NoticeRead) -> dict[str, bytes]:
    """Return the one part of the word that a notice was read."""
    return {REPORT: to_json(read)}


def notice_in(record: StoredRecord) -> Notice:
    """Return the edition a record holds; its document is not looked into, see `check_attached`.

    Raises:
        SealError: What is inside does not fit the record around it.
        BadInput: It is not written as this version writes it.
    """
    body = record.parts.get(REPORT)
    said = from_json(Notice, body) if body is not None else None
    if said is None or (said.record_id, said.by, said.notice_id) != (
        record.record_id,
        record.author,
        record.subject,
    ):
        raise unfit(record, "notice does not fit its record")
    if not said.sound or (record.parts.get(DOCUMENT) is not None) is not (said.document is not None):
        raise unfit(record, "notice that cannot be shown")
    return said


def read_in(record: StoredRecord) -> NoticeRead:
    """Return the word that a notice was read which a record holds.

    Raises:
        SealError, BadInput: As `notice_in`.
    """
    body = record.parts.get(REPORT)
    said = from_json(NoticeRead, body) if body is not None else None
    if said is None or (said.record_id, said.member_id, said.member_id) != (
        record.record_id,
        record.subject,
        record.author,
    ):
        raise unfit(record, "word on a notice does not fit its record")
    return said
