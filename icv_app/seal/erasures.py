"""What a coordinator signed to be erased: record ids and part names, readable by the server.

A run can name the parts of records about visits and record reviews, and of papers of the office, alone.
So nobody's device, the office's own when it is stolen included, can erase keys, settings or the roster.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Final, Literal

from pydantic import Field

from icv_app.domain.records import RecordKind
from icv_app.seal.encoding import Count, Moment, Uuid, decode, encode
from icv_app.seal.envelope import Envelope, read_envelope, without_part
from icv_app.seal.refusals import refusal

ERASED_PART = "erased"
PERSON_PART: Final = "person"
REPORT_PART: Final = "report"
ERASURE_LIMIT = 4 * 1024 * 1024
RECORD_LIMIT = 50_000
"""So many records one run may name for each part; ids of twice as many stay below `ERASURE_LIMIT`."""

PAPER_KINDS: Final = frozenset(
    {
        RecordKind.ROTA_DUTIES,
        RecordKind.ROTA_SWAP,
        RecordKind.MEMBER_AVAILABILITY,
        RecordKind.MEMBER_FILE,
        RecordKind.MEMBER_NOTICE_READ,
        RecordKind.MEMBER_EXPENSES,
        RecordKind.MEMBER_EXPENSES_ANSWER,
    }
)
"""Papers of the office: they go whole, by the year they were done with."""

ERASABLE_KINDS = PAPER_KINDS | frozenset(
    {
        RecordKind.VISIT_REPORT,
        RecordKind.VISIT_IMPORTED,
        RecordKind.VISIT_ADDENDUM,
        RecordKind.VISIT_AGREEMENT,
        RecordKind.VISIT_ANSWER,
        RecordKind.VISIT_POLICE_COPY,
        RecordKind.REVIEW_RECEIPT,
        RecordKind.REVIEW_DECISION,
        RecordKind.REVIEW_COMMENT,
        RecordKind.REPORT_COPY,
        RecordKind.CONCERN_STEP,
        RecordKind.RECORD_REVIEW_SAMPLE,
        RecordKind.RECORD_REVIEW_ASSIGNMENT,
        RecordKind.RECORD_REVIEW_READING,
        RecordKind.RECORD_REVIEW_CONCERN,
        RecordKind.RECORD_REVIEW_CLOSED,
    }
)
"""Records of which a part may be erased."""

YearLabel = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}$")]
PartToErase = Literal["person", "report"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasedRecords:
    """Records that lose one part."""

    part: PartToErase
    records: Annotated[tuple[Uuid, ...], Field(min_length=1, max_length=RECORD_LIMIT)]


@dataclass(frozen=True, slots=True, kw_only=True)
class YearOfVisits:
    """How many visits of one financial year a run is about."""

    year: YearLabel
    visits: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """What a run erases.

    Attributes:
        version: 2 where whole visits go, 3 where papers of the office do; an ICV that does not know it keeps
            such a run as "update needed".
        at: When, by the clock of whoever ran it.
        erased: One entry for each part.
        visits: For the log.
    """

    version: Literal[1, 2, 3] = 1
    at: Moment
    erased: Annotated[tuple[ErasedRecords, ...], Field(min_length=1, max_length=2)]
    visits: Annotated[tuple[YearOfVisits, ...], Field(max_length=100)] = ()

    @property
    def whole(self) -> bool:
        """Whether whole records go, not only what identifies people in them."""
        return any(one.part == REPORT_PART for one in self.erased)

    @property
    def papers(self) -> bool:
        """Whether papers of the office go, and no visits."""
        return self.version == 3

    def parts_of(self) -> Mapping[str, frozenset[str]]:
        """Return record id → names of the parts it loses."""
        found: dict[str, frozenset[str]] = {}
        for one in self.erased:
            for record_id in one.records:
                found[record_id] = found.get(record_id, frozenset()) | {one.part}
        return found


def may_lose_parts(kind: str) -> bool:
    """Whether parts of records of this kind may be erased by a run."""
    return kind in ERASABLE_KINDS


def erasure_parts(erasure: Erasure) -> dict[str, bytes]:
    """Return the open part of the record that carries a run."""
    return {ERASED_PART: encode(erasure)}


def decode_erasure(data: bytes, record_id: str) -> Erasure:
    """Return the run in the open part of a record.

    Raises:
        UpdateNeeded: A newer ICV wrote it.
        SealError: It is malformed.
    """
    found = decode(Erasure, data, limit=ERASURE_LIMIT, what=f"record {record_id}", newest=3)
    if found.whole and found.version == 1:
        raise refusal(f"record {record_id}: a run of version 1 cannot name whole records")
    return found


def read_erasure(envelope: Envelope) -> Erasure:
    """Return the run that an envelope carries, its author unverified.

    Raises:
        UpdateNeeded: A newer ICV wrote it.
        SealError: It carries none, or a malformed one.
    """
    if envelope.kind != RecordKind.ERASURE_RUN:
        raise refusal(f"record {envelope.record_id}: {envelope.kind} is no erasure run")
    return decode_erasure(envelope.open_part(ERASED_PART), envelope.record_id)


def without_parts(data: bytes, names: Iterable[str]) -> bytes:
    """Return an envelope without these parts; those it does not have are passed over.

    Raises:
        SealError: `data` is no envelope.
    """
    envelope = read_envelope(data)
    for name in sorted({entry.name for entry in envelope.header.parts} & set(names)):
        data = without_part(data, name)
    return data
