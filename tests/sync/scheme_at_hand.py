"""A small scheme with real keys: a coordinator, visitors, and the envelopes they make."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from icv_app.domain.records import RecordKind
from icv_app.domain.scheme import Role
from icv_app.seal.devices import DeviceKeys, OfficeKey, StandbyKey
from icv_app.seal.envelope import read_envelope
from icv_app.seal.keys import PublicSealingKey
from icv_app.seal.roster import Roster, fold_roster
from icv_app.seal.sealing import Outgoing, seal_envelope
from icv_app.seal.statements import (
    ChainPosition,
    DeviceAdded,
    DeviceRemoved,
    LateDecided,
    MemberAdded,
    RosterRoot,
    Statement,
    kind_of,
    statement_parts,
)

SEALED_AT = datetime(2024, 3, 1, 12, 0, tzinfo=UTC)
SECRET_SENTENCE = "The call bell of cell 7 did not ring when it was pressed"


@dataclass
class Chain:
    """A device with the chain it signs."""

    keys: DeviceKeys
    chain_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    sequence: int = 0
    previous: str | None = None

    @property
    def key_id(self) -> str:
        return self.keys.key_id

    def seal(
        self,
        scheme_id: str,
        kind: str,
        recipients: list[PublicSealingKey],
        *,
        parts: dict[str, bytes] | None = None,
        open_parts: dict[str, bytes] | None = None,
        record_id: str | None = None,
    ) -> bytes:
        data = seal_envelope(
            Outgoing(
                record_id=record_id or str(uuid.uuid4()),
                kind=kind,
                scheme_id=scheme_id,
                chain_id=self.chain_id,
                sequence=self.sequence + 1,
                previous=self.previous,
                sealed_at=SEALED_AT + timedelta(seconds=self.sequence),
                parts=parts or {},
                open_parts=open_parts or {},
            ),
            self.keys,
            recipients,
        )
        self.sequence += 1
        self.previous = read_envelope(data).hash
        return data


class SchemeAtHand:
    """A scheme as its coordinator C-001 holds it; `statements` are its roster, root first."""

    def __init__(self) -> None:
        self.scheme_id = str(uuid.uuid4())
        self.coordinator = Chain(DeviceKeys.generate())
        self.office = OfficeKey.generate(1)
        self.standby = StandbyKey.generate()
        self.statements: list[bytes] = []
        self.root = self._state(
            RosterRoot(
                scheme_name="West Yorkshire",
                member="C-001",
                device=self.coordinator.keys.public.to_bytes(),
                office=self.office.public.sealing.raw,
                standby=self.standby.public.raw,
            )
        )
        self.fingerprint = read_envelope(self.root).hash

    @property
    def roster(self) -> Roster:
        return fold_roster(self.fingerprint, [read_envelope(one) for one in self.statements])

    def add_member(self, member: str, role: Role = Role.VISITOR) -> None:
        self._state(MemberAdded(after=self.roster.tips, member=member, role=role))

    def add_device(self, member: str, keys: DeviceKeys | None = None) -> Chain:
        chain = Chain(keys or DeviceKeys.generate())
        self._state(
            DeviceAdded(
                after=self.roster.tips,
                member=member,
                device=chain.keys.public.to_bytes(),
                invitation=uuid.uuid4().hex * 2,
            )
        )
        return chain

    def add_visitor(self, member: str = "V-001") -> Chain:
        self.add_member(member)
        return self.add_device(member)

    def remove_device(self, chain: Chain) -> bytes:
        accepted: tuple[ChainPosition, ...] = ()
        if chain.previous is not None:
            accepted = (ChainPosition(chain_id=chain.chain_id, sequence=chain.sequence, hash=chain.previous),)
        return self._state(DeviceRemoved(after=self.roster.tips, device=chain.key_id, accepted=accepted))

    def report(
        self, author: Chain, *others: Chain, text: str = SECRET_SENTENCE, record_id: str | None = None
    ) -> bytes:
        """A visit report by `author`, sealed to the office and the devices of the pair."""
        return author.seal(
            self.scheme_id,
            RecordKind.VISIT_REPORT,
            [
                self.office.public.sealing,
                author.keys.public.sealing,
                *(one.keys.public.sealing for one in others),
            ],
            parts={"visit": b'{"note":"%s"}' % text.encode()},
            record_id=record_id,
        )

    def decide_late(self, chain: Chain, *accepted: bytes) -> bytes:
        hashes = tuple(read_envelope(data).hash for data in accepted)
        return self._state(
            LateDecided(after=self.roster.tips, device=chain.key_id, accepted=hashes, refused=())
        )

    def _state(self, statement: Statement) -> bytes:
        data = self.coordinator.seal(
            self.scheme_id, kind_of(statement), [], open_parts=statement_parts(statement)
        )
        self.statements.append(data)
        return data
