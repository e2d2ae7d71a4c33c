"""What goes into a bundle for a USB stick, and what is taken out of one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from icv_app.domain.audit import AuditAct
from icv_app.domain.ids import MemberId, RecordId
from icv_app.domain.records import RecordKind
from icv_app.domain.scheme import Member, Role
from icv_app.errors import BadInput, NotFound, RuleBroken, SealError
from icv_app.seal.audience import is_for
from icv_app.seal.bundle import BundleReader, Carried, FrameKind, Manifest
from icv_app.seal.envelope import Envelope, read_envelope
from icv_app.seal.heads import HEAD_LIMIT
from icv_app.seal.invitations import enrolment_locator, enrolment_maker
from icv_app.seal.keys import KeyId, Signer
from icv_app.seal.roster import Roster
from icv_app.services.audit_log import AuditLog
from icv_app.services.heads import HeadBook
from icv_app.services.identity import Identity
from icv_app.services.keyring import KeyRing
from icv_app.services.membership import enrolment_answered, read_belonging, waiting_enrolment
from icv_app.services.ports import APART, Clock, OpenUnit, RecordState, StoredRecord, UnitOfWork
from icv_app.services.ports_sync import EnrolmentReceived, PulledRecord
from icv_app.services.receiving import ReceivingDesk
from icv_app.services.roster_book import ROSTER_KINDS, RosterBook
from icv_app.services.sync_desk import SyncDesk, give_to_server, keep_enrolment
from icv_app.words import _, plural

_log = structlog.get_logger()

SAVED_AT = "bundle_saved_at"
"""Meta name: when a bundle was last saved from here (ISO, UTC)."""
SAVED_WAITING = "bundle_saved_waiting"
"""Meta name: own records (ids, one a line) in that bundle that the server did not have."""
READ_AT = "bundle_read_at"
"""Meta name: when a bundle was last read here (ISO, UTC)."""
MOST_ENROLMENTS = 1000
MOST_HEADS = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleOutgoing:
    """A bundle about to be written.

    Attributes:
        records: Identifiers of what goes in: roster statements first, then as they came into this vault.
        heads: The newest head of each device, this one's included: how far everybody is.
        waiting: Those of them that no server has acknowledged.
        unsealed: How many records stay here because they cannot be sealed yet.
        enrolment: This device's request to join, where the coordinator has not answered it.
    """

    manifest: Manifest
    signer: Signer = field(repr=False)
    records: tuple[RecordId, ...]
    heads: tuple[bytes, ...] = field(repr=False)
    waiting: tuple[RecordId, ...]
    unsealed: int
    enrolment: bytes | None = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleTaken:
    """What was read from a bundle.

    Attributes:
        member, made_at: Who made it, and when, UTC.
        new: Records that were not here.
        known: Records that were here already.
        passed_over: Records that are not for this laptop.
        apart: Of the new ones, those that cannot be used; kept and shown.
        dropped: Further ones that cannot be used, not kept because too many came.
        enrolments: New laptops that ask to join.
    """

    member: str
    made_at: datetime
    new: int
    known: int
    passed_over: int
    apart: int
    enrolments: int
    dropped: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleStanding:
    """What is known of bundles on this laptop.

    Attributes:
        saved_at: When one was last saved here, UTC.
        waiting_in_it: Own records in it that no server has acknowledged since; where the stick is now,
            nobody here knows.
        read_at: When one was last read here, UTC.
    """

    saved_at: datetime | None
    waiting_in_it: int
    read_at: datetime | None


@dataclass(slots=True)
class _Tally:
    """What one reading has met so far: envelopes for this device, and the names of the readable ones."""

    seen: int = 0
    readable: list[RecordId] = field(default_factory=list)
    heads: list[bytes] = field(default_factory=list)
    passed_over: int = 0
    enrolments: list[bytes] = field(default_factory=list)


class BundleDesk:
    """Bundles of one vault. Holds no state of its own."""

    def __init__(
        self,
        open_unit: OpenUnit,
        clock: Clock,
        transport_clock: Clock,
        identity: Identity,
        sync: SyncDesk,
        receiving: ReceivingDesk,
        keyring: KeyRing,
        rosters: RosterBook,
        heads: HeadBook,
        audit: AuditLog,
        open_reading: OpenUnit | None = None,
    ) -> None:
        self._audit = audit
        self._open_unit = open_unit
        self._open_reading = open_reading or open_unit
        self._clock = clock
        self._transport_clock = transport_clock
        self._identity = identity
        self._sync = sync
        self._receiving = receiving
        self._keyring = keyring
        self._rosters = rosters
        self._heads = heads

    def prepare(self, for_member: MemberId | None = None) -> BundleOutgoing:
        """Seal what waits and choose what goes into a bundle.

        Args:
            for_member: Only what this member's devices may be given; everything here where not named.

        Raises:
            BadInput: No such member has a device in the scheme.
            StoreError: Nothing was changed on disk.
        """
        unsealed = self._seal_all()
        self._say_how_far()
        with self._open_reading() as unit:
            belonging = read_belonging(unit)
            assert belonging is not None  # noqa: S101 - a desk is opened over a finished vault only
            device = self._keyring.device(unit)
            keys = None if for_member is None else self._keys_of(unit, for_member)
            chosen = [record for record in _all_enveloped(unit) if _may_travel(record, keys)]
            chosen.sort(key=lambda record: record.kind not in ROSTER_KINDS)
            heads = tuple(head.envelope for head in unit.heads.all())
            enrolment = waiting_enrolment(unit)
        manifest = Manifest(
            scheme_id=self._identity.scheme_id,
            scheme_name=belonging.scheme_name,
            maker=device.public,
            member=self._identity.member_id,
            made_at=self._clock.now().replace(microsecond=0),
            for_member=for_member,
        )
        return BundleOutgoing(
            manifest=manifest,
            signer=device,
            records=tuple(record.record_id for record in chosen),
            heads=heads,
            waiting=tuple(record.record_id for record in chosen if record.state is RecordState.SEALED),
            unsealed=unsealed,
            enrolment=enrolment[1] if enrolment is not None else None,
        )

    def carried(self, outgoing: BundleOutgoing) -> Iterator[Carried]:
        """Return what a bundle holds, read from the vault one by one.

        Raises:
            BadInput: There is nothing to carry yet.
        """
        if not outgoing.records and outgoing.enrolment is None:
            raise BadInput(
                "bundle: nothing to carry",
                user_text=_("There is nothing on this laptop to save for others yet."),
            )
        if outgoing.enrolment is not None:
            yield Carried(FrameKind.ENROLMENT, outgoing.enrolment)
        with self._open_reading() as unit:
            for record_id in outgoing.records:
                envelope = unit.records.get(record_id).envelope
                if envelope is not None:
                    yield Carried(FrameKind.ENVELOPE, envelope, record_id)
        for head in outgoing.heads:
            yield Carried(FrameKind.ENVELOPE, head, read_envelope(head).record_id)

    def saved(self, outgoing: BundleOutgoing, digest: str = "") -> None:
        """Note that the bundle is on the stick, a coordinator's in the audit log too.

        Args:
            outgoing: What is in it.
            digest: SHA-256 of the file.

        Raises:
            StoreError: Nothing was changed on disk.
        """
        with self._open_unit() as unit:
            if self._identity.coordinator:
                whom = outgoing.manifest.for_member or self._identity.member_id
                words = plural("{n} record", "{n} records", len(outgoing.records))
                self._audit.note(unit, AuditAct.BUNDLE_WRITTEN, whom, digest, words)
            unit.meta.put(SAVED_AT, outgoing.manifest.made_at.isoformat())
            unit.meta.put(SAVED_WAITING, "\n".join(outgoing.waiting))
            unit.commit()

    def take(self, reader: BundleReader) -> BundleTaken:
        """Take what a bundle carries, all of it in one transaction or, where it is damaged, nothing.

        What cannot be used is kept apart and never stops the rest. What the server may lack is given to
        it at the next sync.

        Raises:
            BadInput: The bundle is of another scheme, or made by a device that is not in this one.
            SealError: It was cut off, damaged or altered.
            StoreError: Nothing was changed on disk.
        """
        manifest = reader.manifest
        if manifest.scheme_id != self._identity.scheme_id:
            raise BadInput(
                f"bundle of scheme {manifest.scheme_id}",
                user_text=_(
                    "This file belongs to another scheme, {name}, so nothing was read from it."
                ).format(name=manifest.scheme_name),
            )
        with self._open_unit() as unit:
            tally = _Tally()
            outcome = self._receiving.take_page(unit, self._pulled(unit, reader, tally))
            self._check_maker(unit, manifest, tally)
            self._heads.take(unit, tally.heads)
            joined = self._take_enrolments(unit, tally.enrolments)
            self._hand_on(unit, tally.readable)
            self._note_joined(unit)
            unit.meta.put(READ_AT, self._clock.now().isoformat())
            unit.commit()
        _log.info("bundle read", device=manifest.maker.key_id, new=outcome.new, apart=outcome.quarantined)
        return BundleTaken(
            member=manifest.member,
            made_at=manifest.made_at,
            new=outcome.new,
            known=tally.seen - outcome.new - outcome.dropped,
            passed_over=tally.passed_over,
            apart=outcome.quarantined,
            enrolments=joined,
            dropped=outcome.dropped,
        )

    def readers(self) -> Sequence[Member]:
        """The members with a laptop that could read a bundle, by number; none before the roster is here."""
        with self._open_reading() as unit:
            if not self._rosters.known(unit):
                return []
            roster = self._rosters.current(unit)
            return [one for one in unit.members.all() if roster.active_devices(one.member_id)]

    def standing(self) -> BundleStanding:
        """When bundles were last saved and read here, and what of the last one still waits."""
        with self._open_reading() as unit:
            names = (unit.meta.get(SAVED_WAITING) or "").split()
            found = [unit.records.find(RecordId(name)) for name in names]
            saved, read = unit.meta.get(SAVED_AT), unit.meta.get(READ_AT)
        return BundleStanding(
            saved_at=datetime.fromisoformat(saved) if saved else None,
            waiting_in_it=sum(one is not None and one.state is RecordState.SEALED for one in found),
            read_at=datetime.fromisoformat(read) if read else None,
        )

    def _seal_all(self) -> int:
        unsealed = 0
        for name in self._sync.pending():
            try:
                self._sync.seal_pending(name)
            except (SealError, RuleBroken, NotFound) as error:
                _log.info("not sealed for a bundle", record=name, why=str(error))
                unsealed += 1
        return unsealed

    def _say_how_far(self) -> None:
        """Sign a head last, so that it covers what goes into the bundle."""
        with self._open_unit() as unit:
            if self._heads.say(unit):
                unit.commit()

    def _keys_of(self, unit: UnitOfWork, member_id: MemberId) -> frozenset[str]:
        roster = self._rosters.current(unit)
        devices = roster.active_devices(member_id)
        if not devices:
            raise BadInput(
                f"bundle for {member_id}: no device",
                user_text=_("{member} has no laptop in the scheme that could read it.").format(
                    member=member_id
                ),
            )
        own = {str(device.key_id) for device in devices}
        return frozenset(own | _office_keys(roster, roster.members[member_id].role))

    def _pulled(self, unit: UnitOfWork, reader: BundleReader, tally: _Tally) -> Iterator[PulledRecord]:
        """Hand on the envelopes that are for this device, as they are read."""
        keys: frozenset[str] | None = None
        for one in reader.carried():
            if one.kind is FrameKind.ENROLMENT:
                if len(tally.enrolments) < MOST_ENROLMENTS:
                    tally.enrolments.append(one.data)
                continue
            envelope = _readable(one.data)
            if envelope is not None and envelope.kind == RecordKind.DEVICE_HEAD:
                if len(tally.heads) < MOST_HEADS and len(one.data) <= HEAD_LIMIT:
                    tally.heads.append(one.data)
                continue
            if envelope is not None:  # what cannot be read is set apart further on
                if keys is None and envelope.kind not in ROSTER_KINDS:
                    keys = self._own_keys(unit)
                if keys is not None and not is_for(envelope.header, keys):
                    tally.passed_over += 1
                    continue
                tally.readable.append(RecordId(one.record_id))
            tally.seen += 1
            yield PulledRecord(position=None, record_id=one.record_id, envelope=one.data)

    def _own_keys(self, unit: UnitOfWork) -> frozenset[str]:
        """Return the names of all keys that this device has, or will be granted as a coordinator's."""
        own = {str(key) for key in self._keyring.openers(unit)}
        if self._rosters.known(unit):
            own |= _office_keys(self._rosters.current(unit), self._identity.role)
        return frozenset(own)

    def _check_maker(self, unit: UnitOfWork, manifest: Manifest, tally: _Tally) -> None:
        """Refuse what a stranger put together, unless it is the request of that very device to join."""
        maker = manifest.maker.key_id
        if self._rosters.known(unit) and maker in self._rosters.current(unit).devices:
            return
        if any(_made_by(request) == maker for request in tally.enrolments):
            return
        raise BadInput(
            f"bundle by unknown device {maker}",
            user_text=_("This file was not made on a laptop of your scheme, so nothing was read from it."),
        )

    def _take_enrolments(self, unit: UnitOfWork, requests: list[bytes]) -> int:
        if not self._identity.coordinator:
            return 0
        taken = 0
        for request in requests:
            try:
                locator = enrolment_locator(request)
            except SealError as error:
                _log.warning("enrolment in a bundle not usable", why=str(error))
                continue
            received = EnrolmentReceived(
                locator=locator, request=request, received_at=self._transport_clock.now()
            )
            taken += keep_enrolment(unit, received)
        return taken

    def _hand_on(self, unit: UnitOfWork, names: list[RecordId]) -> None:
        belonging = read_belonging(unit)
        if belonging is None or belonging.server_url is None:
            return
        give_to_server(unit, [name for name in names if _server_may_lack(unit.records.find(name))])

    def _note_joined(self, unit: UnitOfWork) -> None:
        if waiting_enrolment(unit) is None or not self._rosters.known(unit):
            return
        if self._rosters.current(unit).role_of(self._identity.device_id) is not None:
            enrolment_answered(unit)


