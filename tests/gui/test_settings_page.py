"""The settings of this laptop."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from icv_app.errors import SealError, StoreError, Unreachable
from tests.fakes.desk import a_desk
from tests.fakes.doors import FakeDoors
from tests.fakes.memory_store import MemoryStore
from tests.fakes.office import Office, SettableClock, an_office
from tests.gui.at_work import AtWork, at_work, go_to, press, show, write
from tests.memory_scheme import a_scheme
from ui.doors import SyncOutcome
from ui.settings.preferences import (
    Preferences,
    keep_preferences,
    preferences_file,
    read_preferences,
)
from ui.settings.view import SettingsPage
from ui.tasks import ThreadPoolTasks
from ui.theme import Look, Theme


@pytest.fixture
def work(qtbot: QtBot, theme: Theme, tmp_path: Path) -> AtWork:
    office = an_office(server_url="https://icv.example.org")
    made = at_work(office, FakeDoors(folder=tmp_path / "vault", desk=office.desk))
    show(qtbot, made)
    made.window.show_place("settings")
    return made


def page_of(work: AtWork) -> SettingsPage:
    page = work.window.page
    assert isinstance(page, SettingsPage)
    return page


def change_passphrase(qtbot: QtBot, page: SettingsPage, old: str, new: str, again: str) -> None:
    card = page.passphrase
    for field, text in ((card.old, old), (card.new, new), (card.again, again)):
        go_to(qtbot, field)
        write(qtbot, text)
    go_to(qtbot, card.change_button)
    press(qtbot, Qt.Key.Key_Return)


def test_the_look_changes_at_once_and_is_kept_for_the_next_start(
    qtbot: QtBot, work: AtWork, theme: Theme
) -> None:
    go_to(qtbot, page_of(work).appearance.look.buttons[1])
    press(qtbot, Qt.Key.Key_3)

    assert theme.look is Look.DARK
    assert read_preferences(preferences_file(work.doors.folder)).look is Look.DARK


def test_text_grows_at_once_and_stays_large_at_the_next_start(
    qtbot: QtBot, work: AtWork, theme: Theme
) -> None:
    go_to(qtbot, page_of(work).appearance.text_size.buttons[0])
    press(qtbot, Qt.Key.Key_Right, 2)
    press(qtbot, Qt.Key.Key_Return)

    assert theme.text_percent == 150
    assert read_preferences(preferences_file(work.doors.folder)).text_percent == 150


def test_taking_the_look_back_returns_to_what_the_system_says(
    qtbot: QtBot, work: AtWork, theme: Theme
) -> None:
    go_to(qtbot, page_of(work).appearance.look.buttons[1])
    press(qtbot, Qt.Key.Key_Delete)

    assert theme.look is Look.SYSTEM


def test_the_first_start_follows_the_system(tmp_path: Path) -> None:
    assert read_preferences(tmp_path / "none.ini") == Preferences(Look.SYSTEM, 100)


@pytest.mark.parametrize(
    "text",
    [
        "[appearance]\nlook=mauve\ntext_percent=huge\n",
        "\x00\x01\x02",
        "[appearance]\nlook=a, b\ntext_percent=-5\n",
    ],
)
def test_preferences_that_make_no_sense_are_as_at_the_first_start(tmp_path: Path, text: str) -> None:
    file = tmp_path / "appearance.ini"
    file.write_text(text)

    assert read_preferences(file) == Preferences(Look.SYSTEM, 100)


def test_a_look_that_cannot_be_kept_is_said(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")

    with pytest.raises(StoreError) as refused:
        keep_preferences(blocked / "appearance.ini", Preferences(Look.DARK, 150))

    assert "next start" in refused.value.user_text


def test_a_new_passphrase_is_set_and_nothing_of_it_stays_on_the_screen(qtbot: QtBot, work: AtWork) -> None:
    page = page_of(work)
    change_passphrase(qtbot, page, "correct horse battery", "violet kettle tram", "violet kettle tram")

    assert work.doors.passphrase == "violet kettle tram"
    assert [page.passphrase.old.value(), page.passphrase.new.value(), page.passphrase.again.value()] == [
        ""
    ] * 3
    assert "Your passphrase is changed" in work.window.messages.text()


def test_a_wrong_present_passphrase_is_said_at_its_field(qtbot: QtBot, work: AtWork) -> None:
    page = page_of(work)
    change_passphrase(qtbot, page, "wrong", "violet kettle tram", "violet kettle tram")

    assert page.passphrase.old_field.problem() == "The passphrase is wrong."
    assert page.passphrase.old.line.hasFocus()
    assert work.doors.passphrase == "correct horse battery"


def test_a_short_new_passphrase_is_said_at_its_field(qtbot: QtBot, work: AtWork) -> None:
    page = page_of(work)
    change_passphrase(qtbot, page, "correct horse battery", "short", "short")

    assert page.passphrase.new_field.problem() == "Choose at least 12 characters."


def test_two_new_passphrases_that_differ_change_nothing(qtbot: QtBot, work: AtWork) -> None:
    page = page_of(work)
    change_passphrase(qtbot, page, "correct horse battery", "violet kettle tram", "violet kettle")

    assert "differ" in page.passphrase.again_field.problem()
    assert work.doors.passphrase == "correct horse battery"


def test_sync_now_says_what_was_sent_and_received(qtbot: QtBot, qapp: QApplication, theme: Theme) -> None:
    office = an_office(server_url="https://icv.example.org")
    tasks = ThreadPoolTasks(qapp)
    work = at_work(office, tasks=tasks)
    show(qtbot, work)
    work.window.show_place("settings")
    work.doors.outcome = SyncOutcome(sent=3, received=2, apart=0, enrolments=0)
    button = page_of(work).sync.sync_button
    go_to(qtbot, button)
    press(qtbot, Qt.Key.Key_Return)

    assert not button.isEnabled()
    assert tasks.wait_until_idle(10_000)
    assert work.doors.syncs == 1
    assert "3 sent, 2 received" in work.window.messages.text()
    assert button.isEnabled()
    tasks.deleteLater()


def test_a_server_that_cannot_be_reached_is_said_when_asked_for(qtbot: QtBot, work: AtWork) -> None:
    work.doors.fail_next = Unreachable("no answer", user_text="The server cannot be reached.")
    go_to(qtbot, page_of(work).sync.sync_button)
    press(qtbot, Qt.Key.Key_Return)

    assert work.window.messages.text() == "The server cannot be reached."


def test_it_says_what_is_only_here_and_what_the_server_has(work: AtWork) -> None:
    facts = dict(page_of(work).sync.facts.facts())

    assert facts["On this laptop only"].endswith("records to send")
    assert facts["The server has"] == "0 records from here"
    assert facts["Last sync"] == "Not yet"


def test_lock_now_asks_for_the_lock(qtbot: QtBot, work: AtWork) -> None:
    go_to(qtbot, page_of(work).lock_button)
    with qtbot.waitSignal(work.window.lock_requested):
        press(qtbot, Qt.Key.Key_Return)


def test_a_visitor_has_the_same_settings(qtbot: QtBot, theme: Theme) -> None:
    desk = a_desk(MemoryStore(), "V-001")
    work = at_work(Office(desk, MemoryStore(), SettableClock()))
    show(qtbot, work)
    work.window.show_place("settings")

    assert ("This laptop", "V-001 · West Yorkshire") in page_of(work).about.facts.facts()
    assert not page_of(work).sync.sync_button.isVisible()


def test_everything_is_saved_for_a_usb_stick_and_the_page_says_since_when(
    qtbot: QtBot, work: AtWork, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "stick"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (str(stick), ""))
    box = page_of(work).bundles
    go_to(qtbot, box.save_button)
    press(qtbot, Qt.Key.Key_Return)

    assert list(work.doors.written) == [stick.with_name("stick.icvbundle")]
    assert "records are in the file" in work.window.messages.text()
    assert "A file was last saved on" in box.words.text()
    assert "records in it are not known to have arrived" in box.words.text()


def test_a_usb_stick_is_read_and_the_person_is_told_what_was_on_it(
    qtbot: QtBot, work: AtWork, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a: (str(tmp_path / "in.icvbundle"), ""))
    go_to(qtbot, page_of(work).bundles.read_button)
    with qtbot.waitSignal(work.workplace.data_changed):
        press(qtbot, Qt.Key.Key_Return)

    said = work.window.messages.text()
    assert "From the file of V-001" in said
    assert "3 new records, 2 were here already, 1 cannot be used" in said
    assert "1 laptop asks to join" in said


def test_a_damaged_file_is_said_in_one_sentence(
    qtbot: QtBot, work: AtWork, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a: (str(tmp_path / "in.icvbundle"), ""))
    work.doors.fail_next = SealError("bundle: cut off", user_text="This file is damaged.")
    go_to(qtbot, page_of(work).bundles.read_button)
    press(qtbot, Qt.Key.Key_Return)

    assert work.window.messages.text() == "This file is damaged."


def test_a_file_for_one_member_is_saved_under_their_number(
    qtbot: QtBot, theme: Theme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scheme = a_scheme()
    office = Office(scheme["C-001"].desk, scheme["C-001"].store, SettableClock())
    work = at_work(office)
    show(qtbot, work)
    work.window.show_place("settings")
    suggested: list[str] = []

    def choose(_parent: object, _title: str, name: str, _kind: str) -> tuple[str, str]:
        suggested.append(name)
        return str(tmp_path / name), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    box = page_of(work).bundles
    go_to(qtbot, box.for_whom)
    write(qtbot, "V-003")
    press(qtbot, Qt.Key.Key_Tab)
    go_to(qtbot, box.save_button)
    press(qtbot, Qt.Key.Key_Return)

    assert suggested == ["C-001-for-V-003.icvbundle"]
    assert list(work.doors.written.values()) == [b"bundle for V-003"]


def test_a_visitor_is_offered_no_choice_of_whom_a_file_is_for(qtbot: QtBot, theme: Theme) -> None:
    work = at_work(Office(a_desk(MemoryStore(), "V-001"), MemoryStore(), SettableClock()))
    show(qtbot, work)
    work.window.show_place("settings")

    assert not page_of(work).bundles.for_field.isVisible()


def test_whoever_asks_to_join_is_one_press_away_from_the_file(
    qtbot: QtBot, work: AtWork, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a: (str(tmp_path / "in.icvbundle"), ""))
    page_of(work).bundles.read_button.click()
    action = work.window.messages.action
    go_to(qtbot, action)
    press(qtbot, Qt.Key.Key_Return)

    assert work.window.nav.current() == "people"
