"""A scheme whose vaults lie in memory, wired as the application wires them, with a courier between.

    scheme = a_scheme()
    report = scheme.filed_by("V-001")
    scheme.exchange()
    scheme["C-001"].desk.reviews.read(report.visit_id)

A coordinator `C-001` and `C-002`, visitors `V-001` to `V-003`; all are enrolled and up to date.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from random import Random
from typing import Any

from icv_app.bootstrap.wiring import open_desk
from icv_app.domain.ids import MemberId, RecordId, SchemeId, uuid7
from icv_app.domain.scheme import Member, SchemeSettings
from icv_app.domain.visit import Visit
from icv_app.seal.authority import SealedTo, rule_of
from icv_app.seal.devices import DeviceKeys, OfficePublicKey
from icv_app.seal.envelope import Envelope, read_envelope
from icv_app.seal.invitations import Invitation
from icv_app.seal.passphrases import KdfCost
from icv_app.seal.roster import Roster
from icv_app.seal.sealing import Outgoing, seal_envelope
from icv_app.services.desk import Desk
from icv_app.services.documents import to_json
from icv_app.services.ports import RecordState, StoredRecord, UnitOfWork
from icv_app.services.ports_sync import EnrolmentReceived, PulledRecord, PullOutcome, Receipt
from icv_app.services.roster_book import RosterBook
from icv_app.services.sealing_desk import About
from icv_app.services.set_up import FoundedScheme, found_scheme, join_scheme
from tests.builders import NOON, a_coordinator, a_member, a_visit
from tests.builders import settings as some_settings
from tests.fakes.memory_store import MemoryStore

SCHEME_ID = SchemeId("0190a1f0-0000-7000-8000-000000000001")
CHEAP = KdfCost(iterations=1)
COORDINATORS = ("C-001", "C-002")
VISITORS = ("V-001", "V-002", "V-003")


@dataclass
class SettableClock:
    """The time of everybody, moved by the test."""

    moment: datetime = NOON

    def now(self) -> datetime:
        return self.moment

    def forward(self, **by: float) -> None:
        self.moment += timedelta(**by)


@dataclass
class SeededIds:
    """Identifiers that are the same in every run."""

    clock: SettableClock
    seed: str
    random: Random = field(init=False)

    def __post_init__(self) -> None:
        self.random = Random(self.seed)

    def new(self) -> str:
        return uuid7(int(self.clock.now().timestamp() * 1000), self.random.randbytes(10))


@dataclass
class MemoryVault:
    """An unlocked vault in memory."""

    store: MemoryStore
    identity_key: bytes
    missing_changes: int = 0
    ended_uncleanly: bool = False

    def missing_changes_were_told(self) -> None:
        self.missing_changes = 0

    def open_unit(self) -> UnitOfWork:
        return self.store.open_unit()

    def open_reading(self) -> UnitOfWork:
        return self.store.open_reading()

    def clear_traces(self, erase: Callable[[UnitOfWork], None]) -> bool:
        return True

    def keep_office_slot(self, office: OfficePublicKey, *, scheme_id: str, device_id: str) -> bool:
        return False

    def asking_device(self) -> str | None:
        return None

    def check(self) -> None:
        """Memory has no pages."""

    def close(self) -> None:
        self.store.locked = True

    def destroy(self) -> None:
        self.close()


@dataclass
class Device:
    """A member's device."""

    name: str
    vault: MemoryVault
    desk: Desk
    clock: SettableClock

    @property
    def store(self) -> MemoryStore:
        return self.vault.store

    @property
    def keys(self) -> DeviceKeys:
        with self.store.open_reading() as unit:
            return self.desk.keyring.device(unit)

    @property
    def roster(self) -> Roster:
        with self.store.open_reading() as unit:
            return RosterBook().current(unit)

    def record(self, record_id: str) -> StoredRecord:
        return self.store.saved_records[RecordId(record_id)]

    def state(self, record_id: str) -> RecordState:
        return self.record(record_id).state

    def records(self, kind: str) -> list[StoredRecord]:
        return [record for record in self.store.saved_records.values() if record.kind == kind]

    def take(self, *envelopes: bytes, positions: Iterable[int | None] = ()) -> PullOutcome:
        """Take envelopes in one page, in this order; positions beyond all others where none are given."""
        places = list(positions) or [10_000 + number for number in range(len(envelopes))]
        page = [
            PulledRecord(position=place or 0, record_id=read_envelope(data).record_id, envelope=data)
            for data, place in zip(envelopes, places, strict=True)
        ]
        return self.desk.sync.save_pull(page, self.desk.sync.cursor() or "")

    def opened_again(self) -> Device:
        """The device after its application was started anew."""
        return opened(self.name, self.vault, self.clock, seed="again")

    def copy(self) -> Device:
        """The same device as a backup of its vault would bring it back."""
        vault = MemoryVault(self.store.copy(), self.vault.identity_key)
        return opened(self.name, vault, self.clock, seed="copy")


