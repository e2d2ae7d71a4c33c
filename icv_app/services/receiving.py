"""Taking in what others sent: verified, opened and applied, or kept apart with its reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import structlog

from icv_app.domain.ids import DeviceId, MemberId, RecordId
from icv_app.domain.records import RecordKind
from icv_app.errors import IcvError, NotFound, SealError, UpdateNeeded
from icv_app.seal.envelope import Envelope, read_envelope, verify_envelope
from icv_app.seal.keys import KeyId
from icv_app.seal.roster import Standing
from icv_app.seal.sealing import ContentKeys, open_envelope, open_with_content_keys
from icv_app.services.folding import apply_record
from icv_app.services.identity import Identity
from icv_app.services.key_grants import Grant, read_grant
from icv_app.services.keyring import KeyRing
from icv_app.services.ports import Clock, RecordState, StoredRecord, UnitOfWork
from icv_app.services.roster_book import ROSTER_KINDS, RosterBook
from icv_app.services.sealing_desk import subject_of
from icv_app.words import _

_log = structlog.get_logger()

_STATES = {
    Standing.UNKNOWN_DEVICE: RecordState.REFUSED,
    Standing.NOT_ALLOWED: RecordState.REFUSED,
    Standing.WAITS_FOR_COORDINATOR: RecordState.QUARANTINED,
    Standing.UPDATE_NEEDED: RecordState.UPDATE_NEEDED,
}


class ReceivingDesk:
    """Takes envelopes of others into the vault, in the caller's transaction."""

    def __init__(self, clock: Clock, identity: Identity, keyring: KeyRing, rosters: RosterBook) -> None:
        self._clock = clock
        self._identity = identity
        self._keyring = keyring
        self._rosters = rosters

    def take(self, unit: UnitOfWork, data: bytes, *, record_id: str, position: int | None) -> RecordState:
        """Take one envelope and say what became of it; nothing in it can stop the others.

        An envelope held already is passed over (its position is noted).
        """
        held = unit.records.find(RecordId(record_id))
        if held is not None and held.envelope is not None:
            if position is not None and held.position != position:
                unit.records.put(replace(held, position=position))
            return held.state
        try:
            envelope = read_envelope(data)
            if envelope.record_id != record_id:
                raise _unfit(record_id, "the envelope names another record")
        except UpdateNeeded as error:
            return self._set_apart(unit, record_id, data, position, RecordState.UPDATE_NEEDED, error)
        except SealError as error:
            return self._set_apart(unit, record_id, data, position, RecordState.QUARANTINED, error)
        record = self._record(unit, envelope, data, position)
        if envelope.kind in ROSTER_KINDS:
            return self._take_statement(unit, envelope, record)
        return self._take_record(unit, envelope, record)

    def _take_statement(self, unit: UnitOfWork, envelope: Envelope, record: StoredRecord) -> RecordState:
        """Statements are judged by the fold itself, now and whenever another arrives."""
        unit.records.put(replace(record, state=RecordState.RECEIVED))
        if self._rosters.known(unit):
            self._rosters.add(unit, envelope)
        return RecordState.RECEIVED

    def _take_record(self, unit: UnitOfWork, envelope: Envelope, record: StoredRecord) -> RecordState:
        try:
            roster = self._rosters.current(unit)
            standing = roster.standing(envelope)
            if envelope.header.scheme_id != self._identity.scheme_id:
                raise _unfit(record.record_id, "of another scheme")
            if standing is not Standing.ACCEPTED:
                state = _STATES[standing]
                unit.records.put(replace(record, state=state, reason=standing.value))
                return state
            verify_envelope(envelope, roster.author_key(envelope.header.author_device))
            return self._open(unit, envelope, record, None)
        except (SealError, NotFound) as error:
            return self._quarantine(unit, record, error)

    def _open(
        self, unit: UnitOfWork, envelope: Envelope, record: StoredRecord, granted: ContentKeys | None
    ) -> RecordState:
        openers = self._keyring.openers(unit)
        if granted is None and not envelope.addressed_to(openers):
            reason = _("Sealed before this laptop joined; it opens when the coordinator grants the key.")
            unit.records.put(replace(record, state=RecordState.LOCKED, reason=reason))
            return RecordState.LOCKED
        parts = open_with_content_keys(envelope, granted) if granted else open_envelope(envelope, openers)
        about = subject_of(parts)
        opened = replace(
            record,
            state=RecordState.RECEIVED,
            parts=parts,
            subject=about.get("subject", ""),
            written_at=_moment(about.get("written_at"), record.written_at),
            reason="",
        )
        unit.records.put(opened)
        try:
            apply_record(unit, opened)
        except IcvError as error:
            return self._quarantine(unit, replace(opened, state=RecordState.REFUSED), error)
        if opened.kind == RecordKind.OFFICE_KEY_GRANT:
            self._use_grant(unit, opened)
        return RecordState.RECEIVED

    def _use_grant(self, unit: UnitOfWork, record: StoredRecord) -> None:
        """Keep office keys granted to this device, and open what waited for a key."""
        grant: Grant = read_grant(record)
        for office in grant.open_office_keys(self._rosters.current(unit), self._keyring.device(unit)):
            self._keyring.keep_office(unit, office)
        openers = self._keyring.openers(unit)
        for locked in unit.records.in_states((RecordState.LOCKED,)):
            if locked.envelope is None:
                continue
            envelope = read_envelope(locked.envelope)
            keys = grant.content_keys.get(locked.record_id)
            if keys is not None or envelope.addressed_to(openers):
                try:
                    self._open(unit, envelope, locked, keys)
                except SealError as error:
                    self._quarantine(unit, locked, error)

    def _record(
        self, unit: UnitOfWork, envelope: Envelope, data: bytes, position: int | None
    ) -> StoredRecord:
        header = envelope.header
        author: MemberId | None = None
        if self._rosters.known(unit):
            device = self._rosters.current(unit).devices.get(KeyId(header.author_device))
            author = MemberId(device.member_id) if device else None
        return StoredRecord(
            record_id=RecordId(header.record_id),
            kind=header.kind,
            subject=header.scheme_id if header.kind in ROSTER_KINDS else "",
            author=author,
            device=DeviceId(header.author_device),
            written_at=header.sealed_at,
            state=RecordState.RECEIVED,
            envelope=data,
            envelope_hash=envelope.hash,
            chain_id=header.chain_id,
            sequence=header.sequence,
            position=position,
            accepted_at=self._clock.now() if position is not None else None,
        )

    def _quarantine(self, unit: UnitOfWork, record: StoredRecord, error: IcvError) -> RecordState:
        state = RecordState.REFUSED if record.state is RecordState.REFUSED else RecordState.QUARANTINED
        _log.warning(
            "record set apart", record=record.record_id, kind=record.kind, state=state.value, why=str(error)
        )
        unit.records.put(replace(record, state=state, reason=error.user_text))
        return state

    def _set_apart(
        self,
        unit: UnitOfWork,
        record_id: str,
        data: bytes,
        position: int | None,
        state: RecordState,
        error: IcvError,
    ) -> RecordState:
        """Keep bytes that cannot even be read as an envelope."""
        record = StoredRecord(
            record_id=RecordId(record_id),
            kind="",
            subject="",
            author=None,
            device=None,
            written_at=self._clock.now(),
            state=state,
            envelope=data,
            position=position,
            reason=error.user_text,
        )
        _log.warning("record set apart", record=record_id, state=state.value, why=str(error))
        unit.records.put(record)
        return state


def _moment(text: str | None, otherwise: datetime) -> datetime:
    if text is None:
        return otherwise
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return otherwise
    return moment if moment.utcoffset() is not None else otherwise


def _unfit(record_id: str, what: str) -> SealError:
    return SealError(
        f"record {record_id}: {what}",
        user_text=_(
            "A record from another device could not be used. It is kept and shown in the sync centre."
        ),
    )
