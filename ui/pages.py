"""Which pages each role has, and how they open one another.

A page is built, and its modules loaded, when it is first shown: starting stays quick.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ui.shell.page import Page
from ui.workplace import Workplace

if TYPE_CHECKING:
    from ui.visit.opening import VisitDoor


def register_pages(workplace: Workplace) -> None:
    """Put the pages of the member's role into the window."""
    workplace.window.register("settings", lambda: _settings(workplace))
    if workplace.desk.identity.coordinator:
        _register_coordinator(workplace)
    else:
        _register_visitor(workplace)


def _register_visitor(workplace: Workplace) -> None:
    """Home and visits; the editor opens over them."""
    from ui.visit.opening import VisitDoor

    door = VisitDoor(workplace)
    workplace.open_visit = door.open
    workplace.window.register("home", lambda: _home(workplace, door))
    workplace.window.register("visits", lambda: _visits(workplace, door))


def _home(workplace: Workplace, door: VisitDoor) -> Page:
    from ui.home.view import HomePage
    from ui.home.view_model import HomeViewModel

    desk = workplace.desk
    model = HomeViewModel(desk, workplace.tasks)
    page = HomePage(model, f"{desk.scheme_name} · {desk.identity.member_id}")
    model.setParent(page)
    page.start_wanted.connect(door.start)
    page.draft_opened.connect(door.open)
    page.report_opened.connect(partial(_read, workplace))
    page.sync_wanted.connect(workplace.sync_now)
    page.offer_sync(desk.server_url is not None)
    page.show_syncing(workplace.syncing)
    workplace.syncing_changed.connect(page.show_syncing)
    workplace.standing_changed.connect(page.show_standing)
    workplace.data_changed.connect(model.refresh)
    return page


def _visits(workplace: Workplace, door: VisitDoor) -> Page:
    from ui.visits.view import VisitsPage
    from ui.visits.view_model import VisitsViewModel

    model = VisitsViewModel(workplace.desk, workplace.tasks)
    page = VisitsPage(model)
    model.setParent(page)
    page.start_wanted.connect(lambda: door.start(None))
    page.draft_opened.connect(door.open)
    page.report_opened.connect(partial(_read, workplace))
    page.changed_outside.connect(workplace.data_changed)
    workplace.data_changed.connect(model.refresh)
    return page


def _read(workplace: Workplace, visit_id: str) -> None:
    """Open a report by whatever opens reports by then: its page may be registered later than this one."""
    workplace.open_report(visit_id)


def _register_coordinator(workplace: Workplace) -> None:
    window = workplace.window
    window.register("people", lambda: _people(workplace))
    workplace.open_member = lambda member_id: _open_member(workplace, member_id)


def _settings(workplace: Workplace) -> Page:
    from ui.settings.view import SettingsPage
    from ui.settings.view_model import SettingsViewModel

    model = SettingsViewModel(workplace.doors, workplace.tasks)
    page = SettingsPage(model, workplace)
    model.setParent(page)
    return page


def _people(workplace: Workplace) -> Page:
    from ui.people.view import PeoplePage
    from ui.people.view_model import PeopleViewModel

    model = PeopleViewModel(workplace.desk, workplace.doors, workplace.tasks)
    page = PeoplePage(model, workplace)
    model.setParent(page)
    return page


def _open_member(workplace: Workplace, member_id: str) -> None:
    from ui.people.view import PeoplePage

    if workplace.window.show_place("people") and isinstance(workplace.window.page, PeoplePage):
        workplace.window.page.choose(member_id)
