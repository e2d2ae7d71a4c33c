"""Taking envelopes in: what is checked of each, and how it gets its position."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, select

from icv_app.domain.records import RecordKind
from icv_app.errors import SealError, UpdateNeeded
from icv_app.seal.audience import for_everybody
from icv_app.seal.envelope import Envelope, read_envelope, verify_envelope
from icv_app.seal.erasures import Erasure, read_erasure, without_parts
from icv_app.seal.header import OPEN_KIND_PREFIX
from icv_app.seal.keys import KeyId
from icv_app.seal.roster import Roster, Standing
from sync.server import tables
from sync.server.erasing import carry_out, erased_parts
from sync.server.problems import Refused, too_large
from sync.server.rosters import Asker, SchemeView
from sync.server.writing import Row, insert_envelopes
from sync.wire import Code, ReceiptMessage

LATE_MOST = 2000

# What a newer ICV made is kept for those who can read it.
FILED = frozenset({Standing.ACCEPTED, Standing.UPDATE_NEEDED})

# Built once: building them for each envelope costs as much as running them.
_SCHEMES, _ENVELOPES = tables.schemes.c, tables.envelopes.c
_LOCK = (
    select(_SCHEMES.head_position, _SCHEMES.head_history, _SCHEMES.roster_position)
    .where(_SCHEMES.scheme_id == bindparam("scheme"))
    .with_for_update()
)
_HELD = select(_ENVELOPES.record_id, _ENVELOPES.digest, _ENVELOPES.position, _ENVELOPES.received_s).where(
    _ENVELOPES.scheme_id == bindparam("scheme"),
    _ENVELOPES.record_id.in_(bindparam("records", expanding=True)),
)


@dataclass(frozen=True, slots=True)
class Admitted:
    """An envelope that may be filed, with its bytes as they came.

    Attributes:
        by_coordinator: Whether a coordinator's device brings it, who may bring what is left of a record.
        erasure: What it erases, if it is a run that counts.
    """

    envelope: Envelope
    data: bytes
    by_coordinator: bool = False
    erasure: Erasure | None = None

    @property
    def is_roster(self) -> bool:
        """Whether filing it changes who belongs to the scheme."""
        return self.envelope.kind.startswith(OPEN_KIND_PREFIX)

    def audience(self) -> list[str]:
        """Return the names under which devices will find it; see `tables.audience`."""
        header = self.envelope.header
        readers = set(header.recipients)
        if for_everybody(header):
            readers.add(tables.EVERYBODY)
        return sorted(readers | {header.author_device})


@dataclass(frozen=True, slots=True)
class Filed:
    """An envelope that is stored; `fresh` unless it was stored before."""

    receipt: ReceiptMessage
    fresh: bool


def parsed(data: bytes, *, most: int) -> Envelope:
    """Return the envelope in `data`, its author not yet verified.

    Raises:
        Refused: It is too large or no envelope.
    """
    if len(data) > most:
        raise too_large(most)
    try:
        return read_envelope(data)
    except SealError as error:
        raise Refused(400, Code.BAD_ENVELOPE, "This is not a complete ICV envelope.") from error


def admit(envelope: Envelope, data: bytes, scheme_id: str, roster: Roster, asker: Asker) -> Admitted:
    """Check that `envelope` belongs to the scheme and was signed by a device of it.

    Who hands it over hardly matters: after a restore, devices send on what others wrote. But what
    a removed device made late comes only from itself, from another device of its member or from a
    coordinator, and of such a device, or of the standby, nothing else is taken.

    Raises:
        Refused: It may not be filed here.
    """
    header = envelope.header
    if header.scheme_id != scheme_id:
        raise Refused(400, Code.WRONG_SCHEME, "This record belongs to another scheme.")
    if header.kind == RecordKind.DEVICE_HEAD:
        # Filed, it could never be replaced by a newer one.
        raise Refused(400, Code.NOT_ALLOWED, "A device's head is not filed among the records.")
    try:
        author = roster.author_key(header.author_device)
    except SealError as error:
        raise _refusal_of(Standing.UNKNOWN_DEVICE) from error
    try:
        verify_envelope(envelope, author)
    except SealError as error:
        raise Refused(400, Code.BAD_ENVELOPE, "The signature of this record does not verify.") from error
    standing = roster.standing(envelope)
    if asker.role is None:
        # A removed device says goodbye: records of its own, and no more statements; they could
        # pretend not to know of the removal. The standby signs nothing but statements.
        roster_kind = envelope.kind.startswith(OPEN_KIND_PREFIX)
        if header.author_device != asker.device_id or roster_kind is not asker.is_standby:
            raise Refused(403, Code.DEVICE_REMOVED, "This device was removed from the scheme.")
    device = roster.devices.get(KeyId(header.author_device))
    own = device is not None and device.member_id == asker.member_id
    may_hand_over = asker.role is None or asker.is_coordinator or own
    late = standing is Standing.WAITS_FOR_COORDINATOR and may_hand_over
    if standing not in FILED and not late:
        raise _refusal_of(standing)
    return Admitted(envelope, data, asker.is_coordinator, _erasure_in(envelope, standing))


def _erasure_in(envelope: Envelope, standing: Standing) -> Erasure | None:
    if envelope.kind != RecordKind.ERASURE_RUN or standing is not Standing.ACCEPTED:
        return None
    try:
        return read_erasure(envelope)
    except UpdateNeeded:
        return None  # filed for those who can read it
    except SealError as error:
        raise Refused(400, Code.BAD_ENVELOPE, "This run does not say what it erases.") from error


class LockedScheme(NamedTuple):
    """Where a scheme's positions stand while nobody else can give one out."""

    scheme_id: str
    head_position: int
    head_history: str
    roster_position: int


