"""Checking records against the roster: one at a time as they arrive, or a whole vault at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from icv_app.domain.records import RecordKind
from icv_app.errors import SealError, UpdateNeeded
from icv_app.seal.chains import (
    ChainBreak,
    ChainFault,
    ChainLink,
    ChainReport,
    check_chain,
    link_of,
)
from icv_app.seal.envelope import Envelope, read_envelope, verify_envelope
from icv_app.seal.header import Header
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
        header: What it says of itself; `None` where it cannot be read.
        waits: Whether it is well signed, or may be, and only its author may not say it, or not yet.
    """

    name: str
    detail: str
    update_needed: bool = False
    header: Header | None = None
    waits: bool = False


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """What a check of signatures and chains found.

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


class RecordVerifier:
    """Checks records one after the other; of each it keeps only its place in its chain.

    Whether a roster statement counts is for the fold to say: here only that its author signed it.
    """

    def __init__(self, roster: Roster) -> None:
        self._roster = roster
        self._checked = 0
        self._erased = 0
        self._faults: list[RecordFault] = []
        self._chains: dict[str, list[ChainLink]] = {}
        self._said: dict[str, list[ChainPosition]] = {}

    def take(self, name: str, data: bytes, *, counts: bool = True) -> CheckedRecord | None:
        """Check one record; return it if its author signed it, whether or not it may count.

        Args:
            name: What the caller calls it: a record id or a file name.
            data: Its envelope.
            counts: Whether the caller lets it count; of what is kept apart only the chain is followed.
        """
        self._checked += 1
        try:
            record = check_record(data, self._roster)
        except SealError as error:
            self._fault(name, str(error), None, counts=counts, newer=isinstance(error, UpdateNeeded))
            return None
        envelope, standing = record.envelope, record.standing
        if standing is Standing.UNKNOWN_DEVICE:
            self._fault(name, f"{envelope.kind}: {standing}", envelope, counts=counts, waits=True)
            return None
        self._erased += bool(envelope.erased)
        if envelope.kind != RecordKind.DEVICE_HEAD:
            self._chains.setdefault(envelope.header.chain_id, []).append(link_of(envelope))
        statement = envelope.kind.startswith("roster.")
        if standing is not Standing.ACCEPTED and not statement:
            newer = standing is Standing.UPDATE_NEEDED
            words = f"{envelope.kind}: {standing}"
            self._fault(name, words, envelope, counts=counts, newer=newer, waits=True)
        elif envelope.kind == RecordKind.DEVICE_HEAD:
            self._take_head(name, envelope, counts=counts)
        return record

    def heard(self, author: str, chains: Iterable[ChainPosition]) -> None:
        """Take what a device says of its own chains."""
        self._said.setdefault(author, []).extend(chains)

    def follow(self, link: ChainLink) -> None:
        """Take the place of an envelope that is not here and whose record stands under another number."""
        self._chains.setdefault(link.chain_id, []).append(link)

    def report(self) -> VerifyReport:
        """What was found so far."""
        # Of a chain of somebody else a device can say nothing.
        authors = {chain_id: links[0].author_device for chain_id, links in self._chains.items()}
        said: dict[str, list[ChainPosition]] = {}
        for author, positions in self._said.items():
            for one in positions:
                if authors.get(one.chain_id, author) == author:
                    said.setdefault(one.chain_id, []).append(one)
        chains = tuple(check_chain(self._chains[one], said.get(one, ())) for one in sorted(self._chains))
        silent = {one: max(head.sequence for head in said[one]) for one in said if one not in self._chains}
        withheld = tuple(
            ChainBreak(fault=ChainFault.WITHHELD, chain_id=chain_id, sequence=1, until=until)
            for chain_id, until in sorted(silent.items())
        )
        return VerifyReport(self._checked, tuple(self._faults), chains, self._erased, withheld)

    def _take_head(self, name: str, envelope: Envelope, *, counts: bool) -> None:
        try:
            self.heard(envelope.header.author_device, read_head(envelope).chains)
        except SealError as error:
            self._fault(name, str(error), envelope, counts=counts, newer=isinstance(error, UpdateNeeded))

    def _fault(
        self,
        name: str,
        detail: str,
        envelope: Envelope | None,
        *,
        counts: bool,
        newer: bool = False,
        waits: bool = False,
    ) -> None:
        if counts or newer:
            header = envelope.header if envelope is not None else None
            self._faults.append(RecordFault(name, detail, newer, header, waits))
