"""The coordinator works through the inbox with the keyboard."""

from __future__ import annotations

from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from icv_app.domain.concern import ConcernState
from icv_app.domain.ids import ConcernId
from icv_app.domain.review import ReviewEventKind, ReviewState
from tests.fakes.desk import a_desk
from tests.fakes.memory_store import MemoryStore
from tests.fakes.tasks import InlineTasks
from tests.gui.inbox import THURSDAY_NIGHT, Inbox, an_inbox, chosen, shown, wait_for
from ui.doors import Doors
from ui.finding.wording import FoundLine
from ui.report_reader.concern_card import ConcernCard
from ui.reports.view import SETTLE_MS, ReportsPage
from ui.reports.view_model import Part
from ui.shell import ShellWindow
from ui.tasks import Lane
from ui.theme import Theme
from ui.workplace import Workplace


def state_shown(inbox: Inbox) -> ReviewState | None:
    in_hand = inbox.page.report.in_hand
    return in_hand.report.review.state if in_hand is not None else None


@pytest.fixture
def inbox(qtbot: QtBot, theme: Theme) -> Inbox:
    return an_inbox(qtbot)


def test_what_waits_is_listed_newest_first_with_counts(inbox: Inbox) -> None:
    assert inbox.suites() == ["Wakefield", "Halifax", "Leeds", "Bradford", "Huddersfield", "Wakefield"]
    words = [tag.text() for tag in inbox.page.parts.tags]
    assert words == ["To decide 6", "Received 5", "Answered 1", "Returned 1", "Approved 6", "All"]
    assert inbox.page.subtitle == "6 to decide · oldest 8 days · 1 returned and waiting"


def test_the_navigation_says_how_many_wait(inbox: Inbox) -> None:
    badges = {button.entry.key: button.badge for button in inbox.window.nav.buttons}
    assert badges["reports"] == 6
    inbox.press("a")
    badges = {button.entry.key: button.badge for button in inbox.window.nav.buttons}
    assert badges["reports"] == 5


def test_the_first_report_is_read_and_noted_as_opened(inbox: Inbox) -> None:
    assert shown(inbox) == THURSDAY_NIGHT
    events = inbox.desk.reviews.read(THURSDAY_NIGHT).review.events
    assert [e.by for e in events if e.kind is ReviewEventKind.RECEIVED] == ["C-001"]
    assert chosen(inbox) == THURSDAY_NIGHT
    assert inbox.page.rows.row_at(0).summary.review is ReviewState.RECEIVED


def test_nothing_is_read_on_the_gui_thread(inbox: Inbox) -> None:
    assert inbox.tasks.lanes
    assert set(inbox.tasks.lanes) == {Lane.STORE}


def test_j_and_k_go_through_the_list(qtbot: QtBot, inbox: Inbox) -> None:
    inbox.press("j")
    wait_for(qtbot, inbox, "halifax-1306")
    inbox.press("j")
    wait_for(qtbot, inbox, "leeds-1223")
    inbox.press("k")
    wait_for(qtbot, inbox, "halifax-1306")


def test_passing_by_does_not_open_a_report(qtbot: QtBot, inbox: Inbox) -> None:
    inbox.press("j")
    inbox.press("j")
    wait_for(qtbot, inbox, "leeds-1223")
    assert "halifax-1306" not in inbox.page.reader.accessibleName().lower()
    assert inbox.page.report.wanted == "leeds-1223"


def test_nothing_is_done_with_a_report_that_another_was_chosen_after(qtbot: QtBot, inbox: Inbox) -> None:
    page = inbox.page
    inbox.press("j")
    inbox.press("a")
    assert inbox.state() is ReviewState.RECEIVED
    for button in (page.approve_button, page.return_button, page.beside.comment_button):
        assert not button.isEnabled()
    wait_for(qtbot, inbox, "halifax-1306")
    assert page.approve_button.isEnabled()
    inbox.press("k")
    inbox.press("j")  # back before it was gone
    assert page.approve_button.isEnabled()
    assert shown(inbox) == "halifax-1306"


