"""The office's file on a member, by keyboard."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from icv_app.domain.ids import MemberId, SuiteId
from icv_app.domain.member_file import FileGroup, Recognition
from icv_app.domain.rota import Conflict
from icv_app.domain.training import Trained
from tests.builders import a_member
from tests.fakes.office import an_office
from tests.gui.at_work import AtWork, at_work, go_to, press, show, write
from ui.people.file_card import FileCard
from ui.people.view import PeoplePage
from ui.theme import Theme

V1 = MemberId("V-001")


@pytest.fixture
def work(qtbot: QtBot, theme: Theme) -> AtWork:
    made = at_work(an_office([a_member(1, joined=date(2019, 1, 1)), a_member(2)]))
    show(qtbot, made)
    made.window.show_place("people")
    page_of(made).choose("V-001")
    return made


def page_of(work: AtWork) -> PeoplePage:
    page = work.window.page
    assert isinstance(page, PeoplePage)
    return page


def opened(qtbot: QtBot, work: AtWork) -> FileCard:
    page = page_of(work)
    go_to(qtbot, page.detail.file_button)
    press(qtbot, Qt.Key.Key_Return)
    return page.file


def add(qtbot: QtBot, card: FileCard, group: str, *typed: tuple[object, str]) -> None:
    go_to(qtbot, card.group)
    write(qtbot, group)
    for field, text in typed:
        go_to(qtbot, field)  # type: ignore[arg-type]
        write(qtbot, text)
    go_to(qtbot, card.add_button)
    press(qtbot, Qt.Key.Key_Return)


def shown(card: FileCard) -> list[str]:
    return [
        ", ".join(card.rows.cell(row, column).spoken() for column in range(2))
        for row in range(card.rows.rowCount())
    ]


def facts(work: AtWork) -> dict[str, str]:
    return dict(page_of(work).detail.facts.facts())


def test_training_is_noted_and_ends_when_the_scheme_says(qtbot: QtBot, work: AtWork) -> None:
    card = opened(qtbot, work)
    add(qtbot, card, "Training", (card.which, "Children"), (card.day, "29/2/24"))

    [line] = shown(card)
    assert line == "Training, Children, on 29 February 2024, In date, until 28 February 2027"
    kept = work.office.desk.member_files.all().file(V1).training
    assert kept == (Trained(kind="children", day=date(2024, 2, 29), expires=date(2027, 2, 28)),)
    go_to(qtbot, card.close_button)
    press(qtbot, Qt.Key.Key_Return)
    assert facts(work)["Training"] == "Children: in date, until 28 February 2027"


def test_every_group_is_noted_from_the_same_card(qtbot: QtBot, work: AtWork) -> None:
    card = opened(qtbot, work)
    add(qtbot, card, "Language", (card.language, "Urdu"))
    add(qtbot, card, "Conflict", (card.which, "Leeds"))
    add(qtbot, card, "Conflict", (card.which, "V-002"))
    add(qtbot, card, "Recognition", (card.which, "5 years"), (card.day, "1/2/24"))
    add(qtbot, card, "One-to-one", (card.day, "2/2/24"))

    file = work.office.desk.member_files.all().file(V1)
    assert file.languages == ("Urdu",)
    assert file.conflicts == (
        Conflict(member_id=V1, suite_id=SuiteId("leeds")),
        Conflict(member_id=V1, other=MemberId("V-002")),
    )
    assert file.recognition == (Recognition(years=5, day=date(2024, 2, 1)),)
    assert [(one.day, one.by) for one in file.one_to_ones] == [(date(2024, 2, 2), "C-001")]
    assert len(shown(card)) == 5


def test_what_is_missing_is_said_at_its_field_and_nothing_is_kept(qtbot: QtBot, work: AtWork) -> None:
    card = opened(qtbot, work)
    add(qtbot, card, "Training")
    assert card.which_field.problem() == "Choose one."
    add(qtbot, card, "Training", (card.which, "TACT"), (card.day, "2/2/24"), (card.until, "1/2/24"))
    assert card.until_field.problem() == "It ends on the day of the training or later."
    add(qtbot, card, "Language")
    assert card.language_field.problem() == "Enter a language."
    assert work.office.desk.member_files.all().files == {}


def test_a_line_is_removed(qtbot: QtBot, work: AtWork) -> None:
    card = opened(qtbot, work)
    add(qtbot, card, "Language", (card.language, "Urdu"))
    add(qtbot, card, "Language", (card.language, "Polish"))
    go_to(qtbot, card.table)
    go_to(qtbot, card.remove_button)
    press(qtbot, Qt.Key.Key_Return)
    assert work.office.desk.member_files.all().file(V1).languages == ("Polish",)
    assert shown(card) == ["Language, Polish"]


def test_what_another_coordinator_wrote_at_the_same_time_is_shown(qtbot: QtBot, work: AtWork) -> None:
    files = work.office.desk.member_files
    seen = files.all().file(V1)
    files.note(seen, FileGroup.LANGUAGES, languages=["Polish"])
    work.office.clock.moment += timedelta(minutes=1)
    files.note(seen, FileGroup.LANGUAGES, languages=["Urdu"])
    page_of(work).shown()

    card = opened(qtbot, work)
    assert card.beside.isVisible()
    assert "wrote at the same time: Polish. What C-001 wrote last stands" in card.beside.text()
    add(qtbot, card, "Language", (card.language, "Polish"))
    assert not card.beside.isVisible()
    assert files.all().file(V1).languages == ("Urdu", "Polish")


def test_the_register_says_leave_and_what_recognition_is_due(work: AtWork) -> None:
    assert facts(work)["Recognition"] == "due now: 5 years in the scheme"
    assert facts(work)["Training"] == "Not noted"
    assert "Leave" not in facts(work)
