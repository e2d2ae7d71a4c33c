"""A sample at the coordinator's desk when something comes in between: a sync, a second press, a leaver."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from icv_app.domain.ids import MemberId
from tests.gui.at_work import press
from tests.gui.reviewed_records import a_reviewed_scheme
from tests.gui.test_record_reviews import opened, use
from tests.memory_scheme import MemoryScheme
from tests.record_review_builders import a_finding, a_read
from ui.record_reviews.sample_page import SamplePage
from ui.record_reviews.view import RecordReviewsPage
from ui.theme import Theme


@pytest.fixture
def scheme(theme: Theme) -> MemoryScheme:
    return a_reviewed_scheme()


def sample_of(qtbot: QtBot, scheme: MemoryScheme) -> SamplePage:
    window = opened(qtbot, scheme, "C-001", "record_reviews")
    page = window.page
    assert isinstance(page, RecordReviewsPage)
    use(qtbot, page.open_button)
    assert isinstance(window.page, SamplePage)
    return window.page


def read_with_two_findings(scheme: MemoryScheme) -> str:
    visitor = scheme["V-001"].desk.record_readings
    waits = visitor.given()[0].assignment
    found = (a_finding("f-8", text="No food."), a_finding("f-9", text="No water.", category="E2"))
    visitor.send(waits.record_id, a_read(findings=found))
    scheme.exchange()
    return waits.reference


def test_the_finding_chosen_stays_chosen_when_something_arrives(qtbot: QtBot, scheme: MemoryScheme) -> None:
    reference = read_with_two_findings(scheme)
    page = sample_of(qtbot, scheme)
    page.table.choose(reference)
    page.reading.finding.set_value("f-9")
    page.shown()
    use(qtbot, page.reading.raise_button)
    assert scheme["C-001"].desk.record_reviews.all().raised == {"f-9"}


def test_what_the_other_visitor_found_can_be_raised_where_a_record_was_read_twice(
    qtbot: QtBot, scheme: MemoryScheme
) -> None:
    office = scheme["C-001"].desk.record_reviews
    scheme.clock.forward(minutes=1)
    office.assign(office.all().samples[0], ["R-02"], MemberId("V-002"))
    scheme.exchange()
    visitor = scheme["V-002"].desk.record_readings
    visitor.send(visitor.given()[0].assignment.record_id, a_read(findings=(a_finding("f-7"),)))
    scheme.exchange()
    page = sample_of(qtbot, scheme)
    page.table.choose("R-02")
    assert "(V-001)" in page.reading.findings.text()
    page.reading.finding.set_value("f-1")
    use(qtbot, page.reading.raise_button)
    assert office.all().raised == {"f-1"}


def test_closing_asks_first(qtbot: QtBot, scheme: MemoryScheme) -> None:
    page = sample_of(qtbot, scheme)
    use(qtbot, page.close_button)
    [standing] = scheme["C-001"].desk.record_reviews.all().samples
    assert standing.closed is None
    assert page.closing.no_button.hasFocus()
    press(qtbot, Qt.Key.Key_Escape)
    assert page.close_button.hasFocus()
    use(qtbot, page.close_button)
    use(qtbot, page.closing.yes_button)
    [standing] = scheme["C-001"].desk.record_reviews.all().samples
    assert standing.closed is not None
    assert page.back_button.hasFocus()


def test_a_closed_sample_is_closed_again_only_where_something_was_found_since(
    qtbot: QtBot, scheme: MemoryScheme
) -> None:
    office = scheme["C-001"].desk.record_reviews
    visitor = scheme["V-001"].desk.record_readings
    one = visitor.given()[0].assignment
    visitor.send(one.record_id, a_read(findings=(a_finding("f-8"),)))
    office.close(office.all().samples[0])
    page = sample_of(qtbot, scheme)
    assert not page.close_button.isEnabled()
    scheme.exchange()
    page.shown()
    assert page.close_button.isEnabled()
    assert "was found since" in page.how_drawn.text()
    use(qtbot, page.close_button)
    use(qtbot, page.closing.yes_button)
    assert not page.close_button.isEnabled()


def test_a_record_of_somebody_who_has_left_is_given_to_somebody_else(
    qtbot: QtBot, scheme: MemoryScheme
) -> None:
    desk = scheme["C-001"].desk
    member = next(one for one in desk.scheme.members() if one.member_id == "V-001")
    yesterday = scheme.clock.now().date() - timedelta(days=1)
    desk.scheme.put_member(replace(member, left=yesterday))
    page = sample_of(qtbot, scheme)
    waits = next(row for row in map(page.rows.row_at, range(3)) if row.assignment and not row.reading)
    at = page.rows.row_of(waits.reference)
    assert at is not None
    assert "Has left" in page.rows.cell(at, 2).spoken()
    page.visitor.set_value("V-002")
    use(qtbot, page.give_all_button)
    [standing] = desk.record_reviews.all().samples
    assert {one.assignment.member_id for one in standing.records if one.assignment and not one.reading} == {
        "V-002"
    }
