"""The kinds of record that travel between devices; see docs/formats.md for who may author each."""

from __future__ import annotations

from enum import StrEnum


class RecordKind(StrEnum):
    """What a record is about; the text is what its envelope header carries.

    A header may name a kind that is not listed here: a newer version wrote it, and the record is
    kept and shown as "update needed".
    """

    ROSTER_ROOT = "roster.root"
    ROSTER_MEMBER_ADDED = "roster.member_added"
    ROSTER_DEVICE_ADDED = "roster.device_added"
    ROSTER_DEVICE_REMOVED = "roster.device_removed"
    ROSTER_MEMBER_REMOVED = "roster.member_removed"
    ROSTER_EPOCH_STARTED = "roster.epoch_started"
    ROSTER_STANDBY_CHANGED = "roster.standby_changed"
    ROSTER_LATE_DECIDED = "roster.late_decided"
    OFFICE_KEY_GRANT = "office.key_grant"
    SCHEME_SETTINGS = "scheme.settings"
    SCHEME_CHECKLIST = "scheme.checklist"
    SCHEME_NOTICE = "scheme.notice"
    MEMBER_PROFILE = "member.profile"
    MEMBER_OVERRIDE = "member.override"
    VISIT_REPORT = "visit.report"
    VISIT_IMPORTED = "visit.imported"
    VISIT_ADDENDUM = "visit.addendum"
    VISIT_AGREEMENT = "visit.agreement"
    VISIT_ANSWER = "visit.answer"
    VISIT_POLICE_COPY = "visit.police_copy"
    REVIEW_RECEIPT = "review.receipt"
    REVIEW_DECISION = "review.decision"
    REVIEW_COMMENT = "review.comment"
    REPORT_COPY = "report.copy"
    CONCERN_STEP = "concern.step"
    ROTA_DUTIES = "rota.duties"
    ROTA_SWAP = "rota.swap"
    MEMBER_AVAILABILITY = "member.availability"
    MEMBER_FILE = "member.file"
    MEMBER_NOTICE_READ = "member.notice_read"
    MEMBER_EXPENSES = "member.expenses"
    MEMBER_EXPENSES_ANSWER = "member.expenses_answer"
    QUALITY_FRAMEWORK = "quality.framework"
    QUALITY_EVIDENCE = "quality.evidence"
    PUBLICATION_WORD = "publication.word"
    PUBLICATION_ISSUED = "publication.issued"
    RECORD_REVIEW_SAMPLE = "record_review.sample"
    RECORD_REVIEW_ASSIGNMENT = "record_review.assignment"
    RECORD_REVIEW_READING = "record_review.reading"
    RECORD_REVIEW_CONCERN = "record_review.concern"
    RECORD_REVIEW_CLOSED = "record_review.closed"
    DEVICE_HEAD = "device.head"
    DEVICE_SIGNED_AGAIN = "device.signed_again"
    ERASURE_RUN = "erasure.run"
    ERASURE_FACTS = "erasure.facts"
    ERASURE_HOLD = "erasure.hold"
    AUDIT_ENTRY = "audit.entry"
