"""The vault as synchronising sees it: what to send, what came, how far it has read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from icv_app.domain.ids import RecordId
from icv_app.services.identity import Identity
from icv_app.services.ports import Clock, OpenUnit, RecordState, UnitOfWork
from icv_app.services.ports_sync import (
    EnrolmentReceived,
    PublishedInvitation,
    PulledRecord,
    PullOutcome,
    Receipt,
    Refusal,
)
from icv_app.services.receiving import ReceivingDesk
from icv_app.services.roster_book import ROSTER_KINDS, RosterBook
from icv_app.services.sealing_desk import SealingDesk

CURSOR = "cursor"
LAST_SYNC = "last_sync"
_WAITING = (RecordState.PENDING, RecordState.SEALED)
_APART = frozenset({RecordState.QUARANTINED, RecordState.REFUSED, RecordState.UPDATE_NEEDED})


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncStanding:
    """What the foot of the window says.

    Attributes:
        drafts: Visits being recorded on this laptop.
        waiting: Records the server does not have yet.
        accepted: Records of this member that the server has.
        apart: Records that could not be used.
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
        rosters: RosterBook,
    ) -> None:
        self._open_unit = open_unit
        self._clock = clock
        self._transport_clock = transport_clock
        self._identity = identity
        self._sealing = sealing
        self._receiving = receiving
        self._rosters = rosters

    def scheme_id(self) -> str:
        """Return the scheme this vault belongs to."""
        return self._identity.scheme_id

    def is_coordinator(self) -> bool:
        """Whether this device may publish invitations and read enrolment requests."""
        return self._identity.coordinator

    def cursor(self) -> str | None:
        """Return how far this vault has pulled; `None` before the first pull."""
        with self._open_unit() as unit:
            return unit.meta.get(CURSOR) or None

    def save_pull(self, records: Sequence[PulledRecord], next_cursor: str) -> PullOutcome:
        """Take one page and keep the cursor, all in one transaction; a bad record never stops the others."""
        new = apart = 0
        with self._rosters_unit() as unit:
            for record in records:
                known = unit.records.find(RecordId(record.record_id)) is not None
                state = self._receiving.take(
                    unit, record.envelope, record_id=record.record_id, position=record.position
                )
                new += not known
                apart += not known and state in _APART
            unit.meta.put(CURSOR, next_cursor)
            unit.commit()
        return PullOutcome(new=new, quarantined=apart)

    def pending(self) -> Sequence[str]:
        """Return the ids of the records to send: sealed ones by sequence, then the rest as written."""
        with self._open_unit() as unit:
            waiting = unit.records.in_states(_WAITING)
        sealed = sorted(
            (record for record in waiting if record.envelope is not None),
            key=lambda record: (record.kind not in ROSTER_KINDS, record.chain_id or "", record.sequence or 0),
        )
        return [*(r.record_id for r in sealed), *(r.record_id for r in waiting if r.envelope is None)]

    def seal_pending(self, record_id: str) -> bytes:
        """Return the envelope of a pending record, sealing it now if it never was.

        Raises:
            IcvError: It cannot be sealed now; it stays pending.
        """
        with self._open_unit() as unit:
            record = self._sealing.seal(unit, unit.records.get(RecordId(record_id)))
            unit.commit()
        assert record.envelope is not None  # noqa: S101 - seal() keeps one
        return record.envelope

    def mark_accepted(self, receipts: Sequence[Receipt]) -> None:
        """Keep the receipts: these records are with the server and no longer pending."""
        with self._open_unit() as unit:
            for receipt in receipts:
                record = unit.records.find(RecordId(receipt.record_id))
                if record is None:
                    continue
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
            unit.commit()

    def mark_refused(self, refusal: Refusal) -> None:
        """Keep why a record was refused; it stays pending only if the refusal is retryable."""
        with self._open_unit() as unit:
            record = unit.records.find(RecordId(refusal.record_id))
            if record is not None:
                state = record.state if refusal.retryable else RecordState.REFUSED
                unit.records.put(replace(record, state=state, reason=refusal.message))
                unit.commit()

    def held(self) -> Mapping[str, str]:
        """Return record id → digest of every envelope that the server has given or acknowledged."""
        with self._open_unit() as unit:
            waiting = {record.record_id for record in unit.records.in_states(_WAITING)}
            return {name: digest for name, digest in unit.records.enveloped_ids() if name not in waiting}

    def send_again(self, record_ids: Sequence[str]) -> None:
        """Make these held records pending again, with the bytes they have: the server lost them."""
        with self._open_unit() as unit:
            for record_id in record_ids:
                record = unit.records.find(RecordId(record_id))
                if record is not None and record.envelope is not None:
                    unit.records.put(replace(record, state=RecordState.SEALED, position=None))
            unit.commit()

    def forget_cursor(self) -> None:
        """Pull from the very beginning next time."""
        with self._open_unit() as unit:
            unit.meta.put(CURSOR, "")
            unit.commit()

    def invitations_to_publish(self) -> Sequence[PublishedInvitation]:
        """Return the invitations made here that the server does not have yet."""
        with self._open_unit() as unit:
            return [
                PublishedInvitation(locator=one.locator, details=one.details, expires_at=one.expires_at)
                for one in unit.invitations.all()
                if not one.published and not one.withdrawn
            ]

    def invitation_published(self, locator: str) -> None:
        """Note that the server has this invitation."""
        self._change_invitation(locator, published=True)

    def invitations_to_withdraw(self) -> Sequence[str]:
        """Return the locators of invitations used here that the server may forget."""
        with self._open_unit() as unit:
            return [
                one.locator
                for one in unit.invitations.all()
                if one.published and one.used_by is not None and not one.withdrawn
            ]

    def invitation_withdrawn(self, locator: str) -> None:
        """Note that the server has forgotten this invitation."""
        self._change_invitation(locator, withdrawn=True)

    def save_enrolments(self, enrolments: Sequence[EnrolmentReceived]) -> None:
        """Keep requests of new devices for the coordinator to approve; a repeated one is passed over."""
        with self._open_unit() as unit:
            for enrolment in enrolments:
                invitation = unit.invitations.find(enrolment.locator)
                if invitation is not None and invitation.request is None:
                    unit.invitations.put(
                        replace(invitation, request=enrolment.request, requested_at=enrolment.received_at)
                    )
            unit.commit()

    def note_sync_ended(self) -> None:
        """Note that everything was sent and fetched just now."""
        with self._open_unit() as unit:
            unit.meta.put(LAST_SYNC, self._transport_clock.now().isoformat())
            unit.commit()

    def standing(self) -> SyncStanding:
        """What is on this laptop, what the server has, and when the last sync was."""
        with self._open_unit() as unit:
            counts = unit.records.count_by_state()
            last = unit.meta.get(LAST_SYNC)
            return SyncStanding(
                drafts=unit.visits.count_drafts(),
                waiting=sum(counts.get(state, 0) for state in _WAITING),
                accepted=counts.get(RecordState.ACCEPTED, 0),
                apart=sum(counts.get(state, 0) for state in _APART),
                since_last_sync=self._transport_clock.now() - datetime.fromisoformat(last) if last else None,
            )

    def _change_invitation(self, locator: str, *, published: bool = False, withdrawn: bool = False) -> None:
        with self._open_unit() as unit:
            one = unit.invitations.find(locator)
            if one is not None:
                unit.invitations.put(
                    replace(one, published=one.published or published, withdrawn=one.withdrawn or withdrawn)
                )
                unit.commit()

    @contextmanager
    def _rosters_unit(self) -> Iterator[UnitOfWork]:
        """A unit that may take statements: if it is given up, the roster is folded again."""
        try:
            with self._open_unit() as unit:
                yield unit
        except BaseException:
            self._rosters.forget()
            raise
