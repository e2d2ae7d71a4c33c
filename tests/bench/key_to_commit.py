"""From a key that answers a check to the answer on the disk: the real window over a real vault."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from icv_app.bootstrap.wiring import SystemClock, open_desk
from icv_app.domain.ids import SuiteId
from icv_app.domain.visit import Visit
from icv_app.services.visits import VisitService
from icv_app.store.unlocking import unlock
from tests.builders import a_person
from tests.fault.a_visitor import PASSPHRASE, a_visitors_vault
from tests.functional.hands import Hands
from tests.functional.two_laptops import laptop
from ui.visit.people.check_row import CheckRow
from ui.visit.people.view import PeopleStep
from ui.visit.view import VisitPage

PEOPLE = 20
ANSWERS = 200


def key_to_commit() -> dict[str, float]:
    """Milliseconds from the key press that answers a check to its commit, with twenty people on the board."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    with tempfile.TemporaryDirectory() as name:
        folder = a_visitors_vault(Path(name))
        _a_busy_draft(folder)
        with laptop(app, folder) as visitor:
            hands = visitor.hands
            hands.come_to_front()
            hands.fill("Passphrase", PASSPHRASE)
            hands.press("Unlock")
            hands.open_row("Drafts", "Wakefield")
            hands.go_to("3. People")
            page = visitor.application.window.page
            workplace = visitor.application.workplace
            assert isinstance(page, VisitPage)
            assert workplace is not None
            with committed(workplace.desk.visits) as ends:
                times = sorted(_answered(hands, page, ends))
    return {
        "key_to_commit_p50_ms": times[len(times) // 2],
        "key_to_commit_p99_ms": times[int(len(times) * 0.99)],
    }


@contextmanager
def committed(visits: VisitService) -> Iterator[list[float]]:
    """When each edit was on the disk, by `time.perf_counter`."""
    ends: list[float] = []
    change: Callable[..., Visit] = visits.change

    def timed(*arguments: object, **named: object) -> Visit:
        visit = change(*arguments, **named)
        ends.append(time.perf_counter())
        return visit

    visits.change = timed  # type: ignore[method-assign]
    try:
        yield ends
    finally:
        del visits.change


def _answered(hands: Hands, page: VisitPage, ends: list[float]) -> list[float]:
    people = page.stack.page
    assert isinstance(people, PeopleStep)
    times: list[float] = []
    for person in page.view_model.board():
        hands.open_row("People in custody", person.person.custody_number)
        for check in people.detail.checks.asked:
            row = people.detail.checks.row(check.check_id)
            if not isinstance(row, CheckRow):
                continue
            row.set_focus()
            QApplication.processEvents()
            focused, before = QApplication.focusWidget(), len(ends)
            assert focused is not None
            began = time.perf_counter()
            QTest.keyClicks(focused, "y")
            hands.wait(lambda before=before: len(ends) > before, "the answer on the disk")  # type: ignore[misc]
            times.append((ends[before] - began) * 1000)
            if len(times) == ANSWERS:
                return times
    return times


def _a_busy_draft(folder: Path) -> None:
    with unlock(folder, PASSPHRASE, now=SystemClock().now()) as vault:
        visits = open_desk(vault).visits
        people = tuple(
            replace(
                a_person(), person_id=visits.new_person_id(), custody_number=f"13WK/{4000 + n}", answers=()
            )
            for n in range(PEOPLE)
        )
        draft = visits.start(SuiteId("wakefield"))
        visits.change(draft.visit_id, lambda visit: replace(visit, people=people))
