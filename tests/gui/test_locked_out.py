"""Locked out: the screens of the volunteer and of the coordinator, by keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from icv_app.errors import BadInput
from icv_app.services.desk import Desk
from icv_app.services.locked_out import HowKnown
from tests.builders import NOON
from tests.fakes.doors import FINGERPRINT, FakeDoors
from tests.fakes.office import an_office
from tests.fakes.tasks import InlineTasks
from tests.gui.at_work import AtWork, at_work, go_to, press, show, write
from ui.help_doors import HelpAsked
from ui.locked_out.view import LockedOutPage
from ui.locked_out.view_model import LockedOutViewModel
from ui.people.view import PeoplePage
from ui.theme import Theme

PASSPHRASE = "lantern kettle orchard"


def shown(qtbot: QtBot, doors: FakeDoors) -> tuple[LockedOutPage, list[Desk]]:
    model = LockedOutViewModel(doors, InlineTasks())
    page = LockedOutPage(model)
    entered: list[Desk] = []
    model.finished.connect(entered.append)
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    return page, entered


def choose(monkeypatch: pytest.MonkeyPatch, how: str, file: str) -> None:
    monkeypatch.setattr(QFileDialog, how, lambda *_args: (file, ""))


def test_the_volunteer_asks_reads_out_the_words_and_comes_back_in_by_keyboard(
    qtbot: QtBot, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    doors = FakeDoors(desk=an_office().desk)
    page, entered = shown(qtbot, doors)
    assert page.ask.new.line.hasFocus()
    write(qtbot, PASSPHRASE)
    go_to(qtbot, page.ask.again)
    write(qtbot, PASSPHRASE)
    press(qtbot, Qt.Key.Key_Return)

    assert page.wait.isVisible()
    assert page.ask.new.value() == ""
    shown_words = [word for word in page.wait.words.text().split() if word.isalpha()]
    assert shown_words == FINGERPRINT.split()
    choose(monkeypatch, "getSaveFileName", "request.icvhelp")
    press(qtbot, Qt.Key.Key_Return)
    assert doors.written[Path("request.icvhelp")]
    assert "request.icvhelp" in page.message.text()

    go_to(qtbot, page.wait.passphrase)
    write(qtbot, PASSPHRASE)
    press(qtbot, Qt.Key.Key_Return)
    assert "Choose the coordinator's answer" in page.message.text()
    choose(monkeypatch, "getOpenFileName", "V-001.icvanswer")
    go_to(qtbot, page.wait.answer_button)
    press(qtbot, Qt.Key.Key_Return)
    assert page.wait.chosen.text() == "V-001.icvanswer"
    go_to(qtbot, page.wait.go_button)
    press(qtbot, Qt.Key.Key_Return)

    assert page.codes.isVisible()
    assert page.wait.passphrase.value() == ""
    page.codes.noted.setChecked(True)
    page.codes.go_button.click()
    assert entered == [doors.desk]


def test_passphrases_that_differ_make_no_request(qtbot: QtBot, theme: Theme) -> None:
    doors = FakeDoors(desk=an_office().desk)
    page, _entered = shown(qtbot, doors)
    write(qtbot, PASSPHRASE)
    go_to(qtbot, page.ask.again)
    write(qtbot, "another")
    press(qtbot, Qt.Key.Key_Return)

    assert "differ" in page.message.text()
    assert doors.help.asked is None


def test_a_request_that_waits_is_shown_again_and_may_be_made_anew(qtbot: QtBot, theme: Theme) -> None:
    doors = FakeDoors(desk=an_office().desk)
    doors.help.asked = HelpAsked(words=FINGERPRINT, made_at=NOON, answered=True)
    page, _entered = shown(qtbot, doors)

    assert "14 March 2024" in page.wait.when.text()
    assert "passphrase is all that is missing" in page.wait.chosen.text()
    go_to(qtbot, page.wait.anew_button)
    press(qtbot, Qt.Key.Key_Return)
    assert page.ask.new.line.hasFocus()


@pytest.fixture
def work(qtbot: QtBot, theme: Theme) -> AtWork:
    office = an_office()
    invitation = office.desk.scheme.invite(office.desk.scheme.members()[1].member_id)
    office.answer_invitation(invitation)
    office.desk.scheme.approve(invitation.locator)
    made = at_work(office)
    show(qtbot, made)
    made.window.show_place("people")
    return made


def people(work: AtWork) -> PeoplePage:
    page = work.window.page
    assert isinstance(page, PeoplePage)
    return page


def test_the_coordinator_helps_a_member_back_in_by_keyboard(
    qtbot: QtBot, work: AtWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = people(work)
    page.choose("V-002")
    assert page.detail.help_button.isHidden()  # there is no laptop of theirs
    page.choose("V-001")
    go_to(qtbot, page.detail.help_button)
    press(qtbot, Qt.Key.Key_Return)
    assert page.help.title.text() == "Help V-001 back in"
    go_to(qtbot, page.help.go_button)
    press(qtbot, Qt.Key.Key_Return)
    assert len(page.help.errors.links) == 3

    choose(monkeypatch, "getOpenFileName", "request.icvhelp")
    go_to(qtbot, page.help.file_button)
    press(qtbot, Qt.Key.Key_Return)
    go_to(qtbot, page.help.words)
    write(qtbot, FINGERPRINT)
    page.help.how.set_value(HowKnown.CALLED_BACK.value)
    choose(monkeypatch, "getSaveFileName", "V-001.icvanswer")
    work.doors.fail_next = BadInput("words", user_text="These are not the words of this request.")
    go_to(qtbot, page.help.go_button)
    press(qtbot, Qt.Key.Key_Return)
    assert "not the words" in work.window.messages.text()
    assert page.help.isVisible()
    assert page.help.words.value() == FINGERPRINT

    go_to(qtbot, page.help.go_button)
    press(qtbot, Qt.Key.Key_Return)
    assert work.doors.help.answers == [("V-001", FINGERPRINT, HowKnown.CALLED_BACK)]
    assert "V-001.icvanswer" in work.window.messages.text()
    assert page.detail.isVisible()
