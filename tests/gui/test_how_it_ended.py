"""What is said after ICV did not end as it should."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.fakes.doors import FakeDoors
from tests.fakes.office import an_office
from ui.application import Application
from ui.pages import register_pages
from ui.tasks import ThreadPoolTasks

Entered = Callable[..., Application]


@pytest.fixture
def entered(qtbot: QtBot, qapp: QApplication) -> Entered:
    kept: list[Application] = []

    def enter(**changes: object) -> Application:
        desk = replace(an_office().desk, **changes)  # type: ignore[arg-type]
        made = Application(qapp, FakeDoors(desk=desk), ThreadPoolTasks(qapp), register_pages)
        qtbot.addWidget(made.window)
        kept.append(made)
        with qtbot.waitExposed(made.window):
            made.start()
        made.enter(desk)
        return made

    return enter


def test_after_an_unclean_end_one_sentence_says_that_nothing_was_lost(entered: Entered) -> None:
    messages = entered(ended_uncleanly=True).window.messages
    assert messages.text() == "ICV stopped without being closed. Nothing was lost: go on where you were."


def test_after_a_clean_end_nothing_is_said(entered: Entered) -> None:
    assert entered().window.messages.text() == ""


def test_lost_changes_count_as_told_only_once_they_stand_on_the_screen(
    entered: Entered, qtbot: QtBot
) -> None:
    told: list[str] = []

    def were_told() -> None:
        told.append("told")

    application = entered(missing_changes=2, missing_changes_were_told=were_told, ended_uncleanly=True)
    assert application.window.messages.text().startswith("The last 2 changes before ICV stopped are missing")
    qtbot.waitUntil(lambda: told == ["told"])
