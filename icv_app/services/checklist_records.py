"""How a checklist that a coordinator brought becomes a record, and back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from icv_app.domain.ids import RecordId
from icv_app.domain.records import RecordKind
from icv_app.services.documents import from_json, to_json
from icv_app.services.ports import StoredRecord, UnitOfWork
from icv_app.services.read_once import ReadOnce
from icv_app.services.records import RecordBook
from icv_app.services.report_records import REPORT, unfit
from icv_app.services.scheme_records import EVERYBODY

CHECKLIST = RecordKind.SCHEME_CHECKLIST.value
LONGEST_TEXT = 1_000_000
"""Characters; the checklist that ships has near 60,000."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedChecklist:
    """A version of a checklist as its file holds it.

    Attributes:
        fingerprint: As in `Checklist`.
        text: The file.
    """

    record_id: RecordId
    checklist_id: str
    version: int
    fingerprint: str
    text: str


def write_checklist(records: RecordBook, unit: UnitOfWork, published: PublishedChecklist) -> StoredRecord:
    """Give everybody a checklist, in the caller's transaction."""
    return records.write(
        unit,
        kind=CHECKLIST,
        subject=published.checklist_id,
        parts={REPORT: to_json(published)},
        addressees=EVERYBODY,
        record_id=published.record_id,
    )


def checklist_in(record: StoredRecord) -> PublishedChecklist:
    """Return the checklist a record holds; the text is read where it is used.

    Raises:
        SealError: What is inside does not fit the record around it.
        BadInput: It is not written as this version writes it.
    """
    body = record.parts.get(REPORT)
    said = from_json(PublishedChecklist, body) if body is not None else None
    if said is None or (said.record_id, said.checklist_id) != (record.record_id, record.subject):
        raise unfit(record, "checklist does not fit its record")
    if not 1 <= said.version <= 9_999 or not 0 < len(said.text) <= LONGEST_TEXT:
        raise unfit(record, "checklist out of bounds")
    return said


class PublishedChecklists(ReadOnce[tuple[datetime, PublishedChecklist]]):
    """The checklists in one vault that a coordinator brought."""

    def __init__(self) -> None:
        super().__init__(CHECKLIST, lambda record: (record.written_at, checklist_in(record)))

    def by_version(self, unit: UnitOfWork) -> dict[tuple[str, int], PublishedChecklist]:
        """Return every one by name and version; of two of one version the first written."""
        latest_first = sorted(self.all(unit), key=lambda one: (one[0], one[1].record_id), reverse=True)
        return {(found.checklist_id, found.version): found for _written_at, found in latest_first}
