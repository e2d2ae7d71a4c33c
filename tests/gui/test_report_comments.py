"""Comments and thanks beside a report: said by the coordinator, read at their place by everybody."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from icv_app.domain.comment import WHOLE, CommentKind
from icv_app.domain.ids import RecordId
from icv_app.domain.review import ReviewState
from icv_app.services.unsent import UnsentText
from tests.fakes.desk import a_desk
from tests.gui.inbox import THURSDAY_NIGHT, Inbox, an_inbox, shown, wait_for
from tests.gui.offices import the_clock
from ui.report_reader.comments import CommentNote, answer_options, place_options
from ui.report_reader.concern_card import ConcernCard
from ui.report_reader.history import HistoryEntry
from ui.report_reader.people import PersonBlock
from ui.report_reader.reader import ReportReader
from ui.report_reader.view_model import MOST_COMMENTS, read_report
from ui.theme import Theme
from ui.widgets.tag import Tag


@pytest.fixture
def inbox(qtbot: QtBot, theme: Theme) -> Inbox:
    return an_inbox(qtbot)


def notes(inbox: Inbox) -> list[CommentNote]:
    inbox.page.reader.finish()
    return inbox.page.reader.findChildren(CommentNote)


def around(widget: QWidget, kind: type[QWidget]) -> QWidget | None:
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, kind):
        parent = parent.parentWidget()
    return parent


def test_c_comments_on_a_part_chosen_by_its_name(inbox: Inbox) -> None:
    report = inbox.store.saved[THURSDAY_NIGHT]
    inbox.press("c")
    box = inbox.page.beside.comment_box
    assert QApplication.focusWidget() is box.place
    box.place.line.selectAll()
    inbox.press("count at entry")
    inbox.press(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is box.text
    inbox.press("Ajar: was that all?")  # holds J, A, R, T, M and K: they are words here
    inbox.press(Qt.Key.Key_Tab)
    inbox.press(Qt.Key.Key_Return)

    [comment] = inbox.desk.comments.of(THURSDAY_NIGHT)
    assert (comment.path, comment.text) == ("census", "Ajar: was that all?")
    assert not box.isVisible()
    assert inbox.state() is ReviewState.RECEIVED
    assert inbox.store.saved[THURSDAY_NIGHT] == report
    assert [note.record_id for note in notes(inbox)] == [comment.record_id]
    assert "1 comment" in {tag.text() for tag in inbox.page.reader.findChildren(Tag)}


def test_an_answer_is_commented_on_and_the_comment_stands_with_that_person(inbox: Inbox) -> None:
    in_hand = inbox.page.report.in_hand
    assert in_hand is not None
    person = in_hand.report.visit.people[0]
    path, words = answer_options(in_hand, f"people.{person.person_id}")[0]
    inbox.press("c")
    box = inbox.page.beside.comment_box
    box.place.set_value(f"people.{person.person_id}")
    box.place.value_changed.emit(box.place.value())
    assert box.answer_field.isVisible()
    box.answer.setFocus()
    box.answer.line.selectAll()
    inbox.press(words)
    inbox.press(Qt.Key.Key_Tab)
    inbox.press("Who said so?")
    inbox.press(Qt.Key.Key_Tab)
    inbox.press(Qt.Key.Key_Return)

    [comment] = inbox.desk.comments.of(THURSDAY_NIGHT)
    assert comment.path == path
    [note] = notes(inbox)
    block = around(note, PersonBlock)
    assert isinstance(block, PersonBlock)
    assert block.person_id == person.person_id


def test_every_place_that_is_offered_shows_its_comment_at_the_place(inbox: Inbox) -> None:
    in_hand = inbox.page.report.in_hand
    assert in_hand is not None
    options = place_options(in_hand)
    assert len({words for _path, words in options}) == len(options)
    for path, _words in options:
        inbox.desk.comments.comment(THURSDAY_NIGHT, path, f"On {path}.")
    inbox.workplace.data_changed.emit()

    at_place = {note.record_id for note in notes(inbox)}
    said = {entry.record_id for entry in inbox.page.reader.findChildren(HistoryEntry) if entry.record_id}
    for comment in inbox.desk.comments.of(THURSDAY_NIGHT):
        assert comment.record_id in said
        assert comment.path == "visit" or comment.record_id in at_place, comment.path


def test_t_thanks_the_visitors_and_they_read_it(qtbot: QtBot, inbox: Inbox) -> None:
    inbox.press("t")
    assert QApplication.focusWidget() is inbox.page.beside.thanks_box.text
    inbox.press("A careful report. Thank you.")
    inbox.press(Qt.Key.Key_Tab)
    inbox.press(Qt.Key.Key_Return)
    [thanks] = inbox.desk.comments.of(THURSDAY_NIGHT)
    assert thanks.kind is CommentKind.THANKS

    reader = ReportReader("Report", "None.")
    qtbot.addWidget(reader)
    reader.show_report(read_report(a_desk(inbox.store, "V-004", clock=the_clock()), THURSDAY_NIGHT))
    assert "A careful report. Thank you." in reader.text()
    assert "Thanks to the visitors" in reader.text()


def test_words_that_identify_somebody_are_asked_about_before_they_are_kept(inbox: Inbox) -> None:
    inbox.press("t")
    inbox.press("Ring 07700 900123.")
    inbox.press(Qt.Key.Key_Tab)
    inbox.page.beside.thanks_box.say_button.click()
    assert inbox.page.beside.thanks_box.field.problem()
    assert inbox.desk.comments.of(THURSDAY_NIGHT) == ()


def test_a_comment_begun_is_there_again_when_one_comes_back(qtbot: QtBot, inbox: Inbox) -> None:
    inbox.press("t")
    inbox.press("And then")
    inbox.page.table.setFocus()
    inbox.press("j")
    wait_for(qtbot, inbox, "halifax-1306")
    assert not inbox.page.beside.thanks_box.isVisible()
    inbox.press("k")
    wait_for(qtbot, inbox, THURSDAY_NIGHT)
    assert inbox.page.beside.thanks_box.text.value() == "And then"
    inbox.page.table.setFocus()
    inbox.press("a")
    wait_for(qtbot, inbox, "halifax-1306")
    assert inbox.desk.unsent.find(f"thanks:{THURSDAY_NIGHT}").text == "And then"


def test_a_comment_begun_keeps_its_place_when_everything_is_opened_anew(qtbot: QtBot, inbox: Inbox) -> None:
    person = next(one for one in inbox.store.saved[THURSDAY_NIGHT].people if one.answers)
    answer = f"people.{person.person_id}.answers.{person.answers[0].check_id}"
    inbox.press("c")
    inbox.page.beside.comment_box.choose(answer)
    inbox.page.beside.comment_box.text.setFocus()
    inbox.press("Half a")
    inbox.page.table.setFocus()
    inbox.press("j")
    wait_for(qtbot, inbox, "halifax-1306")
    assert inbox.desk.unsent.find(f"comment:{THURSDAY_NIGHT}") == UnsentText("Half a", (), answer)
    assert inbox.page.beside.comment_box.path() == WHOLE
    inbox.press("k")
    wait_for(qtbot, inbox, THURSDAY_NIGHT)
    box = inbox.page.beside.comment_box
    assert (box.path(), box.text.value()) == (answer, "Half a")
    box.place.set_value("census")
    box.place.value_changed.emit("census")
    assert inbox.desk.unsent.find(f"comment:{THURSDAY_NIGHT}").place == "census"
    box.say_button.click()
    assert [(one.path, one.text) for one in inbox.desk.comments.of(THURSDAY_NIGHT)] == [("census", "Half a")]
    assert inbox.desk.unsent.find(f"comment:{THURSDAY_NIGHT}") == UnsentText()


def test_a_full_disk_is_explained_and_the_words_stay_in_their_box(inbox: Inbox) -> None:
    inbox.press("t")
    inbox.press("Thank you.")
    inbox.page.beside.thanks_box.text.finish()
    inbox.store.fail_next_commit = True
    inbox.page.beside.thanks_box.say_button.click()
    assert inbox.page.message.text() == "The disk is full. Nothing was changed."
    assert inbox.page.beside.thanks_box.text.value() == "Thank you."


def test_only_the_newest_of_very_many_comments_are_put_on_screen(qtbot: QtBot, inbox: Inbox) -> None:
    inbox.desk.comments.comment(THURSDAY_NIGHT, "census", "So it was.")
    in_hand = read_report(inbox.desk, THURSDAY_NIGHT)
    [one] = in_hand.report.comments
    many = tuple(replace(one, record_id=RecordId(f"one-{number}")) for number in range(10_000))
    flooded = replace(in_hand, report=replace(in_hand.report, comments=many))

    inbox.page.reader.show_report(flooded)
    inbox.page.reader.finish()

    assert len(notes(inbox)) == MOST_COMMENTS
    assert "9800 older comments on this report are not shown." in inbox.page.reader.text()
    assert shown(inbox) == THURSDAY_NIGHT


def test_what_came_before_at_the_suite_stands_beside_the_report(inbox: Inbox) -> None:
    text = inbox.page.reader.text()
    assert "Before this at Wakefield" in text
    assert "7 Mar 2024" in text
    assert inbox.page.reader.findChildren(ConcernCard)


def test_visitors_do_not_see_the_offices_list_of_a_suite(qtbot: QtBot, inbox: Inbox) -> None:
    reader = ReportReader("Report", "None.")
    qtbot.addWidget(reader)
    reader.show_report(read_report(a_desk(inbox.store, "V-004", clock=the_clock()), THURSDAY_NIGHT))
    assert "Before this at" not in reader.text()
