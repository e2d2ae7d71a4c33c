"""Rule 1 in whatever is said about a report or a concern: a name is taken out or justified first."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from icv_app.domain.concern import ConcernState, ConcernStepKind
from icv_app.domain.copies import CopyTo
from icv_app.domain.justified import OWN_TEXT, Justified
from icv_app.domain.review import ReviewEventKind
from icv_app.services.report_records import PERSON
from tests.fakes.desk import file_report
from tests.fakes.memory_store import MemoryStore
from tests.fakes.tasks import InlineTasks
from tests.gui.at_work import at_work, show
from tests.gui.offices import fill_settings, the_report
from tests.gui.report_reading import Reader, Reading
from tests.gui.test_concerns import Chase, chase
from tests.gui.test_report_page import returned
from ui.report_reader.say_box import SayBox
from ui.tasks import Lane
from ui.theme import Theme
from ui.widgets.hit_lines import HitLine

__all__ = ["chase"]
NAMED = "Sgt Khan has it"


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def read(qtbot: QtBot, theme: Theme, store: MemoryStore) -> Reader:
    return Reader(qtbot, store)


def say(reading: Reading, box: SayBox, words: str) -> None:
    box.open_box()
    reading.type(words)
    box.say_button.setFocus()
    reading.press(Qt.Key.Key_Return)


def said(reading: Reading, kind: ReviewEventKind) -> list[str]:
    events = reading.desk.reviews.read(the_report().visit_id).review.events
    return [event.text for event in events if event.kind is kind]


def test_an_answer_with_a_name_is_not_sent_until_it_is_taken_out(store: MemoryStore, read: Reader) -> None:
    fill_settings(store)
    returned(store)
    reading = read("V-004")
    box = reading.page.answer_box
    say(reading, box, NAMED)

    assert said(reading, ReviewEventKind.ANSWERED) == []
    assert box.field.problem() == "“Sgt Khan” looks like a name. Take it out, or say why it must stay."

    box.text.select(0, 8)
    reading.type("The sergeant")
    box.say_button.setFocus()
    reading.press(Qt.Key.Key_Return)
    assert said(reading, ReviewEventKind.ANSWERED) == ["The sergeant has it"]


def test_an_addendum_with_a_justified_name_is_kept_with_the_reason(store: MemoryStore, read: Reader) -> None:
    fill_settings(store)
    file_report(store, the_report())
    reading = read("V-004")
    box = reading.page.addendum_box
    say(reading, box, NAMED)
    [line] = box.findChildren(HitLine)
    line.why_button.setFocus()
    reading.press(Qt.Key.Key_Return)
    reading.press(Qt.Key.Key_3)
    reading.press(Qt.Key.Key_Return)
    box.say_button.setFocus()
    reading.press(Qt.Key.Key_Return)

    assert said(reading, ReviewEventKind.ADDENDUM) == [NAMED]
    assert "“Sgt Khan” looks like a name and stays. A form, a product or a medicine." in reading.text()

    say(reading, box, NAMED)
    assert box.field.problem(), "what was said for one addendum does not go for the next"


def test_what_was_said_for_a_name_is_there_again_with_the_addendum_begun(
    store: MemoryStore, read: Reader
) -> None:
    fill_settings(store)
    file_report(store, the_report())
    reading = read("V-004")
    box = reading.page.addendum_box
    say(reading, box, NAMED)
    [line] = box.findChildren(HitLine)
    line.why_button.setFocus()
    reading.press(Qt.Key.Key_Return)
    reading.press(Qt.Key.Key_3)
    reading.press(Qt.Key.Key_Return)
    reading.window.forget_pages()

    again = read("V-004")
    box = again.page.addendum_box
    assert box.text.value() == NAMED
    box.say_button.setFocus()
    again.press(Qt.Key.Key_Return)
    assert said(again, ReviewEventKind.ADDENDUM) == [NAMED]
    [event] = [one for one in again.desk.reviews.read(the_report().visit_id).review.events if one.justified]
    assert [(one.found, one.reason) for one in event.justified] == [("Sgt Khan", "thing")]

    later = read("V-004")
    say(later, later.page.addendum_box, NAMED)
    assert later.page.addendum_box.field.problem(), "what was sent leaves nothing behind"


def test_the_reader_shows_what_stays_in_a_report_and_why(store: MemoryStore, read: Reader) -> None:
    stays = Justified(
        path="officer_response", found="Sgt Khan", hint="name", reason="other", note="A make of lamp"
    )
    fill_settings(store)
    visit = file_report(store, the_report(officer_response=NAMED, justified=(stays,)))
    words = (
        "What the custody officer answered: “Sgt Khan” looks like a name and stays."
        " Another reason: A make of lamp."
    )
    assert words in read("C-001", visit).text()


def test_the_reader_shows_what_stays_in_how_a_copy_was_sent(store: MemoryStore, read: Reader) -> None:
    stays = Justified(path=OWN_TEXT, found="Sgt Khan", hint="name", reason="thing")
    fill_settings(store)
    file_report(store, the_report())
    reading = read("C-001")
    reading.desk.copies.note(the_report().visit_id, CopyTo.POLICE, how=NAMED, justified=(stays,))
    reading.page.view_model.refresh()
    assert "“Sgt Khan” looks like a name and stays. A form, a product or a medicine." in reading.text()


def test_once_erased_the_reader_shows_the_reason_without_the_words(store: MemoryStore, read: Reader) -> None:
    stays = Justified(path="people.girl.note", found="Sgt Khan", hint="name", reason="thing")
    fill_settings(store)
    visit = file_report(store, the_report(justified=(stays,)))
    with store() as unit:
        [record] = unit.records.of_kinds(("visit.report",))
        unit.records.put(replace(record, parts={**record.parts, PERSON: None}))
        unit.visits.put(replace(visit, justified=(replace(stays, found=""),)))
        unit.commit()
    text = read("C-001", visit).text()
    assert "Something erased since looks like a name and stays. A form, a product or a medicine." in text


def test_a_note_on_a_concern_is_guarded(chase: Chase) -> None:
    chase.ask_for(ConcernStepKind.SENT)
    chase.take()
    chase.clock.forward(hours=1)
    chase.page.parts.set_value("all")
    chase.page.choose("c-adult")
    chase.ask_for(ConcernStepKind.ESCALATED)
    chase.page.box.text.setFocus()
    chase.type(NAMED)
    chase.page.box.role.setCurrentIndex(0)
    chase.take()
    assert chase.page.box.text_field.problem().startswith("“Sgt Khan” looks like a name")
    assert chase.concern("c-adult").state is ConcernState.SENT


def test_a_reply_is_kept_word_for_word_with_a_warning(chase: Chase) -> None:
    chase.ask_for(ConcernStepKind.SENT)
    chase.take()
    chase.clock.forward(hours=1)
    chase.ask_for(ConcernStepKind.REPLIED)
    chase.type(NAMED)
    chase.page.box.text.watch.look()
    [line] = [one for one in chase.page.box.findChildren(HitLine) if one.isVisible()]
    assert line.text() == (
        "“Sgt Khan” looks like a name. It is kept as it came; leave it out of anything published."
    )
    assert not line.why_button.isVisible()
    chase.take()
    assert chase.concern("c-adult").steps[-1].text == NAMED


def test_the_guard_is_loaded_away_from_the_gui_thread(qtbot: QtBot, theme: Theme) -> None:
    tasks = InlineTasks()
    work = at_work(tasks=tasks)
    show(qtbot, work)
    tasks.lanes.clear()
    work.workplace.load_guard()
    assert tasks.lanes == [Lane.NETWORK]
    assert work.window.messages.text() == ""
