"""Publications: what is missing, which one, its texts, a look at it, writing it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from icv_app.domain.concern import Severity
from icv_app.domain.ids import VisitId
from icv_app.domain.preview import PrintedWord
from icv_app.domain.publication import PublicationKind, Section, WordPart
from icv_app.errors import StoreError
from tests.builders import a_concern, a_filed_visit, settings
from tests.facts_builders import a_visit_facts
from tests.fakes.desk import file_report
from tests.fakes.office import an_office
from tests.fakes.tasks import InlineTasks
from tests.gui.at_work import AtWork, at_work, go_to, press, show, write
from ui.publications.preview_card import MOST_VISITS, PreviewCard, figure_words
from ui.publications.view import PublicationsPage
from ui.theme import Theme


@pytest.fixture
def work(qtbot: QtBot, theme: Theme) -> AtWork:
    office = an_office(settings=settings(people_detained={}))
    red = a_concern(severity=Severity.RED)
    file_report(office.store, a_filed_visit(concerns=(red,)))
    made = at_work(office)
    show(qtbot, made)
    made.window.show_place("publications")
    return made


def page_of(work: AtWork) -> PublicationsPage:
    page = work.window.page
    assert isinstance(page, PublicationsPage)
    return page


def save_as(monkeypatch: pytest.MonkeyPatch, name: str, kind: str = "") -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, **_named: (name, kind))


def test_what_is_missing_is_said_before_anything_is_published(work: AtWork) -> None:
    missing = page_of(work).missing

    assert missing.reports.words.text() == "1 report is not approved"
    assert missing.concerns.words.text() == "1 red concern is open"
    assert missing.figure.words.text() == "No figure of the force"
    assert "still missing for 2023–24" in missing.lead.text()


def test_a_text_that_cannot_be_printed_is_named_with_where_it_is(qtbot: QtBot, theme: Theme) -> None:
    office = an_office(settings=settings(name="Custody visiting \u5229\u5179"))
    work = at_work(office)
    show(qtbot, work)
    work.window.show_place("publications")
    missing = page_of(work).missing
    assert missing.texts.isVisibleTo(missing)
    assert missing.texts.words.text() == "1 text cannot be printed"
    assert "“\u5229\u5179” in the scheme’s name" in missing.texts.more.text()
    assert "cannot be written" in missing.lead.text()


def test_nothing_is_missing_once_all_is_decided(work: AtWork) -> None:
    desk = work.office.desk
    desk.reviews.approve(VisitId("visit-1"))
    desk.concerns.close(VisitId("visit-1"), a_concern().concern_id, outcome="put_right")
    desk.settings.change(lambda now: replace(now, people_detained={"2023-24": 51602}))
    work.workplace.data_changed.emit()

    missing = page_of(work).missing
    assert missing.lead.text() == "Nothing is missing for 2023–24."
    assert not missing.texts.isVisibleTo(missing)
    assert missing.figure.words.text() == "51,602 people detained in 2023–24"


def test_the_force_figure_is_entered_and_published_to_the_scheme(qtbot: QtBot, work: AtWork) -> None:
    page = page_of(work)
    go_to(qtbot, page.missing.number)
    write(qtbot, "51,602")
    go_to(qtbot, page.missing.save_button)
    press(qtbot, Qt.Key.Key_Return)

    published = work.office.desk.scheme.settings()
    assert published.people_detained == {"2023-24": 51602}
    assert published.version == 2
    assert page.missing.figure.words.text() == "51,602 people detained in 2023–24"
    assert "51,602 people detained in 2023–24" in work.window.messages.text()


@pytest.mark.parametrize(
    ("typed", "said"), [("", "Enter the number"), ("many", "Enter a whole number"), ("0", "1")]
)
def test_a_figure_that_cannot_be_read_is_said_at_its_field(
    qtbot: QtBot, work: AtWork, typed: str, said: str
) -> None:
    page = page_of(work)
    go_to(qtbot, page.missing.number)
    write(qtbot, typed)
    go_to(qtbot, page.missing.save_button)
    press(qtbot, Qt.Key.Key_Return)

    assert said in page.missing.number_field.problem()
    assert work.office.desk.scheme.settings().version == 1


def test_the_report_of_the_year_chosen_is_written(
    qtbot: QtBot, work: AtWork, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    save_as(monkeypatch, str(tmp_path / "report"))
    go_to(qtbot, page_of(work).report_card.write_button)
    press(qtbot, Qt.Key.Key_Return)

    assert work.doors.written == {tmp_path / "report.pdf": b"2023-24"}
    assert work.window.messages.text() == "Annual report 2023–24 is written to report.pdf."


def test_writing_that_is_cancelled_leaves_no_file_and_publishes_nothing(
    work: AtWork, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    save_as(monkeypatch, str(tmp_path / "report.pdf"))
    page, doors = page_of(work), work.doors.publications
    offered: list[bool] = []
    page._view_model.busy_changed.connect(lambda _words, can_cancel: offered.append(can_cancel))
    tasks = page._view_model._tasks
    assert isinstance(tasks, InlineTasks)
    doors.while_writing = lambda: tasks.current.cancel()  # noqa: PLW0108 - there is none before the work
    page.report_card.publish.setChecked(True)
    page.report_card.write_button.click()

    assert offered == [True, False]
    assert (work.doors.written, doors.published) == ({}, [])
    assert "written" not in work.window.messages.text()


def test_an_earlier_year_can_be_chosen(qtbot: QtBot, work: AtWork) -> None:
    visit = a_filed_visit(visit_id=VisitId("visit-0"))
    year = 365 * 86400
    earlier = {
        name: moment.fromtimestamp(moment.timestamp() - year, moment.tzinfo)
        for name in ("arrived_at", "entered_at", "left_suite_at", "left_station_at", "submitted_at")
        if (moment := getattr(visit, name)) is not None
    }
    file_report(work.office.store, replace(visit, **earlier))
    work.workplace.data_changed.emit()
    page = page_of(work)
    go_to(qtbot, page.year)
    write(qtbot, "2022")
    press(qtbot, Qt.Key.Key_Tab)

    assert page.subtitle == "Financial year 2022–23"
    assert page.missing.reports.words.text() == "1 report is not approved"
    assert page.missing.concerns.words.text() == "No red concern is open"


def test_thinking_better_of_it_writes_nothing(work: AtWork, monkeypatch: pytest.MonkeyPatch) -> None:
    save_as(monkeypatch, "")
    page_of(work).report_card.write_button.click()

    assert work.doors.written == {}


def test_a_full_disk_is_explained(work: AtWork, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    save_as(monkeypatch, str(tmp_path / "report.pdf"))
    work.doors.fail_next = StoreError("disk full", user_text="The disk is full. Nothing was written.")
    page_of(work).report_card.write_button.click()

    assert work.window.messages.text() == "The disk is full. Nothing was written."


def test_what_is_missing_leads_to_where_it_is_done(qtbot: QtBot, work: AtWork) -> None:
    go_to(qtbot, page_of(work).missing.reports.button)
    press(qtbot, Qt.Key.Key_Return)

    assert work.window.nav.current() == "reports"


def test_a_paper_of_a_quarter_is_written_and_goes_out(
    work: AtWork, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    save_as(monkeypatch, str(tmp_path / "paper"))
    page = page_of(work)
    assert page.report_card.quarter_field.isHidden()
    page.report_card.kind.set_value(PublicationKind.QUARTERLY.value)
    page.report_card.quarter.set_value("4")
    page.report_card._on_chosen(None)
    page.report_card.publish.setChecked(True)
    page.report_card.write_button.click()

    assert not page.report_card.quarter_field.isHidden()
    assert work.doors.written == {tmp_path / "paper.pdf": b"2023-24 Q4"}
    assert work.doors.publications.published == ["2023-24 Q4"]


def test_a_text_is_kept_for_the_year_and_shown_again(work: AtWork) -> None:
    page = page_of(work)
    page.texts_card.text.set_value("A year of many visits.")
    page.texts_card.save_button.click()

    wording = work.office.desk.publication_words.wording("2023-24")
    assert wording.text(WordPart.FOREWORD) == "A year of many visits."
    assert page.texts_card.text.value() == "A year of many visits."
    assert page.texts_card.standing.text() == "Written by C-001."


def test_what_is_typed_and_not_kept_stays_when_something_else_is_kept_or_comes(work: AtWork) -> None:
    page = page_of(work)
    texts, look = page.texts_card, page.look_card
    texts.text.setPlainText("A year of many visits.")
    look.name.setText("Visitors of the county")
    look.sections.setPlainText("Method\nForeword")
    look.sections_button.click()
    work.workplace.data_changed.emit()
    assert texts.text.value() == "A year of many visits."
    assert look.name.value() == "Visitors of the county"

    texts.save_button.click()
    look.look_button.click()
    wording = work.office.desk.publication_words.wording("2023-24")
    assert wording.text(WordPart.FOREWORD) == "A year of many visits."
    assert wording.look.scheme == "Visitors of the county"


def test_a_text_begun_is_there_again_after_a_lock_until_it_is_kept(work: AtWork) -> None:
    def reopened() -> PublicationsPage:
        work.window.forget_pages()
        work.window.show_place("publications")
        return page_of(work)

    page = page_of(work)
    for words in ("A year of many visits.", "Another year of many visits."):
        page.texts_card.text.setPlainText(words)
        page = reopened()
        assert page.texts_card.text.value() == words
        page.texts_card.save_button.click()
        page = reopened()
        assert page.texts_card.text.value() == words
        assert work.office.desk.unsent.find("publication 2023-24 foreword").text == ""


def test_a_text_begun_is_there_again_when_one_comes_back_to_it(work: AtWork) -> None:
    texts = page_of(work).texts_card
    texts.text.setPlainText("A year of many visits.")
    for part in (WordPart.CHANGES, WordPart.FOREWORD):
        assert texts.text.value() == ("" if part is WordPart.FOREWORD else "A year of many visits.")
        texts.part.set_value(part.value)
        texts.part.value_changed.emit(part.value)
    assert texts.text.value() == "A year of many visits."


def test_what_is_kept_in_another_form_is_shown_in_that(work: AtWork) -> None:
    texts = page_of(work).texts_card
    texts.part.set_value(WordPart.CHANGES.value)
    texts.part.value_changed.emit(WordPart.CHANGES.value)
    texts.text.setPlainText("Too few blankets   =>  More were bought")
    texts.save_button.click()
    assert texts.text.value() == "Too few blankets => More were bought"


def test_the_preview_shows_pages_and_the_visits_behind_a_figure(work: AtWork) -> None:
    page = page_of(work)
    assert page.preview_card.isHidden()
    page.report_card.kind.set_value(PublicationKind.PUBLIC.value)
    page.report_card.quarter.set_value("4")
    page.report_card._on_chosen(None)
    page.report_card.preview_button.click()

    assert not page.preview_card.isHidden()
    assert page.preview_card.page_words.text() == "Page 1 of 1"
    assert not page.preview_card.page.pixmap().isNull()
    page._view_model.trace("visits.completed")
    assert page.preview_card.behind.text().startswith("1 visit is behind it.")


def test_of_many_visits_behind_a_figure_the_first_are_named_and_the_rest_counted(
    qtbot: QtBot, theme: Theme
) -> None:
    card = PreviewCard()
    qtbot.addWidget(card)
    card.show_behind([a_visit_facts() for _visit in range(MOST_VISITS + 2)], {})
    how_many, named = card.behind.text().split("\n")
    assert how_many == f"{MOST_VISITS + 2} visits are behind it."
    assert len(named.split("; ")) == MOST_VISITS + 1
    assert named.endswith("; and 2 more")


def a_public_page(work: AtWork) -> PreviewCard:
    page = page_of(work)
    page.report_card.kind.set_value(PublicationKind.PUBLIC.value)
    page.report_card.quarter.set_value("4")
    page.report_card._on_chosen(None)
    page.report_card.preview_button.click()
    return page.preview_card


def press_number(card: PreviewCard, word: PrintedWord) -> None:
    middle = QPoint(round((word.left + word.right) / 2), round((word.top + word.bottom) / 2))
    QTest.mouseClick(card.page, Qt.MouseButton.LeftButton, pos=middle)


def words_on(card: PreviewCard, *, alike: bool, plain: bool) -> PrintedWord:
    """The first number of the first page that stands alone or not, and is plain or not."""
    return next(
        word
        for word in card._pages[0].words
        if (len(card.printed_as(word).figures) > 1) == alike
        and (card.printed_as(word).plain is not None) == plain
    )


def test_a_number_that_one_figure_is_printed_as_is_traced_at_once(work: AtWork) -> None:
    card = a_public_page(work)
    alone = words_on(card, alike=False, plain=True)
    press_number(card, alone)
    [line] = card.printed_as(alone).figures
    assert card.pressed.text() == figure_words(line)
    assert card.figure.value() == line.key
    assert not card.behind.isHidden()
    card.all_button.click()
    assert card.pressed.isHidden()
    assert card.figure.value() == line.key


def test_a_number_that_several_figures_are_printed_as_is_told_by_what_stands_beside_it(work: AtWork) -> None:
    card = a_public_page(work)
    press_number(card, words_on(card, alike=True, plain=True))
    assert "If another is meant, choose it here." in card.pressed.text()
    assert not card.behind.isHidden()


def test_a_number_that_cannot_be_told_from_others_is_chosen_from_those_printed_alike(work: AtWork) -> None:
    card = a_public_page(work)
    press_number(card, words_on(card, alike=True, plain=False))
    assert "Choose which one is meant." in card.pressed.text()
    assert card.behind.isHidden()


def test_a_press_beside_every_number_does_nothing(work: AtWork) -> None:
    card = a_public_page(work)
    QTest.mouseClick(card.page, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert card.pressed.isHidden()


def test_what_changed_is_written_line_by_line(work: AtWork) -> None:
    page = page_of(work)
    page.texts_card.part.set_value(WordPart.CHANGES.value)
    page.texts_card._show()
    page.texts_card.text.set_value("Too few blankets")
    page.texts_card.save_button.click()
    assert "=>" in page.texts_card.field.problem()

    page.texts_card.text.set_value("Too few blankets => More were bought")
    page.texts_card.save_button.click()
    [change] = work.office.desk.publication_words.wording("2023-24").changes
    assert (change.said, change.did) == ("Too few blankets", "More were bought")


def test_sections_are_left_out_and_reordered_by_their_lines(work: AtWork) -> None:
    card = page_of(work).look_card
    assert len(card.sections.value().splitlines()) == 19
    for wrong in ("Method\nNonsense", "Foreword", "Method\nMethod"):
        card.sections.set_value(wrong)
        card.sections_button.click()
        assert card.sections_field.problem()
    card.sections.set_value("Method\nForeword")
    card.sections_button.click()
    wording = work.office.desk.publication_words.wording("2023-24")
    assert wording.sections == (Section.METHOD, Section.FOREWORD)


def test_a_light_colour_is_said_at_its_field_and_a_dark_one_kept_with_the_logo(
    work: AtWork, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    card = page_of(work).look_card
    card.colour.set_value("#ffff00")
    card.look_button.click()
    assert "darker" in card.colour_field.problem()
    logo = tmp_path / "logo.svg"
    logo.write_bytes(b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9v9z"/></svg>')
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args, **_named: (str(logo), ""))
    card.colour.set_value("#1d3557")
    card.logo_button.click()

    look = work.office.desk.publication_words.wording("2023-24").look
    assert (look.colour, look.logo_size) == ("#1d3557", len(logo.read_bytes()))
    assert card.logo.text() == "There is a logo."
