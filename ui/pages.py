"""Which pages each role has, and how they open one another.

A page is built, and its modules loaded, when it is first shown: starting stays quick.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.shell.page import Page
from ui.workplace import Workplace

if TYPE_CHECKING:
    from icv_app.domain.finding import Place


def register_pages(workplace: Workplace) -> None:
    """Put the pages of the member's role into the window."""
    workplace.open_report = lambda visit_id: workplace.open_over(_report(workplace, visit_id))
    workplace.open_report_at = lambda visit_id, place: workplace.open_over(
        _report(workplace, visit_id, place)
    )
    workplace.open_centre = lambda: _open_centre(workplace)
    workplace.window.register("settings", lambda: _settings(workplace))
    if workplace.desk.identity.coordinator:
        from ui.pages_coordinator import register_coordinator

        register_coordinator(workplace)
    else:
        from ui.pages_visitor import register_visitor

        register_visitor(workplace)


def _report(workplace: Workplace, visit_id: str, place: Place | None = None) -> Page:
    from ui.report_reader.view import ReportPage

    page = ReportPage(workplace, visit_id)
    if place is not None:
        page.reader.show_place(visit_id, place)
    return page


def _open_centre(workplace: Workplace) -> None:
    from ui.sync_centre.view import SyncCentrePage
    from ui.sync_centre.view_model import SyncCentreViewModel

    if not isinstance(workplace.window.page, SyncCentrePage):
        model = SyncCentreViewModel(workplace.desk, workplace.tasks)
        page = SyncCentrePage(model, workplace)
        model.setParent(page)
        workplace.open_over(page)
    if isinstance(workplace.window.page, SyncCentrePage):
        workplace.window.page.table.setFocus()


def _settings(workplace: Workplace) -> Page:
    from ui.settings.view import SettingsPage
    from ui.settings.view_model import SettingsViewModel

    model = SettingsViewModel(workplace.doors, workplace.tasks)
    page = SettingsPage(model, workplace)
    model.setParent(page)
    return page
