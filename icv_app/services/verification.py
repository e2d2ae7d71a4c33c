"""Checking everything in this vault: its pages, every signature, chain and statement, and the audit log."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from icv_app.domain.ids import MemberId, RecordId
from icv_app.errors import BadInput, SealError, StoreError, UpdateNeeded, VaultLocked
from icv_app.seal.audit_chain import AuditCheck, AuditLink, check_log
from icv_app.seal.chains import ChainFault, ChainReport
from icv_app.seal.envelope import Envelope, read_envelope, verify_envelope
from icv_app.seal.keys import KeyId, Opener
from icv_app.seal.refusals import refusal
from icv_app.seal.roster import Roster
from icv_app.seal.sealing import ContentKeys, open_envelope, open_with_content_keys
from icv_app.seal.verification import RecordVerifier, VerifyReport
from icv_app.services.breaks import (
    Break,
    of_audit,
    of_chain,
    of_contents,
    of_erasure,
    of_fault,
    of_head,
    of_root,
    of_silence,
    of_statement,
    of_vault,
)
from icv_app.services.identity import Identity
from icv_app.services.key_grants import granted_to
from icv_app.services.keyring import KeyRing
from icv_app.services.override_records import AUDIT, link_of
from icv_app.services.ports import COUNTS, OpenUnit, RecordState, StoredRecord, UnitOfWork
from icv_app.services.roster_book import ROOT_FINGERPRINT, ROSTER_KINDS, RosterBook
from icv_app.services.sealing_desk import about_of
from icv_app.services.signed_again import links_given_up

_NOT_ALL_IS_HERE = frozenset({ChainFault.GAP, ChainFault.WITHHELD})
_ABOUT = "about"

ErasedBy = Callable[[UnitOfWork, RecordId], Mapping[str, str]]
"""Says under which run each erased part of a record went: part name → the run in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What `icv verify` found.

    Attributes:
        breaks: Everything wrong, in the order in which it was looked for: the vault itself, the roster,
            records, chains, the audit log.
        checked: Records with an envelope.
        opened: Those of them whose contents were compared with what their author signed.
        apart: Records that are kept and do not count; they are shown in the sync centre.
        newer: Records that need a newer ICV.
        erased: Words for each erasure run → how many records lost a part under it.
        chains: Every chain, broken or whole.
        partly: Chains of others of which this vault is given only a part.
        audit: The log's check; `None` where this vault has none.
        roster_forked: The newest statements about members know nothing of each other, which is no fault.
    """

    breaks: tuple[Break, ...]
    checked: int
    opened: int
    apart: int
    newer: int
    erased: Mapping[str, int]
    chains: tuple[ChainReport, ...]
    partly: int
    audit: AuditCheck | None
    roster_forked: bool = False

    @property
    def first_break(self) -> str | None:
        """The first thing wrong, in a sentence; `None` if nothing is."""
        return self.breaks[0].sentence if self.breaks else None


@dataclass(slots=True)
class _Walk:
    """What one pass over the records leaves behind."""

    breaks: list[Break] = field(default_factory=list)
    log: list[AuditLink] = field(default_factory=list)
    erased: dict[str, int] = field(default_factory=dict)
    opened: int = 0
    apart: int = 0


class VerificationService:
    """What `icv verify`, the sync centre and the audit page ask. Holds no state of its own.

    Args:
        check_pages: Reads and authenticates every page of the vault's file.
        missing_changes: How many of the last changes a damaged disk has lost.
        erased_by: Knows the erasure runs.
    """

    def __init__(
        self,
        open_reading: OpenUnit,
        identity: Identity,
        keyring: KeyRing,
        rosters: RosterBook,
        *,
        check_pages: Callable[[], None] = lambda: None,
        missing_changes: int = 0,
        erased_by: ErasedBy = lambda _unit, _record_id: {},
    ) -> None:
        self._open_reading = open_reading
        self._identity = identity
        self._keyring = keyring
        self._rosters = rosters
        self._check_pages = check_pages
        self._missing_changes = missing_changes
        self._erased_by = erased_by

    def verify(self) -> Verification:
        """Check everything; records are read one after the other, so memory stays bounded.

        A visitor is given only part of what others write, so on their device
        only a gap in their own chains is one.

        Raises:
            NotFound: The roster has not arrived on this device yet.
            VaultLocked: The vault was closed.
        """
        try:
            self._check_pages()
        except VaultLocked:
            raise
        except StoreError as error:
            return _nothing_but([of_vault(error)])  # nothing read from it could be believed
        in_vault = [of_vault(None, missing=self._missing_changes)] if self._missing_changes else []
        with self._open_reading() as unit:
            try:
                roster = self._rosters.folded_anew(unit, readable_only=True)
            except SealError as error:
                return _nothing_but([*in_vault, of_root(_root_id(unit), error)])
            verifier, walk = RecordVerifier(roster), _Walk(in_vault)
            walk.breaks += self._of_statements(unit, roster)
            names = [name for name, _digest in unit.records.enveloped_ids()]
            self._walk(unit, roster, verifier, walk, names)
            self._note_unsealed(unit, walk)
            for link in links_given_up(unit, roster):
                verifier.follow(link)
            walk.breaks += _heard(unit, roster, verifier)
            report = verifier.report()
            walk.breaks += _faults(unit, report, roster, self._identity)
        newer = sum(fault.update_needed for fault in report.faults)
        chains = tuple(
            _as_far_as_it_counts(self._as_far_as_it_is_for_us(one), roster) for one in report.chains
        )
        walk.breaks += [of_chain(one, chain, roster) for chain in chains for one in chain.breaks]
        if self._identity.coordinator:
            walk.breaks += [of_silence(one) for one in report.withheld]
        audit = check_log(walk.log) if self._identity.coordinator else None
        walk.breaks += [of_audit(one) for one in (audit.breaks if audit is not None else ())]
        return Verification(
            breaks=tuple(sorted(walk.breaks, key=lambda one: one.order)),
            checked=report.checked,
            opened=walk.opened,
            apart=walk.apart,
            newer=newer,
            erased=walk.erased,
            chains=chains,
            partly=sum(self._given_in_part(one) for one in report.chains),
            audit=audit,
            roster_forked=roster.forked,
        )

    def check_audit_log(self) -> Verification:
        """Check the audit log alone: the signature of every line, what it says, and the chain.

        Raises:
            NotFound: The roster has not arrived on this device yet.
            SealError: The roster's root was altered in this vault.
        """
        with self._open_reading() as unit:
            roster = self._rosters.current(unit)
            verifier, walk = RecordVerifier(roster), _Walk()
            names = [one.record_id for one in unit.records.of_kinds((AUDIT,)) if one.envelope is not None]
            self._walk(unit, roster, verifier, walk, names)
            self._note_unsealed(unit, walk)
            walk.breaks += _faults(unit, verifier.report(), roster, self._identity)
        audit = check_log(walk.log)
        breaks = sorted([*walk.breaks, *map(of_audit, audit.breaks)], key=lambda one: one.order)
        return replace(
            _nothing_but(breaks), checked=len(names), opened=walk.opened, apart=walk.apart, audit=audit
        )

    def _note_unsealed(self, unit: UnitOfWork, walk: _Walk) -> None:
        """Lines of the log that were written here and not sealed yet."""
        for record in unit.records.in_states((RecordState.PENDING,)):
            if record.kind == AUDIT and record.envelope is None:
                walk.log.append(link_of(record))

    def _of_statements(self, unit: UnitOfWork, roster: Roster) -> Iterator[Break]:
        """Statements that this vault goes by although the fold gives them no effect, or cannot place them."""
        refused = {one.hash: one.reason.value for one in roster.refused}
        waiting = {one.hash for one in roster.waiting}
        for record in unit.records.of_kinds(ROSTER_KINDS):
            digest = record.envelope_hash or ""
            if digest in waiting:
                yield of_statement(record, roster)
            elif digest in refused and record.state in COUNTS and not record.written_here:
                yield of_statement(record, roster, refused[digest])

    def _walk(
        self,
        unit: UnitOfWork,
        roster: Roster,
        verifier: RecordVerifier,
        walk: _Walk,
        names: list[RecordId],
    ) -> None:
        openers = self._keyring.openers(unit)
        granted = granted_to(unit, self._identity.device_id)
        for name in names:
            try:
                record = unit.records.get(name)
            except StoreError as error:
                walk.breaks.append(of_vault(error, record_id=name))
                continue
            counts = record.state in COUNTS
            walk.apart += not counts
            checked = verifier.take(name, record.envelope or b"", counts=counts)
            if checked is None:
                continue
            self._check_erased(unit, record, checked.envelope, walk)
            self._check_contents(record, checked.envelope, roster, (openers, granted), walk)

    def _check_erased(self, unit: UnitOfWork, record: StoredRecord, envelope: Envelope, walk: _Walk) -> None:
        if not envelope.erased:
            return
        runs = self._erased_by(unit, record.record_id)
        for part in envelope.erased:
            if part not in runs:
                walk.breaks.append(of_erasure(record, part))
        for words in {runs[part] for part in envelope.erased if part in runs}:
            walk.erased[words] = walk.erased.get(words, 0) + 1

    def _check_contents(
        self,
        record: StoredRecord,
        envelope: Envelope,
        roster: Roster,
        keys: tuple[Mapping[KeyId, Opener], Mapping[RecordId, ContentKeys]],
        walk: _Walk,
    ) -> None:
        """Compare what this vault shows of a record with what its author signed."""
        shown = record.state in COUNTS and bool(record.parts)
        if not shown and record.kind != AUDIT:
            return
        try:
            signed = _opened(envelope, *keys)
        except UpdateNeeded:
            return
        except SealError as error:
            if shown:
                walk.breaks.append(of_contents(record, str(error)))
            return
        if signed is None:
            return
        walk.opened += 1
        if shown and not _same(record, signed):
            walk.breaks.append(of_contents(record))
        if record.kind == AUDIT:
            self._note_line(record, signed, roster, walk)

    def _note_line(
        self, record: StoredRecord, signed: Mapping[str, bytes | None], roster: Roster, walk: _Walk
    ) -> None:
        device = roster.devices.get(KeyId(record.device or ""))
        about = about_of(signed)
        as_signed = replace(
            record,
            parts=signed,
            author=record.author or (MemberId(device.member_id) if device is not None else None),
            subject=about.subject if about is not None else record.subject,
        )
        try:
            walk.log.append(link_of(as_signed))
        except (SealError, BadInput) as error:
            if record.state in COUNTS:
                walk.breaks.append(of_contents(record, str(error)))

    def _as_far_as_it_is_for_us(self, chain: ChainReport) -> ChainReport:
        if self._identity.coordinator or chain.author_device == self._identity.device_id:
            return chain
        return replace(chain, breaks=tuple(one for one in chain.breaks if one.fault not in _NOT_ALL_IS_HERE))

    def _given_in_part(self, chain: ChainReport) -> bool:
        return self._as_far_as_it_is_for_us(chain) != chain


def _as_far_as_it_counts(chain: ChainReport, roster: Roster) -> ChainReport:
    """Leave out what is missing of what a removed device made later.

    It waits where it was handed over, or was refused there, one record taken and another not.
    """
    device = roster.devices.get(KeyId(chain.author_device))
    if device is None or device.active:
        return chain
    accepted = {one.chain_id: one.sequence for one in device.accepted}.get(chain.chain_id, 0)
    breaks = tuple(
        one for one in chain.breaks if one.fault not in _NOT_ALL_IS_HERE or one.sequence <= accepted
    )
    return replace(chain, breaks=breaks)


def _faults(unit: UnitOfWork, report: VerifyReport, roster: Roster, identity: Identity) -> list[Break]:
    found = [(fault, unit.records.find(RecordId(fault.name))) for fault in report.faults]
    return [
        of_fault(fault, roster, kept)
        for fault, kept in found
        if not fault.update_needed and not (fault.waits and _signed_before(kept, identity))
    ]


def _signed_before(kept: StoredRecord | None, identity: Identity) -> bool:
    """Whether this vault signed it under an earlier device: it waits for a coordinator's word elsewhere."""
    return kept is not None and kept.written_here and kept.device != identity.device_id


