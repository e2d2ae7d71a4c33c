"""Checking records against the roster: one at a time as they arrive, or a whole vault at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from icv_app.domain.records import RecordKind
from icv_app.errors import SealError, UpdateNeeded
from icv_app.seal.chains import ChainBreak, ChainReport, check_chains, silent_chains
from icv_app.seal.envelope import Envelope, read_envelope, verify_envelope
from icv_app.seal.heads import read_head
from icv_app.seal.refusals import refusal
from icv_app.seal.roster import Roster, Standing
from icv_app.seal.statements import ChainPosition


@dataclass(frozen=True, slots=True)
class CheckedRecord:
    """A record that its named author signed.

    Attributes:
        standing: Only `ACCEPTED` records may take effect. Of an `UNKNOWN_DEVICE` not even the
            signature could be checked: the roster may be behind, so it is held, not believed.
    """

    envelope: Envelope
    standing: Standing


@dataclass(frozen=True, slots=True)
class RecordFault:
    """A record that did not verify.

    Attributes:
        name: What the caller calls it: a record id or a file name.
        detail: Which check failed; identifiers only.
        update_needed: Whether it is only newer than this ICV.
    """

    name: str
    detail: str
    update_needed: bool = False


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """What `icv verify` found.

    Attributes:
        checked: How many records were looked at.
        faults: Records that did not verify, in the order given.
        chains: Every chain, broken or whole.
        erased: How many records verify with a part erased.
        withheld: Chains of which a signed head speaks and nothing at all has arrived.
    """

    checked: int
    faults: tuple[RecordFault, ...]
    chains: tuple[ChainReport, ...]
    erased: int
    withheld: tuple[ChainBreak, ...] = ()

    @property
    def first_break(self) -> str | None:
        """The first thing wrong, in words for the log and the command line; `None` if nothing is."""
        for fault in self.faults:
            if not fault.update_needed:
                return f"{fault.name}: {fault.detail}"
        for chain in self.chains:
            for one in chain.breaks:
                return f"chain {one.chain_id} at {one.sequence}: {one.fault}"
        for one in self.withheld:
            return f"chain {one.chain_id} at {one.sequence}: {one.fault}"
        return None


def check_record(data: bytes, roster: Roster) -> CheckedRecord:
    """Return a record with what the roster says of its author.

    Raises:
        UpdateNeeded: A newer ICV made the container; keep the bytes.
        SealError: It is malformed, forged, or of another scheme.
    """
    envelope = read_envelope(data)
    if envelope.header.scheme_id != roster.scheme_id:
        raise refusal(f"record {envelope.record_id}: of another scheme")
    standing = roster.standing(envelope)
    if standing is not Standing.UNKNOWN_DEVICE:
        verify_envelope(envelope, roster.author_key(envelope.header.author_device))
    return CheckedRecord(envelope, standing)


def verify_records(records: Iterable[tuple[str, bytes]], roster: Roster) -> VerifyReport:
    """Check every signature and every chain.

    Args:
        records: Name and bytes of each, in any order.
        roster: Of the scheme they belong to.
    """
    checked = 0
    faults: list[RecordFault] = []
    signed: list[Envelope] = []
    heads: list[tuple[str, ChainPosition]] = []
    for name, data in records:
        checked += 1
        try:
            record = check_record(data, roster)
            if record.standing is not Standing.UNKNOWN_DEVICE:
                signed.append(record.envelope)
            if record.standing is not Standing.ACCEPTED:
                newer = record.standing is Standing.UPDATE_NEEDED
                faults.append(RecordFault(name, f"{record.envelope.kind}: {record.standing}", newer))
            elif record.envelope.kind == RecordKind.DEVICE_HEAD:
                author = record.envelope.header.author_device
                heads.extend((author, said) for said in read_head(record.envelope).chains)
        except SealError as error:
            faults.append(RecordFault(name, str(error), isinstance(error, UpdateNeeded)))
    erased = sum(1 for envelope in signed if envelope.erased)
    authors = {one.header.chain_id: one.header.author_device for one in signed}
    # Of a chain of somebody else a device can say nothing.
    said = [one for author, one in heads if authors.get(one.chain_id, author) == author]
    chains, withheld = check_chains(signed, said), silent_chains(signed, said)
    return VerifyReport(checked, tuple(faults), chains, erased, withheld)
