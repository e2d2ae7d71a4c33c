"""Which pages each role has, and how they open one another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.workplace import Workplace

if TYPE_CHECKING:
    from ui.shell.page import Page


def register_pages(workplace: Workplace) -> None:
    """Put the pages of the member's role into the window; each is loaded when it is first shown."""
    workplace.open_report = lambda visit_id: workplace.open_over(_report(workplace, visit_id))
    if workplace.desk.identity.coordinator:
        _register_coordinator(workplace)
    else:
        _register_visitor(workplace)


def _register_coordinator(workplace: Workplace) -> None:
    workplace.window.register("reports", lambda: _reports(workplace))


def _register_visitor(workplace: Workplace) -> None:
    """Home, visits and the visit editor."""


def _report(workplace: Workplace, visit_id: str) -> Page:
    from ui.report_reader.view import ReportPage

    return ReportPage(workplace, visit_id)


def _reports(workplace: Workplace) -> Page:
    from ui.reports.view import ReportsPage

    return ReportsPage(workplace)
