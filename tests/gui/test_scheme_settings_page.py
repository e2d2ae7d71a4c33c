"""The scheme's settings: changed field by field, looked at, published."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

import resources
from icv_app.domain.scheme import ReplyTarget, SchemeSettings
from icv_app.services.scheme_publishing import VersionState
from tests.builders import settings
from tests.fakes.office import an_office
from tests.fakes.tasks import HeldTasks
from tests.gui.at_work import AtWork, at_work, go_to, press, show, write
from ui.scheme_settings.lists import PanelsCard, SuitesCard, TrainingCard, read_codes
from ui.scheme_settings.number_card import NumberCard
from ui.scheme_settings.view import HISTORY, SchemeSettingsPage
from ui.theme import Theme


@pytest.fixture
def work(qtbot: QtBot, theme: Theme) -> AtWork:
    office = an_office(settings=settings(people_detained={}))
    made = at_work(office)
    show(qtbot, made)
    made.window.show_place("scheme")
    return made


def page_of(work: AtWork) -> SchemeSettingsPage:
    page = work.window.page
    assert isinstance(page, SchemeSettingsPage)
    return page


def typed(qtbot: QtBot, page: SchemeSettingsPage, group: str, at: int, text: str) -> None:
    """Type over a field of a group."""
    page.go_to(group)
    control = page.groups[group].bounds[at].control
    go_to(qtbot, control)
    write(qtbot, text)
    control.finish()


def in_use(work: AtWork) -> SchemeSettings:
    return work.office.desk.scheme.settings()


def publish(qtbot: QtBot, page: SchemeSettingsPage) -> None:
    page.review_button.click()
    assert page.card is page.review
    page.review.publish_button.click()


def test_several_changes_are_shown_in_words_and_published_as_one_version(qtbot: QtBot, work: AtWork) -> None:
    page = page_of(work)
    typed(qtbot, page, "scheme", 0, "West Yorkshire ICV")
    typed(qtbot, page, "limits", 1, "36")
    typed(qtbot, page, "replies", 0, "12")
    assert "3 fields changed" in page.note.text()

    go_to(qtbot, page.review_button)
    press(qtbot, Qt.Key.Key_Space)
    assert page.review.facts.facts() == (
        ("Name of the scheme", "West Yorkshire → West Yorkshire ICV"),
        ("Filed late after", "24 hours → 36 hours"),
        ("Reply to red concerns", "within 24 hours → within 12 hours"),
    )
    assert "count from" in page.review.since.text()
    press(qtbot, Qt.Key.Key_Space)

    assert (in_use(work).name, in_use(work).version) == ("West Yorkshire ICV", 2)
    assert page.card is page.history
    assert page.history.rows.row_at(0).state is VersionState.IN_USE
    assert page.note.isHidden()
    assert "Version 2" in page.subtitle


def test_what_cannot_be_read_is_said_at_its_field_and_nothing_is_published(
    qtbot: QtBot, work: AtWork
) -> None:
    page = page_of(work)
    typed(qtbot, page, "scheme", 0, " ")
    typed(qtbot, page, "money", 0, "many")
    page.review_button.click()

    assert [link.text() for link in page.errors.links] == [
        "The scheme: Give the scheme a name.",
        "Money and figures of the force: Enter a whole number, like 12.",
    ]
    assert page.card is not page.review
    page.errors.links[0].click()
    assert page.card is page.groups["scheme"]
    assert page.groups["scheme"].bounds[0].control.hasFocus()
    assert in_use(work).version == 1


def test_a_dangerous_pattern_is_refused_and_a_good_one_tried(qtbot: QtBot, work: AtWork) -> None:
    page = page_of(work)
    card = page.groups["number"]
    assert isinstance(card, NumberCard)
    typed(qtbot, page, "number", 0, "(a+)+")
    assert "for ever" in card.answer.text()
    page.review_button.click()
    assert "for ever" in page.errors.links[0].text()

    typed(qtbot, page, "number", 0, r"[0-9]{2}[A-Z]{2}/[0-9]{4}")
    card.number.setText("13WK/4402")
    assert card.answer.text() == "13WK/4402 is accepted."
    card.number.setText("4402")
    assert card.answer.text() == "4402 is not accepted."
    publish(qtbot, page)
    assert in_use(work).custody_number_pattern == r"[0-9]{2}[A-Z]{2}/[0-9]{4}"


def test_a_suite_is_added_named_closed_and_given_a_panel(qtbot: QtBot, work: AtWork) -> None:
    page = page_of(work)
    before = len(in_use(work).suites)
    page.go_to("panels")
    panels = page.groups["panels"]
    assert isinstance(panels, PanelsCard)
    panels.name.setText("North")
    panels.add_button.click()
    page.go_to("suites")
    card = page.groups["suites"]
    assert isinstance(card, SuitesCard)
    card.add_button.click()
    assert "name first" in card.name_field.problem()
    card.name.setText("New Street")
    card.add_button.click()
    assert card.chosen == "new-street"
    assert card.out_button.isEnabled()
    typed(qtbot, page, "suites", 1, "Kirklees")
    typed(qtbot, page, "suites", 2, "1/5/2024")
    typed(qtbot, page, "suites", 4, "13ns 13NT")
    card.panel.setCurrentText("North")
    card.panel.finish()
    typed(qtbot, page, "suites", 6, "0.5")
    publish(qtbot, page)

    suite = in_use(work).suites[-1]
    assert len(in_use(work).suites) == before + 1
    assert (suite.suite_id, suite.district, suite.opened) == ("new-street", "Kirklees", date(2024, 5, 1))
    assert (suite.police_codes, suite.panel) == (("13NS", "13NT"), "north")
    assert in_use(work).suite_targets == {"new-street": 0.5}
    page.go_to("suites")
    assert not card.out_button.isEnabled()


def test_the_fields_of_a_suite_follow_the_table(qtbot: QtBot, work: AtWork) -> None:
    page = page_of(work)
    page.go_to("suites")
    card = page.groups["suites"]
    assert isinstance(card, SuitesCard)
    first, second = in_use(work).suites[:2]
    assert card.bounds[0].control.value() == first.name
    card.bounds[0].control.setText("Renamed")
    card.table.choose(str(second.suite_id))

    assert card.bounds[0].control.value() == second.name
    [change] = page._view_model.own_changes()
    assert (change.item, change.after) == (first.suite_id, "Renamed")


def test_training_is_stopped_and_put_in_another_order(qtbot: QtBot, work: AtWork) -> None:
    page = page_of(work)
    page.go_to("training")
    card = page.groups["training"]
    assert isinstance(card, TrainingCard)
    card.table.choose("refresher")
    card.up_button.click()
    card.bounds[2].control.click()
    publish(qtbot, page)

    kinds = in_use(work).training
    assert [kind.kind for kind in kinds][:2] == ["refresher", "initial"]
    assert next(kind.kind for kind in in_use(work).training_asked) == "initial"


def test_a_changed_target_counts_from_the_day_that_was_typed(qtbot: QtBot, work: AtWork) -> None:
    page = page_of(work)
    typed(qtbot, page, "targets", 0, "2")
    go_to(qtbot, page.targets.since)
    write(qtbot, "1/6/2024")
    publish(qtbot, page)
    assert "count from 1 June 2024 on" in page.review.since.text()

    found = in_use(work)
    assert found.rules_on(date(2024, 5, 31)).visits_per_suite_and_week == 1
    assert found.rules_on(date(2024, 6, 1)).visits_per_suite_and_week == 2


def test_the_reply_is_counted_in_working_days_instead(qtbot: QtBot, work: AtWork) -> None:
    page = page_of(work)
    page.go_to("replies")
    unit = page.groups["replies"].bounds[1].control
    unit.setCurrentText("Working days")
    unit.finish()
    typed(qtbot, page, "replies", 0, "1")
    publish(qtbot, page)
    assert next(iter(in_use(work).reply_targets.values())) == ReplyTarget(working_days=1)


def test_the_figure_of_the_force_is_the_one_publications_asks_for(qtbot: QtBot, work: AtWork) -> None:
    page = page_of(work)
    page.go_to("money")
    typed(qtbot, page, "money", 1, "51,602")
    publish(qtbot, page)
    year = next(iter(in_use(work).people_detained))
    assert in_use(work).people_detained == {year: 51602}


def test_another_coordinators_version_stays_unless_mine_is_ticked(qtbot: QtBot, work: AtWork) -> None:
    page = page_of(work)
    typed(qtbot, page, "money", 0, "55")
    typed(qtbot, page, "scheme", 2, "Another force")
    work.office.desk.settings.change(lambda now: replace(now, pence_a_mile=50, repeat_months=9))
    work.workplace.data_changed.emit()
    assert "Another coordinator" in page.note.text()

    page.review_button.click()
    assert [name for name, _words in page.review.facts.facts()] == ["Police force"]
    [tick] = page.review._ticks.values()
    assert tick.text() == "Pence a mile: use mine, 55, and not 50"
    tick.click()
    assert page.review.facts.facts()[-1] == ("Pence a mile", "50 → 55")
    page.review.publish_button.click()

    found = in_use(work)
    assert (found.pence_a_mile, found.repeat_months, found.force) == (55, 9, "Another force")


def test_what_was_changed_while_the_changes_were_summed_up_is_not_published_unseen(
    qtbot: QtBot, theme: Theme
) -> None:
    tasks = HeldTasks(holding=False)
    work = at_work(an_office(settings=settings(people_detained={})), tasks=tasks)
    show(qtbot, work)
    tasks.holding = True
    work.window.show_place("scheme")
    page = page_of(work)
    assert not page.review_button.isEnabled()
    tasks.let_all_go()
    tasks.holding = False
    typed(qtbot, page, "scheme", 0, "West Yorkshire ICV")
    tasks.holding = True
    page.review_button.click()
    typed(qtbot, page, "limits", 1, "36")
    tasks.let_all_go()
    assert not page.review.isVisible()
    page.review_button.click()
    tasks.let_all_go()
    assert page.review.isVisible()
    assert len(page.review.facts.facts()) == 2


def test_what_was_typed_is_there_after_locking(qtbot: QtBot, work: AtWork) -> None:
    typed(qtbot, page_of(work), "scheme", 0, "Half a change")
    work.window.forget_pages()
    work.window.show_place("scheme")

    page = page_of(work)
    assert page.groups["scheme"].bounds[0].control.value() == "Half a change"
    assert "1 field changed" in page.note.text()
    publish(qtbot, page)
    assert work.office.desk.settings.kept_form() is None


def test_everything_can_be_taken_back(qtbot: QtBot, work: AtWork) -> None:
    page = page_of(work)
    typed(qtbot, page, "scheme", 0, "Other")
    page.review_button.click()
    page.review.drop_button.click()

    assert page.groups["scheme"].bounds[0].control.value() == in_use(work).name
    assert page.note.isHidden()
    assert in_use(work).version == 1
    work.window.messages.action.click()
    assert page.groups["scheme"].bounds[0].control.value() == "Other"


def test_enter_goes_on_to_the_fields_of_a_group(qtbot: QtBot, work: AtWork) -> None:
    page = page_of(work)
    page.go_to("limits")
    go_to(qtbot, page.table)
    press(qtbot, Qt.Key.Key_Return)
    assert page.groups["limits"].bounds[0].control.line.hasFocus()


def test_a_checklist_file_is_compared_and_put_in_use(
    qtbot: QtBot, work: AtWork, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "ours.yaml"
    text = Path(str(resources.path("checklists/custody-visit-v1.yaml"))).read_text(encoding="utf-8")
    old = "Knows why they are held and understands their rights"
    file.write_text(text.replace("\nversion: 1\n", "\nversion: 2\n").replace(old, "Knows why"), "utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(file), ""))
    page = page_of(work)
    page.go_to("checklist")
    page.checklist.load_button.click()

    assert "1 difference" in page.checklist.found.text()
    assert page.checklist.changes.text() == f"Question: {old} → Knows why"
    publish(qtbot, page)
    assert in_use(work).checklist.version == 2
    assert work.office.desk.checklists("custody-visit", 2).checks[0].text == "Knows why"

    saved = tmp_path / "saved.yaml"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(saved), ""))
    page.checklist.save_button.click()
    assert saved.read_text("utf-8") == file.read_text("utf-8")


def test_the_versions_say_who_when_and_what(qtbot: QtBot, work: AtWork) -> None:
    page = page_of(work)
    typed(qtbot, page, "money", 0, "50")
    publish(qtbot, page)
    assert page.card is page.history
    page.history.table.choose(page.history.rows.row_at(0).settings.record_id)

    assert page.history.facts.facts() == (("Pence a mile", "45 → 50"),)
    assert page.history.rows.cell(0, 1).second == "by C-001"
    assert page.history.take_up_button.isHidden()
    page.go_to(HISTORY)


def test_police_codes_are_read_as_people_write_them() -> None:
    assert read_codes("13wk, 13WL;13wk") == ("13WK", "13WL")
