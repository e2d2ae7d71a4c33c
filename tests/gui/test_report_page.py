"""A filed report is read in full, and its visitors answer, add and agree."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from icv_app.domain.concern import Concern, ConcernStepKind
from icv_app.domain.follow_up import FollowUp, Looked
from icv_app.domain.ids import ConcernId, RecordId
from icv_app.domain.review import ReviewEventKind, ReviewState
from icv_app.domain.visit import SecondVisitor, SignOff, VisitKind
from icv_app.services.ports import RecordState
from icv_app.services.ports_erasures import ErasedPart
from icv_app.services.report_records import PERSON
from tests.builders import a_member
from tests.fakes.desk import HandClock, a_desk, file_report
from tests.fakes.memory_store import MemoryStore
from tests.gui.offices import THURSDAY, a_step, a_visit_at, a_word, fill_settings, the_clock, the_report
from tests.gui.report_reading import Reader
from ui.report_reader.people import AnswerLine, PersonBlock
from ui.theme import Theme

QUESTION = "Who sat with the girl until then?"


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def read(qtbot: QtBot, theme: Theme, store: MemoryStore) -> Reader:
    return Reader(qtbot, store)


def returned(store: MemoryStore) -> None:
    visit = the_report()
    opened = a_word(visit, ReviewEventKind.RECEIVED, THURSDAY + timedelta(minutes=118))
    asked = a_word(
        visit,
        ReviewEventKind.RETURNED,
        THURSDAY + timedelta(minutes=120),
        text=QUESTION,
        sees=(opened.record_id,),
    )
    file_report(store, visit, opened, asked)


def test_the_whole_report_is_there(store: MemoryStore, read: Reader) -> None:
    fill_settings(store)
    file_report(store, the_report())
    text = read("C-001").text()
    for words in (
        "Wakefield, Thursday 14 March 2024, 21:40",
        "Signed by V-004 on their laptop · waiting for V-017 to agree on their own laptop"
        " · filed 35 min after leaving"
        " · signature verified",
        "(1 child, 3 women, 1 vulnerable)",
        "of 10, offered 4",
        "C1 Appropriate adult",
        "· girl, 14–17, 13WK/4402",
        "Raised at 21:55 with the custody sergeant · custody officer told at 21:55 · source: staff said",
        "A woman officer was named and introduced during the visit.",
        "Staff said · The team had no one until 23:00. · Concern raised: C1 Appropriate adult",
        "Detained person said · Put right during the visit",
        "Tally: in interview 2 (1 woman) · asleep 1 · staff advised against it for safety 1",
        "Everybody had been offered a hot drink within the hour.",
        "The sergeant had asked the local authority twice.",
        "Blankets were borrowed from Leeds while we were there.",
        "Seat loose in cell F2.",
        "Laundry comes on Friday.",
        "Not checked: showers",
        "Seen happening: booking in, cell rounds",
        "A long night for both of us.",
        "1 h 15 in the suite · 40 minutes of travel · expenses £12.40",
        "Filed and signed",
    ):
        assert words in text


def test_what_is_not_in_order_comes_first(store: MemoryStore, read: Reader) -> None:
    file_report(store, the_report())
    text = read("C-001").text()
    assert text.index("Laundry comes on Friday.") < text.index("In good order:")


def test_every_answer_is_shown_when_asked_for(store: MemoryStore, read: Reader) -> None:
    file_report(store, the_report())
    reading = read("C-001")
    reading.page.reader.finish()
    girl = reading.page.reader.findChildren(PersonBlock)[0]
    assert girl.fold is not None
    before = len(girl.findChildren(AnswerLine))
    girl.fold.button.setFocus()
    reading.press(Qt.Key.Key_Return)
    lines = {line.accessibleName() for line in girl.findChildren(AnswerLine)}
    assert before == 2  # what fell short is there at once
    assert {"Appropriate adult called at: 13:05", "Hours waited for the solicitor: 2.5 h"} <= lines
    reading.press(Qt.Key.Key_Return)
    assert not girl.fold.opened


def test_a_report_scrolls_with_the_keyboard(qtbot: QtBot, store: MemoryStore, read: Reader) -> None:
    file_report(store, the_report())
    reading = read("C-001")
    bar = reading.page.reader.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    reading.page.reader.setFocus()
    reading.press(Qt.Key.Key_PageDown)
    assert bar.value() > 0


@pytest.mark.parametrize("at_hand", [True, False])
def test_a_concern_looked_at_again_says_what_was_found(
    store: MemoryStore, read: Reader, at_hand: bool
) -> None:
    earlier = ConcernId("shower")
    shower = Concern(concern_id=earlier, category="F2", text="Shower 2 is broken.")
    before = a_visit_at("wakefield", THURSDAY - timedelta(days=7), "V-022", "V-017", concerns=(shower,))
    looked = FollowUp(
        concern_id=earlier,
        visit_id=before.visit_id,
        category="F2",
        finding=Looked.STILL_SO,
        note="Cold water only.",
    )
    again = replace(shower, concern_id=ConcernId("again"), repeats=earlier)
    if at_hand:
        file_report(store, before)
    file_report(store, replace(the_report(), follow_ups=(looked,), concerns=(again,)))
    reading = read("C-001")
    words = "F2 Maintenance (7 March 2024): Shower 2 is broken." if at_hand else "F2 Maintenance"
    assert words in reading.text().split("\n")
    assert "Cold water only." in reading.text()
    assert {"Looked at: still so", "Raised again this time", "Raised again"} <= set(reading.tags())


def test_what_was_open_last_time_says_whether_it_was_looked_at(store: MemoryStore, read: Reader) -> None:
    shower = replace(
        the_report().concerns[0], category="F2", area="showers", person_id=None, text="Shower 2."
    )
    before = a_visit_at("wakefield", THURSDAY - timedelta(days=7), "V-022", "V-017", concerns=(shower,))
    file_report(store, before)
    file_report(store, the_report())
    reading = read("C-001")
    assert "Last time at Wakefield" in reading.text()
    assert "F2 Maintenance: Shower 2." in reading.text()
    assert "Not checked this time" in reading.tags()


def test_an_erased_report_says_so_and_keeps_its_counts(store: MemoryStore, read: Reader) -> None:
    file_report(store, the_report())
    with store() as unit:
        record = unit.records.about(the_report().visit_id, ("visit.report",))[0]
        unit.records.put(replace(record, parts={**record.parts, PERSON: None}))
        unit.commit()
    assert "has been erased" in read("C-001").text()


@pytest.mark.parametrize(
    ("run", "words"),
    [
        (None, "Text about people was erased from this laptop on 2 April 2026"),
        ("a-run", "Text about people was erased on 2 April 2026, as the scheme’s rules ask."),
    ],
)
def test_an_erased_report_says_since_when(
    store: MemoryStore, read: Reader, run: str | None, words: str
) -> None:
    file_report(store, the_report())
    with store() as unit:
        record = unit.records.about(the_report().visit_id, ("visit.report",))[0]
        unit.records.put(replace(record, parts={**record.parts, PERSON: None}))
        at = datetime(2026, 4, 2, 9, tzinfo=UTC)
        unit.erasures.note(
            ErasedPart(record_id=record.record_id, part=PERSON, run=RecordId(run) if run else None, at=at)
        )
        unit.commit()
    shown = read("V-017").text()
    assert words in shown


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (RecordState.PENDING, ("On this laptop only", "It goes to the server at the next sync.")),
        (RecordState.ACCEPTED, ("The server has it", "The coordinator has not opened it yet.")),
    ],
)
def test_the_visitor_sees_how_far_the_report_came(
    store: MemoryStore, read: Reader, state: RecordState, words: tuple[str, str]
) -> None:
    file_report(store, the_report(), state=state)
    assert read("V-004").standing() == words


def test_the_visitor_sees_that_it_was_opened_and_then_approved(store: MemoryStore, read: Reader) -> None:
    file_report(store, the_report())
    a_desk(store, clock=the_clock()).reviews.read(the_report().visit_id)
    reading = read("V-004")
    assert reading.standing()[0] == "Opened by the coordinator"
    a_desk(store, clock=the_clock()).reviews.approve(the_report().visit_id)
    reading.page.shown()
    assert reading.standing() == (
        "Approved",
        "The coordinator approved it on 15 March 2024, 00:00.",
    )


def test_an_open_question_is_answered_with_the_keyboard(store: MemoryStore, read: Reader) -> None:
    returned(store)
    reading = read("V-004")
    assert reading.page.answer_box.intro.text() == f"C-001 asks: {QUESTION}"
    reading.page.answer_box.text.setFocus()
    reading.type("A detention officer did.")
    reading.press(Qt.Key.Key_Tab)
    reading.press(Qt.Key.Key_Return)
    assert reading.review() is ReviewState.ANSWERED
    assert not reading.page.answer_box.isVisible()
    assert "A detention officer did." in reading.text()
    assert reading.standing()[0] == "Answered"


def test_the_office_is_not_offered_to_answer_its_own_question(store: MemoryStore, read: Reader) -> None:
    returned(store)
    reading = read("C-001")
    assert not reading.page.answer_box.isVisible()
    assert not reading.page.standing_row.isVisible()
    assert reading.page.addendum_button not in reading.page.controls


def test_an_addendum_is_added_and_stands_in_the_history(store: MemoryStore, read: Reader) -> None:
    file_report(store, the_report())
    reading = read("V-004")
    reading.page.addendum_button.setFocus()
    reading.press(Qt.Key.Key_Return)
    reading.type("The yard was closed.")
    reading.press(Qt.Key.Key_Tab)
    reading.press(Qt.Key.Key_Return)
    assert "The yard was closed." in reading.text()
    events = reading.desk.reviews.read(the_report().visit_id).review.events
    assert [event.kind for event in events] == [ReviewEventKind.ADDENDUM]


def test_an_answer_begun_is_there_again_until_it_is_sent(store: MemoryStore, read: Reader) -> None:
    returned(store)
    reading = read("V-004")
    reading.page.answer_box.text.setFocus()
    reading.type("A detention")
    reading.page.back_button.click()
    assert reading.window.page is not reading.page

    again = read("V-004")
    assert again.page.answer_box.text.value() == "A detention"
    again.page.answer_box.say_button.click()
    assert read("V-004").page.answer_box.text.value() == ""


def test_an_addendum_begun_opens_with_the_report(store: MemoryStore, read: Reader) -> None:
    file_report(store, the_report())
    reading = read("V-004")
    reading.page.addendum_button.click()
    reading.type("The yard was cl")
    reading.window.forget_pages()

    again = read("V-004")
    assert again.page.addendum_box.isVisible()
    assert again.page.addendum_box.text.value() == "The yard was cl"


def test_the_second_visitor_agrees_on_their_own_device(store: MemoryStore, read: Reader) -> None:
    file_report(store, the_report())
    reading = read("V-017")
    assert reading.page.agree_box.isVisible()
    reading.page.agree_box.agree_button.setFocus()
    reading.press(Qt.Key.Key_Return)
    assert "signed on their own device" in reading.text()
    assert not reading.page.agree_box.isVisible()


def test_the_second_visitor_says_what_they_do_not_agree_with(store: MemoryStore, read: Reader) -> None:
    file_report(store, the_report())
    reading = read("V-017")
    reading.page.agree_box.dissent_button.setFocus()
    reading.press(Qt.Key.Key_Return)
    reading.type("The delay was longer.")
    reading.press(Qt.Key.Key_Tab)
    reading.press(Qt.Key.Key_Return)
    assert "Note of dissent, signed on their own device" in reading.text()
    assert "The delay was longer." in reading.text()
    assert "Note of dissent" in [
        tag.text() for tag in reading.page.reader.findChildren(type(reading.page.standing))
    ]


def test_neither_the_author_nor_who_has_said_so_already_is_asked_to_agree(
    store: MemoryStore, read: Reader
) -> None:
    agreed_here = SignOff(both_agree=True, second=SecondVisitor.AGREED_HERE)
    file_report(store, the_report(sign_off=agreed_here))
    assert not read("V-004").page.agree_box.isVisible()
    reading = read("V-017")
    assert not reading.page.agree_box.agree_button.isVisible()
    assert "V-017 agrees, declared on V-004’s laptop" in reading.text()


def test_a_second_visitor_who_stays_silent_is_flagged(store: MemoryStore, read: Reader) -> None:
    file_report(store, the_report())
    assert "Waiting for V-017 to agree" in read("C-001").tags()
    assert "Waiting for V-017 to agree" in read("V-004").tags()
    assert "Waits for your agreement" in read("V-017").tags()
    late = HandClock(THURSDAY + timedelta(days=9))
    assert "V-017 unsigned after 7 days" in read("C-001", clock=late).tags()
    assert "V-017 unsigned after 7 days" in read("V-004", clock=late).tags()


def test_steps_on_the_way_stay_in_the_office(store: MemoryStore, read: Reader) -> None:

    visit = the_report()
    sent = a_step(
        visit, "c-adult", ConcernStepKind.SENT, THURSDAY + timedelta(hours=2), to_role="custody_inspector"
    )
    file_report(store, visit, steps=(sent,))
    assert "Sent to the custody inspector" in read("C-001").text()
    assert "Sent to the custody inspector" not in read("V-004").text()


def test_a_report_by_somebody_out_of_date_that_nobody_allowed_is_flagged_in_the_office(
    store: MemoryStore, read: Reader
) -> None:
    """Submitting refuses it; a report that was written past this application is kept and shown."""
    file_report(store, the_report())
    reading = read("C-001")
    with store() as unit:
        unit.members.put(a_member(4, vetting_expires=date(2024, 3, 1)))
        unit.commit()
    reading.page.view_model.refresh()
    assert "A visitor was out of date" in reading.tags()
    assert (
        "The vetting of V-004 was out of date on the day, and no coordinator had allowed the visit."
        in reading.text()
    )


def test_of_a_visitor_without_a_date_on_record_the_office_is_told(store: MemoryStore, read: Reader) -> None:
    file_report(store, the_report())
    reading = read("C-001")
    with store() as unit:
        unit.members.put(a_member(4, vetting_expires=None))
        unit.commit()
    reading.page.view_model.refresh()
    assert "No vetting date is on record for V-004, and no coordinator had allowed" in reading.text()


def test_a_word_declared_for_the_reader_can_be_answered_with_a_note_of_their_own(
    store: MemoryStore, read: Reader
) -> None:
    agreed_here = SignOff(both_agree=True, second=SecondVisitor.AGREED_HERE)
    file_report(store, the_report(sign_off=agreed_here))
    reading = read("V-017")
    assert reading.page.agree_box.heading.text() == "Your word was declared on V-004’s laptop"
    reading.page.agree_box.dissent_button.setFocus()
    reading.press(Qt.Key.Key_Return)
    reading.type("Nobody asked me.")
    reading.press(Qt.Key.Key_Tab)
    reading.press(Qt.Key.Key_Return)
    assert "Note of dissent" in reading.tags()
    assert not reading.page.agree_box.isVisible()


def test_a_terrorism_report_by_somebody_untrained_is_flagged(store: MemoryStore, read: Reader) -> None:
    file_report(store, the_report(kind=VisitKind.TACT))
    reading = read("C-001")
    with store() as unit:
        unit.members.put(a_member(4, tact_trained=True))
        unit.members.put(a_member(17))
        unit.commit()
    reading.page.view_model.refresh()
    assert "A visitor was not trained" in reading.tags()
    assert "V-017 is not trained for terrorism visits." in reading.text()
    assert "V-004 is not trained" not in reading.text()
