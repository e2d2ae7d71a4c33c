"""The arrival step: who, where, when, and a wait that took too long."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt

from icv_app.domain.ids import MemberId, VisitId
from icv_app.domain.problem import Step
from icv_app.domain.visit import VisitKind
from tests.builders import NOON, a_concern, a_filed_visit, a_member, a_visit, an_empty_draft
from tests.gui.visitor.conftest import Keys, OpenEditor
from tests.gui.visitor.desk import SettableClock, a_store
from ui.visit.arrival.delay_ground import with_delay_reason
from ui.visit.arrival.view import ArrivalStep
from ui.visit.view import VisitPage


def arrival(page: VisitPage) -> ArrivalStep:
    page.go_to(Step.ARRIVAL)
    step = page._made[Step.ARRIVAL]
    assert isinstance(step, ArrivalStep)
    return step


def test_a_wait_within_the_threshold_is_only_said(open_editor: OpenEditor) -> None:
    step = arrival(open_editor(a_store(a_visit()), a_visit()))
    assert step.wait.text() == "You waited 4 minutes."
    assert not step.delay.isVisible()


def test_a_long_wait_asks_for_a_reason_and_who_explained_it(open_editor: OpenEditor, keys: Keys) -> None:
    page = open_editor(a_store(a_visit()), a_visit())
    step = arrival(page)
    step.entered.time.line.setFocus()
    step.entered.time.line.selectAll()
    keys.fill("1230", "")
    assert step.wait.text() == "You waited 30 minutes."
    assert step.wait_tag.text() == "Over 10 minutes: say why"
    assert [problem.field for problem in page.problems()] == ["delay.reason", "delay.explained_by"]

    keys.fill("danger", "custody insp", "")
    keys.fill("A fight in the corridor.")
    delay = page.view_model.visit.delay
    assert (delay.reason, delay.explained_by, delay.danger) == ("danger", "custody_inspector", True)
    assert delay.note == "A fight in the corridor."
    assert page.problems() == ()


def test_a_reason_that_is_no_ground_in_law_is_said_so_and_offers_a_concern(
    open_editor: OpenEditor, keys: Keys
) -> None:
    waited = a_visit(entered_at=NOON + timedelta(minutes=30))
    page = open_editor(a_store(waited), waited)
    step = arrival(page)
    step.show_field("delay.reason", None, None)
    keys.fill("staff busy")
    assert step.ground.isVisible()
    assert not page.view_model.visit.delay.danger

    step.ground.raise_button.setFocus()
    keys.press(Qt.Key.Key_Return)
    concern = page.view_model.visit.concerns[-1]
    assert concern.category == "J1"
    assert concern.text == "We waited 30 minutes. The reason given: staff busy."
    assert not step.ground.raise_button.isVisible(), "one wait, one concern"

    page.view_model.edit(lambda visit: with_delay_reason(visit, "danger", page.view_model.checklist))
    assert page.view_model.visit.delay.danger
    assert not step.ground.isVisible()


def test_a_visit_over_midnight_needs_no_dates_typed(open_editor: OpenEditor, keys: Keys) -> None:
    draft = an_empty_draft(suite="wakefield")
    page = open_editor(a_store(draft), draft, SettableClock(NOON + timedelta(hours=15)))
    step = arrival(page)
    step.arrived.setFocus()
    keys.fill("2355", "", "0003", "")
    visit = page.view_model.visit
    assert visit.arrived_at == NOON + timedelta(hours=11, minutes=55)
    assert visit.wait == timedelta(minutes=8)
    assert step.entered.day.value() == date(2024, 3, 15)


def test_the_day_filled_in_follows_the_time_while_it_is_typed(open_editor: OpenEditor, keys: Keys) -> None:
    """At three in the afternoon "2" is two o'clock today, but "2140" was yesterday."""
    draft = an_empty_draft()
    page = open_editor(a_store(draft), draft)
    step = arrival(page)
    step.arrived.setFocus()
    keys.type("2")
    step.arrived.time.finish()
    assert step.arrived.day.value() == date(2024, 3, 14)
    step.arrived.time.line.selectAll()
    keys.fill("2140")
    assert step.arrived.day.value() == date(2024, 3, 13)


