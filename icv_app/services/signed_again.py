"""One record that its device sealed twice: which envelope stands, and what is kept of the other.

A laptop that goes on from a backup does not know what it gave away on a stick since, and seals once more,
under a new chain, what waits in it. One of the two stands; the number of the other is used, and no record is
missing there. Whoever meets both says so, with the other's signed header as proof.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from icv_app.domain.ids import MemberId, RecordId
from icv_app.domain.records import RecordKind
from icv_app.errors import NotFound, SealError
from icv_app.seal.chains import ChainLink
from icv_app.seal.envelope import Envelope, read_envelope, verify_envelope
from icv_app.seal.keys import KeyId
from icv_app.seal.roster import Roster
from icv_app.seal.signed_headers import SignedHeader, read_signed_header, signed_header
from icv_app.services.identity import Identity
from icv_app.services.ports import COUNTS, Addressees, RecordState, StoredRecord, UnitOfWork
from icv_app.services.records import RecordBook
from icv_app.services.report_records import unfit
from icv_app.services.roster_book import ROSTER_KINDS, RosterBook

AGAIN = RecordKind.DEVICE_SIGNED_AGAIN.value
SIGNED = "signed"
MOST_OF_A_DEVICE = 500
"""So many numbers of one device are accounted for: a device that was restored uses a few twice."""


def header_given_up(record: StoredRecord) -> SignedHeader:
    """Return the header that a record proves to have been signed.

    Raises:
        UpdateNeeded: A newer ICV wrote it.
        SealError: It is malformed, or of another device than the record says.
    """
    found = read_signed_header(record.parts.get(SIGNED) or b"", f"record {record.record_id}")
    if found.header.author_device != record.subject or found.header.kind in ROSTER_KINDS:
        raise unfit(record, "header of another device, or of a statement")
    return found


def takes_the_place_of(
    unit: UnitOfWork, rosters: RosterBook, held: StoredRecord, envelope: Envelope, position: int | None
) -> bool:
    """Whether an envelope is the real one, and what is held under its identifier is not.

    Nobody can keep a record out, or push one out that waits here to be sent, by
    using its identifier first. Where a device sealed one record twice, because it was restored
    in between, what the server has filed stands for everybody.
    """
    author = envelope.header.author_device
    if held.written_here and held.device != author:
        return False
    if held.kind in ROSTER_KINDS and held.state is RecordState.RECEIVED:
        return False
    filed = position is not None and held.position is None and held.device == author
    if held.verified and (not filed or held.kind != envelope.kind or held.kind in ROSTER_KINDS):
        return False
    return _is_signed(unit, rosters, envelope)


def given_up(
    unit: UnitOfWork, rosters: RosterBook, held: StoredRecord | None, envelope: Envelope, *, stands: bool
) -> Envelope | None:
    """Return which of two envelopes of one record does not stand; `None` where a device did not sign both.

    Args:
        unit: The caller's transaction.
        rosters: Knows who signed.
        held: What is here under the identifier.
        envelope: What came.
        stands: Whether that takes the place of what is here.
    """
    if held is None or held.envelope is None or not held.verified or held.kind in ROSTER_KINDS:
        return None
    if (held.device, held.kind) != (envelope.header.author_device, envelope.kind):
        return None
    if stands:
        return read_envelope(held.envelope)
    return envelope if _is_signed(unit, rosters, envelope) else None


def account_for(
    unit: UnitOfWork, records: RecordBook, identity: Identity, roster: Roster, envelopes: Iterable[Envelope]
) -> None:
    """Say, for everybody who follows these chains, under which numbers no record is missing."""
    for envelope in envelopes:
        device = envelope.header.author_device
        known = [signed.hash for signed in _headers(unit.records.about(device, (AGAIN,)))]
        member = roster.devices.get(KeyId(device))
        if envelope.hash in known or len(known) >= MOST_OF_A_DEVICE or member is None:
            continue
        records.write(
            unit,
            kind=AGAIN,
            subject=device,
            parts={SIGNED: signed_header(envelope)},
            addressees=Addressees(
                office=True,
                members=tuple(dict.fromkeys((MemberId(member.member_id), identity.member_id))),
            ),
        )


def links_given_up(unit: UnitOfWork, roster: Roster) -> Iterator[ChainLink]:
    """The places in chains of envelopes whose records stand here under another number.

    A header that its device did not sign, or whose record is not here, accounts for nothing.
    """
    for signed in _headers(unit.records.of_kinds((AGAIN,))):
        header = signed.header
        stands = unit.records.find(RecordId(header.record_id))
        if stands is None or not stands.verified or stands.envelope is None:
            continue
        if (stands.device, stands.kind) != (header.author_device, header.kind):
            continue
        try:
            signed.verify(roster.author_key(header.author_device))
        except SealError:
            continue
        yield signed.link()


def _headers(records: Iterable[StoredRecord]) -> Iterator[SignedHeader]:
    for record in records:
        if not record.parts or record.state not in COUNTS:
            continue
        try:
            yield header_given_up(record)
        except SealError:
            continue  # altered in this vault, as `icv verify` says of the record: it proves nothing


def _is_signed(unit: UnitOfWork, rosters: RosterBook, envelope: Envelope) -> bool:
    try:
        verify_envelope(envelope, rosters.current(unit).author_key(envelope.header.author_device))
    except (SealError, NotFound):
        return False
    return True
