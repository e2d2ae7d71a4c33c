"""Where every record is."""

from __future__ import annotations

from tests.screenshots.stage import ALL, Stage
from ui.sync_centre.view import SyncCentrePage


def draw_sync_centre(stage: Stage, picture: str) -> None:
    """Open it from the foot of the window, and come back."""
    stage.window.nav.foot_button.click()
    page = stage.window.page
    assert isinstance(page, SyncCentrePage)
    stage.settle()
    page.table.setFocus()
    stage.settle()
    stage.take(picture, ALL)
    stage.hands.press("Back")
