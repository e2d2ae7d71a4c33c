"""Records about the scheme itself: settings and members' profiles, sealed to everybody."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TypeVar

from icv_app.domain.ids import RecordId
from icv_app.domain.records import RecordKind
from icv_app.domain.scheme import Member, SchemeSettings
from icv_app.domain.visit import Visit
from icv_app.errors import NotFound
from icv_app.seal.authority import AUTHORITY, SealedTo
from icv_app.services.documents import settings_from_json, to_json
from icv_app.services.ports import COUNTS, Addressees, StoredRecord, UnitOfWork
from icv_app.services.provisional import gives_way
from icv_app.services.records import RecordBook
from icv_app.services.report_records import REPORT, unfit

T = TypeVar("T", Member, SchemeSettings)
_NO_NEWS = frozenset({"version", "record_id", "made_over"})
"""Fields that are other in every version."""

SETTINGS = RecordKind.SCHEME_SETTINGS.value
EVERYBODY = Addressees(office=True, everybody=True)
FOR_EVERYBODY = (
    RecordKind.SCHEME_SETTINGS.value,
    RecordKind.SCHEME_CHECKLIST.value,
    RecordKind.SCHEME_NOTICE.value,
    RecordKind.MEMBER_PROFILE.value,
    RecordKind.MEMBER_OVERRIDE.value,
)
"""Kinds a device that joins later is granted the keys of."""
HISTORY = tuple(
    kind.value
    for kind, rule in AUTHORITY.items()
    if rule.sealed_to
    in {SealedTo.OFFICE_AND_VISITORS, SealedTo.OFFICE_OUTCOME_TO_VISITORS, SealedTo.OFFICE_AND_MEMBER}
)
"""Kinds of record that single members read."""


def write_settings(records: RecordBook, unit: UnitOfWork, settings: SchemeSettings) -> StoredRecord:
    """Publish one version of the settings; the record's identifier is put into them."""
    record_id = records.new_id()
    return records.write(
        unit,
        kind=SETTINGS,
        subject=settings.scheme_id,
        parts={REPORT: to_json(replace(settings, record_id=record_id))},
        addressees=EVERYBODY,
        record_id=record_id,
    )


def settings_in(record: StoredRecord) -> SchemeSettings | None:
    """Return the settings a record holds; `None` where its part is not here.

    Raises:
        SealError: What is inside does not fit the record around it.
        BadInput: It is not written as this version writes it.
    """
    body = record.parts.get(REPORT)
    settings = settings_from_json(body) if body is not None else None
    if settings is None:
        return None
    if settings.scheme_id != record.subject or settings.record_id not in ("", record.record_id):
        raise unfit(record, "settings of another scheme or record")
    if not settings.sound:
        raise unfit(record, "settings out of bounds")
    return settings


def settings_under(unit: UnitOfWork, visit: Visit) -> SchemeSettings:
    """The settings a visit was made under, also where another coordinator's took their place.

    Where they are not here or do not count, those of today.

    Raises:
        NotFound: No settings at all have arrived yet.
    """
    return own_settings(unit, visit) or unit.settings.current()


def own_settings(unit: UnitOfWork, visit: Visit) -> SchemeSettings | None:
    """The settings a visit was made under, as `settings_under`; `None` while they are not here."""
    standing = counting_version(unit, visit.settings_version)
    own = RecordId(visit.settings_record)
    if standing is None or own in ("", standing.record_id):
        return standing
    record = unit.records.find(own)
    if record is None or record.kind != SETTINGS or record.state not in COUNTS:
        return standing
    return settings_in(record) or standing


def counting_version(unit: UnitOfWork, version: int) -> SchemeSettings | None:
    """One version of the settings; `None` where it is not here, or gives way to others."""
    if gives_way(unit, version):
        return None
    try:
        return unit.settings.version(version)
    except NotFound:
        return None


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
    return ", ".join(name.replace("_", " ") for name in names if name not in _NO_NEWS)
