"""The retention page: what is due, erased after being asked, and legal holds, all by keyboard."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from icv_app.domain.ids import RecordId, VisitId
from icv_app.domain.retention import Erased
from icv_app.domain.times import FinancialYear
from icv_app.domain.visit import Visit
from icv_app.services.audit_log import audit_entries
from icv_app.services.retention_preview import DueVisit, Preview
from tests.builders import NOON, a_filed_visit, a_person
from tests.fakes.office import Office, an_office
from tests.gui.at_work import AtWork, at_work, go_to, press, show, write
from ui.retention.view import RetentionPage
from ui.retention.wording import ask_words, due_fact
from ui.theme import Theme

NOTE = "He asked for his glasses."
DUE = datetime(2026, 4, 2, 9, tzinfo=UTC)


def an_office_with(*visits: Visit) -> Office:
    office = an_office()
    office.desk.archive.take_in(visits)
    return office


@pytest.fixture
def work(qtbot: QtBot, theme: Theme) -> AtWork:
    people = (a_person(note=NOTE),)
    office = an_office_with(
        a_filed_visit(visit_id=VisitId("first"), people=people),
        a_filed_visit(visit_id=VisitId("second"), people=people, entered_at=NOON + timedelta(minutes=9)),
    )
    made = at_work(office)
    show(qtbot, made)
    made.window.show_place("retention")
    return made


def page_of(work: AtWork) -> RetentionPage:
    page = work.window.page
    assert isinstance(page, RetentionPage)
    return page


def note_of(work: AtWork, visit: str) -> str:
    return work.office.desk.visits.get(VisitId(visit)).people[0].note


def later(work: AtWork) -> RetentionPage:
    """The page when the year of the visits is over for two years."""
    work.office.clock.moment = DUE
    page = page_of(work)
    page.shown()
    return page


def test_before_its_time_nothing_can_be_erased_and_the_day_is_said(work: AtWork) -> None:
    page = page_of(work)

    assert "1 April 2026" in page.due.words.text()
    assert not page.due.erase_button.isVisible()
    assert page.runs.words() == ["Nothing was erased yet."]


def test_what_is_due_is_counted_by_year(work: AtWork) -> None:
    page = later(work)

    assert page.due.facts.facts() == (("2023–24", "2 visits · 2 people · 2 records"),)


def test_it_asks_before_it_erases_and_keeping_is_what_enter_does(qtbot: QtBot, work: AtWork) -> None:
    page = later(work)
    go_to(qtbot, page.due.erase_button)
    press(qtbot, Qt.Key.Key_Space)

    assert "Nobody can bring it back" in page.due.ask.text.text()
    press(qtbot, Qt.Key.Key_Return)

    assert not page.due.ask.isVisible()
    assert note_of(work, "first") == NOTE


def test_by_keyboard_it_is_erased_and_the_run_stands_in_the_list(qtbot: QtBot, work: AtWork) -> None:
    page = later(work)
    go_to(qtbot, page.due.erase_button)
    press(qtbot, Qt.Key.Key_Space)
    go_to(qtbot, page.due.ask.yes_button)
    press(qtbot, Qt.Key.Key_Space)

    assert note_of(work, "first") == note_of(work, "second") == ""
    assert page.runs.words() == [
        "Run 1 · 2 April 2026, 10:00 · C-001",
        "What identified people: 2 visits of 2023–24 (2 records)",
    ]
    assert page.due.words.text() == "Nothing is due. The next thing is due on 1 April 2030, 00:00."
    assert not page.due.erase_button.isVisible()


def test_a_visit_is_held_with_a_reason_and_the_run_leaves_it(qtbot: QtBot, work: AtWork) -> None:
    page = page_of(work)
    page.form.visit.set_value("first")
    go_to(qtbot, page.form.reason)
    write(qtbot, "A claim before the county court.")
    go_to(qtbot, page.form.do_button)
    press(qtbot, Qt.Key.Key_Space)

    assert len(page.held.lift_buttons) == 1
    page = later(work)
    assert page.due.facts.facts() == (("2023–24", "1 visit · 1 person · 1 record"),)
    page.due.erase_asked.emit()
    assert (note_of(work, "first"), note_of(work, "second")) == (NOTE, "")

    go_to(qtbot, page.held.lift_buttons[0])
    press(qtbot, Qt.Key.Key_Space)
    assert page.form.do_button.text() == "Lift the hold"
    write(qtbot, "The claim was settled.")
    go_to(qtbot, page.form.do_button)
    press(qtbot, Qt.Key.Key_Space)
    assert page.held.lift_buttons == []
    with work.office.desk.open_unit() as unit:
        reasons = [entry.reason for entry in audit_entries(unit) if entry.reason]
    assert reasons[-2:] == ["A claim before the county court.", "The claim was settled."]


def test_a_hold_without_visit_or_reason_says_what_is_missing(qtbot: QtBot, work: AtWork) -> None:
    page = page_of(work)
    go_to(qtbot, page.form.do_button)
    press(qtbot, Qt.Key.Key_Space)

    assert page.form.errors.isVisible()
    assert page.form.visit_field.problem() == "Choose the visit."
    assert page.held.lift_buttons == []


def test_visits_to_hold_are_named_by_when_where_and_who(work: AtWork) -> None:
    page = page_of(work)

    (_value, words), _second = [
        (page.form.visit.itemData(at), page.form.visit.itemText(at)) for at in range(page.form.visit.count())
    ]
    assert words == "14 March 2024, 12:09 · Wakefield · V-001, V-002"


def test_whole_visits_are_shown_apart_and_go_by_keyboard(qtbot: QtBot, work: AtWork) -> None:
    work.office.clock.moment = datetime(2030, 4, 2, 9, tzinfo=UTC)
    page = page_of(work)
    page.shown()

    assert not page.due.words.isVisible()
    assert page.due.whole_words.isVisible()
    assert page.due.whole_facts.facts() == (("2023–24", "2 visits · 2 people · 2 records"),)
    go_to(qtbot, page.due.erase_button)
    press(qtbot, Qt.Key.Key_Space)
    assert "This erases 2 visits whole" in page.due.ask.text.text()
    assert "custody numbers" not in page.due.ask.text.text()
    go_to(qtbot, page.due.ask.yes_button)
    press(qtbot, Qt.Key.Key_Space)

    assert work.office.desk.visits.list() == []
    assert page.runs.words() == [
        "Run 1 · 2 April 2030, 10:00 · C-001",
        "Whole visits: 2 visits of 2023–24 (2 records)",
    ]
    assert not page.due.whole_words.isVisible()
    assert page.due.words.text() == "Nothing is due."
    assert page.form.visit.count() == 0


def test_the_question_names_samples_of_custody_records() -> None:
    due = DueVisit(
        visit_id=None,
        year=FinancialYear(2017),
        how_much=Erased.VISIT,
        people=0,
        identifying=(),
        reporting=(RecordId("reading"), RecordId("sample")),
        sample=True,
    )
    preview = Preview(due=(due,), held=(), next_due=None)
    assert ask_words(preview).startswith("This erases 1 sample of custody records whole, with what was read")
    [year] = preview.whole
    assert due_fact(year)[1] == "0 visits · 0 people · 2 records · 1 sample of custody records"
