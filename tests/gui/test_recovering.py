"""The first screen of a coordinator whose computer is gone."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from icv_app.services.desk import Desk
from tests.fakes.doors import FakeDoors
from tests.fakes.office import an_office
from tests.fakes.tasks import InlineTasks
from tests.gui.at_work import go_to, press, write
from ui.set_up.view import SetUpPage
from ui.set_up.view_model import SetUpViewModel
from ui.theme import Theme


def test_the_kit_its_code_and_the_server_bring_the_office_back_by_keyboard(
    qtbot: QtBot, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = an_office()
    model = SetUpViewModel(FakeDoors(desk=office.desk), InlineTasks())
    page = SetUpPage(model)
    entered: list[Desk] = []
    model.finished.connect(entered.append)
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: ("office.icvkit", ""))

    go_to(qtbot, page.choose.kit_button)
    press(qtbot, Qt.Key.Key_Return)
    go_to(qtbot, page.kit.go_button)
    press(qtbot, Qt.Key.Key_Return)
    assert "Choose the file" in page.message.text()
    go_to(qtbot, page.kit.file_button)
    press(qtbot, Qt.Key.Key_Return)
    assert page.kit.file == Path("office.icvkit")
    for field, text in (
        (page.kit.code, "one two three"),
        (page.kit.server, "https://icv.example.org"),
        (page.kit.new, "correct horse battery"),
        (page.kit.again, "correct horse battery"),
    ):
        go_to(qtbot, field)
        write(qtbot, text)
    go_to(qtbot, page.kit.go_button)
    press(qtbot, Qt.Key.Key_Return)

    assert page.codes.isVisible()
    assert page.kit.new.value() == ""
    page.codes.noted.setChecked(True)
    page.codes.go_button.click()
    assert entered == [office.desk]
