"""Turning a written record into a sealed and signed envelope of this device's chain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from icv_app.domain.ids import RecordId
from icv_app.seal.envelope import Envelope, read_envelope
from icv_app.seal.header import may_be_open
from icv_app.seal.roster import Roster
from icv_app.seal.sealing import Outgoing, seal_envelope
from icv_app.seal.statements import LaterStatement, RosterRoot, kind_of, statement_parts
from icv_app.services.documents import from_json, to_json
from icv_app.services.identity import Identity
from icv_app.services.keyring import KeyRing
from icv_app.services.ports import (
    CHAIN_ID,
    RESTORED,
    Addressees,
    Clock,
    Ids,
    RecordState,
    StoredRecord,
    UnitOfWork,
)
from icv_app.services.roster_book import RosterBook

_ABOUT_PART = "about"


class SealingDesk:
    """Seals the records of one device, one after the other, under one chain."""

    def __init__(
        self, clock: Clock, ids: Ids, identity: Identity, keyring: KeyRing, rosters: RosterBook
    ) -> None:
        self._clock = clock
        self._ids = ids
        self._identity = identity
        self._keyring = keyring
        self._rosters = rosters

    def seal(self, unit: UnitOfWork, record: StoredRecord) -> StoredRecord:
        """Seal a pending record to the keys of today and keep the envelope in the caller's transaction.

        A record that was sealed before keeps its bytes.

        Raises:
            NotFound: The roster has not arrived yet, so nobody can be sealed to.
            SealError: A key is damaged.
        """
        if record.envelope is not None:
            return record
        parts = {name: body for name, body in record.parts.items() if body is not None}
        if may_be_open(record.kind):
            draft = self._outgoing(unit, record, open_parts=with_subject(record, parts))
            return self._keep(unit, record, draft, seal_envelope(draft, self._keyring.device(unit), ()))
        draft = self._outgoing(unit, record, parts=parts)
        recipients = self._rosters.keys_for(unit, record.addressees)
        return self._keep(unit, record, draft, seal_envelope(draft, self._keyring.device(unit), recipients))

    def state(self, unit: UnitOfWork, make: LaterStatement) -> Roster:
        """Sign a roster statement at once and fold it; `make.after` must name the roster's tips."""
        self.sign_statement(unit, make)
        return self._rosters.current(unit)

    def sign_statement(self, unit: UnitOfWork, statement: LaterStatement | RosterRoot) -> Envelope:
        """Sign a roster statement and keep it; statements are open, so they need no recipients."""
        record = StoredRecord(
            record_id=RecordId(self._ids.new()),
            kind=kind_of(statement),
            subject=self._identity.scheme_id,
            author=self._identity.member_id,
            device=self._identity.device_id,
            written_at=self._clock.now(),
            state=RecordState.PENDING,
            addressees=Addressees(everybody=True),
        )
        draft = self._outgoing(unit, record, open_parts=statement_parts(statement))
        sealed = seal_envelope(draft, self._keyring.device(unit), ())
        self._keep(unit, record, draft, sealed)
        envelope = read_envelope(sealed)
        self._rosters.note(unit, envelope)
        return envelope

    def _outgoing(
        self,
        unit: UnitOfWork,
        record: StoredRecord,
        *,
        parts: Mapping[str, bytes] | None = None,
        open_parts: Mapping[str, bytes] | None = None,
    ) -> Outgoing:
        chain_id = unit.meta.get(CHAIN_ID)
        if chain_id is None or unit.meta.get(RESTORED) == "yes":
            # After a restore the old chain may be longer elsewhere: nothing is signed twice under one number.
            chain_id = self._ids.new()
            unit.meta.put(CHAIN_ID, chain_id)
            unit.meta.put(RESTORED, "")
        head = unit.records.chain_head(chain_id)
        return Outgoing(
            record_id=record.record_id,
            kind=record.kind,
            scheme_id=self._identity.scheme_id,
            chain_id=chain_id,
            sequence=head.sequence + 1 if head else 1,
            previous=head.envelope_hash if head else None,
            sealed_at=self._clock.now(),
            parts=with_subject(record, parts) if parts is not None else {},
            open_parts=open_parts or {},
        )

    def _keep(self, unit: UnitOfWork, record: StoredRecord, draft: Outgoing, sealed: bytes) -> StoredRecord:
        kept = replace(
            record,
            state=RecordState.SEALED,
            envelope=sealed,
            envelope_hash=read_envelope(sealed).hash,
            chain_id=draft.chain_id,
            sequence=draft.sequence,
            previous=draft.previous,
        )
        unit.records.put(kept)
        return kept


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What every sealed record says of itself.

    Attributes:
        subject: The visit, concern, member, device or scheme it is about.
        written_at: When its author wrote it, UTC; sealing comes later.
    """

    subject: str
    written_at: datetime


def with_subject(record: StoredRecord, parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Add the part that says what the record is about and when it was written; sealed like the rest."""
    about = About(subject=record.subject, written_at=record.written_at)
    return {_ABOUT_PART: to_json(about), **parts}


def about_of(parts: Mapping[str, bytes | None]) -> About | None:
    """Return what `with_subject` added; `None` where it is missing.

    Raises:
        BadInput: It is not written as this version writes it.
    """
    about = parts.get(_ABOUT_PART)
    return from_json(About, about) if about is not None else None
