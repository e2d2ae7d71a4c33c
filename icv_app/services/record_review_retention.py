"""How long record reviews are kept: whole for the years of a visit, by the last word said in a sample.

Nothing in them identifies a person by design. What was said to and by the force about their concerns goes
when that of visits does, and the rest of it with them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from icv_app.domain.ids import MemberId, RecordId
from icv_app.domain.record_review_standing import standing_assignments
from icv_app.services.concern_records import STEP
from icv_app.services.ports import StoredRecord, UnitOfWork
from icv_app.services.record_review_records import CONCERN as RAISED
from icv_app.services.record_review_records import KINDS, assignments_in, review_concern_in
from icv_app.services.report_records import says


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptSample:
    """Everything that was said about one sample.

    Attributes:
        last_said: UTC; the years are counted from it.
    """

    last_said: datetime
    records: tuple[StoredRecord, ...]


def kept_samples(unit: UnitOfWork) -> Iterator[KeptSample]:
    """Return every sample with what was said about it."""
    said: dict[str, list[StoredRecord]] = defaultdict(list)
    for record in unit.records.of_kinds(KINDS):
        if not says(record):
            continue
        if record.kind != RAISED:
            said[record.subject].append(record)
            continue
        raised = review_concern_in(record)
        said[raised.sample_id].append(record)
        about = unit.records.about(raised.concern.concern_id, (STEP,))
        said[raised.sample_id] += [step for step in about if says(step)]
    for records in said.values():
        once = {record.record_id: record for record in records}
        last = max(record.written_at for record in once.values())
        yield KeptSample(last_said=last, records=tuple(once.values()))


def forget_questionnaires(unit: UnitOfWork, member_id: MemberId) -> None:
    """Forget what a visitor began to write about records that are not theirs to read any more."""
    given: dict[tuple[RecordId, str], list[RecordId]] = defaultdict(list)
    known = assignments_in(unit)
    for one in known:
        given[one.sample_id, one.reference].append(one.record_id)
    for place, ids in given.items():
        standing = standing_assignments(one for one in known if (one.sample_id, one.reference) == place)
        theirs = standing[0].record_id if standing and standing[0].member_id == member_id else None
        for record_id in ids:
            if record_id != theirs:
                unit.unsent.forget_about(record_id)
