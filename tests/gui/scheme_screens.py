"""The scheme's settings as they are edited, looked at and published, each group of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from PySide6.QtWidgets import QWidget

from icv_app.domain.scheme import Panel, SchemeSettings
from tests.memory_scheme import MemoryScheme, a_scheme
from ui.scheme_settings.view import HISTORY, SchemeSettingsPage
from ui.shell import ShellWindow

GROUPS = (
    "scheme",
    "suites",
    "panels",
    "targets",
    "limits",
    "number",
    "replies",
    "keeping",
    "training",
    "money",
    "checklist",
)


def published(member: str, scheme: MemoryScheme, **changed: object) -> None:
    """A coordinator publishes changed fields."""
    desk = scheme[member].desk.settings
    base = desk.current()
    shown = desk.preview(base, replace(base, **changed), date(2024, 3, 14))  # type: ignore[arg-type]
    desk.publish(shown)
    scheme.clock.forward(minutes=20)


def at_odds() -> MemoryScheme:
    """Two coordinators who published at once."""
    scheme = a_scheme()
    suites = scheme["C-001"].desk.settings.current().suites
    panels = (Panel(panel_id="north", name="North"), Panel(panel_id="south", name="South"))
    published(
        "C-001",
        scheme,
        panels=panels,
        suites=(replace(suites[0], panel="north", police_codes=("13WK",)), *suites[1:]),
    )
    scheme.exchange()
    published("C-002", scheme, pence_a_mile=50)
    published("C-001", scheme, repeat_months=12, name="West Yorkshire ICV")
    scheme.exchange()
    return scheme


def settings_screen(window: ShellWindow, then: str) -> QWidget:
    """One group, or what stands beside them."""
    from tests.gui.screens import at_work

    scheme = at_odds()
    workplace = at_work(window, scheme["C-001"].desk)
    window.show_place("scheme")
    page = window.page
    assert isinstance(page, SchemeSettingsPage)
    if then in {"review", "problems"}:
        page._view_model.edit(lambda settings: changed(settings, broken=then == "problems"))
        page._on_filled(page._view_model.form)  # type: ignore[arg-type]
        published("C-002", scheme, pence_a_mile=55)
        scheme.exchange()
        workplace.data_changed.emit()
        page.review_button.click()
    elif then == HISTORY:
        page.go_to(HISTORY)
        overtaken = page.history.rows.row_at(1)
        page.history.table.choose(overtaken.settings.record_id)
    else:
        page.go_to(then)
    return window


def changed(settings: SchemeSettings, *, broken: bool) -> SchemeSettings:
    """What somebody typed into several groups."""
    return replace(
        settings,
        force="" if broken else "West Yorkshire Police",
        custody_number_pattern="(a+)+" if broken else r"[0-9]{2}[A-Z]{2}/[0-9]{4}",
        visits_per_suite_and_week=1.5,
        pence_a_mile=60,
        suites=(
            replace(settings.suites[0], closed=date(2020, 6, 30) if broken else date(2024, 6, 30)),
            *settings.suites[1:],
        ),
    )


def all_of_settings() -> Iterator[str]:
    """Every such screen, by name."""
    yield from (*GROUPS, HISTORY, "review", "problems")
