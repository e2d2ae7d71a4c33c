"""A scheme in a vault in memory: its publications, and the rows of the export of everything."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from icv_app.bootstrap.templates import framework_template
from icv_app.domain.checklist import Checklist
from icv_app.domain.expenses import Claim
from icv_app.domain.fitness import Override
from icv_app.domain.ids import DeviceId, MemberId, RecordId
from icv_app.domain.member_file import FileWord
from icv_app.domain.notices import Notice, NoticeRead
from icv_app.domain.quality import Evidence, EvidenceKind, PublishedFramework
from icv_app.domain.record_review import Reading
from icv_app.domain.record_review_sample import Sample
from icv_app.domain.records import RecordKind
from icv_app.domain.scheme import Role, SchemeSettings
from icv_app.exchange.everything.columns import values
from icv_app.exchange.everything.written import AsJson, tables_of
from icv_app.services.attached_documents import DOCUMENT
from icv_app.services.concern_records import step_parts
from icv_app.services.documents import to_json
from icv_app.services.expense_records import expense_parts
from icv_app.services.identity import Identity
from icv_app.services.ports import RecordState, StoredRecord
from icv_app.services.publications import PublicationService
from icv_app.services.quality import QualityService
from icv_app.services.record_review_records import review_parts
from icv_app.services.record_reviews import RecordReviewService
from icv_app.services.records import RecordBook
from icv_app.services.report_records import REPORT
from icv_app.services.whole_scheme import WholeSchemeService
from tests.fakes.guard import FakeGuard
from tests.fakes.memory_store import MemoryStore
from tests.memory_scheme import SeededIds, SettableClock
from tests.unit.figures.generated_office import OFFICE
from tests.unit.figures.generated_schemes import Scheme
from tests.visit_builders import a_checklist

REVIEW_KINDS = {
    Sample: RecordKind.RECORD_REVIEW_SAMPLE,
    Reading: RecordKind.RECORD_REVIEW_READING,
}


@dataclass(frozen=True)
class Published:
    """What the office can write, and what it can export."""

    publications: PublicationService
    quality: QualityService
    reviews: RecordReviewService
    whole: WholeSchemeService

    def exported(self) -> dict[str, list[dict[str, Any]]]:
        """Every table of the export without what identifies people, as its JSON file has them."""
        form, found = AsJson(), {}
        with self.whole.opened(identifying=False) as scheme:
            visits = list(scheme.visits())
            for table, columns in tables_of(identifying=False):
                rows = (
                    table.of_scheme(scheme)
                    if table.of_scheme is not None
                    else (row for visit in visits for row in table.of_visit(visit))  # type: ignore[misc]
                )
                found[table.name] = [json.loads(form.row(columns, values(columns, row))) for row in rows]
        return found


def published(scheme: Scheme) -> Published:
    """The office of a scheme."""
    clock = SettableClock(datetime.combine(scheme.today, time(10), tzinfo=UTC))
    store = MemoryStore(*scheme.visits)
    with store.open_unit() as unit:
        for settings in scheme.settings:
            unit.settings.put(settings)
        for member in scheme.members:
            unit.members.put(member)
        for record in records(scheme):
            unit.records.put(record)
        unit.commit()
    identity = Identity(
        member_id=OFFICE,
        role=Role.COORDINATOR,
        scheme_id=scheme.settings[0].scheme_id,
        device_id=DeviceId("d"),
    )
    book = RecordBook(clock, SeededIds(clock, "oracle"), identity, lambda _unit, _record: None)
    reviews = RecordReviewService(store.open_unit, clock, identity, book, store.open_reading)
    quality = QualityService(
        store.open_unit,
        clock,
        identity,
        book,
        store.open_reading,
        template=framework_template,
        guard_for=lambda _settings: FakeGuard(),
    )
    publications = PublicationService(
        store.open_unit,
        clock,
        the_checklist,
        identity,
        book,
        store.open_reading,
        guard_for=lambda _settings: FakeGuard(),
        levels=quality.levels,
        reviews=reviews.figures,
    )
    return Published(
        publications, quality, reviews, WholeSchemeService(store.open_reading, clock, identity, the_checklist)
    )


def the_checklist(_checklist_id: str, _version: int, /) -> Checklist:
    """There is one."""
    return a_checklist()


def records(scheme: Scheme) -> Iterator[StoredRecord]:
    """Everything of a scheme that is kept as a record."""
    for settings in scheme.settings:
        yield _settings_record(settings)
    for step in scheme.steps:
        yield _record(
            RecordKind.CONCERN_STEP, step.record_id, step.concern_id, step.by, step.at, step_parts(step)
        )
    for said in scheme.claims:
        claimed = isinstance(said, Claim)
        kind = RecordKind.MEMBER_EXPENSES if claimed else RecordKind.MEMBER_EXPENSES_ANSWER
        author = said.member_id if isinstance(said, Claim) else said.by
        yield _record(kind, said.record_id, said.member_id, author, said.at, expense_parts(said))
    for one in scheme.reviews:
        review_kind = REVIEW_KINDS.get(type(one), RecordKind.RECORD_REVIEW_ASSIGNMENT)
        subject = one.record_id if isinstance(one, Sample) else one.sample_id
        by = one.member_id if isinstance(one, Reading) else one.by
        yield _record(review_kind, one.record_id, subject, by, one.at, review_parts(one))
    for note in scheme.notes:
        yield _note(note)


def _note(
    note: FileWord | Notice | NoticeRead | Override | PublishedFramework | Evidence,
) -> StoredRecord:
    parts: dict[str, bytes] = {REPORT: to_json(note)}
    subject: str
    match note:
        case FileWord():
            kind, subject, by = RecordKind.MEMBER_FILE, note.member_id, note.by
        case Override():
            kind, subject, by = RecordKind.MEMBER_OVERRIDE, note.member_id, note.by
        case Notice():
            kind, subject, by = RecordKind.SCHEME_NOTICE, note.notice_id, note.by
        case NoticeRead():
            kind, subject, by = RecordKind.MEMBER_NOTICE_READ, note.member_id, note.member_id
        case PublishedFramework():
            kind, subject, by = RecordKind.QUALITY_FRAMEWORK, note.framework.framework_id, note.by
        case Evidence():
            kind, subject, by = RecordKind.QUALITY_EVIDENCE, note.criterion_id, note.by
            if note.kind is EvidenceKind.DOCUMENT:
                parts[DOCUMENT] = b"x"
    return _record(kind, note.record_id, subject, by, note.at, parts)


def _settings_record(settings: SchemeSettings) -> StoredRecord:
    at = datetime(2020, 1, settings.version, tzinfo=UTC)
    parts = {REPORT: to_json(settings)}
    return _record(
        RecordKind.SCHEME_SETTINGS, f"settings-{settings.version}", settings.scheme_id, OFFICE, at, parts
    )


def _record(
    kind: RecordKind, name: str, subject: str, by: MemberId, at: datetime, parts: dict[str, bytes]
) -> StoredRecord:
    return StoredRecord(
        record_id=RecordId(name),
        kind=kind.value,
        subject=subject,
        author=by,
        device=DeviceId("d"),
        written_at=at,
        state=RecordState.ACCEPTED,
        parts=dict(parts),
    )
