"""Records that are read where they are shown: when they arrive, what is inside only has to fit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from icv_app.services.attached_documents import check_attached
from icv_app.services.checklist_records import CHECKLIST, checklist_in
from icv_app.services.concern_records import STEP, step_of
from icv_app.services.copy_records import COPY, copy_of
from icv_app.services.erasure_records import HOLD, hold_of
from icv_app.services.expense_records import ANSWER, CLAIM, answer_in, claim_in
from icv_app.services.member_records import FILE, file_word_in
from icv_app.services.notice_records import NOTICE, READ, notice_in, read_in
from icv_app.services.override_records import AUDIT, OVERRIDE, link_of, override_of
from icv_app.services.ports import StoredRecord
from icv_app.services.publication_records import ISSUED, WORD, check_word, issued_in
from icv_app.services.quality_records import EVIDENCE, FRAMEWORK, evidence_in, framework_in
from icv_app.services.record_review_records import (
    ASSIGNMENT,
    CLOSED,
    CONCERN,
    READING,
    SAMPLE,
    assignment_in,
    closed_in,
    reading_in,
    review_concern_in,
    sample_in,
)
from icv_app.services.rota_records import (
    AVAILABILITY,
    DUTIES,
    SWAP,
    availability_in,
    duties_in,
    swap_in,
)
from icv_app.services.signed_again import AGAIN, header_given_up


def _check_evidence(record: StoredRecord) -> None:
    check_attached(record, evidence_in(record).document)


def _check_notice(record: StoredRecord) -> None:
    check_attached(record, notice_in(record).document)


FITS: Final[Mapping[str, Callable[[StoredRecord], object]]] = {
    CHECKLIST: checklist_in,
    STEP: step_of,
    COPY: copy_of,
    OVERRIDE: override_of,
    AUDIT: link_of,
    DUTIES: duties_in,
    AVAILABILITY: availability_in,
    SWAP: swap_in,
    FILE: file_word_in,
    NOTICE: _check_notice,
    READ: read_in,
    CLAIM: claim_in,
    ANSWER: answer_in,
    FRAMEWORK: framework_in,
    EVIDENCE: _check_evidence,
    WORD: check_word,
    ISSUED: issued_in,
    SAMPLE: sample_in,
    ASSIGNMENT: assignment_in,
    READING: reading_in,
    CONCERN: review_concern_in,
    CLOSED: closed_in,
    HOLD: hold_of,
    AGAIN: header_given_up,
}
"""Kind to what reads it, and raises `SealError` or `BadInput` where it does not fit."""
