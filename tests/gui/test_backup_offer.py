"""Where a vault is damaged, its last backup is offered where one unlocks."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from icv_app.services.last_backup import LastBackup
from icv_app.store.failures import damaged
from tests.builders import NOON
from tests.fakes.doors import FakeDoors
from tests.fakes.office import an_office
from tests.gui.at_work import go_to, press, write
from ui.application import Application
from ui.pages import register_pages
from ui.tasks import Lane, ThreadPoolTasks
from ui.unlock.view import UnlockPage

Started = Callable[[FakeDoors], tuple[Application, UnlockPage]]
BACKUP = LastBackup(taken_at=NOON, changes_after=3)


@pytest.fixture
def started(qtbot: QtBot, qapp: QApplication) -> Started:
    kept: list[Application] = []

    def start(doors: FakeDoors) -> tuple[Application, UnlockPage]:
        made = Application(qapp, doors, ThreadPoolTasks(qapp), register_pages)
        qtbot.addWidget(made.window)
        kept.append(made)
        with qtbot.waitExposed(made.window):
            made.start()
        made.window.activateWindow()
        page = made.window.page
        assert isinstance(page, UnlockPage)
        return made, page

    return start


def _doors(**changes: object) -> FakeDoors:
    return FakeDoors(desk=an_office().desk, **changes)  # type: ignore[arg-type]


def test_a_damaged_vault_offers_its_last_backup_and_the_keyboard_opens_it(
    qtbot: QtBot, started: Started
) -> None:
    application, page = started(_doors(damage=damaged("page 4"), backup=BACKUP))
    assert not page.backup.isVisible()

    write(qtbot, "correct horse battery")
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(page.backup.isVisible)
    assert "damaged or cut short" in page.message.text()
    assert page.backup.heading.text() == "The last backup is of 12:00 on 14 March 2024"
    assert page.backup.sentence.text().startswith("3 changes were made after it and may be missing.")
    assert "drafts written since do not" in page.backup.sentence.text()

    go_to(qtbot, page.backup.open_button)
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: application.workplace is not None)
    told = application.window.messages.text()
    assert told.startswith("This is the backup of ")
    assert "set-aside" in told


def test_a_wrong_passphrase_opens_no_backup(qtbot: QtBot, started: Started) -> None:
    application, page = started(_doors(damage=damaged("page 4"), backup=BACKUP))
    page.passphrase.line.setText("correct horse battery")
    page.unlock_button.click()
    qtbot.waitUntil(page.backup.isVisible)

    for wrong, said in (("", "Type your passphrase first."), ("something else", "The passphrase is wrong.")):
        page.passphrase.line.setText(wrong)
        page.backup.open_button.click()
        qtbot.waitUntil(lambda said=said: page.message.text() == said)  # type: ignore[misc]
    assert application.workplace is None


def test_without_a_backup_the_way_back_is_said(qtbot: QtBot, started: Started) -> None:
    _application, page = started(_doors(damage=damaged("page 4")))
    page.passphrase.line.setText("correct horse battery")
    page.unlock_button.click()
    qtbot.waitUntil(page.backup.isVisible)
    assert page.backup.heading.text() == "There is no backup on this computer"
    assert "Ask your coordinator for a new invitation" in page.backup.sentence.text()
    assert not page.backup.open_button.isVisible()


def test_damage_met_at_work_is_offered_its_backup_once_the_vault_is_locked(
    qtbot: QtBot, started: Started
) -> None:
    application, page = started(_doors(backup=BACKUP))
    page.passphrase.line.setText("correct horse battery")
    page.unlock_button.click()
    qtbot.waitUntil(lambda: application.workplace is not None)
    workplace = application.workplace
    assert workplace is not None

    def read() -> None:
        raise damaged("a value differs from its checksum")

    workplace.tasks.run(Lane.STORE, read, then=lambda _none: None, otherwise=workplace.tell, owner=workplace)
    qtbot.waitUntil(lambda: "damaged" in application.window.messages.text())
    application.lock()

    locked = application.window.page
    assert isinstance(locked, UnlockPage)
    qtbot.waitUntil(locked.backup.isVisible)
