"""The main job through the windows themselves: real vaults, a real server, keys on a keyboard."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from icv_app.bootstrap.logs import log_to, structure_log
from tests.functional import a_visit_by_hand
from tests.functional.hands import Hands
from tests.functional.readable import readable_in
from tests.functional.two_laptops import FileDialogs, laptop
from tests.servers import RunningServer, running_server

PASSPHRASE = "kettle orchard lantern quarry"
QUESTION = "Please say which yard had the silent bell"
ANSWER = "It was the small one beside the booking desk"
SENTENCES = (*a_visit_by_hand.SENTENCES, QUESTION, ANSWER, PASSPHRASE)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    with running_server(tmp_path / "server") as running:
        yield running


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    """The log as the application keeps it."""
    root = logging.getLogger()
    level, before = root.level, list(root.handlers)
    log_to(tmp_path / "logs")
    structure_log()
    yield tmp_path / "logs"
    for handler in [each for each in root.handlers if each not in before]:
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)


def found_the_scheme(office: Hands, dialogs: FileDialogs, server: RunningServer, folder: Path) -> None:
    office.come_to_front()
    office.press("I am a coordinator setting up a new scheme")
    for label, text in (
        ("Name of the scheme", "West Yorkshire"),
        ("Policing body", "West Yorkshire Combined Authority"),
        ("Police force", "West Yorkshire Police"),
        ("Your number in the scheme", "C-001"),
        ("Your given name", "Alex"),
        ("Your surname", "Field"),
        ("Custody suites", "Wakefield"),
        ("Pattern of custody numbers", r"\d{2}[A-Z]{2}/\d{4}"),
        ("Server address", server.url),
        ("New passphrase", PASSPHRASE),
        ("New passphrase again", PASSPHRASE),
    ):
        office.fill(label, text)
    dialogs.chosen = folder / "office-recovery-kit.icvkit"
    office.press("Choose where to keep the recovery kit")
    office.tick("I have written this down")
    office.press("Continue")
    server.register((folder / "scheme-root.icv").read_bytes())


def add_members_and_invite(office: Hands, dialogs: FileDialogs, invitation: Path) -> None:
    office.go_to("People")
    for number, given, surname in (("V-001", "Kim", "Marsh"), ("V-002", "Robin", "Hill")):
        office.press("Add a member")
        office.fill("Scheme number", number)
        office.fill("Given name", given)
        office.fill("Surname", surname)
        for date in ("Vetting valid until", "Term ends", "ID card valid until"):
            office.fill(date, "31/12/2099")
        office.press("Save member")
        office.wait_to_see(f"{number} is saved.")
    office.go_to_row("Members", "V-001")
    office.press("Invite a laptop")
    dialogs.chosen = invitation
    office.press("Save the invitation file")
    office.wait_to_see("The invitation is saved as")
    office.press("Done")
    sync(office, "Settings")


def set_up_from_the_invitation(visitor: Hands, dialogs: FileDialogs, invitation: Path) -> None:
    visitor.come_to_front()
    dialogs.chosen = invitation
    visitor.press("Open an invitation file")
    visitor.wait_to_see("West Yorkshire · visitor V-001")
    visitor.fill("New passphrase", PASSPHRASE)
    visitor.fill("New passphrase again", PASSPHRASE)
    visitor.press("Set up this laptop")
    visitor.tick("I have written this down")
    visitor.press("Continue")
    visitor.wait_to_see("Waiting for the coordinator to approve this laptop.")


def approve_the_laptop(office: Hands) -> None:
    office.come_to_front()
    sync(office, "Settings")
    office.go_to("People")
    office.go_to_row("Members", "V-001")
    office.press("Approve this laptop")
    office.wait_to_see("The new laptop of V-001 belongs to the scheme now.")
    sync(office, "Settings")


def sync(hands: Hands, place: str) -> None:
    hands.come_to_front()
    hands.go_to(place)
    hands.press("Sync now")
    hands.wait_to_see("Synced: ")


def test_a_visit_is_recorded_sent_returned_answered_and_approved_in_the_windows(
    qapp: QApplication,
    tmp_path: Path,
    server: RunningServer,
    log: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    dialogs = FileDialogs(monkeypatch)
    invitation = tmp_path / "V-001.icvinvite"
    with (
        laptop(qapp, tmp_path / "office" / "vault") as at_office,
        laptop(qapp, tmp_path / "visitor" / "vault") as at_home,
    ):
        office, visitor = at_office.hands, at_home.hands
        found_the_scheme(office, dialogs, server, tmp_path)
        add_members_and_invite(office, dialogs, invitation)
        set_up_from_the_invitation(visitor, dialogs, invitation)
        approve_the_laptop(office)

        sync(visitor, "Home")
        visitor.choose("Custody suite", "Wakefield")
        visitor.press("Start a visit")
        a_visit_by_hand.record(visitor, datetime.now(UTC))
        visitor.press("Go back to your visits")
        sync(visitor, "Home")
        assert "The server has it" in visitor.rows("Your reports")[0]

        return_with_a_question(office)
        answer_the_question(visitor)
        approve(office)

        sync(visitor, "Home")
        visitor.wait(lambda: "Approved" in visitor.rows("Your reports")[0], "the report approved")
        for each in (at_office, at_home):
            assert (each.defects, each.strays) == ([], [])
        assert list(tmp_path.rglob("vault.db-wal")), "while both work, their write-ahead logs are there"
        nothing_is_readable(tmp_path, log, capfd)
    nothing_is_readable(tmp_path, log, capfd)


def return_with_a_question(office: Hands) -> None:
    sync(office, "Settings")
    office.go_to("Reports")
    office.go_to_row("Reports", "Wakefield")
    office.wait_to_see(a_visit_by_hand.COLD_CELL)
    office.wait_to_see(a_visit_by_hand.BROKEN_BELL)
    office.press("Return with a question")
    office.fill("Your question to the visitors", QUESTION)
    office.press("Return with this question")
    sync(office, "Settings")


def answer_the_question(visitor: Hands) -> None:
    sync(visitor, "Home")
    asked = "Returned with a question"
    visitor.wait(lambda: any(asked in row for row in visitor.rows("Waits for you")), "a question")
    assert asked in visitor.rows("Waits for you")[0]
    visitor.open_row("Waits for you", "Wakefield")
    visitor.wait_to_see(QUESTION)
    visitor.fill("Your answer", ANSWER)
    visitor.press("Send answer")
    visitor.press("Back")
    sync(visitor, "Home")


def approve(office: Hands) -> None:
    sync(office, "Settings")
    office.go_to("Reports")
    office.go_to_row("Reports", "Wakefield")
    office.wait_to_see(ANSWER)
    office.press("Approve")
    sync(office, "Settings")


def nothing_is_readable(folder: Path, log: Path, capfd: pytest.CaptureFixture[str]) -> None:
    files = [path for path in folder.rglob("*") if path.is_file()]
    names = {path.name for path in files}
    assert {"vault.db", "icv-server.sqlite", "server.log"} <= names
    assert (log / "icv.log").read_bytes(), "the log is empty: searching it shows nothing"
    found = {str(path): readable_in(path.read_bytes(), SENTENCES) for path in files}
    assert {path: sentences for path, sentences in found.items() if sentences} == {}
    printed = capfd.readouterr()
    assert readable_in((printed.out + printed.err).encode(), SENTENCES) == []
