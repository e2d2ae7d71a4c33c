"""Notices at the coordinator's desk and a visitor's messages, by keyboard."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from icv_app.domain.attached import LARGEST_DOCUMENT
from icv_app.domain.ids import MemberId, RecordId
from icv_app.domain.notices import Notice, Reading
from icv_app.domain.times import start_of_london_day
from icv_app.services.messages import Message, MessageKind
from icv_app.services.notices import OwnNotice
from tests.fakes.doors import FakeDoors
from tests.fakes.tasks import HeldTasks, InlineTasks
from tests.gui.at_work import go_to, press, write
from tests.gui.notices import a_scheme_with_notices
from tests.memory_scheme import MemoryScheme, a_scheme
from tests.quality_builders import PDF
from ui.messages.view import MessagesPage
from ui.messages.wording import message_about
from ui.notices.view import NoticesPage
from ui.pages import register_pages
from ui.shell import ShellWindow, coordinator_places, visitor_places
from ui.tasks import Tasks
from ui.theme import Theme
from ui.workplace import Workplace

BRIEFING = "New form for reports of night visits"


@dataclass
class AtWork:
    scheme: MemoryScheme
    window: ShellWindow
    workplace: Workplace

    @property
    def notices(self) -> NoticesPage:
        assert isinstance(self.window.page, NoticesPage)
        return self.window.page

    @property
    def messages(self) -> MessagesPage:
        assert isinstance(self.window.page, MessagesPage)
        return self.window.page

    def badge(self, key: str) -> int:
        return next(button.badge for button in self.window.nav.buttons if button.entry.key == key)


def opened(qtbot: QtBot, scheme: MemoryScheme, name: str, place: str, tasks: Tasks | None = None) -> AtWork:
    desk = scheme[name].desk
    window = ShellWindow()
    workplace = Workplace(desk, FakeDoors(desk=desk), tasks or InlineTasks(), window, window)
    register_pages(workplace)
    places = coordinator_places() if desk.identity.coordinator else visitor_places()
    window.show_role(places, "West Yorkshire")
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    window.show_place(place)
    return AtWork(scheme, window, workplace)


@pytest.fixture
def desk(qtbot: QtBot, theme: Theme) -> AtWork:
    return opened(qtbot, a_scheme_with_notices(), "C-001", "notices")


@pytest.fixture
def home(qtbot: QtBot, theme: Theme) -> AtWork:
    return opened(qtbot, a_scheme_with_notices(), "V-001", "messages")


def choose_file(monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    for name in ("getOpenFileName", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, name, lambda *_args, **_named: (str(file), ""))


def choose(desk: AtWork, title: str) -> None:
    found = next(one for one in desk.notices.table_rows() if one.notice.title == title)
    desk.notices.choose(found.notice.notice_id)


def test_a_notice_is_written_with_a_document_to_chosen_visitors(
    qtbot: QtBot, theme: Theme, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    desk = opened(qtbot, a_scheme(), "C-001", "notices")
    form, file = desk.notices.form, tmp_path / "form.pdf"
    file.write_bytes(PDF)
    choose_file(monkeypatch, file)
    go_to(qtbot, desk.notices.new_button)
    press(qtbot, Qt.Key.Key_Return)
    write(qtbot, "Parking at Wakefield")
    go_to(qtbot, form.text)
    write(qtbot, "The gate opens with your card now.")
    go_to(qtbot, form.attach_button)
    press(qtbot, Qt.Key.Key_Return)
    assert form.document_words.text() == "PDF, 1 kB"
    go_to(qtbot, form.to.buttons[0])
    press(qtbot, Qt.Key.Key_2)
    go_to(qtbot, form.visitors.boxes[1])
    press(qtbot, Qt.Key.Key_Space)
    go_to(qtbot, form.last)
    write(qtbot, "31/3/24")
    go_to(qtbot, form.must_read)
    press(qtbot, Qt.Key.Key_Space)
    go_to(qtbot, form.tell_button)
    press(qtbot, Qt.Key.Key_Return)

    [seen] = desk.notices.table_rows()
    assert (seen.notice.to, seen.notice.must_read, seen.notice.last_day) == (
        ("V-002",),
        True,
        date(2024, 3, 31),
    )
    assert "Visitors get it at their next sync" in desk.window.messages.text()
    assert form.isHidden()
    assert desk.notices.detail.notice_title.text() == "Parking at Wakefield"
    desk.scheme.exchange()
    [own] = desk.scheme["V-002"].desk.notices.own()
    assert desk.scheme["V-002"].desk.notices.document(own.notice) == PDF


def test_what_is_missing_is_said_at_its_field_and_nothing_is_told(qtbot: QtBot, theme: Theme) -> None:
    desk = opened(qtbot, a_scheme(), "C-001", "notices")
    form = desk.notices.form
    desk.notices.new_button.click()
    form.to.choose("some")
    form.tell_button.click()
    assert form.title_field.problem() == "Write a title first."
    assert form.text_field.problem() == "Write what there is to tell, or attach a document."
    assert form.to_problem.text() == "Tick at least one visitor."
    assert desk.scheme["C-001"].records("scheme.notice") == []


def test_words_that_identify_somebody_are_told_at_the_field(qtbot: QtBot, theme: Theme) -> None:
    desk = opened(qtbot, a_scheme(), "C-001", "notices")
    form = desk.notices.form
    desk.notices.new_button.click()
    write(qtbot, "Parking")
    go_to(qtbot, form.text)
    write(qtbot, "Ring 07700 900123 at the gate.")
    go_to(qtbot, form.tell_button)
    press(qtbot, Qt.Key.Key_Return)
    assert "07700 900123" in form.text_field.problem()
    assert desk.scheme["C-001"].records("scheme.notice") == []


def test_a_document_that_is_too_large_is_refused_in_a_sentence(
    desk: AtWork, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "long.pdf"
    file.write_bytes(PDF + bytes(LARGEST_DOCUMENT))
    choose_file(monkeypatch, file)
    desk.notices.new_button.click()
    desk.notices.form.attach_button.click()
    assert "larger than 4 MB" in desk.notices.form.document_field.problem()
    assert desk.notices.form.document is None


def test_a_notice_begun_is_there_again_after_a_lock(qtbot: QtBot, theme: Theme) -> None:
    scheme = a_scheme()
    desk = opened(qtbot, scheme, "C-001", "notices")
    desk.notices.new_button.click()
    go_to(qtbot, desk.notices.form.notice_title)
    write(qtbot, "Parking at Halifax")
    go_to(qtbot, desk.notices.form.text)
    write(qtbot, "The gate is closed.")
    desk.notices.form.text.finish()
    again = opened(qtbot, scheme, "C-001", "notices")
    again.notices.new_button.click()
    assert again.notices.form.text.value() == "The gate is closed."
    assert again.notices.form.notice_title.value() == "Parking at Halifax"
    again.notices.form.cancel_button.click()
    again.notices.new_button.click()
    assert again.notices.form.text.value() == ""
    assert again.notices.form.notice_title.value() == ""


def test_who_has_not_read_it_stands_first_and_the_list_is_saved(
    qtbot: QtBot, desk: AtWork, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    choose(desk, BRIEFING)
    rows = desk.notices.detail.rows
    shown = [rows.cell(row, 0).spoken() + " " + rows.cell(row, 1).spoken() for row in range(rows.rowCount())]
    assert [words.split(" ", 1)[0] for words in shown] == ["V-001", "V-003", "V-002"]
    assert "Not read" in shown[0]
    assert "Read" in shown[2]
    choose_file(monkeypatch, tmp_path / "readers")
    go_to(qtbot, desk.notices.detail.readers_button)
    press(qtbot, Qt.Key.Key_Return)
    lines = (tmp_path / "readers.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "marking,notice,edition,told_on,member,standing,read_at"
    assert [line.split(",")[4:6] for line in lines[1:]] == [
        ["V-001", "unread"],
        ["V-002", "read"],
        ["V-003", "unread"],
    ]


def test_a_replaced_notice_keeps_its_document_and_is_asked_for_anew(qtbot: QtBot, desk: AtWork) -> None:
    choose(desk, BRIEFING)
    go_to(qtbot, desk.notices.detail.replace_button)
    press(qtbot, Qt.Key.Key_Return)
    form = desk.notices.form
    assert (form.notice_title.value(), form.document) == (BRIEFING, PDF)
    go_to(qtbot, form.text)
    write(qtbot, "Use it from Tuesday.")
    go_to(qtbot, form.tell_button)
    press(qtbot, Qt.Key.Key_Return)
    assert "is asked again" in desk.window.messages.text()
    seen = next(one for one in desk.notices.table_rows() if one.notice.title == BRIEFING)
    assert (seen.notice.edition, seen.waits_for) == (2, 3)


def test_a_document_that_comes_late_disturbs_no_other_notice(
    qtbot: QtBot, theme: Theme, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tasks = HeldTasks(holding=False)
    page = opened(qtbot, a_scheme_with_notices(), "C-001", "notices", tasks).notices
    briefing = next(one for one in page.table_rows() if one.notice.document is not None)
    page.choose(briefing.notice.notice_id)
    tasks.holding = True
    page.detail.replace_button.click()  # its document is fetched
    page.new_button.click()
    page.form.notice_title.set_value("Another thing")
    tasks.let_all_go()
    assert (page.form.notice_title.value(), page.form.document) == ("Another thing", None)

    file = tmp_path / "briefing.pdf"
    file.write_bytes(PDF)
    choose_file(monkeypatch, file)
    page.form.attach_button.click()
    page.form.cancel_button.click()
    page.new_button.click()
    tasks.let_all_go()
    assert page.form.document is None


def test_a_notice_that_asks_for_no_word_lists_no_readers(desk: AtWork) -> None:
    detail = desk.notices.detail
    asked = next(one for one in desk.notices.table_rows() if one.notice.must_read)
    unasked = replace(asked.standing, notice=replace(asked.notice, must_read=False))
    silent = tuple(replace(one, reading=Reading.UNREAD, read_at=None) for one in asked.readers)

    detail.show_notice(asked)
    assert not detail.readers.isHidden()
    detail.show_notice(replace(asked, standing=unasked, readers=silent))
    assert detail.readers.isHidden()
    assert detail.readers_button.isHidden()


def test_withdrawing_asks_first(qtbot: QtBot, desk: AtWork) -> None:
    choose(desk, BRIEFING)
    detail = desk.notices.detail
    go_to(qtbot, detail.withdraw_button)
    press(qtbot, Qt.Key.Key_Return)
    assert detail.asking.isVisible()
    assert detail.asking.no_button.hasFocus()
    go_to(qtbot, detail.asking.yes_button)
    press(qtbot, Qt.Key.Key_Return)
    assert not detail.replace_button.isVisible()
    desk.scheme.exchange()
    assert BRIEFING not in {one.notice.title for one in desk.scheme["V-001"].desk.notices.own()}


def test_a_word_on_a_notice_is_given_and_stays_given(qtbot: QtBot, home: AtWork) -> None:
    page = home.messages
    assert (page.subtitle, home.badge("messages")) == ("5 unread", 5)
    asked = next(one for one in page.table_rows() if one.notice is not None and one.notice.owes_word)
    page.choose(asked.key)
    assert home.badge("messages") == 5, "opening is not reading"
    go_to(qtbot, page.read_button)
    press(qtbot, Qt.Key.Key_Return)
    assert not page.read_button.isVisible()
    assert "gets your word" in home.window.messages.text()
    assert home.badge("messages") == 4
    home.scheme.exchange()
    seen = next(one for one in home.scheme["C-002"].desk.notices.all() if one.notice.record_id == asked.key)
    assert seen.waits_for == 1


def test_what_is_opened_is_read_stays_where_it_is_and_is_known_after_a_restart(
    qtbot: QtBot, home: AtWork
) -> None:
    page = home.messages
    before = [one.key for one in page.table_rows()]
    go_to(qtbot, page.table)
    press(qtbot, Qt.Key.Key_Down, times=2)
    assert [one.key for one in page.table_rows()] == before
    unread = {one.key for one in page.table_rows() if one.unread}
    assert unread < set(before)
    again = opened(qtbot, home.scheme, "V-001", "messages").messages
    assert {one.key for one in again.table_rows() if one.unread} == unread
    assert [one.key for one in again.table_rows()][: len(unread)] == [key for key in before if key in unread]


def test_a_question_opens_its_report(qtbot: QtBot, home: AtWork) -> None:
    page = home.messages
    opened_reports: list[str] = []
    home.workplace.open_report = opened_reports.append
    question = next(one for one in page.table_rows() if one.text.startswith("Which cell"))
    page.choose(question.key)
    go_to(qtbot, page.report_button)
    press(qtbot, Qt.Key.Key_Return)
    assert opened_reports == [question.visit_id]


def test_the_document_goes_to_the_file_that_was_chosen_and_nowhere_else(
    qtbot: QtBot, home: AtWork, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    page = home.messages
    asked = next(one for one in page.table_rows() if one.title == BRIEFING)
    page.choose(asked.key)
    choose_file(monkeypatch, tmp_path / "form")
    go_to(qtbot, page.document_button)
    press(qtbot, Qt.Key.Key_Return)
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {"form.pdf": PDF}
    assert "not encrypted" in home.window.messages.text()


def test_all_are_marked_as_read_but_those_that_ask_for_a_word(qtbot: QtBot, home: AtWork) -> None:
    go_to(qtbot, home.messages.all_button)
    press(qtbot, Qt.Key.Key_Return)
    assert [one.title for one in home.messages.table_rows() if one.unread] == [BRIEFING]


def test_a_notice_told_ahead_says_its_day_and_no_midnight() -> None:
    told = Notice(
        record_id=RecordId("n"),
        notice_id=RecordId("n"),
        edition=1,
        at=datetime(2024, 3, 27, 16, 5, tzinfo=UTC),
        by=MemberId("C-001"),
        title="The entrance moves",
        text="Ring at the gate.",
        first_day=date(2024, 4, 8),
    )
    message = Message(
        key=told.record_id,
        kind=MessageKind.NOTICE,
        at=start_of_london_day(told.first_day),
        by=told.by,
        unread=True,
        notice=OwnNotice(notice=told),
    )

    assert message_about(message) == "8 Apr 2024 · C-001"
    assert message_about(replace(message, at=told.at)) == "27 Mar 2024, 16:05 · C-001"
