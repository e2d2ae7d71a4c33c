"""Custody record reviews by keyboard: drawn and given out, read, raised as a concern."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from icv_app.domain.record_review import MOST_REVIEWS, RecordRead, Said, Step
from tests.fakes.tasks import HeldTasks
from tests.gui.at_work import go_to, press, write
from tests.gui.reviewed_records import a_reviewed_scheme, shown_to
from tests.memory_scheme import MemoryScheme, a_scheme
from tests.record_review_builders import ARRESTED, a_read
from ui.concerns.view import ConcernsPage
from ui.home.tasks import TaskKind
from ui.home.view import HomePage
from ui.my_records.questionnaire import QuestionnairePage
from ui.my_records.view import MyRecordsPage
from ui.record_reviews.draw_page import DrawPage
from ui.record_reviews.sample_page import SamplePage
from ui.record_reviews.view import RecordReviewsPage
from ui.shell import ShellWindow
from ui.theme import Theme
from ui.today.to_do import Kind
from ui.today.view import TodayPage


@pytest.fixture
def scheme(theme: Theme) -> MemoryScheme:
    return a_reviewed_scheme()


def opened(qtbot: QtBot, scheme: MemoryScheme, name: str, place: str) -> ShellWindow:
    window = ShellWindow()
    window.resize(1280, 800)
    shown_to(window, scheme, name)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    window.show_place(place)
    return window


def use(qtbot: QtBot, button: QWidget) -> None:
    go_to(qtbot, button)
    press(qtbot, Qt.Key.Key_Return)


def type_in(qtbot: QtBot, field: QWidget, text: str) -> None:
    go_to(qtbot, field)
    write(qtbot, text)
    press(qtbot, Qt.Key.Key_Tab)


def reading(qtbot: QtBot, scheme: MemoryScheme) -> tuple[ShellWindow, QuestionnairePage]:
    window = opened(qtbot, scheme, "V-001", "home")
    home = window.page
    assert isinstance(home, HomePage)
    assert home.tasks.choose((TaskKind.RECORDS, ""))
    assert home.tasks.chosen().title == "Read 1 custody record"
    go_to(qtbot, home.tasks)
    press(qtbot, Qt.Key.Key_Return)
    page = window.page
    assert isinstance(page, MyRecordsPage)
    go_to(qtbot, page.table)
    press(qtbot, Qt.Key.Key_Return)
    assert isinstance(window.page, QuestionnairePage)
    return window, window.page


def kept(scheme: MemoryScheme) -> RecordRead:
    return scheme["V-001"].desk.record_readings.given()[0].read


def test_a_coordinator_draws_from_a_pasted_list_and_gives_the_records_out(qtbot: QtBot, theme: Theme) -> None:
    scheme = a_scheme()
    window = opened(qtbot, scheme, "C-001", "record_reviews")
    page = window.page
    assert isinstance(page, RecordReviewsPage)
    use(qtbot, page.draw_button)
    form = window.page
    assert isinstance(form, DrawPage)
    type_in(qtbot, form.suite, "Leeds")
    type_in(qtbot, form.first_day.line, "1/3/24")
    go_to(qtbot, form.listed)
    form.listed.setPlainText("R-01\nR-02 child\n13WK/4402")
    type_in(qtbot, form.number.line, "2")
    use(qtbot, form.draw_button)
    assert form.listed_field.problem().startswith("Line 3: write the scheme’s own reference")
    assert scheme["C-001"].desk.record_reviews.all().samples == ()
    form.listed.setPlainText("R-01\nR-02 child\nR-03")
    go_to(qtbot, form.first.box("child"))
    press(qtbot, Qt.Key.Key_Space)
    use(qtbot, form.draw_button)
    sample = window.page
    assert isinstance(sample, SamplePage)
    [standing] = scheme["C-001"].desk.record_reviews.all().samples
    assert standing.sample.drawn[0] == "R-02"
    use(qtbot, sample.give_all_button)
    assert sample.visitor_field.problem() == "Choose the visitor."
    type_in(qtbot, sample.visitor, "V-001")
    use(qtbot, sample.give_all_button)
    [standing] = scheme["C-001"].desk.record_reviews.all().samples
    assert {one.assignment.member_id for one in standing.records if one.assignment} == {"V-001"}
    use(qtbot, sample.back_button)
    assert isinstance(window.page, RecordReviewsPage)
    assert window.page.subtitle == "2 records wait to be read"


def test_a_step_is_answered_by_a_key_and_its_time_typed_and_read_back(
    qtbot: QtBot, scheme: MemoryScheme
) -> None:
    _window, page = reading(qtbot, scheme)
    arrested, arrived = page.rows[Step.ARRESTED], page.rows[Step.ARRIVED]
    go_to(qtbot, arrested.buttons.buttons[0])
    write(qtbot, "y")
    write(qtbot, "2340")
    press(qtbot, Qt.Key.Key_Tab)
    write(qtbot, "4/3/24")
    press(qtbot, Qt.Key.Key_Tab)
    assert kept(scheme).at(Step.ARRESTED) == datetime(2024, 3, 4, 23, 40, tzinfo=UTC)
    go_to(qtbot, arrived.buttons.buttons[0])
    write(qtbot, "y")
    write(qtbot, "0010")
    press(qtbot, Qt.Key.Key_Tab)
    # Over midnight: the day is the next one, and is read back.
    assert arrived.moment.day.line.text() == "5 March 2024"
    assert kept(scheme).at(Step.ARRIVED) == datetime(2024, 3, 5, 0, 10, tzinfo=UTC)
    assert page.waits.facts() == (("Arrest to arrival", "30 min"),)


def test_not_recorded_goes_on_to_the_next_step(qtbot: QtBot, scheme: MemoryScheme) -> None:
    _window, page = reading(qtbot, scheme)
    go_to(qtbot, page.rows[Step.AA_ASKED].buttons.buttons[0])
    write(qtbot, "r")
    write(qtbot, "a")
    assert kept(scheme).said(Step.AA_ASKED) is Said.NOT_RECORDED
    assert kept(scheme).said(Step.AA_CAME) is Said.NOT_APPLICABLE
    assert page.rows[Step.INTERPRETER_ASKED].buttons.buttons[0].hasFocus()


def test_a_time_that_came_twice_when_the_clocks_went_back_is_asked_about(
    qtbot: QtBot, scheme: MemoryScheme
) -> None:
    _window, page = reading(qtbot, scheme)
    row = page.rows[Step.ARRESTED]
    go_to(qtbot, row.buttons.buttons[0])
    write(qtbot, "y")
    write(qtbot, "0130")
    press(qtbot, Qt.Key.Key_Tab)
    write(qtbot, "29/10/23")
    press(qtbot, Qt.Key.Key_Tab)
    assert kept(scheme).at(Step.ARRESTED) is None
    go_to(qtbot, row.moment.which.buttons[0])
    write(qtbot, "2")
    assert kept(scheme).at(Step.ARRESTED) == datetime(2023, 10, 29, 1, 30, tzinfo=UTC)


def test_a_time_that_never_came_when_the_clocks_went_on_is_refused(
    qtbot: QtBot, scheme: MemoryScheme
) -> None:
    _window, page = reading(qtbot, scheme)
    row = page.rows[Step.ARRESTED]
    go_to(qtbot, row.buttons.buttons[0])
    write(qtbot, "y")
    write(qtbot, "0130")
    press(qtbot, Qt.Key.Key_Tab)
    write(qtbot, "26/3/23")
    press(qtbot, Qt.Key.Key_Tab)
    assert row.moment_field.problem()
    assert kept(scheme).at(Step.ARRESTED) is None


def test_it_is_laid_aside_and_gone_on_with(qtbot: QtBot, scheme: MemoryScheme) -> None:
    window, page = reading(qtbot, scheme)
    go_to(qtbot, page.quality.buttons[0])
    write(qtbot, "3")
    type_in(qtbot, page.findings.words, "Half a finding.")
    use(qtbot, page.back_button)
    assert isinstance(window.page, MyRecordsPage)
    go_to(qtbot, window.page.table)
    press(qtbot, Qt.Key.Key_Return)
    again = window.page
    assert isinstance(again, QuestionnairePage)
    assert (again.quality.value(), again.findings.words.value()) == ("3", "Half a finding.")


def test_a_record_opened_twice_at_once_is_one_page_with_what_was_kept_last(
    qtbot: QtBot, scheme: MemoryScheme
) -> None:
    window, tasks = ShellWindow(), HeldTasks(holding=False)
    shown_to(window, scheme, "V-001", tasks)
    qtbot.addWidget(window)
    window.show_place("home")
    window.page.task_opened.emit(window.page.task_rows.row_at(0))  # type: ignore[union-attr]
    given = window.page
    assert isinstance(given, MyRecordsPage)
    record = given.rows.row_at(0)
    tasks.holding = True
    given.record_opened.emit(record)
    given.record_opened.emit(record)
    scheme["V-001"].desk.record_readings.keep(record.assignment.record_id, a_read(quality=3))
    tasks.let_all_go()
    page = window.page
    assert isinstance(page, QuestionnairePage)
    assert page.quality.value() == "3"
    page.left.emit()
    assert window.page is given


def test_what_is_lacking_is_summed_up_and_nothing_is_sent(qtbot: QtBot, scheme: MemoryScheme) -> None:
    _window, page = reading(qtbot, scheme)
    go_to(qtbot, page.rows[Step.ARRESTED].buttons.buttons[0])
    write(qtbot, "y")
    use(qtbot, page.send_button)
    said = [link.text() for link in page.summary.links]
    assert said == [
        "16 steps are not answered yet.",
        "Choose whom the record is about.",
        "Choose why they were held.",
        "Arrested: Enter the time, or answer “Not recorded”.",
        "Say how well the record is kept.",
    ]
    use(qtbot, page.summary.links[3])
    assert page.rows[Step.ARRESTED].moment.time.line.hasFocus()
    assert len(scheme["V-001"].records("record_review.reading")) == 1


def finished(qtbot: QtBot, scheme: MemoryScheme, **changes: object) -> tuple[ShellWindow, QuestionnairePage]:
    visitor = scheme["V-001"].desk.record_readings
    visitor.keep(visitor.given()[0].assignment.record_id, a_read(**changes))  # type: ignore[arg-type]
    return reading(qtbot, scheme)


def test_times_out_of_order_are_ticked_as_they_stand_in_the_record(
    qtbot: QtBot, scheme: MemoryScheme
) -> None:
    _window, page = finished(qtbot, scheme, steps={Step.AA_CAME: 60})
    assert page.order.text() == "“Appropriate adult came” is before “Appropriate adult asked for”."
    use(qtbot, page.send_button)
    assert len(page.summary.links) == 1
    go_to(qtbot, page.as_recorded)
    press(qtbot, Qt.Key.Key_Space)
    use(qtbot, page.send_button)
    assert len(scheme["V-001"].records("record_review.reading")) == 2


def test_reviews_are_added_one_by_one(qtbot: QtBot, scheme: MemoryScheme) -> None:
    _window, page = finished(qtbot, scheme, steps={Step.RELEASED: 1500})
    go_to(qtbot, page.reviews.moment.time.line)
    write(qtbot, "0010")
    press(qtbot, Qt.Key.Key_Tab)
    use(qtbot, page.reviews.add_button)
    assert page.reviews.listed.text() == "1. 4 March 2024, 15:30\n2. 5 March 2024, 00:10"
    assert len(kept(scheme).reviews) == 2
    assert ("One review to the next", "8 h 40, within the clock") in page.waits.facts()
    use(qtbot, page.reviews.take_away_button)
    assert len(kept(scheme).reviews) == 1


def test_a_finding_with_a_name_is_stopped_and_one_without_is_sent(qtbot: QtBot, scheme: MemoryScheme) -> None:
    window, page = finished(qtbot, scheme)
    found = page.findings
    type_in(qtbot, found.category, "adult")
    type_in(qtbot, found.words, "Mark came late.")
    use(qtbot, found.add_button)
    assert found.findings() == ()
    assert "Mark" in found.words_field.problem()
    found.words.setPlainText("The appropriate adult came late.")
    use(qtbot, found.add_button)
    [finding] = kept(scheme).findings
    assert (finding.category, finding.severity) == ("C1", "red")
    use(qtbot, page.send_button)
    assert isinstance(window.page, MyRecordsPage)
    assert "Kept to be sent." in window.messages.text()
    assert window.page.subtitle == "0 records wait"
    scheme.exchange()
    assert scheme["C-001"].desk.record_reviews.figures().everywhere.n == 2


def test_a_finding_is_raised_and_stands_on_the_desk_of_concerns(qtbot: QtBot, scheme: MemoryScheme) -> None:
    window = opened(qtbot, scheme, "C-001", "record_reviews")
    page = window.page
    assert isinstance(page, RecordReviewsPage)
    go_to(qtbot, page.table)
    press(qtbot, Qt.Key.Key_Return)
    sample = window.page
    assert isinstance(sample, SamplePage)
    sample.table.choose("R-02")
    use(qtbot, sample.reading.raise_button)
    assert "(a concern)" in sample.reading.findings.text()
    assert not sample.reading.raise_button.isVisible()
    window.show_place("concerns")
    desk = window.page
    assert isinstance(desk, ConcernsPage)
    [line] = scheme["C-001"].desk.concerns.lines()
    desk.choose(line.listed.concern_id)
    assert desk.table.model().rowCount() == 1
    assert "Record review" in desk.rows.cell(0, 0).spoken()
    use(qtbot, desk.report_button)
    assert isinstance(window.page, RecordReviewsPage)


def test_results_have_their_n_and_what_is_not_recorded_beside_them(
    qtbot: QtBot, scheme: MemoryScheme
) -> None:
    visitor = scheme["V-001"].desk.record_readings
    late = a_read(
        quality=1,
        steps={Step.AA_CAME: Said.NOT_RECORDED, Step.RELEASED: 900},
        reviews=(ARRESTED + timedelta(hours=8),),
    )
    visitor.send(visitor.given()[0].assignment.record_id, late)
    scheme.exchange()
    window = opened(qtbot, scheme, "C-001", "record_reviews")
    page = window.page
    assert isinstance(page, RecordReviewsPage)
    results = page.results
    waits = [[results.wait_rows.cell(row, column).spoken() for column in range(4)] for row in (3, 8)]
    assert waits == [
        ["Wait for the appropriate adult, 1 not recorded", "2 h 00, n = 1", "2 h 00", ""],
        ["Authorisation to first review", "6 h 05, n = 2", "7 h 10", "50 %, of 2"],
    ]
    go_to(qtbot, results.parts.buttons[0])
    write(qtbot, "2")
    assert results.tables["scores"].isVisible()
    assert [results.score_rows.cell(0, column).spoken() for column in range(4)] == [
        "Leeds, 2 records",
        "75 %, of 4",
        "94 %, of 18, 1 not recorded",
        "2.5 of 5, 1 finding",
    ]
    type_in(qtbot, results.year, "2023")
    assert results.wait_rows.cell(3, 1).spoken() == "2 h 00, n = 1"


def test_a_finding_waits_on_today_and_opens_the_record_reviews(qtbot: QtBot, scheme: MemoryScheme) -> None:
    window = opened(qtbot, scheme, "C-001", "today")
    today = window.page
    assert isinstance(today, TodayPage)
    assert today.table.choose((Kind.FINDINGS, ("", "")))
    assert today.table.chosen().title == "Settle 1 finding from custody records"
    go_to(qtbot, today.table)
    press(qtbot, Qt.Key.Key_Return)
    assert isinstance(window.page, RecordReviewsPage)


def test_a_record_is_taken_back_and_the_sample_closed(qtbot: QtBot, scheme: MemoryScheme) -> None:
    window = opened(qtbot, scheme, "C-001", "record_reviews")
    page = window.page
    assert isinstance(page, RecordReviewsPage)
    use(qtbot, page.open_button)
    sample = window.page
    assert isinstance(sample, SamplePage)
    waits = next(row for row in map(sample.rows.row_at, range(3)) if row.assignment and not row.reading)
    sample.table.choose(waits.reference)
    use(qtbot, sample.take_back_button)
    [standing] = scheme["C-001"].desk.record_reviews.all().samples
    assert sum(one.assignment is not None for one in standing.records) == 1
    use(qtbot, sample.close_button)
    use(qtbot, sample.closing.yes_button)
    assert not sample.give_all_button.isEnabled()
    assert "Closed by C-001" in sample.how_drawn.text()


def test_nothing_above_the_results_is_cut_in_a_small_window(qtbot: QtBot, scheme: MemoryScheme) -> None:
    window = opened(qtbot, scheme, "C-001", "record_reviews")
    window.resize(1024, 700)
    page = window.page
    assert isinstance(page, RecordReviewsPage)
    field = page.results.year.parentWidget()
    assert field is not None
    qtbot.waitUntil(lambda: window.width() == 1024 and field.height() >= field.minimumSizeHint().height())


def test_a_review_typed_and_not_added_is_not_left_out_silently(qtbot: QtBot, scheme: MemoryScheme) -> None:
    _window, page = finished(qtbot, scheme, steps={Step.RELEASED: 1500})
    go_to(qtbot, page.reviews.moment.time.line)
    write(qtbot, "0010")
    use(qtbot, page.send_button)
    assert [link.text() for link in page.summary.links] == ["Add this review, or empty its time."]
    assert len(scheme["V-001"].records("record_review.reading")) == 1
    use(qtbot, page.summary.links[0])
    assert page.reviews.moment.time.line.hasFocus()
    use(qtbot, page.reviews.add_button)
    use(qtbot, page.send_button)
    assert len(scheme["V-001"].records("record_review.reading")) == 2


def test_a_finding_begun_without_words_is_not_left_out_silently(qtbot: QtBot, scheme: MemoryScheme) -> None:
    _window, page = finished(qtbot, scheme)
    type_in(qtbot, page.findings.category, "adult")
    use(qtbot, page.send_button)
    assert [link.text() for link in page.summary.links] == ["Add this finding, or empty it."]


def test_one_review_too_many_is_said(qtbot: QtBot, scheme: MemoryScheme) -> None:
    _window, page = finished(qtbot, scheme)
    page.reviews.set_times(tuple(ARRESTED + timedelta(minutes=n) for n in range(MOST_REVIEWS)))
    page.reviews.moment.set_value(ARRESTED + timedelta(hours=9))
    use(qtbot, page.reviews.add_button)
    assert page.reviews.field.problem() == "There are 60 reviews already."
