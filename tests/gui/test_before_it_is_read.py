"""A page is there before the vault is read; until then nothing can be pressed that would act."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from tests.fakes.doors import FakeDoors
from tests.fakes.tasks import HeldTasks
from tests.memory_scheme import a_scheme
from ui.pages import register_pages
from ui.shell import ShellWindow, coordinator_places, visitor_places
from ui.theme import Theme
from ui.widgets.button import Button
from ui.workplace import Workplace

HARMLESS = {
    "Show filters",
    "Coming up",
    "Training",
    "Expenses",
    "Recovery kit",
    "Swaps",
    "Close",
    "Import a framework",
    "Export the framework",
    "Export everything",
    "Export the visits",
    "Bring in past visits…",
    "Hold this visit",  # asks which
    "Sync now",
    "Cancel",
}
"""They open something, ask for a file first, or need nothing of the page."""


@pytest.mark.parametrize("member", ["C-001", "V-001"])
def test_nothing_can_be_pressed_that_would_act_before_anything_is_read(
    qtbot: QtBot, theme: Theme, monkeypatch: pytest.MonkeyPatch, member: str
) -> None:
    for ask in ("getOpenFileName", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, ask, lambda *_args, **_named: ("", ""))
    desk, window = a_scheme()[member].desk, ShellWindow()
    register_pages(Workplace(desk, FakeDoors(desk=desk), HeldTasks(), window, window))
    window.show_role(coordinator_places() if member == "C-001" else visitor_places(), "West Yorkshire")
    qtbot.addWidget(window)
    window.show()
    entries = [button.entry.key for button in window.nav.buttons if button.entry.key != "settings"]
    assert entries
    for place in entries:
        window.show_place(place)
        page = window.page
        assert page is not None
        offered = [one for one in page.findChildren(Button) if one.isVisible() and one.isEnabled()]
        assert {one.text() for one in offered} <= HARMLESS, place
        for button in offered:
            button.click()
