"""Everything that waits on Today: one order, sections, and where each thing is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.fakes.doors import FakeDoors
from tests.fakes.tasks import InlineTasks
from tests.gui.at_work import go_to, press
from tests.gui.full_desk import a_full_desk
from tests.memory_scheme import MemoryScheme
from ui.concerns.view import ConcernsPage
from ui.coverage.view import CoveragePage
from ui.expenses.view import ExpensesPage
from ui.notices.view import NoticesPage
from ui.pages import register_pages
from ui.people.view import PeoplePage
from ui.quality.view import QualityPage
from ui.retention.view import RetentionPage
from ui.rota.view import RotaPage
from ui.shell import ShellWindow, coordinator_places
from ui.shell.page import Page
from ui.theme import Theme
from ui.today.opening import open_to_do
from ui.today.to_do import SECTIONS, Kind, Section, ToDo, count_words
from ui.today.view import TodayPage
from ui.today.view_model import TodayViewModel
from ui.workplace import Workplace


@dataclass
class AtTheDesk:
    scheme: MemoryScheme
    window: ShellWindow
    workplace: Workplace

    @property
    def today(self) -> TodayPage:
        self.window.show_place("today")
        assert isinstance(self.window.page, TodayPage)
        return self.window.page

    def rows(self) -> list[ToDo]:
        page = self.today
        return [page.rows.row_at(row) for row in range(page.rows.rowCount())]


@pytest.fixture
def desk(qtbot: QtBot, theme: Theme) -> AtTheDesk:
    scheme = a_full_desk()
    office = scheme["C-001"].desk
    window = ShellWindow()
    workplace = Workplace(office, FakeDoors(desk=office), InlineTasks(), window, window)
    register_pages(workplace)
    window.show_role(coordinator_places(), "West Yorkshire")
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    return AtTheDesk(scheme, window, workplace)


def test_the_order_is_that_of_the_work_whatever_was_read_first(desk: AtTheDesk) -> None:
    kinds = [one.kind for one in desk.rows()]
    assert kinds == sorted(kinds, key=list(Kind).index)
    assert {Kind.REPORT, Kind.SUITE, Kind.SWAP, Kind.UNCOVERED, Kind.CLAIM, Kind.NOTICE} <= set(kinds)


def test_what_may_harm_somebody_goes_before_reports_and_those_before_the_office() -> None:
    order = list(Kind)
    for first, then in (
        (Kind.RED, Kind.MISSED),
        (Kind.MISSED, Kind.OVERDUE),
        (Kind.OVERDUE, Kind.REPORT),
        (Kind.REPORT, Kind.REPLY),
        (Kind.REPLY, Kind.ESCALATED),
        (Kind.ESCALATED, Kind.LAPTOP),
        (Kind.LAPTOP, Kind.ENDING),
        (Kind.ENDING, Kind.SUITE),
        (Kind.SUITE, Kind.SWAP),
        (Kind.PLAN, Kind.CLAIM),
        (Kind.CLAIM, Kind.THANKS),
        (Kind.THANKS, Kind.NOTICE),
        (Kind.NOTICE, Kind.EVIDENCE),
        (Kind.EVIDENCE, Kind.KIT),
        (Kind.KIT, Kind.RETENTION),
    ):
        assert order.index(first) < order.index(then)


def test_every_kind_has_a_section_and_words() -> None:
    assert set(SECTIONS) == set(Kind)
    assert all(count_words(kind, 2) for kind in Kind)
    assert set(SECTIONS.values()) == set(Section) - {Section.ALL}


def test_a_section_shows_its_own_and_counts_them(qtbot: QtBot, desk: AtTheDesk) -> None:
    page = desk.today
    go_to(qtbot, page.sections.tags[0])
    press(qtbot, Qt.Key.Key_Right, times=2)
    assert {one.kind for one in desk.rows()} == {Kind.REPORT}
    assert page.sections.tags[2].text() == "Reports 1"
    press(qtbot, Qt.Key.Key_Left, times=2)
    everything = int(page.sections.tags[0].text().split()[-1])
    assert everything == sum(one.stands_for for one in desk.rows())


def test_each_row_says_why_it_waits(desk: AtTheDesk) -> None:
    assert all(one.about and one.tags for one in desk.rows())
    claim = next(one for one in desk.rows() if one.kind is Kind.CLAIM)
    assert (claim.title, claim.about) == ("Approve 1 claim for expenses", "£4.50 by 1 visitor")


PAGES: list[tuple[Kind, tuple[str, str], type[Page]]] = [
    (Kind.UNSENT, ("", ""), ConcernsPage),
    (Kind.THANKS, ("", ""), ConcernsPage),
    (Kind.SUITE, ("leeds", ""), CoveragePage),
    (Kind.SWAP, ("", ""), RotaPage),
    (Kind.UNCOVERED, ("2024-03-25", "leeds"), RotaPage),
    (Kind.PLAN, ("", ""), RotaPage),
    (Kind.CLAIM, ("", ""), ExpensesPage),
    (Kind.NOTICE, ("", ""), NoticesPage),
    (Kind.EVIDENCE, ("talks", ""), QualityPage),
    (Kind.KIT, ("", ""), PeoplePage),
    (Kind.ENDING, ("V-002", ""), PeoplePage),
    (Kind.RETENTION, ("2020-21", ""), RetentionPage),
]


@pytest.mark.parametrize(("kind", "key", "page"), PAGES, ids=str)
def test_each_kind_opens_where_it_is_done(
    desk: AtTheDesk, kind: Kind, key: tuple[str, str], page: type[Page]
) -> None:
    open_to_do(desk.workplace, ToDo(kind=kind, key=key, title="", about="", tags=(), since=None))
    assert isinstance(desk.window.page, page)


def opened(desk: AtTheDesk, kind: Kind) -> Page | None:
    wanted = next(one for one in desk.rows() if one.kind is kind)
    open_to_do(desk.workplace, wanted)
    return desk.window.page


def test_what_is_opened_stands_at_the_thing_itself(desk: AtTheDesk) -> None:
    notices = opened(desk, Kind.NOTICE)
    assert isinstance(notices, NoticesPage)
    assert notices.detail.notice_title.text() == "New form"
    rota = opened(desk, Kind.SWAP)
    assert isinstance(rota, RotaPage)
    assert rota.swaps.isVisible()
    coverage = opened(desk, Kind.SUITE)
    assert isinstance(coverage, CoveragePage)
    assert coverage.filters.suite.value() is not None
    desk.scheme.clock.forward(days=400)
    quality = opened(desk, Kind.EVIDENCE)
    assert isinstance(quality, QualityPage)
    assert quality.table.chosen().criterion.criterion_id == "talks"


def test_what_cannot_be_listed_is_counted_all(desk: AtTheDesk) -> None:
    model = TodayViewModel(desk.scheme["C-001"].desk, InlineTasks())
    model.load()
    model._more = {Kind.REPORT: 400}
    assert model.counts()[Kind.REPORT] == 400
    assert model.section_counts()[Section.REPORTS] == 400


def test_a_claim_approved_elsewhere_is_gone_when_the_page_is_read_again(desk: AtTheDesk) -> None:
    assert any(one.kind is Kind.CLAIM for one in desk.rows())
    other = desk.scheme["C-002"].desk.expenses
    other.answer(other.all()[0])
    desk.scheme.clock.forward(minutes=1)
    desk.scheme.exchange()
    desk.workplace.data_changed.emit()
    assert not any(one.kind is Kind.CLAIM for one in desk.rows())


def test_ages_count_from_the_beginning_of_the_wait(desk: AtTheDesk) -> None:
    desk.scheme.clock.forward(days=3)
    report = next(one for one in desk.rows() if one.kind is Kind.REPORT)
    assert report.since is not None
    assert desk.scheme.clock.now() - report.since >= timedelta(days=2)
