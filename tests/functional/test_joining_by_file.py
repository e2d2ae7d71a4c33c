"""A laptop joins a scheme that has no server: by the buttons, over two real vaults and a stick."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog

from icv_app.bootstrap.doors import VaultDoors
from icv_app.domain.ids import MemberId
from icv_app.seal.passphrases import KdfCost
from icv_app.services.desk import Desk
from tests.builders import a_member
from tests.fakes.tasks import InlineTasks
from ui.doors import NewScheme
from ui.home.view import HomePage
from ui.pages import register_pages
from ui.people.view import PeoplePage
from ui.set_up.view import SetUpPage
from ui.set_up.view_model import SetUpViewModel
from ui.settings.view import SettingsPage
from ui.shell import ShellWindow, coordinator_places, visitor_places
from ui.theme import Look, Theme
from ui.workplace import Workplace

PASSPHRASE = "correct horse battery"
CHEAP = KdfCost(iterations=1)


class Laptop:
    """One person's window over a vault of their own."""

    def __init__(self, folder: Path) -> None:
        self.doors = VaultDoors(folder / "vault", kdf_cost=CHEAP)
        self.window = ShellWindow()
        self.desk: Desk | None = None
        self.workplace: Workplace | None = None

    def enter(self, desk: Desk) -> None:
        self.desk = desk
        self.workplace = Workplace(desk, self.doors, InlineTasks(), self.window, self.window)
        register_pages(self.workplace)
        self.window.show_role(coordinator_places() if desk.identity.coordinator else visitor_places(), "x")
        self.workplace.begin()

    def settings(self) -> SettingsPage:
        self.window.show_place("settings")
        page = self.window.page
        assert isinstance(page, SettingsPage)
        return page

    def close(self) -> None:
        if self.workplace is not None and self.desk is not None:
            self.workplace.end()
            self.window.forget_pages()
            self.desk.lock()
        self.window.close()


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    if qapp.findChild(Theme) is None:
        Theme(Look.LIGHT).apply(qapp)


@pytest.fixture
def office(tmp_path: Path, dressed: None) -> Iterator[Laptop]:
    laptop = Laptop(tmp_path / "office")
    (tmp_path / "office").mkdir()
    founded = laptop.doors.found(
        NewScheme(
            name="West Yorkshire",
            policing_body="West Yorkshire Combined Authority",
            force="West Yorkshire Police",
            member_id="C-001",
            given_name="Ruth",
            surname="Ellis",
            suites=(("Wakefield", "Wakefield"),),
            custody_number_pattern="",
            server_url=None,
            kit_file=tmp_path / "kit.icvkit",
        ),
        PASSPHRASE,
    )
    laptop.enter(founded.desk)
    yield laptop
    laptop.close()


@pytest.fixture
def volunteer(tmp_path: Path, dressed: None) -> Iterator[Laptop]:
    (tmp_path / "volunteer").mkdir()
    laptop = Laptop(tmp_path / "volunteer")
    yield laptop
    laptop.close()


@pytest.fixture
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every file dialog is answered with the one file on the stick."""
    file = tmp_path / "stick.icvbundle"
    for name in ("getSaveFileName", "getOpenFileName"):
        monkeypatch.setattr(QFileDialog, name, lambda *_args: (str(file), ""))
    return file


def set_up(laptop: Laptop, invitation: Path) -> SetUpPage:
    """As far as the codes, with an invitation file."""
    model = SetUpViewModel(laptop.doors, InlineTasks())
    page = SetUpPage(model)
    model.setParent(page)
    model.finished.connect(laptop.enter)
    laptop.window.show_alone(page)
    laptop.window.show()
    model.read_file(invitation)
    page.passphrase.new.line.setText(PASSPHRASE)
    page.passphrase.again.line.setText(PASSPHRASE)
    page.passphrase.go_button.click()
    page.codes.noted.click()
    return page


def invited(office: Laptop, folder: Path) -> Path:
    assert office.desk is not None
    office.desk.scheme.put_member(a_member(1))
    file = folder / "invitation.icvinvite"
    file.write_bytes(office.desk.scheme.invite(MemberId("V-001")).to_bytes())
    return file


def approve(office: Laptop) -> None:
    """Read the stick under Settings, follow the button to People, approve, and save the answer."""
    office.settings().bundles.read_button.click()
    assert "1 laptop asks to join" in office.window.messages.text()
    office.window.messages.action.click()
    people = office.window.page
    assert isinstance(people, PeoplePage)
    assert office.desk is not None
    [waiting] = office.desk.scheme.waiting_to_join()
    office.desk.scheme.approve(waiting.locator)
    box = office.settings().bundles
    box.for_whom.set_value("V-001")
    box.save_button.click()


def test_the_request_goes_out_and_the_answer_lets_the_laptop_in(
    office: Laptop, volunteer: Laptop, stick: Path, tmp_path: Path
) -> None:
    page = set_up(volunteer, invited(office, tmp_path))
    page.codes.go_button.click()
    on_join_form = page.join.isVisible()
    page.join.save_button.click()
    said = page.join.said.text()
    approve(office)
    page.join.read_button.click()

    assert on_join_form
    assert "stick.icvbundle" in said
    assert volunteer.desk is not None
    assert volunteer.desk.scheme.enrolled()
    assert [suite.name for suite in volunteer.desk.scheme.settings().suites] == ["Wakefield"]
    assert isinstance(volunteer.window.page, HomePage)
    assert volunteer.window.page.notice.isHidden()


def test_a_file_that_is_no_answer_is_said_and_the_person_can_go_on_without(
    office: Laptop, volunteer: Laptop, stick: Path, tmp_path: Path
) -> None:
    page = set_up(volunteer, invited(office, tmp_path))
    page.codes.go_button.click()
    office.settings().bundles.save_button.click()
    page.join.read_button.click()
    said = page.message.text()
    page.join.go_button.click()

    assert "does not let your laptop in" in said
    home = volunteer.window.page
    assert isinstance(home, HomePage)
    assert not home.notice.isHidden()


def test_the_answer_can_be_read_later_under_settings(
    office: Laptop, volunteer: Laptop, stick: Path, tmp_path: Path
) -> None:
    page = set_up(volunteer, invited(office, tmp_path))
    page.codes.go_button.click()
    page.join.go_button.click()
    home = volunteer.window.page
    assert isinstance(home, HomePage)
    home.notice.action.click()
    settings = volunteer.window.page
    assert isinstance(settings, SettingsPage)
    settings.bundles.save_button.click()
    approve(office)
    settings.bundles.read_button.click()

    assert volunteer.desk is not None
    assert volunteer.desk.scheme.enrolled()


def test_the_file_for_one_member_holds_less_than_the_one_for_everybody(
    office: Laptop, volunteer: Laptop, stick: Path, tmp_path: Path
) -> None:
    page = set_up(volunteer, invited(office, tmp_path))
    page.codes.go_button.click()
    page.join.save_button.click()
    approve(office)
    for_one = stick.stat().st_size
    box = office.settings().bundles
    box.for_whom.set_value(None)
    box.save_button.click()

    assert for_one < stick.stat().st_size
