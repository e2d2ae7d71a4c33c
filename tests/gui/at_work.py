"""A member at work in the one window, with everything inline and in memory."""

from __future__ import annotations

from dataclasses import dataclass

from icv_app.domain.scheme import Role
from icv_app.words import _
from tests.fakes.doors import FakeDoors
from tests.fakes.office import Office, an_office
from tests.fakes.tasks import InlineTasks
from ui.pages import register_pages
from ui.shell import ShellWindow, coordinator_places, visitor_places
from ui.workplace import Workplace


@dataclass
class AtWork:
    """The window, what is behind it, and who works."""

    office: Office
    doors: FakeDoors
    window: ShellWindow
    workplace: Workplace


def at_work(office: Office | None = None, doors: FakeDoors | None = None) -> AtWork:
    """Open the pages of the office's member; the window is shown by the test."""
    office = office or an_office()
    doors = doors or FakeDoors(desk=office.desk)
    window = ShellWindow()
    workplace = Workplace(office.desk, doors, InlineTasks(), window, window)
    register_pages(workplace)
    coordinator = office.desk.identity.role is Role.COORDINATOR
    places = coordinator_places() if coordinator else visitor_places()
    window.show_role(places, f"{office.desk.scheme_name} · " + (_("coordinator") if coordinator else _("visitor")))
    workplace.refresh_standing()
    return AtWork(office, doors, window, workplace)
