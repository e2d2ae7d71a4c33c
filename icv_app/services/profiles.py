"""Publishing what everybody may know of a member; what the office's files say goes first."""

from __future__ import annotations

from collections.abc import Iterable

from icv_app.domain.audit import AuditAct
from icv_app.domain.member_file import tact_as_logged
from icv_app.domain.scheme import Member
from icv_app.domain.training import Trained
from icv_app.services.audit_log import AuditLog
from icv_app.services.member_records import files_in
from icv_app.services.ports import UnitOfWork
from icv_app.services.records import RecordBook
from icv_app.services.scheme_records import changed_fields, write_profile


def publish_profile(unit: UnitOfWork, records: RecordBook, audit: AuditLog, member: Member) -> None:
    """Publish a profile, trained for terrorism visits as the training log says."""
    file = files_in(unit).get(member.member_id)
    if file is not None:
        member = tact_as_logged(member, (), file.training)
    before = unit.members.find(member.member_id)
    record = write_profile(records, unit, member)
    changed = changed_fields(before, member) if before is not None else ""
    if changed:
        audit.note(unit, AuditAct.MEMBER_CHANGED, member.member_id, record.record_id, changed)


def follow_the_log(
    unit: UnitOfWork, records: RecordBook, audit: AuditLog, member: Member, before: Iterable[Trained]
) -> None:
    """Publish a profile anew where the training log, as it stands now, says something else of it.

    Args:
        unit: The caller's transaction; the log was changed in it.
        records: Writes the profile.
        audit: Gets a line where something changed.
        member: As published.
        before: What the log said until now.
    """
    file = files_in(unit).get(member.member_id)
    now = tact_as_logged(member, before, file.training if file is not None else ())
    if now != member:
        publish_profile(unit, records, audit, now)
