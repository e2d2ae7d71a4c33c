"""What a check of the vault found wrong, each with its place and in words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum

from icv_app.errors import SealError, StoreError
from icv_app.seal.audit_chain import AuditBreak, AuditFault
from icv_app.seal.chains import ChainBreak, ChainFault, ChainReport
from icv_app.seal.envelope import read_envelope
from icv_app.seal.keys import KeyId
from icv_app.seal.roster import Roster
from icv_app.seal.verification import RecordFault
from icv_app.services.ports import KeptHead, StoredRecord
from icv_app.words import _, plural

_DEVICE_SHOWN = 8


class Area(IntEnum):
    """Where something is wrong, in the order in which it is looked for."""

    VAULT = 1
    RECORD = 2
    ROSTER = 3
    CHAIN = 4
    AUDIT_LOG = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """One thing that is wrong.

    Attributes:
        what: In words, as it stands after the place.
        author: Member whose device wrote it, as far as it is known.
        device: Key id of that device.
        chain_id, position, until: Its place in its chain; several numbers where a range is missing.
        entry: Its number in the audit log.
    """

    area: Area
    what: str
    record_id: str = ""
    kind: str = ""
    author: str = ""
    device: str = ""
    chain_id: str = ""
    position: int | None = None
    until: int | None = None
    entry: int | None = None

    @property
    def order(self) -> tuple[int, bool, str, int, int, str]:
        """Sorts breaks as they are told: by area, what others rest on first, then by place."""
        statement = self.kind.startswith("roster.")
        return self.area, not statement, self.chain_id, self.position or 0, self.entry or 0, self.record_id

    @property
    def sentence(self) -> str:
        """Place, author and what is wrong."""
        return _("{place}: {what}.").format(place=", ".join(self._places()), what=self.what)

    def _places(self) -> list[str]:
        places = []
        if self.entry is not None:
            places.append(_("Entry {n} of the audit log").format(n=self.entry))
        if self.chain_id and self.position is not None:
            places.append(self._numbers())
        if self.record_id:
            name = _("record {record}").format(record=self.record_id)
            places.append(f"{name} ({self.kind})" if self.kind else name)
        if self.author or self.device:
            laptop = _("laptop {device}").format(device=self.device[:_DEVICE_SHOWN]) if self.device else ""
            whose = _("by {author}").format(author=self.author) if self.author else ""
            places.append(
                " ".join(part for part in (whose, f"({laptop})" if whose and laptop else laptop) if part)
            )
        if not places:
            places.append(_("The vault"))
        return [places[0][:1].upper() + places[0][1:], *places[1:]]

    def _numbers(self) -> str:
        if self.until is not None and self.until != self.position:
            return _("numbers {first} to {last} of chain {chain}").format(
                first=self.position, last=self.until, chain=self.chain_id
            )
        return _("number {n} of chain {chain}").format(n=self.position, chain=self.chain_id)


def of_vault(error: StoreError | None, *, missing: int = 0, record_id: str = "") -> Break:
    """The file of the vault, or one value in it, is damaged; or its last changes are lost."""
    if error is None:
        words = plural(
            "the last change of this vault was lost, by the count kept beside it",
            "the last {n} changes of this vault were lost, by the count kept beside it",
            missing,
        )
        return Break(area=Area.VAULT, what=words)
    return Break(
        area=Area.VAULT, what=_("damaged on the disk ({detail})").format(detail=error), record_id=record_id
    )


def of_root(record_id: str, error: SealError) -> Break:
    """The roster cannot be read from its beginning."""
    words = _("the record with which the scheme began does not verify ({detail})").format(detail=error)
    return Break(area=Area.ROSTER, what=words, record_id=record_id, kind="roster.root")


def of_statement(record: StoredRecord, roster: Roster, reason: str = "") -> Break:
    """A statement counts here although it may not, or names others that are missing."""
    words = (
        _("this vault goes by it, although the roster gives it no effect ({reason})").format(reason=reason)
        if reason
        else _("it names an earlier statement of the roster that is not here")
    )
    header = read_envelope(record.envelope or b"").header
    return replace(
        _of(record, Area.ROSTER, words),
        author=_member(roster, header.author_device),
        chain_id=header.chain_id,
        position=header.sequence,
    )


def of_fault(fault: RecordFault, roster: Roster, kept: StoredRecord | None = None) -> Break:
    """A record's signature does not verify, or its author may not say it.

    Args:
        fault: What was found.
        roster: Of the scheme.
        kept: What the vault noted of the record when it still verified, for one that is no envelope any more.
    """
    header = fault.header
    words = _("it does not verify ({detail})").format(detail=fault.detail)
    if header is None and kept is not None:
        return _of(kept, Area.RECORD, words)
    if header is None:
        return Break(area=Area.RECORD, what=words, record_id=fault.name)
    return Break(
        area=Area.RECORD,
        what=words,
        record_id=fault.name,
        kind=header.kind,
        author=_member(roster, header.author_device),
        device=header.author_device,
        chain_id=header.chain_id,
        position=header.sequence,
    )


def of_contents(record: StoredRecord, detail: str = "") -> Break:
    """What the vault shows of a record is not what was signed."""
    words = _("what this vault shows of it is not what its author signed")
    return _of(record, Area.RECORD, f"{words} ({detail})" if detail else words)


def of_erasure(record: StoredRecord, part: str) -> Break:
    """A part is gone and nobody erased it."""
    words = _("its part “{part}” is gone, and no erasure run names it").format(part=part)
    return _of(record, Area.RECORD, words)


def of_chain(one: ChainBreak, chain: ChainReport, roster: Roster) -> Break:
    """A chain is not whole."""
    return Break(
        area=Area.CHAIN,
        what=_fault_words(one.fault),
        record_id=one.record_ids[0] if one.record_ids else "",
        author=_member(roster, chain.author_device),
        device=chain.author_device,
        chain_id=one.chain_id,
        position=one.sequence,
        until=one.until,
    )


def of_head(kept: KeptHead, roster: Roster, error: SealError) -> Break:
    """What a device says of its chains was altered in this vault."""
    words = _("the dated head of this laptop does not verify ({detail})").format(detail=error)
    author = _member(roster, kept.device)
    return Break(area=Area.CHAIN, what=words, kind="device.head", author=author, device=kept.device)


def of_silence(one: ChainBreak) -> Break:
    """Of a chain nothing at all has arrived."""
    return Break(
        area=Area.CHAIN,
        what=_fault_words(one.fault),
        chain_id=one.chain_id,
        position=one.sequence,
        until=one.until,
    )


def of_audit(one: AuditBreak) -> Break:
    """The chain of the audit log is broken."""
    return Break(
        area=Area.AUDIT_LOG,
        what=_audit_words(one.fault),
        record_id=one.record_id,
        author=one.author,
        device=one.device,
        entry=one.number,
    )


def _of(record: StoredRecord, area: Area, words: str) -> Break:
    return Break(
        area=area,
        what=words,
        record_id=record.record_id,
        kind=record.kind,
        author=record.author or "",
        device=record.device or "",
        chain_id=record.chain_id or "",
        position=record.sequence,
    )


def _member(roster: Roster, device: str) -> str:
    known = roster.devices.get(KeyId(device))
    return known.member_id if known is not None else ""


def _fault_words(fault: ChainFault) -> str:
    return {
        ChainFault.GAP: _("missing, although later ones are here"),
        ChainFault.FORK: _("two different records were signed under this number"),
        ChainFault.BROKEN_LINK: _("it does not follow the record before it"),
        ChainFault.TWO_AUTHORS: _("another laptop signed into this chain"),
        ChainFault.WITHHELD: _("missing: the laptop says that it wrote them, and they have not arrived"),
        ChainFault.HEAD_DIFFERS: _("the laptop itself says that another record stands here"),
    }[fault]


def _audit_words(fault: AuditFault) -> str:
    return {
        AuditFault.MISSING: _("it names an earlier entry that is not here, or is no longer the same"),
        AuditFault.SKIPS: _("it does not know of the entry that the same laptop wrote before it"),
        AuditFault.UNLINKED: _("it names no earlier entries, although the same laptop did so before"),
        AuditFault.HEAD_DIFFERS: _("the head it gives is not that of the entries before it"),
    }[fault]
