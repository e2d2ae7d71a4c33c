"""The application as a process of its own, with somebody at its keyboard.

python -m tests.fault.running FOLDER EDITS

unlocks the vault in FOLDER through the window, starts a visit and makes EDITS
edits with the keyboard. Once an edit is saved, a line of JSON says what the
visit holds. Then it stands idle, as when somebody looks up from the screen.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication

from icv_app.bootstrap.application import run
from icv_app.domain.visit import Visit
from tests.fault.a_visitor import PASSPHRASE
from tests.functional.hands import Hands
from ui.shell.window import ShellWindow
from ui.visit.view import VisitPage

NUMBER = "13WK/7731"
NOTE = "Shivering under a thin blanket by the wall"


def what_it_holds(visit: Visit) -> dict[str, object]:
    """What the edits of this module enter, as it stands in a visit."""
    return {
        "kind": visit.kind,
        "arrived": visit.arrived_at.isoformat() if visit.arrived_at else None,
        "men": visit.census.men,
        "people": [[person.custody_number, person.gender, person.note] for person in visit.people],
        "answers": [answer.value for person in visit.people for answer in person.answers],
        "areas": [[found.area, found.state] for found in visit.areas],
    }


def edits(hands: Hands) -> tuple[Callable[[], None], ...]:
    """One edit of each kind: chosen, typed, a person added, an answer by its key, many at once."""

    def add_a_person() -> None:
        hands.go_to("3. People")
        hands.press("Add a person")
        hands.fill("Custody number", NUMBER)
        hands.choose("Gender", "Woman or girl")
        hands.choose("Age", "25–59")

    def talk() -> None:
        hands.press("Go on to the talk")
        hands.choose("Did they agree to talk?", "Yes")
        hands.fill("Note", NOTE)

    def answer() -> None:
        hands.press("Go on to the questions")
        hands.write("y")

    def count() -> None:
        hands.go_to("2. In custody")
        hands.fill("Men and boys", "7")

    def suite() -> None:
        hands.go_to("4. Suite")
        hands.press("All good as listed, checked today")

    return (
        lambda: hands.choose("Kind of visit", "Telephone"),
        lambda: hands.choose("Kind of visit", "In person"),
        lambda: hands.fill("Arrived at the counter: time", "0005"),
        count,
        add_a_person,
        talk,
        answer,
        suite,
    )


def work(wanted: int) -> None:
    """Unlock, start a visit, edit, and say what is saved."""
    [window] = [one for one in QApplication.topLevelWidgets() if isinstance(one, ShellWindow)]
    hands = Hands(window)
    hands.come_to_front()
    hands.fill("Passphrase", PASSPHRASE)
    hands.press("Unlock")
    hands.choose("Custody suite", "Wakefield")
    hands.press("Start a visit")
    hands.wait(lambda: isinstance(window.page, VisitPage), "the editor")
    page = window.page
    assert isinstance(page, VisitPage)
    on_their_way: list[int] = []
    page.view_model.saved.connect(on_their_way.append)
    for edit in edits(hands)[:wanted]:
        before = page.view_model.visit
        edit()
        hands.wait(lambda before=before: page.view_model.visit is not before, "an edit")  # type: ignore[misc]
        hands.wait(lambda: on_their_way[-1] == 0, "the edit on the disk")
        print(json.dumps(what_it_holds(page.view_model.visit)), flush=True)


def main(folder: Path, wanted: int) -> None:
    """Run the application; what goes wrong at its keyboard ends it."""

    def at_the_keyboard() -> None:
        try:
            work(wanted)
        except Exception:  # noqa: BLE001 - whatever it is, nobody may wait for the next line
            traceback.print_exc()
            os._exit(3)

    run(folder, on_mapped=at_the_keyboard)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