def test_a_day_that_was_typed_stays(open_editor: OpenEditor, keys: Keys) -> None:
    draft = an_empty_draft()
    page = open_editor(a_store(draft), draft)
    step = arrival(page)
    step.arrived.day.setFocus()
    keys.fill("12/3")
    step.arrived.setFocus()
    keys.fill("2140")
    assert step.arrived.day.value() == date(2024, 3, 12)


def test_a_third_visitor_finds_a_place(open_editor: OpenEditor, keys: Keys) -> None:
    page = open_editor(a_store(a_visit()), a_visit())
    step = arrival(page)
    step.visitors.add_button.setFocus()
    keys.press(Qt.Key.Key_Return)
    keys.fill("V-003")
    assert page.view_model.visit.visitors == ("V-001", "V-002", "V-003")
    assert "with V-002, V-003" in page.subtitle


def test_members_are_offered_with_what_is_out_of_date(open_editor: OpenEditor) -> None:
    lapsed = a_member(2, given_name="Ada", surname="Example", vetting_expires=date(2024, 3, 1))
    gone = a_member(3, left=date(2024, 1, 31))
    store = a_store(an_empty_draft(), members=(a_member(1), lapsed, gone))
    choice = arrival(open_editor(store, an_empty_draft())).visitors.choices[0]
    offered = [choice.itemText(at) for at in range(choice.count())]
    assert offered == ["V-002 Ada Example (vetting out of date)"]


def test_members_are_offered_with_what_has_no_date(open_editor: OpenEditor) -> None:
    undated = a_member(2, vetting_expires=None, id_card_expires=date(2024, 3, 1))
    store = a_store(an_empty_draft(), members=(a_member(1), undated))
    choice = arrival(open_editor(store, an_empty_draft())).visitors.choices[0]
    assert choice.itemText(0) == "V-002 (identity card out of date, no vetting date on record)"


def test_a_visitor_who_has_left_still_shows_in_an_old_draft(open_editor: OpenEditor) -> None:
    draft = a_visit(visitors=(MemberId("V-001"), MemberId("V-099")))
    page = open_editor(a_store(draft), draft)
    assert arrival(page).visitors.value() == ("V-099",)
    assert page.view_model.visit.visitors == ("V-001", "V-099")


def test_a_telephone_visit_asks_for_the_call_only(open_editor: OpenEditor) -> None:
    draft = an_empty_draft(kind=VisitKind.TELEPHONE)
    step = arrival(open_editor(a_store(draft), draft))
    assert not step.arrived.isVisible()
    assert step.entered_field.label.text() == "The call began"


def test_observers_are_ticked_by_role(open_editor: OpenEditor, keys: Keys) -> None:
    page = open_editor(a_store(a_visit()), a_visit())
    arrival(page).observers.box("icva_assessor").setFocus()
    keys.press(Qt.Key.Key_Space)
    assert page.view_model.visit.observers == ("icva_assessor",)


@pytest.mark.parametrize("chosen", [True, False])
def test_the_visit_before_shows_with_its_concerns(open_editor: OpenEditor, keys: Keys, chosen: bool) -> None:
    week = timedelta(days=7)
    before = a_filed_visit(
        visit_id=VisitId("before"),
        arrived_at=NOON - week,
        entered_at=NOON - week,
        left_suite_at=NOON - week,
        left_station_at=NOON - week,
        concerns=(a_concern(text="Shower 2 broken."),),
    )
    draft = replace(an_empty_draft(), suite="wakefield" if chosen else None)  # type: ignore[arg-type]
    step = arrival(open_editor(a_store(draft, before), draft))
    if not chosen:
        assert step.last_time.words.text() == "Choose the suite to see what was found there last time."
        keys.fill("wake")
    assert step.last_time.title.text() == "Last time at Wakefield"
    assert step.last_time.words.text() == "7 March 2024, 12:00 · V-001, V-002"
    assert step.last_time.counts.text() == "2 in custody · 1 spoken to · 1 concern"


def test_naming_another_second_visitor_does_not_carry_the_agreement_over(open_editor: OpenEditor) -> None:
    agreed = a_visit()
    assert agreed.sign_off.both_agree
    page = open_editor(a_store(agreed), agreed)
    arrival(page).visitors.value_changed.emit((MemberId("V-003"),))
    assert page.view_model.visit.sign_off.second is None
    assert {"sign_off.second"} <= {problem.field for problem in page.problems()}
