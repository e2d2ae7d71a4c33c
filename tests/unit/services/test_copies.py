"""Copies of reports: the reviewer's of every terrorism visit, the force's, and who may note them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from icv_app.domain.copies import CopyTo, ReportCopy
from icv_app.domain.ids import MemberId, RecordId, VisitId
from icv_app.domain.visit import Visit, VisitKind
from icv_app.errors import NotFound, RuleBroken, StoreError
from icv_app.seal.envelope import read_envelope
from icv_app.services.copy_records import copy_parts
from icv_app.services.ports import RecordState
from tests.builders import a_member
from tests.memory_scheme import MemoryScheme, SeededIds, a_scheme
from tests.unit.services.by_own_hand import taken


@pytest.fixture
def scheme() -> MemoryScheme:
    made = a_scheme()
    for number in (1, 2):
        made["C-001"].desk.scheme.put_member(a_member(number, tact_trained=True))
    made.exchange()
    return made


@pytest.fixture
def report(scheme: MemoryScheme) -> Visit:
    """A terrorism visit everybody it is for has."""
    filed = scheme.filed_by("V-001", kind=VisitKind.TACT)
    scheme.exchange()
    return filed


def owed(scheme: MemoryScheme, name: str = "C-001") -> list[VisitId]:
    return [line.visit_id for line in scheme[name].desk.copies.owed()]


def test_every_terrorism_report_owes_the_reviewer_a_copy_until_it_is_sent(
    scheme: MemoryScheme, report: Visit
) -> None:
    scheme.filed_by("V-002")
    scheme.exchange()
    assert owed(scheme) == [report.visit_id]

    scheme["C-001"].desk.copies.note(report.visit_id, CopyTo.POLICE)
    assert owed(scheme) == [report.visit_id]

    scheme.clock.forward(minutes=1)
    noted = scheme["C-001"].desk.copies.note(report.visit_id, CopyTo.REVIEWER, how=" By secure e-mail. ")
    scheme.exchange()

    assert (noted.by, noted.at, noted.how) == ("C-001", scheme.clock.now(), "By secure e-mail.")
    for name in ("C-001", "C-002", "V-001", "V-002"):
        assert owed(scheme, name) == []
        assert [copy.to for copy in scheme[name].desk.copies.of(report.visit_id)] == [
            CopyTo.POLICE,
            CopyTo.REVIEWER,
        ]


def test_a_copy_once_noted_stays_and_another_stands_beside_it(scheme: MemoryScheme, report: Visit) -> None:
    copies = scheme["C-001"].desk.copies
    first = copies.note(report.visit_id, CopyTo.REVIEWER, how="By post")
    scheme.clock.forward(hours=1)
    second = copies.note(report.visit_id, CopyTo.REVIEWER, how="By post again: lost")
    assert copies.of(report.visit_id) == (first, second)


def test_the_force_gets_copies_of_every_kind_of_visit(scheme: MemoryScheme) -> None:
    filed = scheme.filed_by("V-001")
    scheme.exchange()
    scheme["C-001"].desk.copies.note(filed.visit_id, CopyTo.POLICE)
    [copy] = scheme["C-001"].desk.copies.of(filed.visit_id)
    assert copy.to is CopyTo.POLICE


def test_what_cannot_be_true_is_not_noted(scheme: MemoryScheme, report: Visit) -> None:
    other = scheme.filed_by("V-002")
    scheme.exchange()
    copies, now = scheme["C-001"].desk.copies, scheme.clock.now()
    attempts: tuple[Callable[[], object], ...] = (
        lambda: scheme["V-001"].desk.copies.note(report.visit_id, CopyTo.REVIEWER),
        lambda: copies.note(other.visit_id, CopyTo.REVIEWER),
        lambda: copies.note(report.visit_id, CopyTo.REVIEWER, at=now - timedelta(days=9)),
        lambda: copies.note(report.visit_id, CopyTo.REVIEWER, at=now + timedelta(hours=1)),
    )
    for attempt in attempts:
        with pytest.raises(RuleBroken) as refused:
            attempt()
        assert refused.value.user_text
    with pytest.raises(NotFound):
        copies.note(VisitId("nowhere"), CopyTo.POLICE)
    assert owed(scheme) == [report.visit_id]


def test_a_full_disk_notes_nothing(scheme: MemoryScheme, report: Visit) -> None:
    scheme["C-001"].store.fail_next_commit = True
    with pytest.raises(StoreError):
        scheme["C-001"].desk.copies.note(report.visit_id, CopyTo.REVIEWER)
    assert owed(scheme) == [report.visit_id]


def forged_copy(scheme: MemoryScheme, author: str, report: Visit, **changes: object) -> bytes:
    copy = ReportCopy(
        record_id=RecordId(SeededIds(scheme.clock, author).new()),
        visit_id=report.visit_id,
        to=CopyTo.REVIEWER,
        at=scheme.clock.now(),
        by=MemberId(author),
    )
    said = replace(copy, **changes)  # type: ignore[arg-type]
    return scheme.forged(
        author, "report.copy", report.visit_id, copy_parts(said), to=("V-001",), record_id=copy.record_id
    )


def test_no_visitor_says_that_the_reviewer_has_a_copy(scheme: MemoryScheme, report: Visit) -> None:
    data = forged_copy(scheme, "V-002", report)
    for name in ("C-001", "V-001"):
        assert taken(scheme, data, name)[0] is RecordState.REFUSED
        assert owed(scheme, name) == [report.visit_id]


@pytest.mark.parametrize(
    "changes", [{"by": MemberId("C-001")}, {"visit_id": VisitId("another")}, {"record_id": RecordId("other")}]
)
def test_a_copy_that_contradicts_what_is_around_it_is_refused(
    scheme: MemoryScheme, report: Visit, changes: dict[str, object]
) -> None:
    data = forged_copy(scheme, "C-002", report, **changes)
    assert taken(scheme, data)[0] is RecordState.REFUSED
    assert read_envelope(data).record_id in scheme["C-001"].store.saved_records
    assert owed(scheme) == [report.visit_id]
