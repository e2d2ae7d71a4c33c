"""Expenses, claimed by a visitor and decided on by a coordinator, by keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from icv_app.domain.expenses import ClaimState, ExpenseKind
from tests.fakes.doors import FakeDoors
from tests.fakes.tasks import InlineTasks
from tests.gui.at_work import go_to, press, write
from tests.gui.office_files import a_noted_scheme
from tests.memory_scheme import MemoryScheme
from ui.expenses.claims_view import ClaimsPage
from ui.expenses.view import ExpensesPage
from ui.my_rota.view import MyRotaPage
from ui.pages import register_pages
from ui.people.view import PeoplePage
from ui.shell import ShellWindow, coordinator_places, visitor_places
from ui.theme import Theme
from ui.workplace import Workplace


@pytest.fixture
def scheme(theme: Theme) -> MemoryScheme:
    return a_noted_scheme()


def opened(qtbot: QtBot, scheme: MemoryScheme, name: str, place: str) -> ShellWindow:
    desk = scheme[name].desk
    window = ShellWindow()
    workplace = Workplace(desk, FakeDoors(desk=desk), InlineTasks(), window, window)
    register_pages(workplace)
    places = coordinator_places() if desk.identity.coordinator else visitor_places()
    window.show_role(places, "West Yorkshire")
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    window.show_place(place)
    return window


def use(qtbot: QtBot, button: QWidget) -> None:
    go_to(qtbot, button)
    press(qtbot, Qt.Key.Key_Return)


def claims_page(qtbot: QtBot, scheme: MemoryScheme) -> tuple[ShellWindow, ClaimsPage]:
    window = opened(qtbot, scheme, "V-001", "rota")
    rota = window.page
    assert isinstance(rota, MyRotaPage)
    use(qtbot, rota.expenses_button)
    assert isinstance(window.page, ClaimsPage)
    return window, window.page


def expenses_page(qtbot: QtBot, scheme: MemoryScheme) -> tuple[ShellWindow, ExpensesPage]:
    window = opened(qtbot, scheme, "C-001", "people")
    people = window.page
    assert isinstance(people, PeoplePage)
    use(qtbot, people.expenses_button)
    assert isinstance(window.page, ExpensesPage)
    return window, window.page


def test_a_visitor_claims_the_miles_they_drove(qtbot: QtBot, scheme: MemoryScheme) -> None:
    window, page = claims_page(qtbot, scheme)
    for field, text in ((page.kind, "Driving"), (page.day, "12/3/24"), (page.miles, "30")):
        go_to(qtbot, field)
        write(qtbot, text)
    use(qtbot, page.claim_button)
    [claim] = [one.claim for one in scheme["V-001"].desk.expenses.all() if one.claim.miles == 30]
    assert claim.total == 1350
    assert "Claimed." in window.messages.text()
    assert page.totals.facts() == (("2023–24", "£0.00 approved, £29.90 open"),)


def test_what_is_missing_is_said_at_its_field(qtbot: QtBot, scheme: MemoryScheme) -> None:
    _window, page = claims_page(qtbot, scheme)
    go_to(qtbot, page.kind)
    write(qtbot, "Parking")
    go_to(qtbot, page.day)
    write(qtbot, "15/3/24")
    use(qtbot, page.claim_button)
    assert page.amount_field.problem() == "Enter how much it was."
    assert page.day_field.problem() == "This day has not come yet."
    assert len(scheme["V-001"].desk.expenses.all()) == 2


def test_a_queried_claim_says_what_is_asked_and_is_corrected(qtbot: QtBot, scheme: MemoryScheme) -> None:
    _window, page = claims_page(qtbot, scheme)
    assert page.rows.cell(0, 1).spoken() == "£6.50, Queried, Please send the receipt."
    go_to(qtbot, page.table)
    use(qtbot, page.correct_button)
    assert page.claim_button.text() == "Claim this instead"
    write(qtbot, "6.05")
    use(qtbot, page.claim_button)
    standings = {one.claim.total: one.state for one in scheme["V-001"].desk.expenses.all()}
    assert standings == {650: ClaimState.REPLACED, 605: ClaimState.WAITS, 990: ClaimState.WAITS}
    assert page.claim_button.text() == "Claim"


def test_a_claim_is_withdrawn(qtbot: QtBot, scheme: MemoryScheme) -> None:
    _window, page = claims_page(qtbot, scheme)
    go_to(qtbot, page.table)
    use(qtbot, page.withdraw_button)
    states = {one.claim.kind: one.state for one in scheme["V-001"].desk.expenses.all()}
    assert states[ExpenseKind.PARKING] is ClaimState.WITHDRAWN
    assert not page.withdraw_button.isEnabled()


def test_a_coordinator_approves_and_the_totals_follow(qtbot: QtBot, scheme: MemoryScheme) -> None:
    _window, page = expenses_page(qtbot, scheme)
    assert page.subtitle == "1 claim waits"
    mileage = next(one for one in scheme["C-001"].desk.expenses.all() if one.claim.miles)
    page.table.choose(mileage.claim.record_id)
    use(qtbot, page.approve_button)
    assert page.totals.facts() == (("2023–24, V-001", "£9.90 approved, 22 miles, £6.50 open"),)
    assert page.subtitle == "0 claims wait"
    assert not page.approve_button.isEnabled()


def test_a_coordinator_asks_and_who_asked_is_shown(qtbot: QtBot, scheme: MemoryScheme) -> None:
    window, page = expenses_page(qtbot, scheme)
    mileage = next(one for one in scheme["C-001"].desk.expenses.all() if one.claim.miles)
    page.table.choose(mileage.claim.record_id)
    use(qtbot, page.ask_button)
    assert page.query_field.problem() == "Choose what to ask."
    go_to(qtbot, page.query)
    write(qtbot, "check the day")
    use(qtbot, page.ask_button)
    assert "The visitor is asked" in window.messages.text()
    assert page.beside.text() == "C-001 asked: Please check the day."
