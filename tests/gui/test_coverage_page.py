"""Coverage by keyboard: parts, filters, and the visits behind every number."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from icv_app.figures.coverage_parts import CoveragePart
from icv_app.report import palette
from tests.fakes.doors import FakeDoors
from tests.fakes.tasks import InlineTasks
from tests.gui.at_work import go_to, press, write
from tests.gui.screens import the_week
from ui.coverage.numbers import NumberRow
from ui.coverage.view import CoveragePage
from ui.pages import register_pages
from ui.report_reader.view import ReportPage
from ui.shell import ShellWindow, coordinator_places
from ui.theme import Look, Theme
from ui.theme.tokens import DARK, LIGHT
from ui.visits.wording import VisitLine
from ui.workplace import Workplace


@pytest.fixture
def page(qtbot: QtBot, theme: Theme) -> CoveragePage:
    desk = the_week("C-001")
    window = ShellWindow()
    workplace = Workplace(desk, FakeDoors(desk=desk), InlineTasks(), window, window)
    register_pages(workplace)
    window.show_role(coordinator_places(), "West Yorkshire")
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    window.show_place("coverage")
    assert isinstance(window.page, CoveragePage)
    return window.page


def numbers(page: CoveragePage) -> list[NumberRow]:
    return [page.rows.row_at(row) for row in range(page.rows.rowCount())]


def behind(page: CoveragePage) -> list[VisitLine]:
    return [page.lines.row_at(row) for row in range(page.lines.rowCount())]


def test_it_begins_with_this_year_against_the_target(page: CoveragePage) -> None:
    everything, wakefield, *_others = numbers(page)
    assert page.subtitle.startswith("12 completed visits from 1 April 2023 to 15 March 2024")
    assert everything.number == "12 visits"
    assert (wakefield.name, wakefield.number, wakefield.tags[0][0]) == ("Wakefield", "4 of 50", "Short")


def test_every_number_opens_the_visits_behind_it(qtbot: QtBot, page: CoveragePage) -> None:
    go_to(qtbot, page.table)
    assert len(behind(page)) == 12
    press(qtbot, Qt.Key.Key_Down)
    assert {line.suite for line in behind(page)} == {"Wakefield"}
    assert len(behind(page)) == 4
    assert page.behind_title.text() == "Wakefield"
    assert page.behind_words.text() == "4 of 50: counted on 4 visits."


@pytest.mark.parametrize("part", CoveragePart)
def test_each_part_has_a_chart_in_words_and_numbers_that_lead_to_visits(
    page: CoveragePage, part: CoveragePart
) -> None:
    page.parts.set_value(part)
    page.parts.chosen.emit(part)
    assert numbers(page)
    assert page.chart.accessibleName().startswith("Chart: ")
    assert page.chart.accessibleDescription().endswith("All its numbers are in the table below.")
    assert page.chart.height() > 60
    for row in numbers(page):
        assert page.table.choose(row.key)
        assert page.behind_title.text().startswith(row.name)


def test_the_hours_of_the_week_add_up_to_the_visits(qtbot: QtBot, page: CoveragePage) -> None:
    go_to(qtbot, page.parts.tags[0])
    press(qtbot, Qt.Key.Key_Right, 2)
    assert page.parts.value() == CoveragePart.HOURS
    total = 0
    for row in numbers(page):
        page.table.choose(row.key)
        assert len(behind(page)) == int(row.number.split()[0])
        total += len(behind(page))
    assert total == 12


def test_a_visit_behind_a_number_opens_its_report(qtbot: QtBot, page: CoveragePage) -> None:
    go_to(qtbot, page.table)
    press(qtbot, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is page.behind
    press(qtbot, Qt.Key.Key_Return)
    window = page.window()
    assert isinstance(window, ShellWindow)
    assert isinstance(window.page, ReportPage)


def test_a_suite_and_a_quarter_narrow_everything_down(qtbot: QtBot, page: CoveragePage) -> None:
    go_to(qtbot, page.filters.suite)
    write(qtbot, "Leeds")
    press(qtbot, Qt.Key.Key_Tab)
    assert [row.name for row in numbers(page)] == ["All suites", "Leeds"]
    assert {line.suite for line in behind(page)} == {"Leeds"}

    go_to(qtbot, page.filters.quarter)
    write(qtbot, "April")
    press(qtbot, Qt.Key.Key_Tab)
    assert page.subtitle.startswith("0 completed visits from 1 April 2023 to 30 June 2023")
    assert behind(page) == []


def test_a_suite_that_waits_too_long_is_overdue(page: CoveragePage) -> None:
    page.parts.chosen.emit(CoveragePart.GAPS)
    tags = {
        row.name: [word for word, _hue in row.tags] for row in numbers(page) if row.key.startswith("last")
    }
    assert tags["Wakefield"] == []
    assert "Overdue" not in str(tags["halifax"]), "no target, so never overdue"


def painted(page: CoveragePage) -> QImage:
    return page.chart.grab().toImage()


def nearest(page: CoveragePage, colour: str) -> int:
    """How far the nearest colour of the chart is from one, over all channels: SVG has per cents of them."""
    wanted, image = QColor(colour), painted(page)
    drawn = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(0, 60, 2)}
    return min(
        abs(one.red() - wanted.red()) + abs(one.green() - wanted.green()) + abs(one.blue() - wanted.blue())
        for one in map(QColor, drawn)
    )


def test_on_a_dark_screen_the_chart_is_dark_too(qtbot: QtBot, page: CoveragePage, theme: Theme) -> None:
    assert painted(page).pixelColor(8, 8).name() == LIGHT.card
    in_words = page.chart.accessibleDescription()
    theme.set_look(Look.DARK)
    assert painted(page).pixelColor(8, 8).name() == DARK.card
    assert page.chart.accessibleDescription() == in_words
    assert nearest(page, DARK.amber) < 9
    assert nearest(page, LIGHT.link) > 60
    theme.set_look(Look.LIGHT)
    assert painted(page).pixelColor(8, 8).name() == LIGHT.card


def test_charts_have_the_dark_colours_of_the_look() -> None:
    drawn, look = palette.ON_DARK, DARK
    pairs = (
        (drawn.ink, look.ink),
        (drawn.muted, look.muted),
        (drawn.card, look.card),
        (drawn.ground, look.page),
        (drawn.line, look.line),
        (drawn.bar, look.link),
        (drawn.short, look.amber),
    )
    assert [f"#{one.hexval()[2:]}" for one, _same in pairs] == [same for _one, same in pairs]
    assert (LIGHT.dark, DARK.dark) == (False, True)
