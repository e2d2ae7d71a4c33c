"""Which pages each role has, and how they open one another.

A page is built, and its modules loaded, when it is first shown: starting stays quick.
"""

from __future__ import annotations

from ui.shell.page import Page
from ui.workplace import Workplace


def register_pages(workplace: Workplace) -> None:
    """Put the pages of the member's role into the window."""
    workplace.window.register("settings", lambda: _settings(workplace))
    if workplace.desk.identity.coordinator:
        _register_coordinator(workplace)


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
