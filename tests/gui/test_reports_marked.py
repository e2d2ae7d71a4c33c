"""Many reports are marked and approved at once; the inbox by state, age and late filing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from icv_app.domain.review import ReviewState
from tests.builders import a_filed_visit
from tests.fakes.desk import HandClock, a_desk, file_report
from tests.fakes.memory_store import MemoryStore
from tests.fakes.tasks import InlineTasks
from tests.gui.inbox import THURSDAY_NIGHT, Inbox, an_inbox, wait_for
from tests.gui.offices import the_clock
from ui.reports.view_model import Age, Part, ReportsViewModel
from ui.theme import Theme


@pytest.fixture
def inbox(qtbot: QtBot, theme: Theme) -> Inbox:
    return an_inbox(qtbot)


def enter_on(inbox: Inbox, button: object) -> None:
    button.setFocus()  # type: ignore[attr-defined]
    inbox.press(Qt.Key.Key_Return)


def marked(inbox: Inbox) -> list[str]:
    rows = inbox.page.rows
    return [rows.row_at(at).visit_id for at in range(rows.rowCount()) if rows.row_at(at).marked]


def test_m_marks_a_report_and_takes_the_mark_away(inbox: Inbox) -> None:
    assert not inbox.page.marks.approve_button.isVisible()
    inbox.press("m")
    assert marked(inbox) == [THURSDAY_NIGHT]
    assert inbox.page.rows.cell(0, 2).spoken().startswith("Marked")
    assert inbox.page.marks.approve_button.text() == "Approve 1 marked"
    inbox.press("m")
    assert marked(inbox) == []


def test_marked_reports_are_approved_after_one_question_that_says_how_many(
    qtbot: QtBot, inbox: Inbox
) -> None:
    inbox.press("m")
    inbox.press("j")
    wait_for(qtbot, inbox, "halifax-1306")
    inbox.press("m")
    enter_on(inbox, inbox.page.marks.approve_button)

    ask = inbox.page.marks.ask
    assert ask.isVisible()
    assert ask.text.text() == "Approve 2 reports? Wakefield 14 Mar 2024, 21:40, Halifax 13 Mar 2024, 06:16."
    assert inbox.state() is ReviewState.RECEIVED
    enter_on(inbox, ask.yes_button)

    assert [inbox.state(), inbox.state("halifax-1306")] == [ReviewState.APPROVED] * 2
    assert inbox.window.messages.text() == "2 reports are approved."
    assert inbox.page.parts.tags[0].text() == "To decide 4"
    assert marked(inbox) == []


def test_going_back_approves_nothing_and_keeps_the_marks(inbox: Inbox) -> None:
    enter_on(inbox, inbox.page.marks.all_button)
    assert len(marked(inbox)) == 6
    enter_on(inbox, inbox.page.marks.approve_button)
    inbox.press(Qt.Key.Key_Escape)
    assert not inbox.page.marks.ask.isVisible()
    assert len(marked(inbox)) == 6
    assert inbox.page.parts.tags[0].text() == "To decide 6"
    enter_on(inbox, inbox.page.marks.all_button)
    assert marked(inbox) == []


def test_a_report_that_is_returned_meanwhile_is_left_out_by_its_name(inbox: Inbox) -> None:
    inbox.press("m")
    other = a_desk(inbox.store, "C-002", clock=the_clock())
    other.reviews.return_with_question(THURSDAY_NIGHT, "Why?")
    enter_on(inbox, inbox.page.marks.approve_button)
    said = inbox.page.marks.ask.text.text()
    assert "None of those marked waits any more." in said
    assert "Wakefield 14 Mar 2024, 21:40" in said
    enter_on(inbox, inbox.page.marks.ask.yes_button)
    assert inbox.state() is ReviewState.RETURNED


def test_a_report_that_fails_is_told_by_its_name_and_the_others_are_approved(inbox: Inbox) -> None:
    enter_on(inbox, inbox.page.marks.all_button)
    enter_on(inbox, inbox.page.marks.approve_button)
    inbox.store.fail_next_commit = True
    enter_on(inbox, inbox.page.marks.ask.yes_button)

    text = inbox.page.message.text()
    assert "5 reports are approved. 1 report is not approved. Wakefield 14 Mar 2024, 21:40:" in text
    assert inbox.page.parts.tags[0].text() == "To decide 1"
    assert marked(inbox) == [THURSDAY_NIGHT]


def test_a_report_that_does_not_wait_cannot_be_marked(qtbot: QtBot, inbox: Inbox) -> None:
    inbox.page.parts.tags[0].setFocus()
    for _part in range(3):
        inbox.press(Qt.Key.Key_Right)
    wait_for(qtbot, inbox, "leeds-0917")
    inbox.page.table.setFocus()
    inbox.press("m")
    assert marked(inbox) == []
    assert not inbox.page.marks.mark_button.isEnabled()


def test_states_are_parts_of_the_list(inbox: Inbox) -> None:
    inbox.page.parts.tags[0].setFocus()
    inbox.press(Qt.Key.Key_Right)
    assert inbox.page.parts.value() == "received"
    assert len(inbox.suites()) == 5
    inbox.press(Qt.Key.Key_Right)
    assert inbox.page.parts.value() == "answered"
    assert len(inbox.suites()) == 1


def test_ages_are_counted_and_narrow_the_list(inbox: Inbox) -> None:
    tags = inbox.page.ages.tags
    counts = [int(tag.text().rpartition(" ")[2]) for tag in tags[1:]]
    assert sum(counts) == 6
    tags[0].setFocus()
    for at, count in enumerate(counts, 1):
        inbox.press(Qt.Key.Key_Right)
        assert inbox.page.ages.value() == tags[at].value
        assert len(inbox.suites()) == count


def test_late_filings_are_flagged_and_can_be_listed_alone(inbox: Inbox) -> None:
    rows = inbox.page.rows
    late = [rows.row_at(at).visit_id for at in range(rows.rowCount()) if rows.row_at(at).summary.late]
    assert late
    enter_on(inbox, inbox.page.filters_button)
    inbox.page.filters.late.setFocus()
    inbox.press(Qt.Key.Key_Space)
    assert [rows.row_at(at).visit_id for at in range(rows.rowCount())] == late
    assert all("Filed late" in rows.cell(at, 2).spoken() for at in range(rows.rowCount()))
    assert QApplication.focusWidget() is inbox.page.filters.late


def test_ages_go_by_the_days_of_london_when_the_clocks_change() -> None:
    """Filed at 00:30 on the day the clocks went forward, seen two and three days later."""
    store = MemoryStore()
    file_report(store, a_filed_visit(submitted_at=datetime(2024, 3, 31, 0, 30, tzinfo=UTC)))
    for moment, age in (
        (datetime(2024, 4, 2, 22, 59, tzinfo=UTC), Age.FRESH),
        (datetime(2024, 4, 2, 23, 1, tzinfo=UTC), Age.WEEK),
        (datetime(2024, 4, 7, 22, 59, tzinfo=UTC), Age.WEEK),
        (datetime(2024, 4, 7, 23, 1, tzinfo=UTC), Age.OLDER),
    ):
        model = ReportsViewModel(a_desk(store, clock=HandClock(moment)), InlineTasks())
        model.refresh()
        [row] = model.rows(Part.ALL)
        assert row.age is age
        assert model.rows(Part.ALL, age) == (row,)
        assert model.age_counts(Part.RECEIVED)[age] == 1
