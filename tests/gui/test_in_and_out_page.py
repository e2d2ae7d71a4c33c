"""Everything, the national return, tables of visits and past visits, on one page, by keyboard."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from icv_app.domain.audit import AuditAct
from icv_app.domain.periods import period_from_label
from icv_app.domain.times import FinancialYear
from icv_app.errors import StoreError
from icv_app.services.audit_log import audit_entries
from tests.builders import a_filed_visit, a_person
from tests.fakes.desk import file_report
from tests.fakes.office import an_office
from tests.fakes.tasks import InlineTasks
from tests.gui.at_work import AtWork, at_work, go_to, press, show, write
from ui.bring_in.view import BringInPage
from ui.in_and_out.view import InAndOutPage
from ui.in_and_out.view_model import periods_over, written_period
from ui.theme import Theme

SECRET = "13WK/4402"


@pytest.fixture
def work(qtbot: QtBot, theme: Theme) -> AtWork:
    office = an_office()
    file_report(office.store, a_filed_visit(people=(a_person(custody_number=SECRET),)))
    made = at_work(office, tasks=InlineTasks())
    office.clock.moment = datetime(2024, 5, 2, 9, tzinfo=UTC)
    show(qtbot, made)
    made.window.show_place("data")
    return made


def page_of(work: AtWork) -> InAndOutPage:
    page = work.window.page
    assert isinstance(page, InAndOutPage)
    return page


def save_as(monkeypatch: pytest.MonkeyPatch, name: str | Path, kind: str = "") -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, **_named: (str(name), kind))


def logged(work: AtWork, act: AuditAct) -> list[str]:
    with work.office.store.open_reading() as unit:
        return [entry.reason for entry in audit_entries(unit) if entry.act is act]


@pytest.mark.parametrize("ticked", [True, False])
def test_everything_is_written_with_what_identifies_people_only_where_that_is_ticked(
    qtbot: QtBot, work: AtWork, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, ticked: bool
) -> None:
    save_as(monkeypatch, tmp_path / "all", "JSON (*.json)")
    page = page_of(work)
    go_to(qtbot, page.identifying)
    if ticked:
        press(qtbot, Qt.Key.Key_Space)
    go_to(qtbot, page.everything_button)
    press(qtbot, Qt.Key.Key_Return)

    written = (tmp_path / "all.json").read_text(encoding="utf-8")
    assert (SECRET in written) is ticked
    assert json.loads(written)["identifying"] is ticked
    assert (tmp_path / "icv-everything-v1.schema.json").exists()
    with_or_without = "with" if ticked else "without"
    assert logged(work, AuditAct.EVERYTHING_EXPORTED) == [
        f"1 visit, {with_or_without} what identifies people"
    ]
    assert work.window.messages.text() == "Everything, with 1 visit, is written to all.json."


def test_an_export_that_is_cancelled_leaves_nothing(
    work: AtWork, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    save_as(monkeypatch, tmp_path / "all.json")
    page = page_of(work)
    tasks = work.workplace.tasks
    assert isinstance(tasks, InlineTasks)
    page._view_model.progress.connect(lambda _done, _total: tasks.current.cancel())
    page.everything_button.click()

    assert list(tmp_path.iterdir()) == []
    assert logged(work, AuditAct.EVERYTHING_EXPORTED) == []
    assert work.window.messages.text() == "Cancelled: nothing was written."
    assert page.busy.isHidden()


def test_a_disk_that_refuses_is_explained_and_nothing_is_left(
    work: AtWork, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    save_as(monkeypatch, tmp_path / "not there" / "all.xlsx")
    page_of(work).everything_button.click()
    assert "could not be written" in work.window.messages.text()
    assert page_of(work).busy.isHidden()


def test_the_return_of_the_quarter_chosen_is_written(
    qtbot: QtBot, work: AtWork, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    save_as(monkeypatch, tmp_path / "return")
    page = page_of(work)
    go_to(qtbot, page.period)
    write(qtbot, "January")
    press(qtbot, Qt.Key.Key_Tab)
    go_to(qtbot, page.return_button)
    press(qtbot, Qt.Key.Key_Return)

    rows = list(csv.DictReader(io.StringIO((tmp_path / "return.csv").read_text("utf-8-sig"))))
    assert {row["period"] for row in rows} == {"2023-24 Q4"}
    assert next(row["value"] for row in rows if row["measure"] == "visits_valid") == "1"
    assert not any(row["measure"].startswith("suite_") for row in rows)
    assert logged(work, AuditAct.NATIONAL_RETURN_WRITTEN) == ["2023-24 Q4"]
    said = work.window.messages.text()
    assert said == "The national return January to March 2024 is written to return.csv."


def test_suites_are_named_where_that_is_ticked(
    qtbot: QtBot, work: AtWork, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    save_as(monkeypatch, tmp_path / "return.json")
    page = page_of(work)
    go_to(qtbot, page.with_suites)
    press(qtbot, Qt.Key.Key_Space)
    page.return_button.click()
    figures = json.loads((tmp_path / "return.json").read_text(encoding="utf-8"))["figures"]
    named = {(one["measure"], one["name"]) for one in figures if one["measure"].startswith("suite_")}
    name = work.office.desk.scheme.settings().suite_name(a_filed_visit().suite)
    assert named == {("suite_visits_attempted", name), ("suite_visits_valid", name)}


def test_visits_are_exported_in_the_kind_chosen(
    qtbot: QtBot, work: AtWork, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    save_as(monkeypatch, tmp_path / "visits", "CSV (*.csv)")
    go_to(qtbot, page_of(work).visits_button)
    press(qtbot, Qt.Key.Key_Return)
    assert work.doors.written == {tmp_path / "visits.csv": b"1"}
    assert work.window.messages.text() == "The visits are written to visits.csv."


def test_thinking_better_of_it_writes_nothing(work: AtWork, monkeypatch: pytest.MonkeyPatch) -> None:
    save_as(monkeypatch, "")
    page = page_of(work)
    for button in (page.everything_button, page.return_button, page.visits_button):
        button.click()
    assert work.doors.written == {}
    assert not work.window.messages.isVisible()


def test_a_full_disk_is_explained(work: AtWork, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    save_as(monkeypatch, tmp_path / "visits.csv")
    work.doors.fail_next = StoreError("disk full", user_text="The disk is full.")
    page_of(work).visits_button.click()
    assert work.window.messages.text() == "The disk is full."


def test_past_visits_are_brought_in_from_here(qtbot: QtBot, work: AtWork) -> None:
    go_to(qtbot, page_of(work).bring_in_button)
    press(qtbot, Qt.Key.Key_Return)
    assert isinstance(work.window.page, BringInPage)


def test_before_any_quarter_is_over_there_is_no_return(qtbot: QtBot, theme: Theme) -> None:
    office = an_office()
    office.clock.moment = datetime(2024, 5, 2, 9, tzinfo=UTC)
    made = at_work(office)
    show(qtbot, made)
    made.window.show_place("data")
    page = page_of(made)
    assert not page.return_button.isEnabled()
    assert page.no_period.isVisibleTo(page)
    assert not page.period_field.isVisibleTo(page)


def test_periods_that_are_over_are_offered_newest_first() -> None:
    years = (FinancialYear(2024), FinancialYear(2023))
    found = periods_over(years, datetime(2024, 7, 1, 12, tzinfo=UTC))
    assert [one.label for one in found] == [
        "2024-25 Q1",
        "2023-24",
        "2023-24 Q4",
        "2023-24 Q3",
        "2023-24 Q2",
        "2023-24 Q1",
    ]
    assert written_period(found[0]) == "April to June 2024"
    assert written_period(period_from_label("2023-24")) == "2023–24"
