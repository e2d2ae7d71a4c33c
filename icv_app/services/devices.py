"""The devices of members: removing one, and deciding on what it sent afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from icv_app.domain.audit import AuditAct
from icv_app.domain.ids import DeviceId, MemberId, RecordId
from icv_app.domain.scheme import Role
from icv_app.errors import NotFound, RuleBroken
from icv_app.seal.envelope import read_envelope
from icv_app.seal.keys import KeyId
from icv_app.seal.roster import Standing
from icv_app.seal.statements import LateDecided
from icv_app.services.audit_log import AuditLog
from icv_app.services.identity import Identity
from icv_app.services.keyring import KeyRing
from icv_app.services.leaving import LeavingDesk
from icv_app.services.ports import OpenUnit, RecordState, StoredRecord, UnitOfWork
from icv_app.services.receiving import ReceivingDesk
from icv_app.services.roster_book import RosterBook
from icv_app.services.sealing_desk import SealingDesk
from icv_app.words import _

_MOST_AT_ONCE = 256


class WhyRemoved(StrEnum):
    """Why a device leaves; the text goes into the audit log."""

    LOST = "lost"
    STOLEN = "stolen"
    REPLACED = "replaced"
    HANDED_BACK = "handed back"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceStanding:
    """One device of a member, removed ones included.

    Attributes:
        added_at: When a coordinator signed it in, UTC.
        removed_at: Likewise; `None` while it belongs.
        last_from: When it wrote the newest record of it that is here; `None` where there is none.
        heard_at: When it last said how far it is; `None` where it never did.
        here: It is the device these words are read on.
    """

    device_id: DeviceId
    member_id: MemberId
    added_at: datetime
    removed_at: datetime | None
    last_from: datetime | None
    here: bool
    heard_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LateRecord:
    """A record that a removed device sent after its removal; a coordinator decides on it."""

    record_id: RecordId
    kind: str
    member_id: MemberId
    device_id: DeviceId
    sealed_at: datetime


class DeviceService:
    """What a coordinator does with devices. Holds no state of its own."""

    def __init__(
        self,
        open_unit: OpenUnit,
        identity: Identity,
        sealing: SealingDesk,
        rosters: RosterBook,
        receiving: ReceivingDesk,
        leaving: LeavingDesk,
        keyring: KeyRing,
        audit: AuditLog,
        open_reading: OpenUnit | None = None,
    ) -> None:
        self._open_unit = open_unit
        self._open_reading = open_reading or open_unit
        self._identity = identity
        self._sealing = sealing
        self._rosters = rosters
        self._receiving = receiving
        self._leaving = leaving
        self._keyring = keyring
        self._audit = audit

    def all(self) -> Sequence[DeviceStanding]:
        """Every device the scheme ever had, by member, oldest first."""
        with self._open_reading() as unit:
            found = [
                DeviceStanding(
                    device_id=DeviceId(device.key_id),
                    member_id=MemberId(device.member_id),
                    added_at=device.added_at,
                    removed_at=device.removed_at,
                    last_from=unit.records.last_written_by(DeviceId(device.key_id)),
                    here=DeviceId(device.key_id) == self._identity.device_id,
                    heard_at=_heard_at(unit, DeviceId(device.key_id)),
                )
                for device in self._rosters.current(unit).devices.values()
            ]
        return sorted(found, key=lambda one: (one.member_id, one.added_at, one.device_id))

    def remove(self, device_id: DeviceId, why: WhyRemoved) -> None:
        """Sign that a device leaves the scheme; everybody refuses what it makes from then on.

        What it sent before counts. If it could read what the office reads, a new office key begins.

        Raises:
            RuleBroken: Not a coordinator, it is this very device, or it has left already.
            NotFound: No such device.
            StoreError: Nothing was changed on disk.
        """
        self._needs_coordinator()
        with self._open_unit() as unit:
            device = self._rosters.current(unit).devices.get(KeyId(device_id))
            if device is None:
                raise NotFound(
                    f"device {device_id} unknown", user_text=_("There is no such laptop in the scheme.")
                )
            if device_id == self._identity.device_id:
                raise RuleBroken(
                    f"device {device_id}: would remove itself",
                    user_text=_(
                        "This is the laptop you are working on. Remove it from another coordinator's laptop."
                    ),
                )
            if not device.active:
                raise RuleBroken(
                    f"device {device_id}: removed already",
                    user_text=_("This laptop was removed already. Nothing was changed."),
                )
            self._leaving.remove_device(unit, device_id, device.member_id, why.value)
            unit.commit()

    def replace_lost_office_key(self) -> bool:
        """Begin a new office key where this coordinator's device cannot open the one of today.

        To be asked once everything has arrived: then whoever began it has lost it, with a vault that
        was restored before anybody had it, and what is sealed to it nobody in the office could read.

        Returns:
            Whether a new one began.

        Raises:
            StoreError: Nothing was changed on disk.
        """
        with self._open_reading() as unit:
            if not self._lacks_office_key(unit):
                return False
        with self._open_unit() as unit:
            self._leaving.begin_epoch_if_due(unit)
            unit.commit()
        return True

    def _lacks_office_key(self, unit: UnitOfWork) -> bool:
        device = self._identity.device_id
        roster = self._rosters.current(unit) if self._rosters.known(unit) else None
        if roster is None or roster.role_of(device) is not Role.COORDINATOR:
            return False
        return roster.office.key_id not in self._keyring.openers(unit)

    def late_records(self) -> Sequence[LateRecord]:
        """What removed devices sent afterwards and nobody has decided on, oldest first."""
        with self._open_reading() as unit:
            roster = self._rosters.current(unit)
            return [
                LateRecord(
                    record_id=record.record_id,
                    kind=record.kind,
                    member_id=MemberId(device.member_id),
                    device_id=DeviceId(device.key_id),
                    sealed_at=record.written_at,
                )
                for record in unit.records.in_states((RecordState.QUARANTINED,))
                if _waits(record)
                and (device := roster.devices.get(KeyId(record.device or ""))) is not None
                and not device.active
            ]

    def decide(self, record_ids: Iterable[RecordId], *, take: bool) -> int:
        """Let records that came late count, or refuse them for good; return how many were decided on.

        Raises:
            RuleBroken: Not a coordinator.
            StoreError: Nothing was changed on disk.
        """
        self._needs_coordinator()
        decided = 0
        with self._open_unit() as unit:
            by_device: dict[DeviceId, list[StoredRecord]] = {}
            for record_id in record_ids:
                record = unit.records.get(record_id)
                if _waits(record) and record.device is not None:
                    by_device.setdefault(record.device, []).append(record)
            for device_id, records in by_device.items():
                decided += self._decide(unit, device_id, records[:_MOST_AT_ONCE], take=take)
            self._receiving.judge_again(unit)
            unit.commit()
        return decided

    def _decide(
        self, unit: UnitOfWork, device_id: DeviceId, records: Sequence[StoredRecord], *, take: bool
    ) -> int:
        roster = self._rosters.current(unit)
        hashes = tuple(read_envelope(record.envelope or b"").hash for record in records)
        signed = self._sealing.sign_statement(
            unit,
            LateDecided(
                after=roster.tips,
                device=device_id,
                accepted=hashes if take else (),
                refused=() if take else hashes,
            ),
        )
        act = AuditAct.LATE_ACCEPTED if take else AuditAct.LATE_REFUSED
        self._audit.note(unit, act, roster.devices[KeyId(device_id)].member_id, signed.record_id)
        return len(hashes)

    def _needs_coordinator(self) -> None:
        if not self._identity.coordinator:
            raise RuleBroken(
                f"member {self._identity.member_id}: not a coordinator",
                user_text=_("Only a coordinator can change the scheme."),
            )


def _heard_at(unit: UnitOfWork, device: DeviceId) -> datetime | None:
    head = unit.heads.find(device)
    return min(head.at, head.since) if head is not None else None


def _waits(record: StoredRecord) -> bool:
    return (
        record.state is RecordState.QUARANTINED
        and record.reason == Standing.WAITS_FOR_COORDINATOR.value
        and record.envelope is not None
    )