def _heard(unit: UnitOfWork, roster: Roster, verifier: RecordVerifier) -> list[Break]:
    """Hand on what every device says of its own chains; return the heads that do not verify.

    What a removed device says of itself is only kept.
    """
    breaks = []
    for kept in unit.heads.all():
        try:
            head = read_envelope(kept.envelope)
            verify_envelope(head, roster.author_key(head.header.author_device))
            if (head.header.author_device, head.hash) != (kept.device, kept.envelope_hash):
                raise refusal(f"record {head.record_id}: not the head that was taken")
        except SealError as error:
            if KeyId(kept.device) in roster.devices:  # of one that was never rightly let in nothing counts
                breaks.append(of_head(kept, roster, error))
            continue
        if roster.role_of(kept.device) is not None:
            verifier.heard(kept.device, kept.farthest)
    return breaks


def _opened(
    envelope: Envelope, openers: Mapping[KeyId, Opener], granted: Mapping[RecordId, ContentKeys]
) -> Mapping[str, bytes | None] | None:
    """Open an envelope with any key of this vault; `None` where it has none for it."""
    if not envelope.header.recipients:
        return {entry.name: part for entry, part in envelope.entries() if not entry.sealed}
    if envelope.addressed_to(openers):
        return open_envelope(envelope, openers)
    keys = granted.get(RecordId(envelope.record_id))
    return open_with_content_keys(envelope, keys) if keys is not None else None


def _same(record: StoredRecord, signed: Mapping[str, bytes | None]) -> bool:
    about = about_of(signed)
    if about is not None and about.subject != record.subject:
        return False
    kept = {name: part for name, part in record.parts.items() if name != _ABOUT}
    return kept == {name: part for name, part in signed.items() if name != _ABOUT}


def _root_id(unit: UnitOfWork) -> str:
    fingerprint = unit.meta.get(ROOT_FINGERPRINT)
    found = (one.record_id for one in unit.records.of_kinds(ROSTER_KINDS) if one.envelope_hash == fingerprint)
    return next(found, "")


def _nothing_but(breaks: list[Break]) -> Verification:
    return Verification(
        breaks=tuple(breaks),
        checked=0,
        opened=0,
        apart=0,
        newer=0,
        erased={},
        chains=(),
        partly=0,
        audit=None,
    )
