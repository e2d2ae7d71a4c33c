"""The roster as this vault knows it, folded from the statements it holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from icv_app.domain.ids import DeviceId, MemberId, RecordId
from icv_app.domain.records import RecordKind
from icv_app.errors import NotFound, SealError
from icv_app.seal.cipher import sha256_hex
from icv_app.seal.envelope import Envelope, read_envelope, verify_envelope
from icv_app.seal.keys import KeyId, PublicSealingKey
from icv_app.seal.membership import Reason
from icv_app.seal.roster import Roster, fold_roster
from icv_app.services.ports import CHAIN_ID, DEVICE_ID, Addressees, RecordState, StoredRecord, UnitOfWork
from icv_app.words import _

ROOT_FINGERPRINT = "root_fingerprint"
ROSTER_STATE = "roster_state"
"""Meta name: a digest over the statements in this vault in the order they came."""
ROSTER_KINDS = tuple(kind.value for kind in RecordKind if kind.value.startswith("roster."))


class RosterBook:
    """Keeps the folded roster between transactions, so that it is not folded for every record.

    What is kept names the statements it was folded from, and the vault says in every transaction
    which ones it holds. So a transaction that was given up leaves nothing behind here, and threads
    that see the vault at different moments each get the roster of theirs.
    """

    def __init__(self) -> None:
        self._kept: tuple[str, Roster] | None = None

    def known(self, unit: UnitOfWork) -> bool:
        """Whether the root has arrived on this device."""
        kept, state = self._kept, unit.meta.get(ROSTER_STATE)
        if kept is not None and kept[0] == state:
            return True
        fingerprint = unit.meta.get(ROOT_FINGERPRINT)
        return any(
            record.envelope_hash == fingerprint for record in unit.records.of_kinds((RecordKind.ROSTER_ROOT,))
        )

    def current(self, unit: UnitOfWork) -> Roster:
        """Return the roster.

        Raises:
            NotFound: The root has not arrived on this device yet.
            SealError: The root does not carry the fingerprint of the invitation.
        """
        kept, state = self._kept, unit.meta.get(ROSTER_STATE)
        if kept is not None and kept[0] == state:
            return kept[1]
        roster = self.folded_anew(unit)
        if state is not None:
            self._kept = (state, roster)
        return roster

    def folded_anew(self, unit: UnitOfWork, *, readable_only: bool = False) -> Roster:
        """Return the roster as the statements in the vault have it, whatever is kept here.

        Args:
            unit: Where they are.
            readable_only: Leave out what is no envelope any more; for whoever reports those by name.

        Raises:
            NotFound, SealError: As `current`.
        """
        fingerprint = unit.meta.get(ROOT_FINGERPRINT)
        statements = list(_statements(unit, readable_only=readable_only))
        if fingerprint is None or not any(statement.hash == fingerprint for statement in statements):
            for record in unit.records.of_kinds((RecordKind.ROSTER_ROOT,)):
                if record.envelope_hash == fingerprint:
                    raise _root_altered(record.record_id)
            raise NotFound(
                "roster root missing",
                user_text=_("The scheme's list of members has not arrived yet. Sync first."),
            )
        return fold_roster(fingerprint, statements)

    def note(self, unit: UnitOfWork, statement: Envelope) -> None:
        """Take one more statement, which was kept as a record in this unit a moment ago."""
        before = unit.meta.get(ROSTER_STATE)
        after = sha256_hex(f"{before}:{statement.hash}".encode())
        unit.meta.put(ROSTER_STATE, after)
        kept = self._kept
        if kept is not None and kept[0] == before:
            self._kept = (after, kept[1].apply([statement]))

    def judge(self, unit: UnitOfWork) -> None:
        """Bring the states of the statements of others to what the fold makes of them.

        Raises:
            NotFound, SealError: As `current`.
        """
        roster = self.current(unit)
        refused = {one.hash: one.reason for one in roster.refused}
        waiting = {one.hash for one in roster.waiting}
        for record in unit.records.of_kinds(ROSTER_KINDS):
            if record.written_here or record.envelope is None:
                continue
            judged = record
            if record.envelope_hash not in waiting:
                reason = refused.get(record.envelope_hash or "")
                judged = replace(record, state=_state_for(reason), reason=reason.value if reason else "")
            if not record.verified:
                judged = _placed(unit, judged, record.envelope, roster)
            if judged != record:
                unit.records.put(judged)

    def keys_for(self, unit: UnitOfWork, addressees: Addressees) -> list[PublicSealingKey]:
        """Resolve addressees to the sealing keys of today.

        Raises:
            NotFound: The roster has not arrived yet.
        """
        roster = self.current(unit)
        keys: dict[KeyId, PublicSealingKey] = {}
        if addressees.office or addressees.everybody:
            keys[roster.office.key_id] = roster.office.sealing
        for device in roster.active_devices():
            wanted = (
                addressees.everybody
                or MemberId(device.member_id) in addressees.members
                or DeviceId(device.key_id) in addressees.devices
            )
            if wanted:
                keys[device.key_id] = device.keys.sealing
        return list(keys.values())


def _placed(unit: UnitOfWork, record: StoredRecord, data: bytes, roster: Roster) -> StoredRecord:
    """Note a statement's place in its author's chain, if its author truly signed it.

    It has one whether or not it counts: a statement without effect leaves no gap.
    """
    envelope = read_envelope(data)
    header = envelope.header
    if header.chain_id == unit.meta.get(CHAIN_ID) and header.author_device != unit.meta.get(DEVICE_ID):
        return record  # counted in, it would move the numbers this device signs under
    try:
        verify_envelope(envelope, roster.author_key(header.author_device))
    except SealError:
        return record
    return replace(record, chain_id=header.chain_id, sequence=header.sequence, previous=header.previous)


def _state_for(reason: Reason | None) -> RecordState:
    if reason is None:
        return RecordState.RECEIVED
    return RecordState.UPDATE_NEEDED if reason is Reason.UPDATE_NEEDED else RecordState.REFUSED


def _statements(unit: UnitOfWork, *, readable_only: bool) -> Iterator[Envelope]:
    for record in unit.records.of_kinds(ROSTER_KINDS):
        if record.envelope is None:
            continue
        try:
            yield read_envelope(record.envelope)
        except SealError:
            if not readable_only:
                raise


def _root_altered(record_id: RecordId) -> SealError:
    return SealError(
        f"record {record_id}: the root was altered in this vault",
        user_text=_(
            "Record {name}, with which the scheme began, does not verify: it was altered in this vault. "
            "Restore a backup, or ask your coordinator for help."
        ).format(name=record_id),
    )