@dataclass
class Courier:
    """A server that keeps what it is given and hands it to those it is for."""

    filed: list[bytes] = field(default_factory=list)

    def send(self, device: Device) -> None:
        """Take what waits on a device, and give receipts."""
        for record_id in device.desk.sync.pending():
            data = device.desk.sync.seal_pending(record_id)
            device.desk.sync.mark_accepted([self.file(data, device.clock.now())])

    def file(self, data: bytes, now: datetime = NOON) -> Receipt:
        """File an envelope, whoever made it."""
        if data not in self.filed:
            self.filed.append(data)
        envelope = read_envelope(data)
        return Receipt(
            record_id=envelope.record_id,
            digest=envelope.hash,
            position=self.filed.index(data) + 1,
            received_at=now,
        )

    def for_device(self, device: Device) -> list[PulledRecord]:
        """What the server would show a device; the office's devices see what the office may read."""
        everything = device.desk.identity.coordinator
        return [
            PulledRecord(position=place, record_id=read_envelope(data).record_id, envelope=data)
            for place, data in enumerate(self.filed, 1)
            if everything or _is_for(read_envelope(data), device.desk.identity.device_id)
        ]

    def fetch(self, device: Device) -> PullOutcome:
        """Hand a device everything beyond its cursor."""
        after = int(device.desk.sync.cursor() or "0")
        page = [record for record in self.for_device(device) if (record.position or 0) > after]
        return device.desk.sync.save_pull(page, str(len(self.filed)))


@dataclass
class MemoryScheme:
    """Everybody of one scheme."""

    clock: SettableClock
    courier: Courier
    devices: dict[str, Device]

    def __getitem__(self, name: str) -> Device:
        return self.devices[name]

    def __iter__(self) -> Iterator[Device]:
        return iter(self.devices.values())

    def exchange(self, *names: str) -> None:
        """Everybody named (all by default) sends, then everybody fetches."""
        wanted = [self.devices[name] for name in names] or list(self)
        for device in wanted:
            self.courier.send(device)
        for device in wanted:
            self.courier.fetch(device)

    def draft_by(self, member: str, **changes: Any) -> Visit:
        """A draft that may be submitted, three hours after noon of that day."""
        visits = self[member].desk.visits
        draft = visits.start()
        self.clock.moment = max(self.clock.moment, NOON + timedelta(hours=3))
        other = next(name for name in VISITORS if name != member)
        made = a_visit(
            **{"author": MemberId(member), "visitors": (MemberId(member), MemberId(other)), **changes}
        )
        return visits.change(
            draft.visit_id,
            lambda visit: replace(
                made,
                visit_id=visit.visit_id,
                checklist=visit.checklist,
                settings_version=visit.settings_version,
                settings_record=draft.settings_record,
                created_at=visit.created_at,
            ),
        )

    def filed_by(self, member: str, **changes: Any) -> Visit:
        """A report that was submitted and not yet sent."""
        return self[member].desk.visits.submit(self.draft_by(member, **changes).visit_id)

    def invite(self, member: str) -> Invitation:
        return self["C-001"].desk.scheme.invite(MemberId(member))

    def joining(self, member: str, invitation: Invitation, name: str = "") -> tuple[Device, bytes]:
        """A new device with its answer to an invitation, not approved yet."""
        name = name or member
        vault = MemoryVault(MemoryStore(), name.encode().ljust(32, b"."))
        _identity, request = join_scheme(vault.open_unit, self.clock, vault.identity_key, invitation)
        return opened(name, vault, self.clock), request

    def answered(self, invitation: Invitation, request: bytes) -> None:
        """The coordinator's device hears of the answer."""
        self["C-001"].desk.sync.save_enrolments(
            [EnrolmentReceived(locator=invitation.locator, request=request, received_at=self.clock.now())]
        )

    def join(self, member: str, name: str = "") -> Device:
        """A new device of a member, approved and up to date."""
        invitation = self.invite(member)
        device, request = self.joining(member, invitation, name)
        self.answered(invitation, request)
        self["C-001"].desk.scheme.approve(invitation.locator)
        self.devices[device.name] = device
        self.courier.send(self["C-001"])
        self.courier.fetch(device)
        return device

    def forged(
        self,
        by: str | DeviceKeys,
        kind: str,
        subject: str,
        parts: Mapping[str, bytes],
        *,
        to: Iterable[str] = (),
        about: bytes | None = None,
        **changes: Any,
    ) -> bytes:
        """An envelope by a member's own hand: well sealed and signed, whatever is in it.

        Args:
            by: A device of the scheme, or keys from elsewhere.
            kind: Of the record.
            subject: What it says it is about.
            parts: As they are sealed.
            to: Further devices it is sealed to; the office always.
            about: Instead of the part that says so.
            changes: To the header, such as `record_id` or `chain_id`.
        """
        keys = self[by].keys if isinstance(by, str) else by
        roster = self["C-001"].roster
        ids = SeededIds(self.clock, f"{kind} {subject} {len(parts)} {sorted(changes.items())} {about!r}")
        draft = Outgoing(
            record_id=ids.new(),
            kind=kind,
            scheme_id=SCHEME_ID,
            chain_id=ids.new(),
            sequence=1,
            previous=None,
            sealed_at=self.clock.now(),
            parts={
                "about": about or to_json(About(subject=subject, written_at=self.clock.now())),
                **parts,
            },
        )
        readers = [roster.office.sealing, *(self[name].keys.public.sealing for name in to)]
        return seal_envelope(replace(draft, **changes), keys, readers)


