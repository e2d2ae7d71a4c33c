"""The office's audit log: what was decided about people and keys, why, and what left the vault."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from icv_app.domain.ids import MemberId, RecordId
from icv_app.domain.justified import Justified


class AuditAct(StrEnum):
    """What was done."""

    VISIT_ALLOWED = "visit_allowed"
    INVITED = "invited"
    INVITATION_WITHDRAWN = "invitation_withdrawn"
    DEVICE_ADDED = "device_added"
    DEVICE_REMOVED = "device_removed"
    MEMBER_REMOVED = "member_removed"
    EPOCH_STARTED = "epoch_started"
    LATE_ACCEPTED = "late_accepted"
    LATE_REFUSED = "late_refused"
    KIT_RENEWED = "kit_renewed"
    OFFICE_RECOVERED = "office_recovered"
    HELPED_BACK_IN = "helped_back_in"
    MEMBER_ADDED = "member_added"
    MEMBER_CHANGED = "member_changed"
    HISTORY_GRANTED = "history_granted"
    SETTINGS_CHANGED = "settings_changed"
    ERASURE_RUN = "erasure_run"
    HOLD_SET = "hold_set"
    HOLD_LIFTED = "hold_lifted"
    VISITS_EXPORTED = "visits_exported"
    VISITS_IMPORTED = "visits_imported"
    ANNUAL_REPORT_WRITTEN = "annual_report_written"
    PUBLICATION_WRITTEN = "publication_written"
    AUDIT_EXPORTED = "audit_exported"
    BUNDLE_WRITTEN = "bundle_written"
    REPORT_WRITTEN = "report_written"
    LETTER_WRITTEN = "letter_written"
    EVIDENCE_WRITTEN = "evidence_written"
    EVERYTHING_EXPORTED = "everything_exported"
    NATIONAL_RETURN_WRITTEN = "national_return_written"
    NOTICE_WRITTEN = "notice_written"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditHead:
    """The whole log up to one moment in a single value; `icv_app.seal.audit_chain` computes it.

    Attributes:
        value: In hexadecimal; nobody can change, add, leave out or move a line before `until` and keep it.
        entries: How many lines it stands for.
        until: The lines dated before this moment, UTC.
    """

    value: str
    entries: int
    until: datetime

    @property
    def short(self) -> str:
        """The beginning, in groups, as people compare it."""
        return " ".join(self.value[at : at + 4] for at in range(0, 16, 4))


LINKED = 2
"""Version from which on a line names the lines before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One line of the log; never edited.

    Attributes:
        subject: The member it is about.
        about: The record by which it was done; of a file, the SHA-256 of its bytes.
        reason: In words; no names.
        justified: What the privacy guard asked about in it, and why it stays; without the words found.
        version: 1 for lines of old, which stand without links.
        after: Digests of the newest lines its author knew: those that no other of them names.
        head: Where one was printed or handed out: the log as its author knew it.
        lacking: Beside a head: digests that the lines its author had name, of lines they did not have.
    """

    record_id: RecordId
    act: AuditAct
    subject: str
    about: RecordId
    at: datetime
    by: MemberId
    reason: str
    justified: tuple[Justified, ...] = ()
    version: int = 1
    after: tuple[str, ...] = ()
    head: AuditHead | None = None
    lacking: tuple[str, ...] = ()
