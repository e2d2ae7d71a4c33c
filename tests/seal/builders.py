"""Devices, envelopes and rosters for the tests of `icv_app.seal`, each with one thing to change."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

import msgpack

from icv_app.domain.records import RecordKind
from icv_app.domain.scheme import Role
from icv_app.seal.devices import DeviceKeys, OfficeKey, StandbyKey
from icv_app.seal.encoding import canonical_json
from icv_app.seal.envelope import SIGNATURE_LABEL, Envelope, read_envelope
from icv_app.seal.keys import PublicSealingKey, Signer
from icv_app.seal.roster import Roster, fold_roster
from icv_app.seal.sealing import Outgoing, seal_envelope
from icv_app.seal.statements import (
    ChainPosition,
    DeviceAdded,
    DeviceRemoved,
    EpochStarted,
    MemberAdded,
    MemberRemoved,
    RosterRoot,
    Statement,
    kind_of,
    statement_parts,
)

SCHEME = "0190a000-0000-7000-8000-000000000001"
NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)

REPORT = {
    "visit": b'{"suite":"leeds","in_custody":3}',
    "person": b'{"custody_number":"13WK/4402"}',
}


@cache
def a_device(name: str) -> DeviceKeys:
    """The same device for the same name within a test run: making keys costs time."""
    assert name
    return DeviceKeys.generate()


def an_office(epoch: int = 1) -> OfficeKey:
    return _office(epoch)


@cache
def _office(epoch: int) -> OfficeKey:
    return OfficeKey.generate(epoch)


@cache
def a_standby() -> StandbyKey:
    return StandbyKey.generate()


def an_id(number: int) -> str:
    return str(UUID(int=0x0190_A000_0000_7000_8000_0000_0000_0000 + number))


def a_draft(**changes: Any) -> Outgoing:
    """A visit report at the start of a chain."""
    draft = Outgoing(
        record_id=an_id(7),
        kind=RecordKind.VISIT_REPORT,
        scheme_id=SCHEME,
        chain_id=an_id(8),
        sequence=1,
        previous=None,
        sealed_at=NOON,
        parts=dict(REPORT),
    )
    return replace(draft, **changes)


def sealed(
    draft: Outgoing | None = None,
    author: DeviceKeys | None = None,
    recipients: Sequence[PublicSealingKey] | None = None,
) -> bytes:
    """A report by "visitor", sealed to itself and the office."""
    author = author or a_device("visitor")
    if recipients is None:
        recipients = [author.public.sealing, an_office().public.sealing]
    return seal_envelope(draft or a_draft(), author, recipients)


def opened_container(data: bytes) -> list[Any]:
    container: list[Any] = msgpack.unpackb(data)
    return container


def packed_container(container: list[Any]) -> bytes:
    data: bytes = msgpack.packb(container)
    return data


def with_header(data: bytes, signer: Signer | None, **changes: Any) -> bytes:
    """The envelope with header fields changed, signed again if there is a signer."""
    container = opened_container(data)
    header = json.loads(container[2]) | changes
    container[2] = canonical_json(header)
    if signer is not None:
        container[3] = signer.sign(SIGNATURE_LABEL + container[2])
    return packed_container(container)


@dataclass
class RosterMaker:
    """Writes roster statements as coordinators would, each knowing what it was told to know."""

    statements: list[Envelope] = field(default_factory=list)
    made: int = 0

    def root(self, coordinator: str = "C1", member: str = "C-001") -> Envelope:
        device = a_device(coordinator)
        return self.say(
            device,
            RosterRoot(
                scheme_name="West Yorkshire",
                member=member,
                device=device.public.to_bytes(),
                office=an_office().public.sealing.raw,
                standby=a_standby().public.raw,
            ),
        )

    def say(self, signer: Signer, statement: Statement, **changes: Any) -> Envelope:
        self.made += 1
        draft = Outgoing(
            record_id=an_id(1000 + self.made),
            kind=kind_of(statement),
            scheme_id=SCHEME,
            chain_id=an_id(2000 + self.made),
            sequence=1,
            previous=None,
            sealed_at=NOON + timedelta(minutes=self.made),
            open_parts=statement_parts(statement),
        )
        envelope = read_envelope(seal_envelope(replace(draft, **changes), signer, []))
        self.statements.append(envelope)
        return envelope

    def member(self, by: str, member: str, role: Role, *after: Envelope, **changes: Any) -> Envelope:
        return self.say(
            a_device(by), MemberAdded(after=self._hashes(after), member=member, role=role, **changes)
        )

    def device(self, by: str, member: str, name: str, *after: Envelope) -> Envelope:
        statement = DeviceAdded(
            after=self._hashes(after),
            member=member,
            device=a_device(name).public.to_bytes(),
            invitation=name.encode().hex().rjust(64, "0"),
        )
        return self.say(a_device(by), statement)

    def remove_device(
        self, by: Signer, name: str, *after: Envelope, accepted: tuple[ChainPosition, ...] = ()
    ) -> Envelope:
        statement = DeviceRemoved(after=self._hashes(after), device=a_device(name).key_id, accepted=accepted)
        return self.say(by, statement)

    def remove_member(self, by: str, member: str, *after: Envelope) -> Envelope:
        return self.say(a_device(by), MemberRemoved(after=self._hashes(after), member=member, accepted=()))

    def epoch(self, by: str, epoch: int, *after: Envelope) -> Envelope:
        office = an_office(epoch).public.sealing.raw
        return self.say(a_device(by), EpochStarted(after=self._hashes(after), epoch=epoch, office=office))

    def fold(self, statements: Sequence[Envelope] | None = None) -> Roster:
        return fold_roster(self.statements[0].hash, self.statements if statements is None else statements)

    def _hashes(self, after: Sequence[Envelope]) -> tuple[str, ...]:
        return tuple(one.hash for one in after) or (self.statements[-1].hash,)


def a_scheme() -> RosterMaker:
    """A coordinator C-001 with device C1, a second C-002 with C2, and a visitor V-001 with V1."""
    maker = RosterMaker()
    maker.root()
    maker.member("C1", "C-002", Role.COORDINATOR)
    maker.device("C1", "C-002", "C2")
    maker.member("C1", "V-001", Role.VISITOR)
    maker.device("C1", "V-001", "V1")
    return maker