def lock_scheme(connection: Connection, scheme_id: str) -> LockedScheme:
    """Return where a scheme stands, locked until the transaction ends.

    Positions are given out under this lock and committed with it, so whoever reads up to the
    head position can never miss one that is committed later.
    """
    return LockedScheme(scheme_id, *connection.execute(_LOCK, {"scheme": scheme_id}).one())


def held_already(
    connection: Connection, scheme_id: str, record_ids: Sequence[str]
) -> dict[str, ReceiptMessage]:
    """Return the receipts of those records that are filed already."""
    return {
        row.record_id: ReceiptMessage(
            record_id=row.record_id,
            digest=row.digest,
            position=row.position,
            received_at=datetime.fromtimestamp(row.received_s, UTC),
        )
        for row in connection.execute(_HELD, {"scheme": scheme_id, "records": record_ids})
    }


def file_under_lock(
    connection: Connection, locked: LockedScheme, admitted: Sequence[Admitted], now: datetime
) -> list[Filed | Refused]:
    """Give each envelope that is new its position; the same bytes again get the same receipt.

    `locked` was read in this transaction, with the scheme's row locked.
    """
    scheme_id, position, history, roster_position = locked
    names = [item.envelope.record_id for item in admitted]
    receipts = held_already(connection, scheme_id, names)
    erased = erased_parts(connection, scheme_id, names)
    received = now.replace(microsecond=0)
    answers: list[Filed | Refused] = []
    rows: list[Row] = []
    audience: list[tuple[str, int]] = []
    runs: list[tuple[str, Erasure]] = []
    for item in admitted:
        envelope = item.envelope
        held = receipts.get(envelope.record_id)
        if held is not None:
            answers.append(Filed(held, fresh=False) if held.digest == envelope.hash else _conflict())
            continue
        gone = erased.get(envelope.record_id, frozenset())
        if not (item.by_coordinator or gone.issuperset(envelope.erased)):
            answers.append(_only_a_rest())
            continue
        position += 1
        history = next_history(history, envelope)
        receipt = ReceiptMessage(
            record_id=envelope.record_id, digest=envelope.hash, position=position, received_at=received
        )
        receipts[envelope.record_id] = receipt
        answers.append(Filed(receipt, fresh=True))
        rows.append(_row(item, without_parts(item.data, gone) if gone else item.data, receipt, history))
        audience += [(key_id, position) for key_id in item.audience()]
        if item.is_roster:
            roster_position = position
        if item.erasure is not None:
            runs.append((envelope.record_id, item.erasure))
            erased |= {name: erased.get(name, frozenset()) | p for name, p in item.erasure.parts_of().items()}
    if rows:
        insert_envelopes(connection, scheme_id, rows, audience, roster_position=roster_position)
    for run_id, erasure in runs:
        carry_out(connection, scheme_id, run_id, erasure, int(received.timestamp()))
    return answers


def next_history(history: str, envelope: Envelope) -> str:
    """Return the running hash over all that was filed, one envelope further."""
    return hashlib.sha256(f"{history}:{envelope.record_id}:{envelope.hash}".encode()).hexdigest()[:32]


def _row(item: Admitted, data: bytes, receipt: ReceiptMessage, history: str) -> Row:
    header = item.envelope.header
    return {
        "position": receipt.position,
        "record_id": receipt.record_id,
        "kind": header.kind,
        "author_device": header.author_device,
        "chain_id": header.chain_id,
        "sequence": header.sequence,
        "digest": receipt.digest,
        "history": history,
        "received_s": int(receipt.received_at.timestamp()),
        "size_bytes": len(data),
        "envelope": data,
    }


def refuse_endless_farewell(connection: Connection, scheme: SchemeView, device_id: str, more: int) -> None:
    """Let a removed device hand over what a laptop may hold, and not fill the disk of whoever removed it.

    Raises:
        Refused: It has handed over too much already.
    """
    device = scheme.roster.devices.get(KeyId(device_id))
    accepted = {one.chain_id: one.sequence for one in device.accepted} if device else {}
    rows = connection.execute(
        select(_ENVELOPES.chain_id, _ENVELOPES.sequence).where(
            _ENVELOPES.scheme_id == scheme.scheme_id, _ENVELOPES.author_device == device_id
        )
    )
    late = sum(row.sequence > accepted.get(row.chain_id, 0) for row in rows)
    if late + more > LATE_MOST:
        raise Refused(403, Code.DEVICE_REMOVED, "This device was removed and has handed over too much.")


def _refusal_of(standing: Standing) -> Refused:
    match standing:
        case Standing.UNKNOWN_DEVICE:
            message = "The author of this record is not enrolled in the scheme."
            return Refused(403, Code.UNKNOWN_AUTHOR, message, retryable=True)
        case Standing.WAITS_FOR_COORDINATOR:
            message = "This record was made after its device was removed; a coordinator has to decide on it."
            return Refused(403, Code.AUTHOR_REMOVED, message, retryable=True)
        case _:
            return Refused(403, Code.NOT_ALLOWED, "A member of this role may not author such a record.")


def _only_a_rest() -> Refused:
    return Refused(
        409,
        Code.PART_MISSING,
        "A part of this record is missing; the office has the whole, or the run that erased it.",
        retryable=True,
    )


def _conflict() -> Refused:
    return Refused(
        409, Code.CONFLICT, "Another record is stored under this number already; nothing was changed."
    )
