"""The edit made a moment before the draft is left, however it is left, is on the disk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from icv_app.bootstrap.wiring import SystemClock, open_desk
from icv_app.domain.ids import SuiteId
from icv_app.store.unlocking import unlock
from tests.fault.a_visitor import PASSPHRASE, a_visitors_vault
from tests.functional.two_laptops import Laptop, laptop
from ui.visit.view import VisitPage

LEAVING: dict[str, Callable[[Laptop], object]] = {
    "locking": lambda visitor: visitor.application.lock(),
    "closing the window": lambda visitor: visitor.application.window.close(),
    "leaving the page": lambda visitor: visitor.application.window.show_place("visits"),
    "nobody being there": lambda visitor: visitor.application._idle.timeout.emit(),
}


@pytest.mark.parametrize("way", LEAVING)
def test_the_edit_of_a_moment_ago_is_kept(qapp: QApplication, tmp_path: Path, way: str) -> None:
    folder = a_visitors_vault(tmp_path)
    with unlock(folder, PASSPHRASE, now=SystemClock().now()) as vault:
        draft = open_desk(vault).visits.start(SuiteId("wakefield"))
    with laptop(qapp, folder) as visitor:
        visitor.hands.come_to_front()
        visitor.hands.fill("Passphrase", PASSPHRASE)
        visitor.hands.press("Unlock")
        visitor.hands.open_row("Drafts", "Wakefield")
        window = visitor.application.window
        visitor.hands.wait(lambda: isinstance(window.page, VisitPage), "the editor")
        page = window.page
        assert isinstance(page, VisitPage)

        page.view_model.edit(lambda visit: replace(visit, travel_minutes=35))
        LEAVING[way](visitor)  # no event was handled since the edit: nothing is painted yet
        assert visitor.tasks.wait_until_idle(30_000)
        assert not visitor.defects

    with unlock(folder, PASSPHRASE, now=SystemClock().now()) as vault:
        assert open_desk(vault).visits.get(draft.visit_id).travel_minutes == 35
