"""How the windows keep up: unlocking, answering with sixty people on the board, synchronising.

Run in a process of its own, as the application is, so that no other benchmark's work is in the way.
"""

from __future__ import annotations

import itertools
import json
import logging
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import structlog
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from icv_app.bootstrap.application import GIVE_WAY_S, spare_collecting
from icv_app.domain.ids import PersonId, VisitId
from icv_app.domain.visit import Visit
from icv_app.services.desk import Desk
from icv_app.store.slots_file import read_slots
from tests.bench.on_screen import Heartbeat, Repaints, Screen, until
from tests.builders import NOON, a_member
from tests.functional.scheme_in_life import PASSPHRASE, SchemeInLife
from tests.servers import running_server
from tests.visit_builders import a_census, a_person, a_visit
from ui.theme import Theme
from ui.visit.people.check_row import CheckRow
from ui.visit.people.view import PeopleStep

PEOPLE = 60
ANSWERS = 300
ANSWERS_EACH = 10
"""Answers given about one person before the next is opened."""
REPORTS = 40
UNLOCKINGS = 5


def at_work() -> dict[str, float]:
    """Milliseconds at the windows; see `main` for what each figure is."""
    environment = {**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    done = subprocess.run(
        [sys.executable, "-m", __name__], check=True, stdout=subprocess.PIPE, env=environment
    )
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def _person_id(number: int) -> PersonId:
    return PersonId(f"p-{number:02}")


def _full_suite(visit: Visit) -> Visit:
    people = tuple(
        replace(a_person(), person_id=_person_id(n), custody_number=f"13WK/{4000 + n}") for n in range(PEOPLE)
    )
    return replace(visit, entered_at=NOON, people=people, census=a_census(people))


def _file_a_report(desk: Desk) -> None:
    started = desk.visits.start(a_visit().suite)

    def fill(visit: Visit) -> Visit:
        names = ("visit_id", "author", "checklist", "settings_version")
        kept = {name: getattr(visit, name) for name in names}
        return replace(a_visit(), stage=visit.stage, created_at=visit.created_at, **kept)

    desk.visits.change(started.visit_id, fill)
    desk.visits.submit(started.visit_id)


def _a_busy_visitor(scheme: SchemeInLife) -> tuple[Path, VisitId]:
    """A visitor's laptop with a draft of sixty people."""
    scheme.found([a_member(1), a_member(2)])
    desk = scheme.join("V-001")
    scheme.clock.forward(hours=6)
    draft = desk.visits.start(a_visit().suite)
    desk.visits.change(draft.visit_id, _full_suite)
    scheme.close()
    return scheme.folder / "V-001", draft.visit_id


def _unlocked_to_home_ms(app: QApplication, folder: Path) -> float:
    """Milliseconds from the passphrase's key being derived to the home page painted; median."""
    took, deriving = [], []
    slots = read_slots(folder)
    for _time in range(UNLOCKINGS):
        screen = Screen(app, folder)
        took.append(screen.unlock())
        screen.rest()
        screen.close()
        began = time.perf_counter()
        slots.open_with_passphrase(PASSPHRASE)
        deriving.append((time.perf_counter() - began) * 1000)
    return statistics.median(took) - statistics.median(deriving)


def _answer_repaint_p99_ms(screen: Screen, step: PeopleStep) -> float:
    """Milliseconds from the key of an answer to the repainted window, saving in the background meanwhile."""
    took: list[float] = []
    paints = Repaints(screen.window)
    for row in _rows_to_answer(screen, step):
        row.set_focus()
        QApplication.processEvents()
        before, began = paints.seen, time.perf_counter()
        where = QApplication.focusWidget()
        assert where is not None
        QTest.keyClick(where, Qt.Key.Key_N if len(took) % 5 == 1 else Qt.Key.Key_Y)
        while paints.seen == before:
            QApplication.processEvents()
        took.append((paints.last - began) * 1000)
    screen.rest()
    return sorted(took)[int(len(took) * 0.99)]


def _rows_to_answer(screen: Screen, step: PeopleStep) -> Iterator[CheckRow]:
    """The checks of one person after the other, so many in all as are measured."""
    given = 0
    for number in itertools.cycle(range(PEOPLE)):
        step.board.person_opened.emit(_person_id(number))
        screen.rest()
        for row in step.detail.findChildren(CheckRow):
            if not row.isVisible():
                continue
            yield row
            given += 1
            if given == ANSWERS:
                return
            if given % ANSWERS_EACH == 0:
                break


def _longest_stall_ms(screen: Screen, step: PeopleStep) -> float:
    """The longest silence of the GUI thread while answers are saved and reports are synchronised."""
    workplace, beat = screen.workplace, Heartbeat()
    screen.rest()
    for _number in range(REPORTS):
        _file_a_report(workplace.desk)
    rows = list(itertools.islice(_rows_to_answer(screen, step), ANSWERS_EACH))
    beat.start()
    workplace.sync_now()
    for row in itertools.cycle(rows):
        if not workplace.syncing:
            break
        row.set_focus()
        where = QApplication.focusWidget()
        assert where is not None
        QTest.keyClick(where, Qt.Key.Key_Y)
        _until_beaten(beat, 4)
    longest = beat.stop()
    screen.rest()
    return longest


def _until_beaten(beat: Heartbeat, times: int) -> None:
    seen = beat.beats
    until(lambda: beat.beats >= seen + times)


def main() -> int:
    """Print the figures as one line of JSON."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    sys.setswitchinterval(GIVE_WAY_S)
    app = QApplication(["icv"])
    Theme().apply(app)
    spare_collecting()
    with tempfile.TemporaryDirectory() as name, running_server(Path(name) / "server") as server:
        vault, visit_id = _a_busy_visitor(SchemeInLife(Path(name), server))
        figures = {"unlocked_to_home_ms": _unlocked_to_home_ms(app, vault)}
        screen = Screen(app, vault)
        screen.unlock()
        step = screen.open_people(visit_id)
        figures[f"answer_repaint_{PEOPLE}_people_p99_ms"] = _answer_repaint_p99_ms(screen, step)
        figures["gui_stall_max_ms"] = _longest_stall_ms(screen, step)
        screen.close()
    print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
