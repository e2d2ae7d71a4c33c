"""Taking a laptop out of the scheme, by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from icv_app.domain.ids import MemberId
from icv_app.seal.devices import DeviceKeys
from icv_app.seal.invitations import make_enrolment
from icv_app.seal.recovery_kit import open_recovery_kit
from tests.builders import a_coordinator, a_member
from tests.fakes.office import an_office
from tests.gui.at_work import AtWork, at_work, go_to, press, show
from ui.people.view import PeoplePage
from ui.theme import Theme


@pytest.fixture
def work(qtbot: QtBot, theme: Theme) -> AtWork:
    made = at_work(an_office([a_member(1)], server_url="https://icv.example.org"))
    scheme = made.office.desk.scheme
    invitation = scheme.invite(MemberId("V-001"))
    request = make_enrolment(invitation.secret, DeviceKeys.generate())
    made.office.answered(invitation, request)
    scheme.approve(invitation.locator)
    show(qtbot, made)
    made.window.show_place("people")
    return made


def test_a_stolen_laptop_is_removed_by_keyboard(qtbot: QtBot, work: AtWork) -> None:
    page = work.window.page
    assert isinstance(page, PeoplePage)
    page.choose("V-001")
    go_to(qtbot, page.detail.laptops_button)
    press(qtbot, Qt.Key.Key_Return)
    [remove] = page.laptops.remove_buttons
    page.laptops.why.set_value("stolen")
    go_to(qtbot, remove)
    press(qtbot, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is page.laptops.ask.no_button  # the harmless one first
    go_to(qtbot, page.laptops.ask.yes_button)
    press(qtbot, Qt.Key.Key_Return)

    [device] = [one for one in work.office.desk.devices.all() if one.member_id == "V-001"]
    assert device.removed_at is not None
    assert "removed" in work.window.messages.text()


def test_the_laptop_one_works_on_has_no_button(qtbot: QtBot, work: AtWork) -> None:
    page = work.window.page
    assert isinstance(page, PeoplePage)
    page.choose("C-001")
    page.detail.laptops_asked.emit("C-001")

    assert page.laptops.remove_buttons == []


def test_a_coordinator_who_leaves_makes_a_new_kit_due(
    qtbot: QtBot, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = at_work(
        an_office([a_coordinator(member_id=MemberId("C-002"))], server_url="https://icv.example.org")
    )
    show(qtbot, made)
    made.window.show_place("people")
    page = made.window.page
    assert isinstance(page, PeoplePage)
    assert not page.kit_button.isVisible()
    member = next(one for one in made.office.desk.scheme.members() if one.member_id == "C-002")
    made.office.desk.scheme.put_member(replace(member, left=date(2024, 1, 31)))
    made.workplace.data_changed.emit()

    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: ("kit.icvkit", ""))
    go_to(qtbot, page.kit_button)
    press(qtbot, Qt.Key.Key_Return)
    go_to(qtbot, page.kit.keep_button)
    press(qtbot, Qt.Key.Key_Return)

    code = page.kit.code.text()
    assert len(code.split()) == 12
    assert open_recovery_kit(made.doors.written[Path("kit.icvkit")], code).office_keys[-1].epoch == 2
    assert not page.kit_button.isVisible()
    page.may_leave()
    assert page.kit.code.text() == ""


def test_a_new_kit_can_be_made_before_it_is_due_where_the_old_one_is_lost(
    qtbot: QtBot, work: AtWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = work.window.page
    assert isinstance(page, PeoplePage)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: ("kit.icvkit", ""))
    assert not page.kit_button.isVisible()
    go_to(qtbot, page.lost_kit_button)
    press(qtbot, Qt.Key.Key_Return)
    assert page.kit.why.text().startswith("The recovery kit you have brings the office back")
    go_to(qtbot, page.kit.keep_button)
    press(qtbot, Qt.Key.Key_Return)

    assert open_recovery_kit(work.doors.written[Path("kit.icvkit")], page.kit.code.text())
