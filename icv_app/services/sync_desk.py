"""The vault as synchronising sees it: what to send, what came, how far it has read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from icv_app.domain.ids import RecordId, VisitId
from icv_app.errors import SealError
from icv_app.seal.invitations import check_enrolment
from icv_app.services.apart import DROPPED
from icv_app.services.erasing import only_a_rest
from icv_app.services.erasure_records import RUN
from icv_app.services.folding import settle
from icv_app.services.identity import Identity
from icv_app.services.ports import APART, Clock, OpenUnit, RecordState, StoredRecord, UnitOfWork
from icv_app.services.ports_invitations import IssuedInvitation
from icv_app.services.ports_sync import (
    EnrolmentReceived,
    PublishedInvitation,
    PulledRecord,
    PullOutcome,
    Receipt,
    Refusal,
)
from icv_app.services.receiving import ReceivingDesk
from icv_app.services.report_records import EVENT_KINDS, REPORTS
from icv_app.services.roster_book import ROSTER_KINDS
from icv_app.services.sealing_desk import SealingDesk

_log = structlog.get_logger()

CURSOR = "cursor"
LAST_SYNC = "last_sync"
MENDED_AT = "mended_at"
"""Meta name: when the last sync ended that found a difference and repaired it (ISO, UTC)."""
DIFFERS_AT = "differs_at"
"""Meta name: when the newest sync ended, if both sides still differed after it was repaired once."""
TO_RETURN = "to_return"
"""Meta name: records of others (ids, one a line) that the server has lost and is to be given again."""
_WAITING = (RecordState.PENDING, RecordState.SEALED)


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncStanding:
    """What the foot of the window says.

    Attributes:
        drafts: Visits being recorded on this laptop.
        waiting: Records the server does not have yet.
        accepted: Records of this member that the server has.
        apart: Records that are kept and do not count, such as those that wait for a key.
        since_last_sync: Since the last sync ended well; `None` before the first.
    """

    drafts: int
    waiting: int
    accepted: int
    apart: int
    since_last_sync: timedelta | None


class SyncDesk:
    """Implements `icv_app.services.ports_sync.SyncPort` over one vault."""

    def __init__(
        self,
        open_unit: OpenUnit,
        clock: Clock,
        transport_clock: Clock,
        identity: Identity,
        sealing: SealingDesk,
        receiving: ReceivingDesk,
        open_reading: OpenUnit | None = None,
    ) -> None:
        self._open_unit = open_unit
        self._open_reading = open_reading or open_unit
        self._clock = clock
        self._transport_clock = transport_clock
        self._identity = identity
        self._sealing = sealing
        self._receiving = receiving

    def scheme_id(self) -> str:
        """Return the scheme this vault belongs to."""
        return self._identity.scheme_id

    def is_coordinator(self) -> bool:
        """Whether this device may publish invitations and read enrolment requests."""
        return self._identity.coordinator

    def removed(self) -> bool:
        """Whether signed statements in this vault say that this device was removed."""
        with self._open_reading() as unit:
            return self._receiving.says_removed(unit)

    def cursor(self) -> str | None:
        """Return how far this vault has pulled; `None` before the first pull."""
        with self._open_reading() as unit:
            return unit.meta.get(CURSOR) or None

    def save_pull(self, records: Sequence[PulledRecord], next_cursor: str) -> PullOutcome:
        """Take one page and keep the cursor, all in one transaction; a bad record never stops the others."""
        with self._open_unit() as unit:
            outcome = self._receiving.take_page(unit, records)
            unit.meta.put(CURSOR, next_cursor)
            unit.commit()
        return outcome

    def pending(self) -> Sequence[str]:
        """Return the ids of the records to send: sealed ones by sequence, then the rest as written."""
        with self._open_reading() as unit:
            # What is only a rest is given to the server once the whole, or the run that erased it, is here.
            returned = [one for one in _records_to_return(unit) if not only_a_rest(unit, one)]
            waiting = [*unit.records.in_states(_WAITING), *returned]
        sealed = sorted(
            (record for record in waiting if record.envelope is not None),
            key=lambda record: (_turn(record), record.chain_id or "", record.sequence or 0),
        )
        return [*(r.record_id for r in sealed), *(r.record_id for r in waiting if r.envelope is None)]

    def acknowledged(self) -> Sequence[str]:
        """Return the ids of the records of this device that the server once had, statements apart."""
        with self._open_reading() as unit:
            found = unit.records.in_states((RecordState.ACCEPTED, RecordState.RECEIVED))
        device = self._identity.device_id
        return [one.record_id for one in found if one.device == device and one.kind not in ROSTER_KINDS]

    def seal_pending(self, record_id: str) -> bytes:
        """Return the envelope of a pending record, sealing it now if it never was.

        Raises:
            IcvError: It cannot be sealed now; it stays pending.
        """
        with self._open_reading() as unit:
            envelope = unit.records.get(RecordId(record_id)).envelope
        if envelope is None:
            with self._open_unit() as unit:
                envelope = self._sealing.seal(unit, unit.records.get(RecordId(record_id))).envelope
                unit.commit()
        assert envelope is not None  # noqa: S101 - seal() keeps one
        return envelope

    def mark_accepted(self, receipts: Sequence[Receipt]) -> None:
        """Keep the receipts: these records are with the server and no longer pending.

        A receipt for other bytes than those kept here proves nothing and changes nothing.
        """
        accepted = []
        with self._open_unit() as unit:
            for receipt in receipts:
                record = unit.records.find(RecordId(receipt.record_id))
                if record is None or record.envelope_hash != receipt.digest:
                    _log.warning("receipt for something else", record=receipt.record_id)
                    continue
                accepted.append(record.record_id)
                own = record.state in _WAITING
                unit.records.put(
                    replace(
                        record,
                        state=RecordState.ACCEPTED if own else record.state,
                        position=receipt.position,
                        accepted_at=receipt.received_at,
                        reason="" if own else record.reason,
                    )
                )
                if record.kind in REPORTS and record.parts:
                    settle(unit, VisitId(record.subject))
            _returned(unit, accepted)
            unit.commit()

    def mark_refused(self, refusal: Refusal) -> None:
        """Keep why a record was refused; it stays pending only if the refusal is retryable.

        What others wrote and the server will not take again stays what it is here.
        """
        with self._open_unit() as unit:
            record = unit.records.find(RecordId(refusal.record_id))
            if record is not None and record.state in _WAITING:
                state = record.state if refusal.retryable else RecordState.REFUSED
                unit.records.put(replace(record, state=state, reason=refusal.message))
                if record.kind in EVENT_KINDS.values():
                    settle(unit, VisitId(record.subject), reports_too=False)
            if not refusal.retryable:
                _returned(unit, (refusal.record_id,))
            unit.commit()

    def held(self) -> Mapping[str, str]:
        """Return record id → digest of every envelope that the server has given or acknowledged."""
        with self._open_reading() as unit:
            return dict(unit.records.enveloped_ids(with_server=True))

    def send_again(self, record_ids: Sequence[str]) -> None:
        """Make these held records pending again, with the bytes they have: the server lost them.

        What others wrote keeps its state here: it counts, waits for a key or is refused as before.
        """
        with self._open_unit() as unit:
            others = []
            for record_id in record_ids:
                record = unit.records.find(RecordId(record_id))
                if record is None or record.envelope is None or only_a_rest(unit, record):
                    continue
                own = record.state is RecordState.ACCEPTED
                state = RecordState.SEALED if own else record.state
                unit.records.put(replace(record, state=state, position=None))
                if not own:
                    others.append(record.record_id)
            give_to_server(unit, others)
            unit.commit()

    def forget_cursor(self) -> None:
        """Pull from the very beginning next time."""
        with self._open_unit() as unit:
            unit.meta.put(CURSOR, "")
            unit.meta.put(DROPPED, "")  # what is still unusable comes again, and is counted then
            unit.commit()

    def invitations_to_publish(self) -> Sequence[PublishedInvitation]:
        """Return the invitations made here that the server lacks and that may still be answered."""
        now = self._transport_clock.now()
        with self._open_reading() as unit:
            return [
                PublishedInvitation(locator=one.locator, details=one.details, expires_at=one.expires_at)
                for one in unit.invitations.all()
                if not one.published and not one.withdrawn and one.used_by is None and one.expires_at > now
            ]

    def invitation_published(self, locator: str) -> None:
        """Note that the server has this invitation."""
        self._change_invitation(locator, lambda one: replace(one, published=True))

    def invitations_to_withdraw(self) -> Sequence[str]:
        """Return the locators of invitations that the server may forget: used, withdrawn or out of date."""
        now = self._transport_clock.now()
        with self._open_reading() as unit:
            return [
                one.locator
                for one in unit.invitations.all()
                if one.published and not one.withdrawn and (one.used_by is not None or _over(one, now))
            ]

    def invitation_withdrawn(self, locator: str) -> None:
        """Note that the server has forgotten this invitation."""
        self._change_invitation(locator, lambda one: replace(one, withdrawn=True))

    def save_enrolments(self, enrolments: Sequence[EnrolmentReceived]) -> None:
        """Keep requests of new devices for the coordinator to approve; a repeated one is passed over.

        So is one that was not made with its invitation: it must not keep the real one out.
        """
        if not enrolments:
            return
        with self._open_unit() as unit:
            for enrolment in enrolments:
                keep_enrolment(unit, enrolment)
            unit.commit()

    def note_sync_ended(self, *, mended: bool = False, same: bool = True) -> None:
        """Note that everything was sent and fetched just now.

        Args:
            mended: Whether a difference between both sides was found and repaired.
            same: Whether both sides hold the same at the end.
        """
        now = self._transport_clock.now().isoformat()
        with self._open_unit() as unit:
            unit.meta.put(LAST_SYNC, now)
            if mended and same:
                unit.meta.put(MENDED_AT, now)
            unit.meta.put(DIFFERS_AT, "" if same else now)
            unit.commit()

    def standing(self) -> SyncStanding:
        """What is on this laptop, what the server has, and when the last sync was."""
        with self._open_reading() as unit:
            counts = unit.records.count_by_state()
            last = unit.meta.get(LAST_SYNC)
            return SyncStanding(
                drafts=unit.visits.count_drafts(),
                waiting=sum(counts.get(state, 0) for state in _WAITING),
                accepted=counts.get(RecordState.ACCEPTED, 0),
                apart=sum(counts.get(state, 0) for state in (*APART, RecordState.LOCKED)),
                since_last_sync=self._transport_clock.now() - datetime.fromisoformat(last) if last else None,
            )

    def _change_invitation(
        self, locator: str, change: Callable[[IssuedInvitation], IssuedInvitation]
    ) -> None:
        with self._open_unit() as unit:
            one = unit.invitations.find(locator)
            if one is not None:
                unit.invitations.put(change(one))
                unit.commit()


def keep_enrolment(unit: UnitOfWork, enrolment: EnrolmentReceived) -> bool:
    """Keep a new device's request in the caller's transaction; return whether it is new and usable."""
    invitation = unit.invitations.find(enrolment.locator)
    if invitation is None or invitation.request is not None or _taken_back(invitation):
        return False
    try:
        check_enrolment(invitation.secret, enrolment.request)
    except SealError as error:
        _log.warning("enrolment not usable", locator=enrolment.locator[:8], why=str(error))
        return False
    unit.invitations.put(replace(invitation, request=enrolment.request, requested_at=enrolment.received_at))
    return True


def give_to_server(unit: UnitOfWork, record_ids: Iterable[RecordId]) -> None:
    """Have records that others wrote, and the server may lack, sent to it at the next sync."""
    unit.meta.put(TO_RETURN, "\n".join(dict.fromkeys([*to_return(unit), *record_ids])))


def _turn(record: StoredRecord) -> int:
    """Statements go first, then runs: the server knows by them what it must not keep of the rest."""
    return 0 if record.kind in ROSTER_KINDS else 1 if record.kind == RUN else 2


def _over(one: IssuedInvitation, now: datetime) -> bool:
    """Whether nobody may answer it any more and nobody who answered waits."""
    return one.expires_at <= now and one.request is None


def _taken_back(one: IssuedInvitation) -> bool:
    return one.expires_at <= one.issued_at


def to_return(unit: UnitOfWork) -> Sequence[RecordId]:
    """The names of records that others wrote, and that the server is given at the next sync."""
    return [RecordId(name) for name in (unit.meta.get(TO_RETURN) or "").split()]


def _records_to_return(unit: UnitOfWork) -> list[StoredRecord]:
    found = (unit.records.find(name) for name in to_return(unit))
    return [record for record in found if record is not None]


def _returned(unit: UnitOfWork, record_ids: Iterable[str]) -> None:
    kept = to_return(unit)
    if kept:
        gone = set(record_ids)
        unit.meta.put(TO_RETURN, "\n".join(name for name in kept if name not in gone))
