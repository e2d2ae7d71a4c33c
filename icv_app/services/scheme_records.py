"""Records about the scheme itself: settings and members' profiles, sealed to everybody."""

from __future__ import annotations

from icv_app.domain.records import RecordKind
from icv_app.domain.scheme import Member, SchemeSettings
from icv_app.services.documents import to_json
from icv_app.services.ports import Addressees, UnitOfWork
from icv_app.services.records import RecordBook
from icv_app.services.report_records import REPORT

EVERYBODY = Addressees(office=True, everybody=True)
FOR_EVERYBODY = (
    RecordKind.SCHEME_SETTINGS.value,
    RecordKind.SCHEME_CHECKLIST.value,
    RecordKind.SCHEME_NOTICE.value,
    RecordKind.MEMBER_PROFILE.value,
    RecordKind.MEMBER_OVERRIDE.value,
)
"""Kinds a device that joins later is granted the keys of."""


def write_settings(records: RecordBook, unit: UnitOfWork, settings: SchemeSettings) -> None:
    """Publish one version of the settings."""
    records.write(
        unit,
        kind=RecordKind.SCHEME_SETTINGS,
        subject=settings.scheme_id,
        parts={REPORT: to_json(settings)},
        addressees=EVERYBODY,
    )


def write_profile(records: RecordBook, unit: UnitOfWork, member: Member) -> None:
    """Publish a member's profile."""
    records.write(
        unit,
        kind=RecordKind.MEMBER_PROFILE,
        subject=member.member_id,
        parts={REPORT: to_json(member)},
        addressees=EVERYBODY,
    )
