"""Who belongs to a scheme at one moment of its roster, and how each statement changes that."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from functools import lru_cache

from icv_app.domain.scheme import Role
from icv_app.errors import SealError
from icv_app.seal.devices import DevicePublicKeys, OfficePublicKey, standby_public_key
from icv_app.seal.envelope import Envelope
from icv_app.seal.keys import KeyId, PublicSealingKey, PublicSigningKey
from icv_app.seal.statements import (
    ChainPosition,
    DeviceAdded,
    DeviceRemoved,
    EpochStarted,
    LateDecided,
    LaterStatement,
    MemberAdded,
    MemberRemoved,
    RosterRoot,
    StandbyChanged,
)


class Reason(StrEnum):
    """Why a roster statement has no effect."""

    MALFORMED = "malformed"
    OTHER_SCHEME = "of another scheme"
    SECOND_ROOT = "a second root"
    UNKNOWN_AUTHOR = "its author is not in the roster"
    BAD_SIGNATURE = "its signature does not verify"
    NOT_A_COORDINATOR = "its author is not a coordinator"
    AUTHOR_REMOVED = "its author had been removed"
    REMOVED_MEANWHILE = "a removal made at the same time wins over it"
    UNKNOWN_MEMBER = "it names nobody in the roster"
    UNKNOWN_DEVICE = "it names no device in the roster"
    ALREADY_KNOWN = "it adds what is already there"
    ALREADY_REMOVED = "it removes what is already gone"
    INVITATION_USED = "its invitation has already served"
    WRONG_EPOCH = "its office epoch is not the next"
    UPDATE_NEEDED = "a newer version of ICV made it"


class StatementRefusedError(Exception):
    """A statement has no effect; never leaves this package."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class FormerRole:
    """A role a member has given up, and up to where their records in it count."""

    role: Role
    accepted: tuple[ChainPosition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member of the scheme, past members included.

    Attributes:
        member_id: Scheme number, such as V-004.
        active: False once removed.
        former_roles: Oldest first.
    """

    member_id: str
    role: Role
    active: bool = True
    former_roles: tuple[FormerRole, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterDevice:
    """A device of a member, removed ones included.

    Attributes:
        invitation: Locator of the invitation it came by; `None` for the device that made the root.
        added_at: When the coordinator claims to have added it, UTC.
        removed_at: Likewise; `None` while it belongs.
        accepted: For a removed device: up to where its records count.
        late_accepted: Hashes of later envelopes of it that count all the same.
        late_refused: Hashes of those that a coordinator decided not to take.
    """

    keys: DevicePublicKeys
    member_id: str
    invitation: str | None
    added_at: datetime
    removed_at: datetime | None = None
    accepted: tuple[ChainPosition, ...] = ()
    late_accepted: frozenset[str] = frozenset()
    late_refused: frozenset[str] = frozenset()

    @property
    def key_id(self) -> KeyId:
        """The device's id."""
        return self.keys.key_id

    @property
    def active(self) -> bool:
        """Whether it still belongs."""
        return self.removed_at is None


@dataclass(slots=True)
class Membership:
    """Members, devices and keys, changed statement by statement while a roster is folded."""

    standby: PublicSigningKey
    members: dict[str, Member] = field(default_factory=dict)
    devices: dict[KeyId, RosterDevice] = field(default_factory=dict)
    office_keys: list[OfficePublicKey] = field(default_factory=list)
    former_standbys: list[PublicSigningKey] = field(default_factory=list)

    @classmethod
    def from_root(cls, root: RosterRoot, envelope: Envelope) -> Membership:
        """Return the scheme as its root states it.

        Raises:
            SealError: A key in the root is unusable.
        """
        device = RosterDevice(
            keys=DevicePublicKeys.from_bytes(root.device),
            member_id=root.member,
            invitation=None,
            added_at=envelope.header.sealed_at,
        )
        return cls(
            standby=standby_public_key(root.standby),
            members={root.member: Member(member_id=root.member, role=Role.COORDINATOR)},
            devices={device.key_id: device},
            office_keys=[OfficePublicKey(1, PublicSealingKey.from_bytes(root.office))],
        )

    def copy(self) -> Membership:
        """Return an independent copy."""
        return Membership(
            self.standby,
            dict(self.members),
            dict(self.devices),
            list(self.office_keys),
            list(self.former_standbys),
        )

    def author(self, key_id: str) -> PublicSigningKey:
        """Return the key of a device (or the standby) that may make roster statements now.

        Raises:
            StatementRefusedError: It may not.
        """
        if key_id == self.standby.key_id:
            return self.standby
        device = self.devices.get(KeyId(key_id))
        if device is None:
            raise StatementRefusedError(Reason.UNKNOWN_AUTHOR)
        if not device.active:
            raise StatementRefusedError(Reason.AUTHOR_REMOVED)
        if self.members[device.member_id].role is not Role.COORDINATOR:
            raise StatementRefusedError(Reason.NOT_A_COORDINATOR)
        return device.keys.signing

    def apply(self, statement: LaterStatement, said_at: datetime) -> None:
        """Change the membership as an authorised statement says; a refused one changes nothing.

        Raises:
            StatementRefusedError: It does not fit the membership.
        """
        match statement:
            case MemberAdded():
                self._add_member(statement)
            case DeviceAdded():
                self._add_device(statement, said_at)
            case DeviceRemoved():
                self._remove_device(statement, said_at)
            case MemberRemoved():
                self._remove_member(statement, said_at)
            case EpochStarted():
                self._start_epoch(statement)
            case StandbyChanged():
                self._change_standby(statement)
            case LateDecided():
                self._decide_late(statement)

    def _add_member(self, statement: MemberAdded) -> None:
        known = self.members.get(statement.member)
        if known is None:
            self.members[statement.member] = Member(member_id=statement.member, role=statement.role)
            return
        if known.active and known.role is statement.role:
            raise StatementRefusedError(Reason.ALREADY_KNOWN)
        former = known.former_roles
        if known.role is not statement.role:
            former += (FormerRole(known.role, statement.accepted),)
        self.members[statement.member] = replace(known, role=statement.role, active=True, former_roles=former)

    def _add_device(self, statement: DeviceAdded, said_at: datetime) -> None:
        member = self.members.get(statement.member)
        if member is None or not member.active:
            raise StatementRefusedError(Reason.UNKNOWN_MEMBER)
        try:
            keys = _device_keys(statement.device)
        except SealError:
            raise StatementRefusedError(Reason.MALFORMED) from None
        if keys.key_id in self.devices:
            raise StatementRefusedError(Reason.ALREADY_KNOWN)
        if any(device.invitation == statement.invitation for device in self.devices.values()):
            raise StatementRefusedError(Reason.INVITATION_USED)
        self.devices[keys.key_id] = RosterDevice(
            keys=keys, member_id=statement.member, invitation=statement.invitation, added_at=said_at
        )

    def _remove_device(self, statement: DeviceRemoved, said_at: datetime) -> None:
        device = self.devices.get(KeyId(statement.device))
        if device is None:
            raise StatementRefusedError(Reason.UNKNOWN_DEVICE)
        if not device.active:
            raise StatementRefusedError(Reason.ALREADY_REMOVED)
        self.devices[device.key_id] = replace(device, removed_at=said_at, accepted=statement.accepted)

    def _remove_member(self, statement: MemberRemoved, said_at: datetime) -> None:
        member = self.members.get(statement.member)
        if member is None:
            raise StatementRefusedError(Reason.UNKNOWN_MEMBER)
        if not member.active:
            raise StatementRefusedError(Reason.ALREADY_REMOVED)
        self.members[statement.member] = replace(member, active=False)
        for device in list(self.devices.values()):
            if device.member_id == statement.member and device.active:
                self.devices[device.key_id] = replace(device, removed_at=said_at, accepted=statement.accepted)

    def _start_epoch(self, statement: EpochStarted) -> None:
        # An epoch at or below the newest comes from a branch of a fork; its key stays known, so
        # that what was sealed to it can be named.
        if not 1 < statement.epoch <= max(key.epoch for key in self.office_keys) + 1:
            raise StatementRefusedError(Reason.WRONG_EPOCH)
        try:
            key = OfficePublicKey(statement.epoch, _office_key(statement.office))
        except SealError:
            raise StatementRefusedError(Reason.MALFORMED) from None
        if any(key.key_id == known.key_id for known in self.office_keys):
            raise StatementRefusedError(Reason.ALREADY_KNOWN)
        self.office_keys.append(key)

    def _change_standby(self, statement: StandbyChanged) -> None:
        try:
            standby = standby_public_key(statement.standby)
        except SealError:
            raise StatementRefusedError(Reason.MALFORMED) from None
        if standby.key_id in {self.standby.key_id, *(former.key_id for former in self.former_standbys)}:
            raise StatementRefusedError(Reason.ALREADY_KNOWN)
        self.former_standbys.append(self.standby)
        self.standby = standby

    def _decide_late(self, statement: LateDecided) -> None:
        device = self.devices.get(KeyId(statement.device))
        if device is None or device.active:
            raise StatementRefusedError(Reason.UNKNOWN_DEVICE)
        yes, no = frozenset(statement.accepted), frozenset(statement.refused)
        if yes & no or not yes | no:
            raise StatementRefusedError(Reason.MALFORMED)
        self.devices[device.key_id] = replace(
            device,
            late_accepted=(device.late_accepted | yes) - no,
            late_refused=(device.late_refused | no) - yes,
        )


# Folding again after a fork meets the same keys again; checking one costs more than all the rest.


@lru_cache(maxsize=4096)
def _device_keys(raw: bytes) -> DevicePublicKeys:
    return DevicePublicKeys.from_bytes(raw)


@lru_cache(maxsize=256)
def _office_key(raw: bytes) -> PublicSealingKey:
    return PublicSealingKey.from_bytes(raw)
