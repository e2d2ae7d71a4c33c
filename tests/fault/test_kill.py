"""`kill -9` of the running application: whatever it said was saved is there."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from icv_app.bootstrap.wiring import SystemClock
from icv_app.domain.visit import Stage
from icv_app.services.ports_visits import VisitFilter
from icv_app.store.unlocking import unlock
from tests.fault.a_visitor import PASSPHRASE, a_visitors_vault
from tests.fault.running import NUMBER, what_it_holds
from tests.functional.two_laptops import laptop
from ui.visit.view import VisitPage

PROJECT = Path(__file__).parents[2]
ALL_EDITS = 8


@contextmanager
def running(folder: Path, edits: int) -> Iterator[subprocess.Popen[str]]:
    """The application at work on a vault; killed at the end if it still runs."""
    command = [sys.executable, "-m", "tests.fault.running", str(folder), str(edits)]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def killed_after(folder: Path, edits: int) -> dict[str, object]:
    """Let the application make edits, kill it, and return what it had said was saved."""
    said = ""
    with running(folder, edits) as process:
        assert process.stdout is not None
        for _edit in range(edits):
            said = process.stdout.readline()
            assert said, "the application ended by itself"
        assert process.poll() is None
        process.kill()  # SIGKILL: nothing of the application runs any more
        assert process.wait() == -9
    found: dict[str, object] = json.loads(said)
    return found


@pytest.mark.parametrize("edits", [1, 5, ALL_EDITS])
def test_every_edit_that_was_saved_is_there_after_a_kill(tmp_path: Path, edits: int) -> None:
    folder = a_visitors_vault(tmp_path)
    saved = killed_after(folder, edits)

    with unlock(folder, PASSPHRASE, now=SystemClock().now()) as vault:
        with vault.open_reading() as unit:
            [draft] = unit.visits.summaries(VisitFilter(stage=Stage.DRAFT))
            stored = unit.visits.get(draft.visit_id)
        vault.check()
        assert vault.missing_changes == 0

    assert json.loads(json.dumps(what_it_holds(stored))) == saved


def test_after_a_kill_the_windows_go_on_where_it_stopped(qapp: QApplication, tmp_path: Path) -> None:
    folder = a_visitors_vault(tmp_path)
    killed_after(folder, ALL_EDITS)

    with laptop(qapp, folder) as again:
        hands = again.hands
        hands.come_to_front()
        hands.fill("Passphrase", PASSPHRASE)
        hands.press("Unlock")
        hands.wait_to_see("Nothing was lost")
        hands.open_row("Drafts", "Wakefield")
        hands.go_to("3. People")
        hands.open_row("People in custody", NUMBER)
        hands.wait_to_see("agreed to talk")
        assert not hands.sees("missing")
        assert (again.defects, again.strays) == ([], [])


@pytest.mark.parametrize(("edits", "where"), [(4, "Men and boys"), (7, "y")])
def test_after_a_kill_enter_goes_on_in_the_same_place(
    qapp: QApplication, tmp_path: Path, edits: int, where: str
) -> None:
    folder = a_visitors_vault(tmp_path)
    killed_after(folder, edits)

    with laptop(qapp, folder) as again:
        hands = again.hands
        hands.come_to_front()
        hands.fill("Passphrase", PASSPHRASE)
        hands.press("Unlock")
        hands.wait_to_see("Go on with the visit to Wakefield, started")
        hands.wait(lambda: QApplication.focusWidget() is not None, "the keyboard somewhere")
        assert hands.where().startswith("Go on with the visit to Wakefield")
        hands.key(Qt.Key.Key_Return)
        hands.wait(lambda: hands.sees("3. People"), "the editor")
        page = again.application.window.page
        assert isinstance(page, VisitPage)
        place = page.place()
        if where == "y":
            assert place.field.startswith("answers.")
            assert hands.question()
        else:
            assert place.field.startswith("census.")
        assert hands.sees("Every change is saved on this laptop")
        assert (again.defects, again.strays) == ([], [])

    # Closed as it should be, nothing is said the next time.
    with laptop(qapp, folder) as again:
        again.hands.come_to_front()
        again.hands.fill("Passphrase", PASSPHRASE)
        again.hands.press("Unlock")
        again.hands.wait_to_see("Go on with the visit")
        assert not again.hands.sees("Nothing was lost")
