"""The office's audit log: written in the transaction of what it tells, read in its own order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from icv_app.domain.audit import LINKED, AuditAct, AuditEntry
from icv_app.domain.ids import RecordId
from icv_app.domain.justified import Justified
from icv_app.seal.audit_chain import AuditLink, head_until, in_order, lacking, tips
from icv_app.services.identity import Identity
from icv_app.services.override_records import AUDIT, audit_of, audit_parts, link_of
from icv_app.services.ports import COUNTS, Addressees, Clock, UnitOfWork
from icv_app.services.records import RecordBook
from icv_app.services.report_records import REPORT, bare


@dataclass(frozen=True, slots=True)
class LoggedLine:
    """A line of the log in its place.

    Attributes:
        body: The line as it was written, JSON.
        envelope_hash: Of the signed envelope it travels in; `None` while it is not sealed.
    """

    entry: AuditEntry
    link: AuditLink
    body: bytes
    envelope_hash: str | None


class AuditLog:
    """The log as one coordinator's device writes it. Holds no state of its own."""

    def __init__(self, clock: Clock, identity: Identity, records: RecordBook) -> None:
        self._clock = clock
        self._identity = identity
        self._records = records

    def note(
        self,
        unit: UnitOfWork,
        act: AuditAct,
        subject: str,
        about: str,
        reason: str = "",
        justified: Iterable[Justified] = (),
        printed_until: datetime | None = None,
    ) -> AuditEntry:
        """Write one line in the caller's transaction, after every line in this vault.

        Args:
            unit: The caller's.
            act: What was done.
            subject: The member it is about.
            about: The record by which it was done; of a file, the SHA-256 of its bytes.
            reason: In words; no names.
            justified: What the privacy guard asked about in it, and why it stays.
            printed_until: Keep with it the log's head up to this moment, UTC: it was printed or handed out.
        """
        before = tuple(line.link for line in lines_in(unit))
        entry = AuditEntry(
            record_id=self._records.new_id(),
            act=act,
            subject=subject,
            about=RecordId(about),
            at=self._clock.now(),
            by=self._identity.member_id,
            reason=reason,
            justified=bare(justified),
            version=LINKED,
            after=tips(before),
            head=head_until(before, printed_until) if printed_until is not None else None,
            lacking=lacking(before) if printed_until is not None else (),
        )
        self._records.write(
            unit,
            kind=AUDIT,
            subject=subject,
            parts=audit_parts(entry),
            addressees=Addressees(office=True),
            record_id=entry.record_id,
        )
        return entry


def lines_in(unit: UnitOfWork) -> tuple[LoggedLine, ...]:
    """Every line of the log in this vault that counts, in the log's order."""
    found: dict[str, LoggedLine] = {}
    for record in unit.records.of_kinds((AUDIT,)):
        if not record.parts or record.state not in COUNTS:
            continue
        entry = audit_of(record)
        link = link_of(record, entry)
        found[link.digest] = LoggedLine(entry, link, record.parts.get(REPORT) or b"", record.envelope_hash)
    return tuple(found[link.digest] for link in in_order(line.link for line in found.values()))


def audit_entries(unit: UnitOfWork) -> tuple[AuditEntry, ...]:
    """Every line of the log in this vault that counts, in the log's order: each after those it knows."""
    return tuple(line.entry for line in lines_in(unit))
