"""`RecordRepository` over records in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from icv_app.domain.ids import DeviceId, RecordId
from icv_app.domain.records import RecordKind
from icv_app.domain.review import ReviewState
from icv_app.errors import NotFound
from icv_app.seal.chains import ChainLink
from icv_app.services.ports import (
    APART,
    ChainHead,
    RecordLine,
    RecordState,
    StoredRecord,
    Weight,
)
from icv_app.services.report_records import REPORTS
from tests.fakes.memory_contents import Contents


class MemoryRecords:
    def __init__(self, contents: Contents) -> None:
        self._all = contents

    def get(self, record_id: RecordId) -> StoredRecord:
        record = self.find(record_id)
        if record is None:
            raise NotFound(f"record {record_id}", user_text="That record is not on this computer.")
        return record

    def find(self, record_id: RecordId) -> StoredRecord | None:
        return self._all.records.get(record_id)

    def put(self, record: StoredRecord) -> None:
        self._all.records[record.record_id] = replace(record, parts=dict(record.parts))

    def about(self, subject: str, kinds: Iterable[str] = ()) -> Sequence[StoredRecord]:
        named = set(kinds)
        return [
            record
            for record in self._all.records.values()
            if record.subject == subject and (not named or record.kind in named)
        ]

    def about_each(self, subjects: Iterable[str], kinds: Iterable[str]) -> Sequence[StoredRecord]:
        wanted, named = set(subjects), set(kinds)
        return [one for one in self._all.records.values() if one.subject in wanted and one.kind in named]

    def of_kinds(self, kinds: Iterable[str]) -> Sequence[StoredRecord]:
        named = set(kinds)
        return [record for record in self._all.records.values() if record.kind in named]

    def states_of_kinds(self, kinds: Iterable[str]) -> Sequence[tuple[RecordId, RecordState]]:
        erased = {record_id for record_id, _part in self._all.erased}
        return [
            (record.record_id, record.state)
            for record in self.of_kinds(kinds)
            if record.record_id not in erased
        ]

    def in_states(self, states: Iterable[RecordState]) -> Sequence[StoredRecord]:
        named = set(states)
        return [record for record in self._all.records.values() if record.state in named]

    def states_of(self, record_ids: Iterable[RecordId]) -> Mapping[RecordId, RecordState]:
        found = (self.find(record_id) for record_id in record_ids)
        return {record.record_id: record.state for record in found if record is not None}

    def count_by_state(self) -> Mapping[RecordState, int]:
        counts = Counter(record.state for record in self._all.records.values())
        return {state: counts[state] for state in RecordState}

    def lines(self, state: RecordState, *, limit: int) -> Sequence[RecordLine]:
        newest_first = reversed(self._all.records.values())
        return [_line(record) for record in newest_first if record.state is state][:limit]

    def lines_of(self, record_ids: Iterable[RecordId]) -> Sequence[RecordLine]:
        found = (self._all.records.get(record_id) for record_id in record_ids)
        return [_line(record) for record in found if record is not None]

    def count_opened(self) -> int:
        opened = {name for name, one in self._all.filed.items() if one.review is not ReviewState.FILED}
        return sum(
            record.state is RecordState.ACCEPTED and record.kind in REPORTS and record.subject in opened
            for record in self._all.records.values()
        )

    def weigh_unverified(self, *, from_server: bool) -> Weight:
        return self._weight(
            lambda record: not record.verified and (record.position is not None) is from_server,
            (*APART, RecordState.RECEIVED),
        )

    def weigh_apart_of(self, device: DeviceId) -> Weight:
        unusable = (RecordState.QUARANTINED, RecordState.REFUSED)
        return self._weight(lambda record: record.verified and record.device == device, unusable)

    def _weight(self, fits: Callable[[StoredRecord], bool], states: Iterable[RecordState]) -> Weight:
        found = [len(record.envelope or b"") for record in self.in_states(states) if fits(record)]
        return Weight(len(found), sum(found))

    def chain_head(self, chain_id: str) -> ChainHead | None:
        heads = [
            ChainHead(chain_id, record.sequence, record.envelope_hash)
            for record in self._all.records.values()
            if record.chain_id == chain_id
            and record.sequence is not None
            and record.envelope_hash is not None
        ]
        return max(heads, key=lambda head: head.sequence, default=None)

    def chains_of(self, device: DeviceId) -> Sequence[ChainHead]:
        chains = {
            record.chain_id
            for record in self._all.records.values()
            if record.device == device and record.chain_id is not None
        }
        heads = [head for chain in chains if (head := self.chain_head(chain)) is not None]
        return sorted(heads, key=lambda head: (-head.sequence, head.chain_id))

    def links(self) -> Sequence[ChainLink]:
        return [
            ChainLink(
                chain_id=record.chain_id,
                sequence=record.sequence,
                hash=record.envelope_hash,
                previous=record.previous,
                record_id=record.record_id,
                author_device=record.device or "",
                made_at=record.written_at,
            )
            for record in self._all.records.values()
            if record.chain_id is not None
            and record.sequence is not None
            and record.envelope_hash is not None
            and record.kind != RecordKind.DEVICE_HEAD
        ]

    def last_written_by(self, device: DeviceId) -> datetime | None:
        found = (record.written_at for record in self._all.records.values() if record.device == device)
        return max(found, default=None)

    def enveloped_ids(self, *, with_server: bool = False) -> Sequence[tuple[RecordId, str]]:
        return sorted(
            (record.record_id, record.envelope_hash)
            for record in self._all.records.values()
            if record.envelope_hash is not None and (record.position is not None or not with_server)
        )


def _line(record: StoredRecord) -> RecordLine:
    return RecordLine(
        record_id=record.record_id,
        kind=record.kind,
        subject=record.subject,
        author=record.author,
        device=record.device,
        written_at=record.written_at,
        state=record.state,
        position=record.position,
        accepted_at=record.accepted_at,
        reason=record.reason,
        sealed=record.envelope_hash is not None,
        verified=record.verified,
    )
