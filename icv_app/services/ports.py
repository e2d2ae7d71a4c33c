"""What the services need of the outer layers, which implement these Protocols."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import TracebackType
from typing import Protocol, Self

from icv_app.domain.checklist import Checklist
from icv_app.domain.ids import DeviceId, MemberId, RecordId
from icv_app.domain.scheme import Member, SchemeSettings
from icv_app.seal.chains import ChainLink
from icv_app.seal.statements import ChainPosition
from icv_app.services.ports_concerns import ConcernRepository
from icv_app.services.ports_coverage import CoverageRepository
from icv_app.services.ports_drafts import DraftRepository, UnsentRepository
from icv_app.services.ports_erasures import ErasureRepository
from icv_app.services.ports_invitations import InvitationRepository
from icv_app.services.ports_visits import SearchRepository, VisitRepository


class Clock(Protocol):
    """Where the services read the time."""

    def now(self) -> datetime:
        """The present moment, aware, UTC."""
        ...


class Checklists(Protocol):
    """Where the versions of the checklist are found."""

    def __call__(self, checklist_id: str, version: int, /) -> Checklist:
        """Return one version.

        Raises:
            NotFound: This application does not have it.
        """
        ...


class Ids(Protocol):
    """Where new identifiers come from."""

    def new(self) -> str:
        """A UUIDv7 never given before."""
        ...


class RecordState(StrEnum):
    """Where a record stands on its way."""

    PENDING = "pending"
    """Written here, not sealed yet."""
    SEALED = "sealed"
    """Sealed and signed, not yet acknowledged by the server."""
    ACCEPTED = "accepted"
    """The server has it, by its receipt."""
    RECEIVED = "received"
    """From somebody else, verified and applied."""
    REFUSED = "refused"
    """The author may not say this, or the server will not take it; kept and shown."""
    LOCKED = "locked"
    """Sealed before this device belonged to the scheme; waits for a key grant."""
    QUARANTINED = "quarantined"
    """Could not be verified or opened; kept and shown, never applied."""
    UPDATE_NEEDED = "update_needed"
    """Of a newer version or unknown kind; kept until the application is updated."""


COUNTS = frozenset({RecordState.PENDING, RecordState.SEALED, RecordState.ACCEPTED, RecordState.RECEIVED})
"""States of records whose contents count: one's own, and what was verified and applied."""
APART = frozenset({RecordState.QUARANTINED, RecordState.REFUSED, RecordState.UPDATE_NEEDED})
"""States of records that are kept and shown, and do not count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressees:
    """To whom a record is sealed, resolved to keys when it is sealed.

    Attributes:
        office: The coordinators, by the office key of the day.
        members: All devices of these members.
        devices: These devices alone.
        everybody: Every device in the roster.
    """

    office: bool = False
    members: tuple[MemberId, ...] = ()
    devices: tuple[DeviceId, ...] = ()
    everybody: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRecord:
    """A record with its envelope, as this vault keeps it.

    Attributes:
        subject: What it is about: a visit, concern, member or scheme identifier.
        parts: Opened JSON parts by name; `None` for an erased one. Empty where it could not be opened.
        envelope: Sealed bytes; `None` while pending.
        envelope_hash: SHA-256 in hex, of header and signature.
        chain_id, sequence: Its place in its author's chain, by an envelope that was verified;
            `None` before, so that nobody can move the head of a chain with a forged one.
        previous: Hash of the envelope before it in that chain, as verified; `None` for the first.
        position: The server's position, once it has it.
        reason: Why it was refused or quarantined, for people.
    """

    record_id: RecordId
    kind: str
    subject: str
    author: MemberId | None
    device: DeviceId | None
    written_at: datetime
    state: RecordState
    parts: Mapping[str, bytes | None] = field(default_factory=dict)
    addressees: Addressees = field(default_factory=Addressees)
    envelope: bytes | None = None
    envelope_hash: str | None = None
    chain_id: str | None = None
    sequence: int | None = None
    previous: str | None = None
    position: int | None = None
    accepted_at: datetime | None = None
    reason: str = ""

    @property
    def written_here(self) -> bool:
        """Whether it was written in this vault: only there is known to whom it goes."""
        return self.addressees != Addressees()

    @property
    def verified(self) -> bool:
        """Whether its envelope was found to be signed by a device of the scheme."""
        return self.chain_id is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordLine:
    """A record without its contents: all that a long list of them needs.

    Attributes:
        sealed: Whether there is an envelope of it.
        verified: Whether that was found to be signed by a device of the scheme.
    """

    record_id: RecordId
    kind: str
    subject: str
    author: MemberId | None
    device: DeviceId | None
    written_at: datetime
    state: RecordState
    position: int | None
    accepted_at: datetime | None
    reason: str
    sealed: bool
    verified: bool


@dataclass(frozen=True, slots=True)
class Weight:
    """How many envelopes there are of something, and how large they are together."""

    envelopes: int = 0
    size_bytes: int = 0


@dataclass(frozen=True, slots=True)
class ChainHead:
    """The newest envelope of one chain in this vault."""

    chain_id: str
    sequence: int
    envelope_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptHead:
    """The newest head of one device, verified when it came.

    Attributes:
        envelope: As it came, to be handed on.
        at: The date it bears, UTC.
        since: When it came into this vault, UTC.
        farthest: How far each chain goes by any head of the device that was ever here.
        grew_at: The date of the head by which it last grew.
    """

    device: DeviceId
    envelope: bytes = field(repr=False)
    envelope_hash: str
    at: datetime
    since: datetime
    farthest: tuple[ChainPosition, ...]
    grew_at: datetime


class RecordRepository(Protocol):
    """Everything that travels: written here or received."""

    def get(self, record_id: RecordId) -> StoredRecord:
        """Return one record.

        Raises:
            NotFound: It is not in this vault.
        """
        ...

    def find(self, record_id: RecordId) -> StoredRecord | None:
        """Return one record, or `None`."""
        ...

    def put(self, record: StoredRecord) -> None:
        """Insert or replace by identifier."""
        ...

    def about(self, subject: str, kinds: Iterable[str] = ()) -> Sequence[StoredRecord]:
        """Records about one subject, oldest first; all kinds where none is named."""
        ...

    def about_each(self, subjects: Iterable[str], kinds: Iterable[str]) -> Sequence[StoredRecord]:
        """Records of some kinds about many subjects, those about one oldest first."""
        ...

    def of_kinds(self, kinds: Iterable[str]) -> Sequence[StoredRecord]:
        """Records of some kinds, oldest first (in the order they came into this vault)."""
        ...

    def states_of_kinds(self, kinds: Iterable[str]) -> Sequence[tuple[RecordId, RecordState]]:
        """Identifiers and states of the records of some kinds, oldest first, without reading them.

        Those of which a part was erased here are not among them.
        """
        ...

    def in_states(self, states: Iterable[RecordState]) -> Sequence[StoredRecord]:
        """Records in some states, oldest first."""
        ...

    def states_of(self, record_ids: Iterable[RecordId]) -> Mapping[RecordId, RecordState]:
        """The states of those of these records that are in this vault."""
        ...

    def count_by_state(self) -> Mapping[RecordState, int]:
        """How many records are in each state."""
        ...

    def lines(self, state: RecordState, *, limit: int) -> Sequence[RecordLine]:
        """At most `limit` records in a state without their contents, the one that came last first."""
        ...

    def lines_of(self, record_ids: Iterable[RecordId]) -> Sequence[RecordLine]:
        """Those of these records that are in this vault, without their contents."""
        ...

    def count_opened(self) -> int:
        """How many reports the server has by its receipt, and a coordinator has opened."""
        ...

    def weigh_unverified(self, *, from_server: bool) -> Weight:
        """What came from elsewhere and no device of the scheme is known to have signed.

        Args:
            from_server: What the server gave, or else what came in files.
        """
        ...

    def weigh_apart_of(self, device: DeviceId) -> Weight:
        """What is set apart for good or for a decision, of those a device is known to have signed."""
        ...

    def chain_head(self, chain_id: str) -> ChainHead | None:
        """The newest envelope of a chain, or `None` for a chain without any."""
        ...

    def chains_of(self, device: DeviceId) -> Sequence[ChainHead]:
        """The newest verified envelope of each chain of a device, longest chain first."""
        ...

    def links(self) -> Sequence[ChainLink]:
        """The place of every verified envelope in its chain, heads left out."""
        ...

    def last_written_by(self, device: DeviceId) -> datetime | None:
        """When a device wrote the newest of its records in this vault, UTC."""
        ...

    def enveloped_ids(self, *, with_server: bool = False) -> Sequence[tuple[RecordId, str]]:
        """(record id, envelope hash) of every record that has an envelope, by record id.

        Args:
            with_server: Only those that have a place at the server.
        """
        ...


class HeadRepository(Protocol):
    """The newest head of each device, as its envelope came."""

    def put(self, head: KeptHead) -> None:
        """Insert or replace by device."""
        ...

    def find(self, device: DeviceId) -> KeptHead | None:
        """Return the head of one device, or `None`."""
        ...

    def all(self) -> Sequence[KeptHead]:
        """Every head, by device."""
        ...


class MemberRepository(Protocol):
    """The members as their profiles say."""

    def put(self, member: Member) -> None:
        """Insert or replace by scheme number."""
        ...

    def find(self, member_id: MemberId) -> Member | None:
        """Return one member, or `None`."""
        ...

    def all(self) -> Sequence[Member]:
        """Every member, by scheme number."""
        ...

    def remove(self, member_id: MemberId) -> None:
        """Take a member away of whom no profile counts any more; nothing where there is none."""
        ...


class SettingsRepository(Protocol):
    """Scheme settings, every version ever published."""

    def put(self, settings: SchemeSettings) -> None:
        """Insert or replace by version."""
        ...

    def current(self) -> SchemeSettings:
        """The newest version that counts, else the newest that gives way: see `services.provisional`.

        Raises:
            NotFound: None has arrived yet.
        """
        ...

    def version(self, version: int) -> SchemeSettings:
        """One version.

        Raises:
            NotFound: It has not arrived.
        """
        ...


RESTORED = "restored"
"""Meta name: `yes` in a vault that came from a backup or lost its last changes; it must start a new chain."""
DEVICE_ID = "device_id"
"""Meta name: the device this vault belongs to."""
CHAIN_ID = "chain_id"
"""Meta name: the chain this device signs its records into."""
PROVISIONAL = "provisional_settings"
"""Meta name: versions of settings that give way to others, as `services.provisional` says; blanks between."""
MISSING_CHANGES = "missing_changes"
"""Meta name: how many of the last changes were lost, until the user has been told."""


class MetaRepository(Protocol):
    """Small facts about this vault by name: who it belongs to, where its server is, how far it has read."""

    def get(self, name: str) -> str | None:
        """Return a value, or `None`."""
        ...

    def put(self, name: str, value: str) -> None:
        """Set a value."""
        ...


class KeyRepository(Protocol):
    """Private keys, each wrapped once more by the vault's identity key before it comes here."""

    def put(self, name: str, wrapped: bytes) -> None:
        """Insert or replace by name: `device`, `office/1`, `standby`."""
        ...

    def find(self, name: str) -> bytes | None:
        """Return one wrapped key, or `None`."""
        ...

    def remove(self, name: str) -> None:
        """Forget one, if there is one."""
        ...

    def names(self) -> Sequence[str]:
        """The names of all keys."""
        ...


class UnitOfWork(Protocol):
    """One transaction over the vault; leaving it without `commit` changes nothing."""

    visits: VisitRepository
    search: SearchRepository
    coverage: CoverageRepository
    concerns: ConcernRepository
    records: RecordRepository
    heads: HeadRepository
    members: MemberRepository
    settings: SettingsRepository
    meta: MetaRepository
    keys: KeyRepository
    invitations: InvitationRepository
    drafts: DraftRepository
    unsent: UnsentRepository
    erasures: ErasureRepository

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None: ...

    def commit(self) -> None:
        """Make everything since the start permanent.

        Raises:
            StoreError: Nothing was changed on disk.
        """
        ...


class OpenUnit(Protocol):
    """Begins a transaction: one that may write, or (handed in as `open_reading`) one that only reads.

    A reading one sees the vault as it was when it began, waits for nobody and cannot be committed.
    """

    def __call__(self) -> UnitOfWork:
        """Return a unit to be used in a `with` statement."""
        ...