def test_before_a_report_is_there_nothing_can_be_done(theme: Theme) -> None:
    store = MemoryStore()
    workplace = Workplace(a_desk(store), cast(Doors, None), InlineTasks(), ShellWindow())
    page = ReportsPage(workplace)
    for button in (page.approve_button, page.return_button, page.send_button, page.beside.thanks_button):
        assert not button.isEnabled()


def test_a_approves_and_goes_on_with_the_next(qtbot: QtBot, inbox: Inbox) -> None:
    inbox.press("a")
    assert inbox.state() is ReviewState.APPROVED
    wait_for(qtbot, inbox, "halifax-1306")
    assert inbox.window.messages.text() == "The report is approved."
    assert inbox.page.parts.tags[0].text() == "To decide 5"


def test_r_asks_and_the_report_goes_back(qtbot: QtBot, inbox: Inbox) -> None:
    inbox.press("r")
    assert QApplication.focusWidget() is inbox.page.return_box.text
    inbox.press("Was a jacket kept?")  # holds J, K, A and R: they are words here
    assert inbox.state() is ReviewState.RECEIVED
    inbox.press(Qt.Key.Key_Tab)
    inbox.press(Qt.Key.Key_Return)
    assert inbox.state() is ReviewState.RETURNED
    assert inbox.page.parts.tags[3].text() == "Returned 2"
    question = inbox.desk.reviews.read(THURSDAY_NIGHT).review.question
    assert question is not None
    assert question.text == "Was a jacket kept?"


def test_an_empty_question_is_not_sent(inbox: Inbox) -> None:
    inbox.press("r")
    inbox.press(Qt.Key.Key_Tab)
    inbox.press(Qt.Key.Key_Return)
    assert inbox.page.return_box.field.problem() == "Write something first."
    assert inbox.state() is ReviewState.RECEIVED


def test_a_question_begun_is_there_again_when_one_comes_back(qtbot: QtBot, inbox: Inbox) -> None:
    inbox.press("r")
    inbox.press("And then?")
    inbox.page.table.setFocus()
    inbox.press("j")
    wait_for(qtbot, inbox, "halifax-1306")
    assert not inbox.page.return_box.isVisible()
    inbox.page.table.setFocus()
    inbox.press("k")
    wait_for(qtbot, inbox, THURSDAY_NIGHT)
    assert inbox.page.return_box.text.value() == "And then?"


def test_escape_closes_the_box(inbox: Inbox) -> None:
    inbox.press("r")
    inbox.press(Qt.Key.Key_Escape)
    assert not inbox.page.return_box.isVisible()
    assert QApplication.focusWidget() is inbox.page.table


def test_a_concern_is_sent_to_the_force(inbox: Inbox) -> None:
    inbox.page.send_button.setFocus()
    inbox.press(Qt.Key.Key_Return)
    box = inbox.page.send_box
    assert box.concern.currentText().startswith("C1 Appropriate adult")
    assert box.role.value() == "custody_inspector"
    box.send_button.setFocus()
    inbox.press(Qt.Key.Key_Return)
    states = {one.concern_id: one.state for one in inbox.desk.reviews.read(THURSDAY_NIGHT).concerns}
    assert states[ConcernId("c-adult")] is ConcernState.SENT
    assert "Sent to the custody inspector just now · force reply due in 24 h 00" in inbox.page.reader.text()


def test_another_part_is_chosen_with_the_arrows(qtbot: QtBot, inbox: Inbox) -> None:
    inbox.page.parts.tags[0].setFocus()
    for _part in range(3):
        inbox.press(Qt.Key.Key_Right)
    assert inbox.suites() == ["Leeds"]
    wait_for(qtbot, inbox, "leeds-0917")
    assert inbox.page.parts.value() == "returned"


def test_an_approved_report_cannot_be_approved_again(qtbot: QtBot, inbox: Inbox) -> None:
    inbox.page.parts.tags[0].setFocus()
    for _part in range(4):
        inbox.press(Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: state_shown(inbox) is ReviewState.APPROVED, timeout=20 * SETTLE_MS)
    assert not inbox.page.approve_button.isEnabled()
    assert inbox.page.return_button.isEnabled()


