"""A concern is chased from the list, step by step, with the keyboard."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from icv_app.domain.concern import ConcernState, ConcernStepKind, EscalationLevel
from icv_app.domain.concern_list import ConcernPart, ConcernStage
from icv_app.domain.ids import ConcernId
from icv_app.services.concerns import FiledConcern
from icv_app.services.desk import Desk
from icv_app.services.ports_concerns import ConcernFilter
from tests.builders import NOON, a_concern
from tests.fakes.desk import HandClock, a_desk, file_report
from tests.fakes.doors import FakeDoors
from tests.fakes.memory_store import MemoryStore
from tests.fakes.tasks import HeldTasks, InlineTasks
from tests.gui.offices import a_step, a_visit_at, a_week, the_clock
from ui.concerns.table import DUE
from ui.concerns.view import ConcernsPage
from ui.pages_coordinator import register_coordinator
from ui.shell import ShellWindow, coordinator_places
from ui.theme import Theme
from ui.widgets.labels import Text
from ui.widgets.tag import Tag
from ui.workplace import Workplace

SENT, REPLIED, ACCEPTED = ConcernStepKind.SENT, ConcernStepKind.REPLIED, ConcernStepKind.ACCEPTED
DISPUTED, ESCALATED, CLOSED = ConcernStepKind.DISPUTED, ConcernStepKind.ESCALATED, ConcernStepKind.CLOSED


@dataclass
class Chase:
    window: ShellWindow
    page: ConcernsPage
    desk: Desk
    store: MemoryStore
    clock: HandClock
    doors: FakeDoors

    def concern(self, concern_id: str) -> FiledConcern:
        line = next(one for one in self.desk.concerns.lines() if one.listed.concern_id == concern_id)
        return self.desk.concerns.read(line.listed.visit_id, line.listed.concern_id)

    def in_part(self, part: ConcernPart) -> list[str]:
        lines = self.desk.concerns.lines(ConcernFilter(part=part))
        return [str(line.listed.concern_id) for line in lines]

    def press(self, key: Qt.Key) -> None:
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, key)

    def type(self, words: str) -> None:
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClicks(focused, words)

    def ask_for(self, kind: ConcernStepKind) -> None:
        self.page.steps[kind].setFocus()
        self.press(Qt.Key.Key_Return)

    def take(self) -> None:
        self.page.box.take_button.setFocus()
        self.press(Qt.Key.Key_Return)

    def offered(self) -> list[ConcernStepKind]:
        return [kind for kind, button in self.page.steps.items() if button.isVisible()]

    def detail(self) -> str:
        return "\n".join(label.text() for label in self.page.detail.findChildren(Text))

    def listed(self) -> list[str]:
        return [str(self.page.rows.row_at(at).concern_id) for at in range(self.page.rows.rowCount())]


@pytest.fixture
def chase(qtbot: QtBot, theme: Theme) -> Chase:
    store, clock = MemoryStore(), the_clock()
    desk = a_desk(store, clock=clock)
    a_week(store)
    window = ShellWindow()
    qtbot.addWidget(window)
    doors = FakeDoors()
    workplace = Workplace(desk, doors, InlineTasks(), window, window)
    register_coordinator(workplace)
    window.show_role(coordinator_places(), "West Yorkshire")
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    workplace.open_concern("c-adult")
    page = window.page
    assert isinstance(page, ConcernsPage)
    return Chase(window, page, desk, store, clock, doors)


def test_what_is_to_do_stands_red_first_and_oldest_first(chase: Chase) -> None:
    listed = chase.listed()
    assert listed.index("c-old-5") < listed.index("c-adult") < listed.index("c-leeds-3")
    assert "c-praise" not in listed
    assert "c-woman" not in listed  # put right at the visit
    assert chase.page.subtitle == "6 to do, 3 of them red · 1 with the force · 2 to thank for"


def test_a_concern_is_sent_answered_accepted_and_closed(chase: Chase) -> None:
    chase.ask_for(SENT)
    chase.take()
    assert chase.concern("c-adult").state is ConcernState.SENT
    assert chase.page.parts.value() == "with_force"
    chase.clock.forward(hours=3)
    chase.ask_for(REPLIED)
    chase.type("The team is short. We have written to the council.")
    chase.take()
    assert chase.concern("c-adult").steps[-1].text == "The team is short. We have written to the council."
    assert chase.offered() == [ACCEPTED, DISPUTED]
    chase.clock.forward(hours=1)
    chase.ask_for(ACCEPTED)
    chase.take()
    chase.clock.forward(hours=1)
    chase.ask_for(CLOSED)
    chase.page.box.outcome.setFocus()
    chase.type("practice")
    chase.press(Qt.Key.Key_Tab)
    chase.take()
    closed = chase.concern("c-adult")
    assert closed.state is ConcernState.CLOSED
    assert closed.steps[-1].outcome == "practice_changed"
    assert chase.offered() == []
    assert "“The team is short. We have written to the council.”" in chase.detail()


def test_a_reply_is_kept_with_the_time_it_came(chase: Chase) -> None:
    chase.page.choose("c-leeds-1")
    chase.page.choose("c-shower")
    chase.ask_for(REPLIED)
    chase.type("Repaired.")
    chase.page.box.at.day.line.setFocus()
    chase.type("13/3/2024")
    chase.press(Qt.Key.Key_Tab)
    chase.type("1405")
    chase.press(Qt.Key.Key_Tab)
    chase.take()
    assert chase.concern("c-shower").steps[-1].at == datetime(2024, 3, 13, 14, 5, tzinfo=UTC)


def test_a_reply_without_words_is_not_kept(chase: Chase) -> None:
    chase.page.choose("c-shower")
    chase.ask_for(REPLIED)
    chase.take()
    assert chase.page.box.text_field.problem() == "Write the words first."
    assert chase.concern("c-shower").state is ConcernState.SENT


def test_a_disputed_reply_is_escalated(chase: Chase) -> None:
    chase.page.choose("c-leeds-1")
    chase.ask_for(DISPUTED)
    chase.type("The log shows otherwise.")
    chase.take()
    chase.clock.forward(hours=1)
    chase.ask_for(ESCALATED)
    chase.type("Chief inspector")
    chase.press(Qt.Key.Key_Tab)
    chase.take()
    last = chase.concern("c-leeds-1").steps[-1]
    assert (last.kind, last.to_role) == (ESCALATED, "chief_inspector")


def test_an_outcome_is_needed_to_close(chase: Chase) -> None:
    chase.ask_for(CLOSED)
    chase.take()
    assert chase.page.box.outcome_field.problem() == "Choose the outcome."
    assert chase.concern("c-adult").state is ConcernState.RAISED


def test_an_overdue_reply_comes_back_to_be_chased(chase: Chase) -> None:
    chase.ask_for(SENT)
    chase.take()
    assert "c-adult" not in chase.in_part(ConcernPart.TO_DO)
    chase.clock.forward(hours=25)
    chase.page.shown()
    assert "c-adult" in chase.in_part(ConcernPart.TO_DO)
    chase.page.choose("c-adult")
    assert "reply overdue by 1 h 00" in chase.detail()


def test_the_report_behind_a_concern_opens(chase: Chase) -> None:
    opened: list[str] = []
    chase.page._workplace.open_report = opened.append
    chase.page.report_button.setFocus()
    chase.press(Qt.Key.Key_Return)
    assert opened == ["wakefield-1421"]


def test_a_full_disk_is_explained_and_the_words_stay(chase: Chase) -> None:
    chase.page.choose("c-shower")
    chase.ask_for(REPLIED)
    chase.type("Repaired.")
    chase.page.box.take_button.setFocus()  # leaving the field keeps what was typed so far
    chase.store.fail_next_commit = True
    chase.press(Qt.Key.Key_Return)
    assert chase.page.message.text() == "The disk is full. Nothing was changed."
    assert chase.page.box.text.value() == "Repaired."
    chase.take()
    assert chase.concern("c-shower").state is ConcernState.REPLIED


def go_overdue(chase: Chase) -> None:
    chase.ask_for(SENT)
    chase.take()
    chase.clock.forward(hours=25)
    chase.page.shown()


def test_the_third_of_a_kind_at_a_suite_is_said_and_the_others_open(chase: Chase) -> None:
    repeats = chase.page.repeats
    assert repeats.heading.text() == "Third time in 6 months at Wakefield"
    assert [link.isVisible() for link in repeats.links[:3]] == [True, True, False]
    assert repeats.links[0].text().endswith("raised")
    before = repeats.links[0].text()
    repeats.links[0].setFocus()
    chase.press(Qt.Key.Key_Return)
    chosen = chase.page.table.chosen()
    assert chosen.concern_id.startswith("c-old-")
    assert before not in [link.text() for link in repeats.links if link.isVisible()]


def test_what_is_overdue_has_a_part_of_its_own_and_is_still_to_be_chased(chase: Chase) -> None:
    assert chase.in_part(ConcernPart.OVERDUE) == []
    go_overdue(chase)
    late = chase.in_part(ConcernPart.OVERDUE)
    assert late == ["c-adult"]
    assert "1 overdue" in chase.page.subtitle
    chase.page.parts.tags[0].click()
    chase.page.parts.tags[0].setFocus()
    chase.press(Qt.Key.Key_Right)
    assert chase.page.parts.value() == "overdue"
    assert chase.listed() == ["c-adult"]


def test_the_list_is_sorted_by_when_the_reply_is_due(chase: Chase) -> None:
    chase.ask_for(SENT)
    chase.take()
    chase.page.parts.tags[-1].click()
    chase.page.table.sort_by(DUE)
    assert chase.listed()[0] == "c-adult"
    due = [chase.page.rows.row_at(at).listed.due for at in range(chase.page.rows.rowCount())]
    known = [one for one in due if one is not None]
    assert len(known) == 2
    assert due[:2] == sorted(known)


def test_the_board_has_each_concern_in_the_column_of_its_state_and_opens_it(chase: Chase) -> None:
    chase.page.views.tags[0].setFocus()
    chase.press(Qt.Key.Key_Right)
    board = chase.page.board
    assert board.isVisible()
    assert not chase.page.table.isVisible()
    assert board.column(ConcernStage.NOT_SENT).rows.row_of("c-adult") is not None
    assert board.column(ConcernStage.WITH_FORCE).rows.row_of("c-shower") is not None
    assert board.column(ConcernStage.REPLIED).rows.row_of("c-leeds-1") is not None
    assert board.column(ConcernStage.SETTLED).rows.row_of("c-woman") is not None
    on_board = sum(column.rows.rowCount() for column in board.columns)
    assert on_board == len(chase.in_part(ConcernPart.ALL))
    board.columns[0].table.setFocus()
    chase.press(Qt.Key.Key_Right)
    chase.press(Qt.Key.Key_Return)
    assert not board.isVisible()
    assert chase.page.table.chosen().concern_id == "c-shower"
    assert chase.page.table.hasFocus()


def test_left_and_right_stop_at_the_ends_of_the_board(chase: Chase) -> None:
    chase.page.views.tags[1].click()
    tables = [column.table for column in chase.page.board.columns]
    tables[0].setFocus()
    chase.press(Qt.Key.Key_Left)
    assert tables[0].hasFocus()
    tables[-1].setFocus()
    chase.press(Qt.Key.Key_Right)
    assert tables[-1].hasFocus()


def test_only_higher_levels_are_offered_and_the_level_reached_is_shown(chase: Chase) -> None:
    chase.page.choose("c-shower")
    chase.ask_for(ESCALATED)
    chase.type("Chief inspector")
    chase.press(Qt.Key.Key_Tab)
    chase.take()
    assert "Level: chief inspector" in [tag.text() for tag in chase.page.detail.findChildren(Tag)]
    chase.clock.forward(hours=1)
    chase.ask_for(ESCALATED)
    chase.type("Inspector")
    chase.press(Qt.Key.Key_Tab)
    chase.take()
    assert chase.page.box.role_field.problem() == "Choose to whom."
    assert chase.concern("c-shower").progress.level is EscalationLevel.CHIEF_INSPECTOR


def test_good_practice_is_sent_as_thanks_and_closed_without_an_outcome(chase: Chase) -> None:
    chase.page.choose("c-praise-2")
    assert chase.page.parts.value() == "thanks"
    assert chase.page.steps[SENT].text() == "Send as thanks"
    chase.ask_for(SENT)
    chase.take()
    assert chase.concern("c-praise-2").state is ConcernState.SENT
    assert chase.offered() == [REPLIED, CLOSED]
    assert "Sent as thanks to the custody inspector" in chase.detail()
    chase.clock.forward(hours=1)
    chase.ask_for(CLOSED)
    assert not chase.page.box.outcome_field.isVisible()
    chase.take()
    assert chase.concern("c-praise-2").state is ConcernState.CLOSED


def test_the_e_mail_is_copied_without_names_or_what_was_found(chase: Chase) -> None:
    chase.page.to_force.mail_button.setFocus()
    chase.press(Qt.Key.Key_Return)
    copied = QApplication.clipboard().text()
    assert "C1 Appropriate adult" in copied
    assert "Third time in 6 months at Wakefield" in copied
    assert chase.concern("c-adult").concern.text not in copied
    chase.page.mail.button.setFocus()
    chase.press(Qt.Key.Key_Return)
    assert chase.page.mail.text.text() == copied


def test_no_e_mail_about_another_concern_is_copied_while_one_is_read(chase: Chase) -> None:
    page = chase.page
    held = page.view_model._tasks = HeldTasks()
    QApplication.clipboard().setText("before")
    other = next(name for name in chase.listed() if name != "c-adult")
    page.table.choose(other)
    page.to_force.mail_button.click()
    assert QApplication.clipboard().text() == "before"
    held.let_all_go()
    page.to_force.mail_button.click()
    mail = page.view_model.mail(page._to_role())
    assert mail is not None
    assert QApplication.clipboard().text() == mail.whole
    assert page.view_model.in_sight is not None
    assert page.view_model.in_sight.concern.concern_id == other


def test_the_e_mail_is_addressed_to_whom_the_step_goes(chase: Chase) -> None:
    chase.page.choose("c-shower")
    chase.ask_for(ESCALATED)
    chase.type("Governance meeting")
    chase.press(Qt.Key.Key_Tab)
    chase.page.to_force.mail_button.setFocus()
    chase.press(Qt.Key.Key_Return)
    assert "For the governance meeting" in QApplication.clipboard().text()
    assert chase.page.mail.text.text() == QApplication.clipboard().text()


def test_the_letter_is_written_where_the_coordinator_says(
    chase: Chase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def choose(_parent: object, _title: str, suggested: str, _kinds: str) -> tuple[str, str]:
        asked.append(suggested)
        return str(tmp_path / "letter.pdf"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    chase.page.to_force.pdf_button.setFocus()
    chase.press(Qt.Key.Key_Return)
    assert asked == ["concern-C1-wakefield-2024-03-14.pdf"]
    assert chase.doors.written == {tmp_path / "letter.pdf": b"c-adult to custody_inspector"}
    assert "OFFICIAL-SENSITIVE" in chase.window.messages.text()


def test_a_step_another_coordinator_was_quicker_with_is_shown_as_not_counting(chase: Chase) -> None:
    twice = a_visit_at(
        "leeds", NOON, "V-001", "V-002", concerns=(a_concern(concern_id=ConcernId("c-twice")),)
    )
    steps = [
        a_step(twice, "c-twice", SENT, NOON + timedelta(hours=4), to_role="custody_inspector"),
        a_step(twice, "c-twice", ESCALATED, NOON + timedelta(hours=5), to_role="chief_inspector"),
        a_step(twice, "c-twice", ESCALATED, NOON + timedelta(hours=6), to_role="inspector"),
    ]
    file_report(chase.store, twice, steps=steps)
    chase.page.shown()
    chase.page.choose("c-twice")
    tags = [tag.text() for tag in chase.page.detail.findChildren(Tag)]
    assert tags.count("Came too late to count") == 1
    assert "Level: chief inspector" in tags
    assert "Escalated to the inspector" in chase.detail()
