"""Copies of reports: the reviewer's of every terrorism visit, the force's, and who may note them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from icv_app.domain.copies import CopyTo, ReportCopy
from icv_app.domain.ids import MemberId, RecordId, VisitId
from icv_app.domain.visit import Visit, VisitKind
from icv_app.errors import NotFound, RuleBroken, StoreError
from icv_app.seal.envelope import read_envelope
from icv_app.services.copy_records import copy_of, copy_parts
from icv_app.services.ports import RecordState
from icv_app.services.report_records import PERSON, REPORT
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


def copies_at(scheme: MemoryScheme, name: str, visit: Visit) -> list[tuple[CopyTo, str]]:
    return [(copy.to, copy.by) for copy in scheme[name].desk.copies.of(visit.visit_id)]


def test_a_visitor_notes_the_police_copy_of_their_own_visit(scheme: MemoryScheme, report: Visit) -> None:
    scheme["V-002"].desk.copies.note(report.visit_id, CopyTo.POLICE, how="Handed over")
    scheme.exchange()

    for name in ("C-001", "C-002", "V-001", "V-002"):
        assert copies_at(scheme, name, report) == [(CopyTo.POLICE, "V-002")]
    assert owed(scheme) == [report.visit_id], "it says nothing of the reviewer's"
    assert not scheme["V-003"].records("visit.police_copy")


def test_a_note_that_comes_before_its_report_counts_when_the_report_is_there(scheme: MemoryScheme) -> None:
    filed = scheme.filed_by("V-001")
    scheme["V-001"].desk.copies.note(filed.visit_id, CopyTo.POLICE)
    scheme.courier.send(scheme["V-001"])
    office = scheme["C-001"]
    data = {record.kind: record.envelope for record in scheme["V-001"].store.saved_records.values()}
    for kind in ("visit.police_copy", "visit.report"):
        envelope = data[kind]
        assert envelope is not None
        office.take(envelope)
        there = [(CopyTo.POLICE, "V-001")] if kind == "visit.report" else []
        assert copies_at(scheme, "C-001", filed) == there


def test_what_cannot_be_true_is_not_noted(scheme: MemoryScheme, report: Visit) -> None:
    other = scheme.filed_by("V-002")
    scheme.exchange()
    draft = scheme.draft_by("V-001")
    copies, now = scheme["C-001"].desk.copies, scheme.clock.now()
    attempts: tuple[Callable[[], object], ...] = (
        lambda: scheme["V-001"].desk.copies.note(report.visit_id, CopyTo.REVIEWER),
        lambda: scheme["V-001"].desk.copies.note(draft.visit_id, CopyTo.POLICE),
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


def forged_copy(
    scheme: MemoryScheme, author: str, report: Visit, *, kind: str = "report.copy", **changes: object
) -> bytes:
    copy = ReportCopy(
        record_id=RecordId(SeededIds(scheme.clock, author).new()),
        visit_id=report.visit_id,
        to=CopyTo.REVIEWER,
        at=scheme.clock.now(),
        by=MemberId(author),
    )
    said = replace(copy, **changes)  # type: ignore[arg-type]
    return scheme.forged(
        author, kind, report.visit_id, copy_parts(said), to=("V-001",), record_id=copy.record_id
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
    scheme: MemoryScheme, report: Visit, changes: dict[str, Any]
) -> None:
    data = forged_copy(scheme, "C-002", report, **changes)
    assert taken(scheme, data)[0] is RecordState.REFUSED
    assert read_envelope(data).record_id in scheme["C-001"].store.saved_records
    assert owed(scheme) == [report.visit_id]


def noted_by_hand(
    scheme: MemoryScheme, author: str, report: Visit, to: CopyTo = CopyTo.POLICE, **changes: Any
) -> bytes:
    return forged_copy(scheme, author, report, kind="visit.police_copy", to=to, **changes)


def test_a_visitor_who_was_not_there_notes_no_copy(scheme: MemoryScheme, report: Visit) -> None:
    data = noted_by_hand(scheme, "V-003", report)
    for name in ("C-001", "V-001"):
        state, why = taken(scheme, data, name)
        assert state is RecordState.REFUSED
        assert "may not say it" in why
        assert copies_at(scheme, name, report) == []


def test_nor_before_the_report_is_there(scheme: MemoryScheme) -> None:
    filed = scheme.filed_by("V-001")
    data = noted_by_hand(scheme, "V-003", filed)
    taken(scheme, data)
    scheme.exchange()
    assert scheme["C-001"].record(read_envelope(data).record_id).state is RecordState.REFUSED
    assert copies_at(scheme, "C-001", filed) == []


def test_no_visitor_of_the_visit_notes_the_reviewers_copy_as_if_it_were_the_forces(
    scheme: MemoryScheme, report: Visit
) -> None:
    data = noted_by_hand(scheme, "V-002", report, to=CopyTo.REVIEWER)
    for name in ("C-001", "V-001"):
        assert taken(scheme, data, name)[0] is RecordState.REFUSED
        assert owed(scheme, name) == [report.visit_id]
        assert copies_at(scheme, name, report) == []


@pytest.mark.parametrize("author", ["V-002", "C-002"])
def test_each_role_has_its_own_kind_of_note(scheme: MemoryScheme, report: Visit, author: str) -> None:
    kind = "report.copy" if author == "V-002" else "visit.police_copy"
    data = forged_copy(scheme, author, report, kind=kind, to=CopyTo.POLICE)
    assert taken(scheme, data)[0] is RecordState.REFUSED
    assert copies_at(scheme, "C-001", report) == []


def test_nobody_notes_a_visitors_copy_in_anothers_name(scheme: MemoryScheme, report: Visit) -> None:
    data = noted_by_hand(scheme, "V-003", report, by=MemberId("V-001"))
    assert taken(scheme, data)[0] is RecordState.REFUSED
    assert copies_at(scheme, "C-001", report) == []


def test_notes_of_before_the_guard_looked_at_them_are_read(scheme: MemoryScheme, report: Visit) -> None:
    noted = scheme["C-001"].desk.copies.note(report.visit_id, CopyTo.POLICE, how="By post")
    record = scheme["C-001"].record(noted.record_id)
    older = {
        PERSON: b'{"text":"By post"}',
        REPORT: (record.parts[REPORT] or b"").replace(b',"justified":[]', b""),
    }
    assert older[REPORT] != record.parts[REPORT]
    assert copy_of(replace(record, parts=older)) == noted