def a_scheme(**changes: Any) -> MemoryScheme:
    """A scheme of which everybody is enrolled; changes are those of its settings.

    Every call gives one of its own; the enrolling is done once in a test run.
    """
    made = _template() if not changes else _founded(some_settings(scheme_id=SCHEME_ID, **changes))
    clock = SettableClock(made.clock.moment)
    vaults = {device.name: MemoryVault(device.store.copy(), device.vault.identity_key) for device in made}
    return MemoryScheme(
        clock,
        Courier(list(made.courier.filed)),
        {name: opened(name, vault, clock) for name, vault in vaults.items()},
    )


@cache
def _template() -> MemoryScheme:
    return _founded(some_settings(scheme_id=SCHEME_ID))


def _founded(settings: SchemeSettings) -> MemoryScheme:
    clock = SettableClock(NOON - timedelta(days=10))
    vault, _made = a_founded_vault(clock, settings)
    scheme = MemoryScheme(clock, Courier(), {"C-001": opened("C-001", vault, clock)})
    members: list[Member] = [a_coordinator(member_id=MemberId("C-002")), *(a_member(n) for n in (1, 2, 3))]
    for member in members:
        scheme["C-001"].desk.scheme.put_member(member)
    for member in members:
        scheme.join(member.member_id)
    clock.moment = NOON
    scheme.exchange()
    return scheme


def a_founded_vault(
    clock: SettableClock, settings: SchemeSettings | None = None
) -> tuple[MemoryVault, FoundedScheme]:
    """The vault of a first coordinator who has founded a scheme and sent nothing."""
    vault = MemoryVault(MemoryStore(), b"C-001".ljust(32, b"."))
    founded = found_scheme(
        vault.open_unit,
        clock,
        SeededIds(clock, "founding"),
        vault.identity_key,
        coordinator=a_coordinator(),
        settings=settings or some_settings(scheme_id=SCHEME_ID),
        server_url="http://127.0.0.1:8000",
        kit_cost=CHEAP,
    )
    return vault, founded


def opened(name: str, vault: MemoryVault, clock: SettableClock, seed: str = "") -> Device:
    ids = SeededIds(clock, f"{name} {clock.now()} {seed}")
    desk = open_desk(vault, clock=clock, transport_clock=clock, ids=ids)
    return Device(name, vault, desk, clock)


def _is_for(envelope: Envelope, device: str) -> bool:
    header, rule = envelope.header, rule_of(envelope.kind)
    everybody = not header.recipients or (rule is not None and rule.sealed_to is SealedTo.EVERYBODY)
    return everybody or device in header.recipients or header.author_device == device
