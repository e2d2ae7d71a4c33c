"""Records about the scheme itself: settings and members' profiles, sealed to everybody."""

from __future__ import annotations

from dataclasses import fields
from typing import TypeVar

from icv_app.domain.records import RecordKind
from icv_app.domain.scheme import Member, SchemeSettings
from icv_app.services.documents import to_json
from icv_app.services.ports import COUNTS, Addressees, StoredRecord, UnitOfWork
from icv_app.services.records import RecordBook
from icv_app.services.report_records import REPORT

T = TypeVar("T", Member, SchemeSettings)

EVERYBODY = Addressees(office=True, everybody=True)
FOR_EVERYBODY = (
    RecordKind.SCHEME_SETTINGS.value,
    RecordKind.SCHEME_CHECKLIST.value,
    RecordKind.SCHEME_NOTICE.value,
    RecordKind.MEMBER_PROFILE.value,
    RecordKind.MEMBER_OVERRIDE.value,
)
"""Kinds a device that joins later is granted the keys of."""


def write_settings(records: RecordBook, unit: UnitOfWork, settings: SchemeSettings) -> StoredRecord:
    """Publish one version of the settings."""
    return records.write(
        unit,
        kind=RecordKind.SCHEME_SETTINGS,
        subject=settings.scheme_id,
        parts={REPORT: to_json(settings)},
        addressees=EVERYBODY,
    )


def write_profile(records: RecordBook, unit: UnitOfWork, member: Member) -> StoredRecord:
    """Publish a member's profile; of all of them the last written stands."""
    before = unit.records.about(member.member_id, (RecordKind.MEMBER_PROFILE,))
    return records.write(
        unit,
        kind=RecordKind.MEMBER_PROFILE,
        subject=member.member_id,
        parts={REPORT: to_json(member)},
        addressees=EVERYBODY,
        after=max((one.written_at for one in before if one.state in COUNTS), default=None),
    )


def changed_fields(before: T, after: T) -> str:
    """Name what differs, without the values, for the audit log; empty where nothing does."""
    names = [one.name for one in fields(after) if getattr(before, one.name) != getattr(after, one.name)]
    return ", ".join(name.replace("_", " ") for name in names if name != "version")
