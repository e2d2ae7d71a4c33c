"""Past visits brought in by a coordinator at the keyboard: a table, its columns, a dry run, then for good."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from icv_app.services.past_visits import Trial
from tests.gui.at_work import AtWork, at_work, go_to, press, show, write
from tests.past_tables import ROW, a_file, a_row, as_csv
from ui.bring_in.columns_card import ColumnsCard
from ui.bring_in.trial_card import TrialCard
from ui.bring_in.view import BringInPage
from ui.theme import Theme


@pytest.fixture
def work(qtbot: QtBot, theme: Theme) -> AtWork:
    made = at_work()
    show(qtbot, made)
    made.workplace.open_bring_in()
    return made


def page_of(work: AtWork) -> BringInPage:
    page = work.window.page
    assert isinstance(page, BringInPage)
    return page


def cards(work: AtWork) -> tuple[ColumnsCard, TrialCard]:
    page = page_of(work)
    assert page.columns is not None
    assert page.trial is not None
    return page.columns, page.trial


def choose(
    qtbot: QtBot, work: AtWork, monkeypatch: pytest.MonkeyPatch, folder: Path, *rows: Sequence[str]
) -> None:
    file = a_file(folder, *rows)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_given: (str(file), ""))
    go_to(qtbot, page_of(work).file.file_button)
    press(qtbot, Qt.Key.Key_Space)


def try_it(_qtbot: QtBot) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def kept(work: AtWork) -> list[str]:
    return [one.suite_name for one in work.office.desk.archive.filed_visits()]


def told(work: AtWork) -> str:
    return work.window.messages.text()


def test_nothing_can_be_tried_before_a_table_is_chosen(work: AtWork) -> None:
    columns, trial = cards(work)

    assert not columns.isEnabled()
    assert not trial.try_button.isEnabled()
    assert trial.words.text() == "Choose a table first."


def test_by_keyboard_a_table_is_chosen_tried_and_brought_in(
    qtbot: QtBot, work: AtWork, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    choose(qtbot, work, monkeypatch, tmp_path, ROW, a_row(date="21/03/2023"))
    columns, trial = cards(work)
    assert columns.choices["suite"].value() == "Station"
    assert columns.fields["date"].hint.text() == "14/03/2023 · 21/03/2023"
    assert columns.unused.text() == "Columns that are not read: Comments"
    assert "2 rows, 14 columns" in page_of(work).file.words.text()

    go_to(qtbot, trial.try_button, most=120)
    press(qtbot, Qt.Key.Key_Space)
    assert trial.words.text() == "2 visits would come in."
    assert kept(work) == []
    go_to(qtbot, trial.bring_in_button)
    press(qtbot, Qt.Key.Key_Space)
    assert "cannot be taken out again" in trial.ask.text.text()
    press(qtbot, Qt.Key.Key_Return)
    assert kept(work) == []
    go_to(qtbot, trial.bring_in_button)
    press(qtbot, Qt.Key.Key_Space)
    go_to(qtbot, trial.ask.yes_button)
    press(qtbot, Qt.Key.Key_Space)

    assert kept(work) == ["Wakefield", "Wakefield"]
    assert told(work) == "2 visits were imported."
    try_it(qtbot)
    assert trial.words.text() == "0 visits would come in, 2 are here already."
    assert "This file was brought in before" in trial.more.text()
    assert not trial.bring_in_button.isVisible()


def test_the_day_a_file_was_brought_in_is_that_of_london(
    qtbot: QtBot, work: AtWork, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    work.office.clock.moment = datetime(2024, 6, 30, 23, 30, tzinfo=UTC)
    choose(qtbot, work, monkeypatch, tmp_path, ROW)
    model = page_of(work).view_model
    model.try_out()
    model.bring_in()
    model.try_out()
    assert "before, on 1 July 2024 by C-001." in cards(work)[1].more.text()


def test_a_refused_row_says_where_and_why_and_only_the_good_ones_come_in_when_that_is_chosen(
    qtbot: QtBot, work: AtWork, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    choose(qtbot, work, monkeypatch, tmp_path, ROW, a_row(date="21/03/2023", total="12"))
    try_it(qtbot)
    _columns, trial = cards(work)

    assert trial.words.text() == "1 visit would come in, 1 row is refused."
    [row] = [trial.rows.row_at(at) for at in range(trial.rows.rowCount())]
    assert (row.row, row.column, row.value) == (3, "Total detainees", "12")
    assert not trial.bring_in_button.isVisible()
    go_to(qtbot, trial.only_good)
    press(qtbot, Qt.Key.Key_Space)
    go_to(qtbot, trial.bring_in_button)
    press(qtbot, Qt.Key.Key_Space)
    go_to(qtbot, trial.ask.yes_button)
    press(qtbot, Qt.Key.Key_Space)

    assert kept(work) == ["Wakefield"]


def test_refused_rows_are_saved_with_their_reasons(
    qtbot: QtBot, work: AtWork, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    choose(qtbot, work, monkeypatch, tmp_path, ROW, a_row(total="12"))
    try_it(qtbot)
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *_given: (str(tmp_path / "refused"), "CSV (*.csv)")
    )
    go_to(qtbot, cards(work)[1].save_button)
    press(qtbot, Qt.Key.Key_Space)

    assert told(work) == "1 refused row is written to refused.csv."
    assert "the outcomes add up to 9" in (tmp_path / "refused.csv").read_text("utf-8-sig")


def test_a_column_is_chosen_by_typing_its_name_and_the_dry_run_is_over(
    qtbot: QtBot, work: AtWork, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    choose(qtbot, work, monkeypatch, tmp_path, ROW)
    columns, trial = cards(work)
    try_it(qtbot)
    assert trial.bring_in_button.isVisible()

    go_to(qtbot, columns.choices["second_visitor"])
    write(qtbot, "ICV 1")
    press(qtbot, Qt.Key.Key_Tab)

    assert not trial.bring_in_button.isVisible()
    assert "nothing is kept" in trial.words.text()
    try_it(qtbot)
    assert "two different visitors" in trial.rows.row_at(0).words


def test_what_the_table_calls_a_suite_is_explained_once(
    qtbot: QtBot, work: AtWork, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    choose(qtbot, work, monkeypatch, tmp_path, a_row(station="HQ & Co"))
    try_it(qtbot)
    columns, trial = cards(work)
    assert columns.suite_fields[0].isVisible()
    assert not columns.suite_fields[1].isVisible()

    go_to(qtbot, columns.suite_choices[0], most=120)
    write(qtbot, "Wakefield")
    press(qtbot, Qt.Key.Key_Tab)
    assert columns.suite_fields[0].isVisible()
    try_it(qtbot)

    assert trial.words.text() == "1 visit would come in."
    assert not columns.suite_fields[0].isVisible()


def test_a_mapping_is_kept_used_for_the_next_file_and_taken_out(
    qtbot: QtBot, work: AtWork, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    choose(qtbot, work, monkeypatch, tmp_path, ROW)
    columns, _trial = cards(work)
    columns.choices["positive_practice"].set_value("Comments")
    columns.choices["positive_practice"].value_changed.emit("Comments")
    go_to(qtbot, columns.name)
    write(qtbot, "Our spreadsheet")
    go_to(qtbot, columns.keep_button)
    press(qtbot, Qt.Key.Key_Space)
    assert told(work) == "The mapping “Our spreadsheet” is kept in this vault."
    assert not columns.unused.isVisible()

    work.workplace.open_bring_in()
    choose(qtbot, work, monkeypatch, tmp_path, a_row(date="21/03/2023"))
    columns, _trial = cards(work)
    assert columns.choices["positive_practice"].value() == "Comments"
    assert columns.mapping.value() == "Our spreadsheet"
    columns.choices["positive_practice"].set_value(None)
    columns.mapping_chosen.emit(work.office.desk.bringing_in.mappings()[0])
    assert columns.choices["positive_practice"].value() == "Comments"
    go_to(qtbot, columns.forget_button, most=120)
    press(qtbot, Qt.Key.Key_Space)

    assert work.office.desk.bringing_in.mappings() == ()
    assert not columns.forget_button.isVisible()


def test_texts_that_seem_to_name_somebody_are_left_out_only_when_that_is_chosen(
    qtbot: QtBot, work: AtWork, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    choose(qtbot, work, monkeypatch, tmp_path, a_row(comments="Mr Khan was kind."))
    _columns, trial = cards(work)
    page_of(work).view_model.set_column("positive_practice", "Comments")
    try_it(qtbot)
    assert trial.words.text() == "0 visits would come in, 1 row is refused."

    go_to(qtbot, trial.leave_out)
    press(qtbot, Qt.Key.Key_Space)

    assert trial.words.text() == "1 visit would come in."
    assert trial.parts.value() == "left_out"
    assert "the text is left out" in trial.rows.row_at(0).words


def test_another_header_row_can_be_said(
    qtbot: QtBot, work: AtWork, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "past.csv"
    file.write_bytes(as_csv([("Ort", "Wann", "Wer"), ("Wo", "Tag", "Name"), ("Leeds", "1/2/23", "V-001")]))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_given: (str(file), ""))
    page = page_of(work)
    go_to(qtbot, page.file.file_button)
    press(qtbot, Qt.Key.Key_Space)

    go_to(qtbot, page.file.header)
    write(qtbot, "2")
    press(qtbot, Qt.Key.Key_Tab)

    assert page.view_model.table is not None
    assert page.view_model.table.columns == ("Wo", "Tag", "Name")


def test_a_file_that_is_no_table_is_said_in_a_sentence(
    qtbot: QtBot, work: AtWork, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "past.xlsx"
    file.write_bytes(b"PK\x03\x04 nothing")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_given: (str(file), ""))
    go_to(qtbot, page_of(work).file.file_button)
    press(qtbot, Qt.Key.Key_Space)

    assert "damaged or not a spreadsheet" in told(work)
    assert not cards(work)[1].try_button.isEnabled()


def test_where_the_disk_refuses_nothing_came_in_and_it_can_be_tried_again(
    qtbot: QtBot, work: AtWork, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    choose(qtbot, work, monkeypatch, tmp_path, ROW)
    try_it(qtbot)
    page = page_of(work)

    work.office.store.fail_next_commit = True
    page.view_model.bring_in()

    assert kept(work) == []
    assert told(work) == "The disk is full. Nothing was changed."
    assert cards(work)[1].bring_in_button.isVisible()


def test_whoever_cancels_keeps_nothing(
    qtbot: QtBot, work: AtWork, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    choose(qtbot, work, monkeypatch, tmp_path, *(a_row(date=f"{day}/03/2023") for day in range(1, 30)))
    try_it(qtbot)
    model = page_of(work).view_model
    model.progressed.connect(lambda *_far: work.workplace.tasks.current.cancel())  # type: ignore[attr-defined]
    model.bring_in()

    assert told(work) == "Cancelled: nothing was kept."
    assert kept(work) == []


def test_what_was_changed_while_the_rows_were_tried_is_not_taken_for_tried(
    qtbot: QtBot, work: AtWork, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    choose(qtbot, work, monkeypatch, tmp_path, ROW)
    model, files = page_of(work).view_model, work.workplace.doors.bring_in
    really = files.try_past_visits

    def meanwhile(*given: Any) -> Trial:
        model.set_column("declined", None)
        return really(*given)

    monkeypatch.setattr(files, "try_past_visits", meanwhile)
    try_it(qtbot)

    assert model.trial is None
    assert not cards(work)[1].bring_in_button.isVisible()
    model.bring_in()
    assert kept(work) == []


def test_back_leads_to_where_it_was_opened_from(qtbot: QtBot, work: AtWork) -> None:
    go_to(qtbot, page_of(work).back_button)
    press(qtbot, Qt.Key.Key_Space)

    assert not isinstance(work.window.page, BringInPage)
