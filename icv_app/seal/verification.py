"""Checking records against the roster: one at a time as they arrive, or a whole vault at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from icv_app.domain.records import RecordKind
from icv_app.errors import SealError, UpdateNeeded
from icv_app.seal.chains import (
    ChainBreak,
    ChainHead,
    ChainReport,
    check_chains,
    read_head,
    silent_chains,
)
from icv_app.seal.envelope import Envelope, read_envelope, verify_envelope
from icv_app.seal.erasures import read_erasure
from icv_app.seal.refusals import refusal
from icv_app.seal.roster import Roster, Standing


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
        erased_under: Record id of each run that erased a part here, to how many records it did.
        withheld: Chains of which a signed head speaks and nothing at all has arrived.
    """

    checked: int
    faults: tuple[RecordFault, ...]
    chains: tuple[ChainReport, ...]
    erased: int
    withheld: tuple[ChainBreak, ...] = ()
    erased_under: Mapping[str, int] = field(default_factory=dict)

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


def verify_records(
    records: Iterable[tuple[str, bytes]],
    roster: Roster,
    own_ends: Collection[tuple[str, str]] = (),
) -> VerifyReport:
    """Check every signature and every chain, and that a run names every part that is erased.

    Args:
        records: Name and bytes of each, in any order.
        roster: Of the scheme they belong to.
        own_ends: Record id and part of what this device erased by itself, without a run.
    """
    checked = 0
    faults: list[RecordFault] = []
    signed: list[Envelope] = []
    heads: list[ChainHead] = []
    runs: dict[tuple[str, str], str] = {}
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
                heads.append(read_head(record.envelope))
            elif record.envelope.kind == RecordKind.ERASURE_RUN:
                runs |= _named_by(record.envelope)
        except SealError as error:
            faults.append(RecordFault(name, str(error), isinstance(error, UpdateNeeded)))
    under, taken_out = _erased_under(signed, runs, own_ends)
    erased = sum(1 for envelope in signed if envelope.erased)
    chains, withheld = check_chains(signed, heads), silent_chains(signed, heads)
    return VerifyReport(checked, (*faults, *taken_out), chains, erased, withheld, under)


def _named_by(run: Envelope) -> dict[tuple[str, str], str]:
    parts_of = read_erasure(run).parts_of()
    return {(name, part): run.record_id for name, parts in parts_of.items() for part in parts}


def _erased_under(
    signed: Iterable[Envelope], runs: Mapping[tuple[str, str], str], own_ends: Collection[tuple[str, str]]
) -> tuple[dict[str, int], list[RecordFault]]:
    """Count what each run erased, and find parts that somebody on the way took out."""
    under: dict[str, int] = {}
    taken_out = []
    for envelope in signed:
        named = {runs.get((envelope.record_id, part)) for part in envelope.erased}
        for run in named - {None}:
            under[str(run)] = under.get(str(run), 0) + 1
        for part in envelope.erased:
            name = (envelope.record_id, part)
            if name not in runs and name not in own_ends:
                taken_out.append(
                    RecordFault(envelope.record_id, f"part {part!r} was taken out and no run names it")
                )
    return under, taken_out