def _all_enveloped(unit: UnitOfWork) -> Iterator[StoredRecord]:
    for record_id, _digest in unit.records.enveloped_ids():
        yield unit.records.get(record_id)


def _may_travel(record: StoredRecord, keys: frozenset[str] | None) -> bool:
    """Whether a record is sound, and for whoever the bundle is for."""
    statement = record.kind in ROSTER_KINDS and record.state not in APART
    if record.envelope is None or not (record.written_here or record.verified or statement):
        return False
    if keys is None or statement:
        return True
    envelope = _readable(record.envelope)
    return envelope is not None and is_for(envelope.header, keys)


def _server_may_lack(record: StoredRecord | None) -> bool:
    return (
        record is not None
        and record.position is None
        and record.envelope is not None
        and not record.written_here
        and record.state not in APART
    )


def _office_keys(roster: Roster, role: Role) -> set[str]:
    return {str(key.key_id) for key in roster.office_keys} if role is Role.COORDINATOR else set()


def _readable(data: bytes) -> Envelope | None:
    """Return the envelope in `data`; `None` where there is none that this ICV can read."""
    try:
        return read_envelope(data)
    except SealError:
        return None


def _made_by(request: bytes) -> KeyId | None:
    try:
        return enrolment_maker(request)
    except SealError:
        return None
