"""Records that counted here until the removal of their device became known, and that it leaves out.

Whoever removes a laptop names what had arrived from it there. Others may have got more of it before they
heard of that; it waits for a coordinator's decision with them too, so that everybody is shown the same.
"""

from __future__ import annotations

from dataclasses import replace

from icv_app.domain.ids import DeviceId, RecordId, VisitId
from icv_app.domain.records import RecordKind
from icv_app.errors import SealError
from icv_app.seal.devices import DevicePublicKeys
from icv_app.seal.envelope import read_envelope
from icv_app.seal.membership import RosterDevice
from icv_app.seal.roster import Roster, Standing
from icv_app.seal.statements import DeviceAdded, read_statement
from icv_app.services.agreements import note_missing
from icv_app.services.copy_records import VISITORS_COPY
from icv_app.services.erasing import forget_runs_that_count_no_more
from icv_app.services.folding import go_without
from icv_app.services.ports import COUNTS, RecordState, StoredRecord, UnitOfWork
from icv_app.services.report_records import EVENT_KINDS, REPORTS
from icv_app.services.roster_book import ROSTER_KINDS

_STATES = {
    Standing.WAITS_FOR_COORDINATOR: RecordState.QUARANTINED,
    Standing.REFUSED_BY_COORDINATOR: RecordState.REFUSED,
    Standing.UNKNOWN_DEVICE: RecordState.REFUSED,
}
_WORDS = frozenset({*EVENT_KINDS.values(), VISITORS_COPY})


def take_back(unit: UnitOfWork, roster: Roster, own: DeviceId) -> set[VisitId]:
    """Set apart what removed devices made later than counts, and all of those never rightly let in.

    What a removed device holds of its own stays as it is there: it is handed over before it ends.

    Args:
        unit: The caller's transaction.
        roster: As it is now.
        own: This device.

    Returns:
        Visits about which less is said than before; to be settled by the caller.
    """
    removed = {
        DeviceId(device.key_id)
        for device in roster.devices.values()
        if not device.active and DeviceId(device.key_id) != own and _has_later(unit, device)
    } | (_let_in_without_effect(unit, roster) - {own})
    _note_decisions(unit, roster, own)
    reports: set[VisitId] = set()
    words: set[VisitId] = set()
    others: list[StoredRecord] = []
    for record in unit.records.in_states((RecordState.RECEIVED, RecordState.LOCKED)) if removed else ():
        if record.device not in removed or record.envelope is None or record.kind in ROSTER_KINDS:
            continue
        standing = roster.standing(read_envelope(record.envelope))
        if standing in _STATES:
            unit.records.put(replace(record, state=_STATES[standing], reason=standing.value, parts={}))
            if record.kind in REPORTS:
                reports.add(VisitId(record.subject))
            elif record.kind in _WORDS:
                words.add(VisitId(record.subject))
            elif record.parts:
                others.append(record)
    go_without(unit, others)
    forget_runs_that_count_no_more(unit)
    return words | {visit_id for visit_id in reports if not _removed(unit, visit_id)}


def _let_in_without_effect(unit: UnitOfWork, roster: Roster) -> set[DeviceId]:
    """Devices that somebody let in who was being removed: here they counted until that was heard of."""
    found = set()
    for refused in roster.refused:
        record = unit.records.find(RecordId(refused.record_id))
        if refused.kind != RecordKind.ROSTER_DEVICE_ADDED or record is None or record.envelope is None:
            continue
        try:
            statement = read_statement(read_envelope(record.envelope))
            if isinstance(statement, DeviceAdded):
                found.add(DevicePublicKeys.from_bytes(statement.device).key_id)
        except SealError:
            continue  # it lets nobody in, whoever it names
    return {DeviceId(key) for key in found if key not in roster.devices}


def _note_decisions(unit: UnitOfWork, roster: Roster, own: DeviceId) -> None:
    """Note what was decided on records that this vault signed under an earlier device and handed over late.

    Their author must not go on believing that the office has what it refused.
    """
    decided = {
        DeviceId(device.key_id)
        for device in roster.devices.values()
        if DeviceId(device.key_id) != own and (device.late_accepted or device.late_refused)
    }
    for record in unit.records.in_states((RecordState.ACCEPTED, RecordState.REFUSED)) if decided else ():
        if record.device not in decided or not record.written_here or record.envelope is None:
            continue
        standing = roster.standing(read_envelope(record.envelope))
        if standing is Standing.REFUSED_BY_COORDINATOR:
            unit.records.put(replace(record, state=RecordState.REFUSED, reason=standing.value))
        elif standing is Standing.ACCEPTED and record.reason == Standing.REFUSED_BY_COORDINATOR.value:
            unit.records.put(replace(record, state=RecordState.ACCEPTED, reason=""))


def _has_later(unit: UnitOfWork, device: RosterDevice) -> bool:
    accepted = {position.chain_id: position.sequence for position in device.accepted}
    heads = unit.records.chains_of(DeviceId(device.key_id))
    return any(head.sequence > accepted.get(head.chain_id, 0) for head in heads)


def _removed(unit: UnitOfWork, visit_id: VisitId) -> bool:
    """Take a visit away of which no report counts any more; return whether it was."""
    if any(_counts(record) for record in unit.records.about(visit_id, REPORTS)):
        return False
    if unit.visits.find(visit_id) is not None:
        unit.visits.remove_filed(visit_id)
        note_missing(unit, {visit_id: False})
    return True


def _counts(record: StoredRecord) -> bool:
    return record.state in COUNTS and bool(record.parts)
