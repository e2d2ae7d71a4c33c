"""The office's audit log: what a coordinator decided against a rule, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from icv_app.domain.ids import MemberId, RecordId
from icv_app.domain.justified import Justified


class AuditAct(StrEnum):
    """What was done."""

    VISIT_ALLOWED = "visit_allowed"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One line of the log; never edited.

    Attributes:
        subject: The member it is about.
        about: The record by which it was done.
        reason: In words; no names.
        justified: What the privacy guard asked about in it, and why it stays; without the words found.
    """

    record_id: RecordId
    act: AuditAct
    subject: str
    about: RecordId
    at: datetime
    by: MemberId
    reason: str
    justified: tuple[Justified, ...] = ()
