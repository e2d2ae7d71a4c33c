"""The way of one report through real vaults and a real server."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from icv_app.bootstrap.wiring import sync_with_server
from icv_app.domain.ids import VisitId
from icv_app.domain.review import ReviewState
from icv_app.domain.visit import Visit
from icv_app.services.desk import Desk
from tests.builders import a_visit
from tests.functional.scheme_in_life import SchemeInLife
from tests.servers import running_server


@pytest.fixture
def scheme(tmp_path: Path) -> Iterator[SchemeInLife]:
    with running_server(tmp_path / "server") as server:
        life = SchemeInLife(tmp_path, server)
        yield life
        life.close()


def a_filed_report(desk: Desk, scheme: SchemeInLife) -> Visit:
    draft = desk.visits.start()
    scheme.clock.forward(hours=3)
    made = a_visit(author="V-001", visitors=("V-001", "V-002"))
    desk.visits.change(
        draft.visit_id,
        lambda visit: replace(
            made,
            visit_id=visit.visit_id,
            checklist=visit.checklist,
            settings_version=visit.settings_version,
            created_at=visit.created_at,
        ),
    )
    return desk.visits.submit(VisitId(draft.visit_id))


def test_a_report_is_filed_synced_returned_answered_and_approved(scheme: SchemeInLife) -> None:
    coordinator = scheme.found()
    visitor = scheme.join("V-001")
    report = a_filed_report(visitor, scheme)

    sync_with_server(visitor)
    sync_with_server(coordinator)

    [line] = coordinator.reviews.list(ReviewState.FILED)
    assert line.visit_id == report.visit_id
    assert coordinator.reviews.read(report.visit_id).visit == report
    coordinator.reviews.return_with_question(report.visit_id, "Which cell was cold?")
    sync_with_server(coordinator)
    sync_with_server(visitor)

    seen = visitor.reviews.read(report.visit_id)
    assert seen.review.question is not None
    assert seen.review.question.text == "Which cell was cold?"
    visitor.reviews.answer(report.visit_id, "The one beside the booking desk.")
    sync_with_server(visitor)
    sync_with_server(coordinator)

    assert coordinator.reviews.read(report.visit_id).review.state is ReviewState.ANSWERED
    coordinator.reviews.approve(report.visit_id)
    sync_with_server(coordinator)
    sync_with_server(visitor)
    assert visitor.reviews.read(report.visit_id).review.state is ReviewState.APPROVED
    assert visitor.verification.verify().first_break is None
    assert coordinator.verification.verify().first_break is None


def test_the_second_visitor_agrees_on_a_device_of_their_own(scheme: SchemeInLife) -> None:
    coordinator = scheme.found()
    first, second = scheme.join("V-001"), scheme.join("V-002")
    report = a_filed_report(first, scheme)
    for desk in (first, second):
        sync_with_server(desk)

    second.reviews.agree(report.visit_id)
    for desk in (second, coordinator):
        sync_with_server(desk)

    events = coordinator.reviews.read(report.visit_id).review.events
    assert "agreed" in {event.kind.value for event in events if event.by == "V-002"}