def test_a_full_disk_is_explained_and_nothing_is_decided(inbox: Inbox) -> None:
    inbox.store.fail_next_commit = True
    inbox.press("a")
    assert inbox.page.message.text() == "The disk is full. Nothing was changed."
    assert inbox.state() is ReviewState.RECEIVED
    inbox.press("a")
    assert inbox.state() is ReviewState.APPROVED


def test_what_arrives_meanwhile_joins_the_list_without_moving_it(inbox: Inbox) -> None:
    before = inbox.page.reader.findChildren(QWidget)
    inbox.workplace.data_changed.emit()
    assert inbox.page.reader.findChildren(QWidget) == before
    assert chosen(inbox) == THURSDAY_NIGHT


def find(inbox: Inbox, qtbot: QtBot, words: str) -> list[FoundLine]:
    QTest.keyClick(inbox.page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    inbox.press(words)
    qtbot.waitUntil(lambda: inbox.page.finding.text == words)
    return list(inbox.page.found.rows_shown())


def test_words_are_found_in_all_reports_whatever_part_is_listed(inbox: Inbox, qtbot: QtBot) -> None:
    inbox.page.parts.set_value(Part.RETURNED)
    lines = find(inbox, qtbot, "drink")
    assert {line.where for line in lines} >= {"Suite"}
    assert inbox.page.search.count.text().endswith("visits") or inbox.page.search.count.text().endswith(
        "visit"
    )
    inbox.press(Qt.Key.Key_Escape)
    assert inbox.page.table.isVisible()


def test_what_was_found_is_read_beside_it_at_its_place(inbox: Inbox, qtbot: QtBot) -> None:
    concern = inbox.store.saved[THURSDAY_NIGHT].concerns[0]
    words = f'"{" ".join(concern.text.split()[:4])}"'
    lines = find(inbox, qtbot, words)
    assert [line.place.concern_id for line in lines if line.visit_id == THURSDAY_NIGHT] == [
        concern.concern_id
    ]
    inbox.press(Qt.Key.Key_Down)
    inbox.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(inbox.page.reader.place_shown, ConcernCard))
    assert inbox.page.report.wanted == lines[0].visit_id


def test_letters_typed_into_the_search_decide_nothing(inbox: Inbox, qtbot: QtBot) -> None:
    before = inbox.state()
    find(inbox, qtbot, "jar")
    assert inbox.state() is before


def test_filters_narrow_the_inbox_down_but_not_what_waits(inbox: Inbox, qtbot: QtBot) -> None:
    said = inbox.page.subtitle
    inbox.page.filters_button.setFocus()
    inbox.press(Qt.Key.Key_Return)
    inbox.page.filters.suite.setFocus()
    inbox.page.filters.suite.line.selectAll()
    inbox.press("leeds")
    inbox.press(Qt.Key.Key_Tab)
    assert inbox.suites() == ["Leeds"]
    assert inbox.page.subtitle == said
    inbox.page.filters_button.setFocus()
    inbox.press(Qt.Key.Key_Return)
    assert inbox.page.filters_button.text() == "Show filters (1 chosen)"


@pytest.mark.parametrize(("visit_id", "part"), [("leeds-1223", Part.TO_DECIDE), ("approved", Part.ALL)])
def test_a_report_is_opened_among_those_to_decide_if_it_waits(
    qtbot: QtBot, inbox: Inbox, visit_id: str, part: Part
) -> None:
    if visit_id == "approved":
        visit_id = str(inbox.page.view_model.rows(Part.APPROVED)[0].visit_id)
    inbox.page.parts.set_value(Part.RETURNED)
    inbox.page.open_report(visit_id)
    wait_for(qtbot, inbox, visit_id)
    assert (inbox.page.parts.value(), chosen(inbox)) == (part, visit_id)


def test_a_report_opened_before_the_list_is_read_stays_open_once_it_is(qtbot: QtBot, inbox: Inbox) -> None:
    page = ReportsPage(inbox.workplace)
    qtbot.addWidget(page)
    page.open_report("leeds-1223")
    assert not page.rows.rowCount()
    page.shown()
    page.show()
    qtbot.waitUntil(lambda: page.reader.shown is not None, timeout=20 * SETTLE_MS)
    assert page.reader.shown is not None
    assert page.reader.shown.visit_id == "leeds-1223"
    assert page.table.chosen().visit_id == "leeds-1223"
