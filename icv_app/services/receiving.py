"""Taking in what others sent: verified, opened and applied, or kept apart with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice

import structlog

from icv_app.domain.ids import DeviceId, MemberId, RecordId, VisitId
from icv_app.domain.records import RecordKind
from icv_app.domain.visit import Visit
from icv_app.errors import BadInput, IcvError, NotFound, SealError, StoreError, UpdateNeeded
from icv_app.seal.envelope import Envelope, read_envelope, verify_envelope
from icv_app.seal.erasures import may_lose_parts, without_parts
from icv_app.seal.keys import KeyId, Opener
from icv_app.seal.roster import Roster, Standing
from icv_app.seal.sealing import open_envelope, open_with_content_keys
from icv_app.services.apart import ApartKeeper, unusable
from icv_app.services.erasing import ERASING
from icv_app.services.folding import settle_all, take_in
from icv_app.services.handing_on import may_be_lacking, note_due
from icv_app.services.identity import Identity
from icv_app.services.key_grants import Grant, granted_to, read_grant
from icv_app.services.keyring import KeyRing
from icv_app.services.ports import (
    APART,
    CHAIN_ID,
    COUNTS,
    RESTORED,
    Clock,
    RecordState,
    StoredRecord,
    UnitOfWork,
)
from icv_app.services.ports_sync import PulledRecord, PullOutcome
from icv_app.services.records import RecordBook
from icv_app.services.report_records import REPORTS
from icv_app.services.roster_book import ROSTER_KINDS, RosterBook
from icv_app.services.sealing_desk import about_of
from icv_app.services.signed_again import account_for, given_up, takes_the_place_of
from icv_app.services.taking_back import take_back
from icv_app.words import _

_log = structlog.get_logger()

_STATES = {
    Standing.UNKNOWN_DEVICE: RecordState.REFUSED,
    Standing.NOT_ALLOWED: RecordState.REFUSED,
    Standing.REFUSED_BY_COORDINATOR: RecordState.REFUSED,
    Standing.WAITS_FOR_COORDINATOR: RecordState.QUARANTINED,
    Standing.UPDATE_NEEDED: RecordState.UPDATE_NEEDED,
}
AT_ONCE = 500
"""Records looked for in the vault together."""


@dataclass(slots=True)
class _Page:
    """What the records taken in one transaction leave to be done at its end.

    Attributes:
        visits: Visits to settle, and whether a report of theirs is among the records.
        keeper: Bounds what is set apart.
        read: The visits that reports among them hold.
        runs: Erasure runs among them, and what is kept for figures of visits that go.
        statements: Whether the roster has changed.
        lacking: Records that were not sealed to every device that may read them.
        given_up: Envelopes whose records stand under another number.
        roster, openers, chain_id: As they are in this transaction, so that not every record asks for
            them; `None` before the first does, and after they changed.
    """

    unit: UnitOfWork
    keeper: ApartKeeper
    visits: dict[VisitId, bool] = field(default_factory=dict)
    read: dict[RecordId, Visit] = field(default_factory=dict)
    runs: list[StoredRecord] = field(default_factory=list)
    statements: bool = False
    lacking: list[RecordId] = field(default_factory=list)
    given_up: list[Envelope] = field(default_factory=list)
    roster: Roster | None = None
    openers: Mapping[KeyId, Opener] | None = None
    chain_id: str | None = None

    @classmethod
    def of(cls, unit: UnitOfWork) -> _Page:
        return cls(unit, ApartKeeper(unit))

    def settle_later(self, visit_id: VisitId, *, reports_too: bool) -> None:
        self.visits[visit_id] = reports_too or self.visits.get(visit_id, False)


class ReceivingDesk:
    """Takes envelopes of others into the vault, in the caller's transaction."""

    def __init__(
        self, clock: Clock, identity: Identity, keyring: KeyRing, rosters: RosterBook, records: RecordBook
    ) -> None:
        self._clock = clock
        self._identity = identity
        self._keyring = keyring
        self._rosters = rosters
        self._records = records
        self._looked_again = False

    def take(self, unit: UnitOfWork, data: bytes, *, record_id: str, position: int | None) -> RecordState:
        """Take one envelope and say what became of it; nothing in it can stop the others.

        An envelope held already is passed over (its position is noted).
        """
        page = _Page.of(unit)
        held = unit.records.find(RecordId(record_id))
        self._take(page, data, record_id=RecordId(record_id), position=position, held=held)
        self._finish(page)
        return unit.records.get(RecordId(record_id)).state

    def take_page(self, unit: UnitOfWork, records: Iterable[PulledRecord]) -> PullOutcome:
        """Take one page; what its records are about is settled once, at the end."""
        page, new, arriving = _Page.of(unit), [], iter(records)
        # By stretches: a file may hold more than there is memory.
        while arrived := list(islice(arriving, AT_ONCE)):
            known = set(unit.records.states_of(RecordId(record.record_id) for record in arrived))
            for record in arrived:
                record_id = RecordId(record.record_id)
                held = unit.records.find(record_id) if record_id in known else None
                if self._take(
                    page, record.envelope, record_id=record_id, position=record.position, held=held
                ):
                    new.append(record_id)
                    known.add(record_id)
        self._finish(page)
        apart = sum(state in APART for state in unit.records.states_of(new).values())
        return PullOutcome(new=len(new), quarantined=apart, dropped=page.keeper.dropped)

    def says_removed(self, unit: UnitOfWork) -> bool:
        """Whether the roster knows this device and says that it was removed."""
        if not self._rosters.known(unit):
            return False
        device = self._rosters.current(unit).devices.get(KeyId(self._identity.device_id))
        return device is not None and not device.active

    def judge_again(self, unit: UnitOfWork) -> None:
        """Judge once more what was set apart, after a statement was signed in this unit."""
        page = _Page.of(unit)
        page.statements = True
        self._finish(page)

    def _take(
        self,
        page: _Page,
        data: bytes,
        *,
        record_id: RecordId,
        position: int | None,
        held: StoredRecord | None,
    ) -> bool:
        """Take one envelope; return whether it is kept and nothing was held under its identifier."""
        dropped = page.keeper.dropped
        try:
            if held is not None and held.envelope == data:
                self._note_position(page, held, position)
                return False
            envelope = self._read(data, record_id)
        except SealError as error:
            if held is None:
                self._set_apart(page, record_id, data, position, error)
            return held is None and page.keeper.dropped == dropped
        # The same envelope may only lack a part now: nobody takes parts out by handing out a rest.
        again = held is not None and held.verified and held.envelope_hash == envelope.hash
        stands = not again and (
            held is None or takes_the_place_of(page.unit, self._rosters, held, envelope, position)
        )
        other = None if again else given_up(page.unit, self._rosters, held, envelope, stands=stands)
        if other is not None:
            page.given_up.append(other)
        if held is None or stands:
            self._leave_chain(page.unit, held)
            self._take_envelope(page, envelope, data, position)
        elif held.envelope_hash == envelope.hash:
            if self._brings_back(page.unit, held, envelope):
                self._take_envelope(page, envelope, data, position or held.position)
            else:
                self._note_position(page, held, position)
        return held is None and page.keeper.dropped == dropped

    def _read(self, data: bytes, record_id: str) -> Envelope:
        envelope = read_envelope(data)
        if envelope.record_id != record_id or envelope.header.scheme_id != self._identity.scheme_id:
            raise unusable(record_id, "the envelope is of another record or scheme")
        return envelope

    def _leave_chain(self, unit: UnitOfWork, held: StoredRecord | None) -> None:
        """Go on under a new chain where an envelope of this one is given up: its number was used."""
        if held is not None and held.chain_id is not None and held.chain_id == unit.meta.get(CHAIN_ID):
            unit.meta.put(RESTORED, "yes")

    def _brings_back(self, unit: UnitOfWork, held: StoredRecord, envelope: Envelope) -> bool:
        """Whether an envelope has a part that is missing here although nobody erased it."""
        if held.envelope is None or held.written_here or not may_lose_parts(held.kind):
            return False
        missing = set(read_envelope(held.envelope).erased) - set(envelope.erased)
        return bool(missing - unit.erasures.of(held.record_id).keys())

    def _note_position(self, page: _Page, held: StoredRecord, position: int | None) -> None:
        if position is None or held.position == position:
            return
        page.unit.records.put(replace(held, position=position))
        if held.kind in REPORTS and held.parts:
            page.settle_later(VisitId(held.subject), reports_too=True)

    def _take_envelope(self, page: _Page, envelope: Envelope, data: bytes, position: int | None) -> None:
        header = envelope.header
        erased = page.unit.erasures.of(RecordId(header.record_id)) if may_lose_parts(header.kind) else {}
        if erased:
            # Whoever sent it has not heard of the run, or has it from a backup: the part is not let in again.
            data = without_parts(data, erased)
            envelope = read_envelope(data)
        record = StoredRecord(
            record_id=RecordId(header.record_id),
            kind=header.kind,
            subject=header.scheme_id if header.kind in ROSTER_KINDS else "",
            author=None,
            device=DeviceId(header.author_device),
            written_at=header.sealed_at,
            state=RecordState.RECEIVED,
            envelope=data,
            envelope_hash=envelope.hash,
            position=position,
            accepted_at=self._clock.now() if position is not None else None,
        )
        if header.kind in ROSTER_KINDS:
            self._take_statement(page, envelope, record)
        else:
            self._take_record(page, envelope, record)

    def _take_statement(self, page: _Page, envelope: Envelope, record: StoredRecord) -> None:
        """Keep a statement; the fold itself judges them all, whenever another arrives."""
        unit = page.unit
        author = KeyId(envelope.header.author_device)
        stranger = not self._rosters.known(unit) or author not in self._rosters.current(unit).devices
        if stranger and unit.records.find(record.record_id) is None and not page.keeper.keeps(record):
            return
        unit.records.put(record)
        self._rosters.note(unit, envelope)
        page.statements, page.roster = True, None

    def _take_record(self, page: _Page, envelope: Envelope, record: StoredRecord) -> None:
        try:
            roster = self._roster(page)
            standing = roster.standing(envelope)
            if standing is Standing.UNKNOWN_DEVICE:
                self._put_apart(page, replace(record, state=_STATES[standing], reason=standing.value))
                return
            verify_envelope(envelope, roster.author_key(envelope.header.author_device))
            record = self._verified(page, envelope, record, roster)
        except (SealError, NotFound) as error:
            self._keep_apart(page, record, RecordState.QUARANTINED, error)
            return
        if standing is not Standing.ACCEPTED:
            self._put_apart(page, replace(record, state=_STATES[standing], reason=standing.value))
        else:
            self._open(page, envelope, record)

    def _roster(self, page: _Page) -> Roster:
        if page.roster is None:
            page.roster = self._rosters.current(page.unit)
        return page.roster

    def _verified(
        self, page: _Page, envelope: Envelope, record: StoredRecord, roster: Roster
    ) -> StoredRecord:
        header = envelope.header
        if page.chain_id is None:
            page.chain_id = page.unit.meta.get(CHAIN_ID) or ""
        if header.chain_id == page.chain_id and header.author_device != self._identity.device_id:
            # Counted in, it would move the numbers this device signs under.
            raise unusable(record.record_id, "another device signed it into the chain of this one")
        device = roster.devices.get(KeyId(header.author_device))
        return replace(
            record,
            author=MemberId(device.member_id) if device else None,
            chain_id=header.chain_id,
            sequence=header.sequence,
            previous=header.previous,
        )

    def _open(self, page: _Page, envelope: Envelope, record: StoredRecord) -> None:
        unit = page.unit
        device = self._keyring.device(unit)
        if record.kind == RecordKind.OFFICE_KEY_GRANT and not envelope.addressed_to({device.key_id: device}):
            # For another device: nothing in it is for this one, whatever keys it comes to hold.
            unit.records.put(replace(record, state=RecordState.RECEIVED, reason=""))
            return
        if not envelope.header.recipients and not envelope.needs_update:
            self._apply_opened(page, record, open_envelope(envelope, {}))
            return
        if page.openers is None:
            page.openers = self._keyring.openers(unit)
        openers = page.openers
        granted = (
            None
            if envelope.addressed_to(openers)
            else granted_to(unit, self._identity.device_id).get(record.record_id)
        )
        if granted is None and not envelope.addressed_to(openers):
            reason = _("Sealed before this laptop joined; it opens when the coordinator grants the key.")
            unit.records.put(replace(record, state=RecordState.LOCKED, reason=reason))
            return
        try:
            parts = open_with_content_keys(envelope, granted) if granted else open_envelope(envelope, openers)
        except SealError as error:
            self._keep_apart(page, record, RecordState.QUARANTINED, error)
            return
        if self._identity.coordinator and may_be_lacking(self._roster(page), record.kind, envelope):
            page.lacking.append(record.record_id)
        self._apply_opened(page, record, parts)

    def _apply_opened(self, page: _Page, record: StoredRecord, parts: Mapping[str, bytes | None]) -> None:
        opened = replace(record, state=RecordState.RECEIVED, parts=parts, reason="")
        try:
            about = about_of(parts)
            if about is not None:
                opened = replace(opened, subject=about.subject, written_at=about.written_at)
            self._apply(page, opened)
        except StoreError:
            raise  # the disk failed, not the record: nothing of this page is kept
        except BadInput as error:
            self._keep_apart(page, opened, RecordState.UPDATE_NEEDED, error)
        except IcvError as error:
            self._keep_apart(page, opened, RecordState.REFUSED, error)

    def _apply(self, page: _Page, opened: StoredRecord) -> None:
        page.unit.records.put(opened)
        check = ERASING.get(opened.kind)
        if check is not None:
            check(opened)
            page.runs.append(opened)  # carried out at the end: what they name has come by then
            return
        visit_id = take_in(page.unit, opened, page.read)
        if visit_id is not None:
            page.settle_later(visit_id, reports_too=opened.kind in REPORTS)
        if opened.kind == RecordKind.OFFICE_KEY_GRANT and opened.subject == self._identity.device_id:
            self._use_grant(page, opened)

    def _use_grant(self, page: _Page, record: StoredRecord) -> None:
        """Keep office keys granted to this device, and open what waited for a key."""
        unit = page.unit
        grant: Grant = read_grant(record)
        for office in grant.open_office_keys(self._rosters.current(unit), self._keyring.device(unit)):
            self._keyring.keep_office(unit, office)
        page.openers = None
        openers = self._keyring.openers(unit)
        for locked in unit.records.in_states((RecordState.LOCKED,)):
            if locked.envelope is None:
                continue
            envelope = read_envelope(locked.envelope)
            if locked.record_id in grant.content_keys or envelope.addressed_to(openers):
                self._open(page, envelope, locked)

    def _use_early_grants(self, page: _Page) -> None:
        """Use grants that came before the statement that names their key."""
        held = self._keyring.openers(page.unit)
        if not self._identity.coordinator or all(
            key.key_id in held for key in self._rosters.current(page.unit).office_keys
        ):
            return
        for record in page.unit.records.about(self._identity.device_id, (RecordKind.OFFICE_KEY_GRANT,)):
            if record.state in COUNTS:
                self._use_grant(page, record)

    def _finish(self, page: _Page) -> None:
        """Look again at what was set apart where that may have changed, and settle what was touched."""
        if page.statements and self._rosters.known(page.unit):
            self._rosters.judge(page.unit)
            self._use_early_grants(page)
            roster = self._rosters.current(page.unit)
            for visit_id in take_back(page.unit, roster, self._identity.device_id):
                page.settle_later(visit_id, reports_too=True)
        if page.statements or not self._looked_again:
            self._look_again(page, everything=not self._looked_again)
            self._looked_again = True
        for run in page.runs:
            take_in(page.unit, run)
            page.read.clear()  # what was read before may be erased by now
        settle_all(page.unit, page.visits, page.read)
        note_due(page.unit, page.lacking, office=page.statements)
        if page.given_up:
            account_for(page.unit, self._records, self._identity, self._roster(page), page.given_up)
        page.keeper.note()

    def _look_again(self, page: _Page, *, everything: bool) -> None:
        """Judge once more what was set apart: its author may be known now, or this application newer.

        Args:
            page: Of the transaction.
            everything: Also what was opened and could not be read or used, as is done once
                after the application was started.
        """
        for record in page.unit.records.in_states(APART):
            if record.written_here or record.kind in ROSTER_KINDS or record.envelope is None:
                continue
            if everything or not record.parts:
                try:
                    envelope = self._read(record.envelope, record.record_id)
                except SealError:
                    continue  # still not usable: it stays as it is
                self._take_envelope(page, envelope, record.envelope, record.position)

    def _keep_apart(self, page: _Page, record: StoredRecord, state: RecordState, error: IcvError) -> None:
        _log.warning(
            "record set apart", record=record.record_id, kind=record.kind, state=state.value, why=str(error)
        )
        self._put_apart(page, replace(record, state=state, reason=error.user_text))

    def _put_apart(self, page: _Page, record: StoredRecord) -> None:
        """Keep what does not count, unless its source has filled what is kept of such."""
        if page.unit.records.find(record.record_id) is not None or page.keeper.keeps(record):
            page.unit.records.put(record)

    def _set_apart(
        self, page: _Page, record_id: str, data: bytes, position: int | None, error: SealError
    ) -> None:
        """Keep bytes that cannot even be read as an envelope."""
        newer = isinstance(error, UpdateNeeded)
        record = StoredRecord(
            record_id=RecordId(record_id),
            kind="",
            subject="",
            author=None,
            device=None,
            written_at=self._clock.now(),
            state=RecordState.RECEIVED,
            envelope=data,
            position=position,
        )
        self._keep_apart(page, record, RecordState.UPDATE_NEEDED if newer else RecordState.QUARANTINED, error)
