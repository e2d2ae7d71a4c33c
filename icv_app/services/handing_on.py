"""Keys that a device lacks because who let it in and who wrote to its member had not heard of each other.

A record that was sealed before its author heard of a new laptop, and an office key that began while a
coordinator's laptop was let in elsewhere, reach that laptop by a later grant from any coordinator's device.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from icv_app.domain.ids import RecordId
from icv_app.domain.records import RecordKind
from icv_app.domain.scheme import Role
from icv_app.errors import SealError
from icv_app.seal.devices import OfficeKey
from icv_app.seal.envelope import Envelope, read_envelope
from icv_app.seal.keys import KeyId, Opener
from icv_app.seal.membership import RosterDevice
from icv_app.seal.roster import Roster
from icv_app.seal.sealing import ContentKeys, content_keys, open_envelope
from icv_app.services.key_grants import Grant, read_grant
from icv_app.services.keyring import KeyRing
from icv_app.services.ports import COUNTS, StoredRecord, UnitOfWork
from icv_app.services.scheme_records import FOR_EVERYBODY, HISTORY

KEYS_DUE = "keys_to_hand_on"
"""Meta name: records (ids, one a line) whose key some device may lack; `office` for keys of the office."""
_OFFICE = "office"
_GRANT = RecordKind.OFFICE_KEY_GRANT.value


def may_be_lacking(roster: Roster, kind: str, envelope: Envelope) -> bool:
    """Whether a device that should read a record is not among those it was sealed to."""
    return next(_left_out(roster, kind, envelope), None) is not None


def note_due(unit: UnitOfWork, records: Iterable[RecordId], *, office: bool) -> None:
    """Note records to look at once everything has arrived, and whether keys of the office are to be."""
    more = [*records, *([_OFFICE] if office else ())]
    if more:
        unit.meta.put(KEYS_DUE, "\n".join(dict.fromkeys([*(unit.meta.get(KEYS_DUE) or "").split(), *more])))


@dataclass(frozen=True, slots=True, kw_only=True)
class Lack:
    """What one device lacks."""

    device: RosterDevice
    office: tuple[OfficeKey, ...]
    records: tuple[ContentKeys, ...]


def keys_due(unit: UnitOfWork) -> bool:
    """Whether there is anything to look at."""
    return bool(unit.meta.get(KEYS_DUE))


def lacking(unit: UnitOfWork, keyring: KeyRing, roster: Roster) -> Sequence[Lack]:
    """Return what devices lack of what is noted, and nobody has granted yet; forget the notes."""
    due = (unit.meta.get(KEYS_DUE) or "").split()
    unit.meta.put(KEYS_DUE, "")
    openers = keyring.openers(unit)
    wanted = _wanted(unit, roster, openers, due)
    offices = _other_offices(roster, keyring.device(unit).key_id) if _OFFICE in due else frozenset()
    granted = _granted(unit, openers) if wanted or offices else {}
    found = []
    for device in roster.active_devices():
        had = granted.get(device.key_id, [])
        known = {record_id for grant in had for record_id in grant.content_keys}
        records = tuple(one for one in wanted.get(device.key_id, ()) if one.record_id not in known)
        epochs = {epoch for grant in had for epoch in grant.office}
        held = keyring.office_keys(unit) if device.key_id in offices else ()
        office = tuple(one for one in held if one.epoch not in epochs)
        if records or office:
            found.append(Lack(device=device, office=office, records=records))
    return found


def _wanted(
    unit: UnitOfWork, roster: Roster, openers: Mapping[KeyId, Opener], due: Iterable[str]
) -> Mapping[KeyId, list[ContentKeys]]:
    wanted: dict[KeyId, list[ContentKeys]] = {}
    for name in due:
        record = unit.records.find(RecordId(name)) if name != _OFFICE else None
        if record is None or record.state not in COUNTS or record.envelope is None:
            continue
        envelope = read_envelope(record.envelope)
        for device in _left_out(roster, record.kind, envelope) if envelope.addressed_to(openers) else ():
            wanted.setdefault(device.key_id, []).append(content_keys(envelope, openers))
    return wanted


def _other_offices(roster: Roster, own: KeyId) -> frozenset[KeyId]:
    """Coordinators' devices but this one, and the one that made the root: that began with its key."""
    return frozenset(
        device.key_id
        for device in roster.active_devices()
        if device.invitation is not None
        and device.key_id != own
        and roster.role_of(device.key_id) is Role.COORDINATOR
    )


def _granted(unit: UnitOfWork, openers: Mapping[KeyId, Opener]) -> Mapping[KeyId, list[Grant]]:
    """Every grant that the office can open, by the device it is for."""
    found: dict[KeyId, list[Grant]] = {}
    for record in unit.records.of_kinds((_GRANT,)):
        if record.state not in COUNTS:
            continue
        try:
            parts = record.parts or open_envelope(read_envelope(record.envelope or b""), openers)
            grant = read_grant(replace(record, parts=parts))
        except SealError:
            continue  # of an epoch that is not here, or malformed: granted again, which harms nobody
        for recipient in _recipients(record):
            found.setdefault(recipient, []).append(grant)
    return found


def _recipients(record: StoredRecord) -> tuple[KeyId, ...]:
    if record.envelope is None:
        devices = record.addressees.devices if record.addressees is not None else ()
        return tuple(KeyId(device) for device in devices)
    return tuple(map(KeyId, read_envelope(record.envelope).header.recipients))


def _left_out(roster: Roster, kind: str, envelope: Envelope) -> Iterator[RosterDevice]:
    """Visitors' devices that a record is meant for and not sealed to; the office opens it by its own key."""
    recipients = frozenset(envelope.header.recipients)
    if kind in FOR_EVERYBODY:
        members = None
    elif kind in HISTORY:
        members = {device.member_id for name in recipients if (device := roster.devices.get(KeyId(name)))}
    else:
        return
    for device in roster.active_devices():
        meant = members is None or device.member_id in members
        if meant and device.key_id not in recipients and roster.role_of(device.key_id) is Role.VISITOR:
            yield device
