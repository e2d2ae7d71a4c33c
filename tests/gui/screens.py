"""Every screen and dialog of the application, filled, by name: each shows itself in a window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import cast

from PySide6.QtWidgets import QWidget

from icv_app.domain.fitness import PairRule
from icv_app.domain.ids import MemberId
from icv_app.domain.problem import Step
from icv_app.domain.times import london_day
from icv_app.domain.visit import Visit
from icv_app.services.desk import Desk
from icv_app.services.last_backup import LastBackup
from tests.builders import NOON
from tests.fakes.desk import a_desk
from tests.fakes.doors import FakeDoors
from tests.fakes.memory_store import MemoryStore
from tests.fakes.office import an_office
from tests.fakes.tasks import InlineTasks
from tests.gui.offices import a_week, the_clock, the_report
from ui.crash import CrashDialog
from ui.doors import InvitationAtHand, Opened
from ui.pages import register_pages
from ui.set_up.view import SetUpPage
from ui.set_up.view_model import SetUpViewModel
from ui.shell import ShellWindow, coordinator_places, visitor_places
from ui.unlock.backup_offer import BackupViewModel
from ui.unlock.view import UnlockPage
from ui.unlock.view_model import UnlockViewModel
from ui.visit.view import VisitPage
from ui.widgets.data_table import DataTable
from ui.workplace import Workplace

Show = Callable[[ShellWindow], QWidget]

INVITATION = InvitationAtHand(
    raw=None,
    scheme_name="West Yorkshire",
    member_id=MemberId("V-004"),
    coordinator=False,
    expires_at=datetime(2024, 4, 14, 11, 0, tzinfo=UTC),
)


def at_work(window: ShellWindow, desk: Desk) -> Workplace:
    """A member's pages in the window."""
    workplace = Workplace(desk, FakeDoors(desk=desk), InlineTasks(), window, window)
    register_pages(workplace)
    window.show_role(
        coordinator_places() if desk.identity.coordinator else visitor_places(), "West Yorkshire"
    )
    workplace.refresh_standing()
    return workplace


def the_week(member_id: str) -> Desk:
    """A member in the week of the drawings."""
    return a_desk(a_week(MemoryStore()), member_id, clock=the_clock())


def set_up(window: ShellWindow, then: Callable[[SetUpPage, SetUpViewModel], None]) -> QWidget:
    model = SetUpViewModel(FakeDoors(), InlineTasks())
    page = SetUpPage(model)
    model.setParent(page)
    window.show_alone(page)
    then(page, model)
    return window


def unlock(window: ShellWindow, *, forgotten: bool = False, damaged: bool = False) -> QWidget:
    doors, tasks = FakeDoors(backup=LastBackup(taken_at=NOON, changes_after=3)), InlineTasks()
    model, backups = UnlockViewModel(doors, tasks), BackupViewModel(doors, tasks)
    page = UnlockPage(model, backups)
    for one in (model, backups):
        one.setParent(page)
    window.show_alone(page)
    if forgotten:
        page.forgotten_button.click()
    if damaged:
        backups.look()
    return window


def place(window: ShellWindow, member_id: str, key: str) -> QWidget:
    at_work(window, the_week(member_id))
    window.show_place(key)
    return window


def visit(window: ShellWindow, step: Step, *, empty: bool = False) -> QWidget:
    desk = the_week("V-004")
    workplace = at_work(window, desk)
    begun = desk.visits.start()
    if not empty:
        desk.visits.change(begun.visit_id, _as_in_the_drawing)
    workplace.open_visit(begun.visit_id)
    page = window.page
    assert isinstance(page, VisitPage)
    page.go_to(step)
    for table in page.findChildren(DataTable):
        if table.isVisible() and table.model().rowCount():
            table.setCurrentIndex(table.model().index(0, 0))
    return window


def _as_in_the_drawing(begun: Visit) -> Visit:
    whole = the_report()
    return replace(
        whole,
        visit_id=begun.visit_id,
        author=begun.author,
        checklist=begun.checklist,
        settings_version=begun.settings_version,
        created_at=begun.created_at,
        stage=begun.stage,
        submitted_at=None,
    )


def report(window: ShellWindow, member_id: str, which: str) -> QWidget:
    at_work(window, the_week(member_id)).open_report(which)
    return window


def people(window: ShellWindow, then: str) -> QWidget:
    desk = an_office(server_url="https://icv.example").desk
    at_work(window, desk)
    window.show_place("people")
    page = window.page
    assert page is not None
    if then == "add":
        page.add_button.click()  # type: ignore[attr-defined]
    elif then == "allow":
        page.choose("V-001")  # type: ignore[attr-defined]
        page.detail.allow_button.click()  # type: ignore[attr-defined]
    elif then == "allowed":
        day = london_day(desk.clock.now())
        desk.overrides.allow(MemberId("V-001"), (PairRule.TERM,), day, day, reason="Renewed on Friday.")
        page.shown()
        page.allowed_button.click()  # type: ignore[attr-defined]
    else:
        page.choose("V-001")  # type: ignore[attr-defined]
        page.detail.invite_button.click()  # type: ignore[attr-defined]
    return window


def audit(window: ShellWindow, then: str) -> QWidget:
    """The log of an office, in which a good deal was done; its vault is a whole one."""
    desk = an_office(server_url="https://icv.example").desk
    for number in (1, 2):
        desk.scheme.invite(MemberId(f"V-00{number}"))
    day = london_day(desk.clock.now())
    desk.overrides.allow(MemberId("V-001"), (PairRule.TERM,), day, day, reason="Renewed on Friday.")
    at_work(window, desk)
    window.show_place("audit")
    page = window.page
    assert page is not None
    if then == "chosen":
        page.table.setCurrentIndex(page.rows.index(0, 0))  # type: ignore[attr-defined]
        page.check_button.click()  # type: ignore[attr-defined]
    return window


def declared(window: ShellWindow) -> QWidget:
    """A report that says, on somebody else's laptop, that the reader agrees."""
    desk = the_week("V-017")
    theirs = next(line for line in desk.reviews.list() if line.author == "V-022")
    at_work(window, desk).open_report(theirs.visit_id)
    return window


def keys(window: ShellWindow) -> QWidget:
    at_work(window, the_week("V-004"))
    return window.show_keys()


def crash(window: ShellWindow) -> QWidget:
    dialog = CrashDialog("builtins.LookupError", window)
    dialog.open()
    return dialog


def _scheme_form(page: SetUpPage, _model: SetUpViewModel) -> None:
    page.choose.scheme_button.click()


def _words_form(page: SetUpPage, _model: SetUpViewModel) -> None:
    page.choose.words_button.click()


def _passphrase_form(_page: SetUpPage, model: SetUpViewModel) -> None:
    model.invitation_read.emit(INVITATION)


def _codes_form(_page: SetUpPage, model: SetUpViewModel) -> None:
    # Nobody goes on from here, so there is no desk behind the codes.
    model.opened.emit(Opened(desk=cast("Desk", None), recovery_code="one two three"))


def _all() -> Iterator[tuple[str, Show]]:
    yield "set-up", partial(set_up, then=lambda _page, _model: None)
    for form in (_scheme_form, _words_form, _passphrase_form, _codes_form):
        yield f"set-up:{form.__name__.strip('_')}", partial(set_up, then=form)
    yield "unlock", unlock
    yield "unlock:damaged", partial(unlock, damaged=True)
    yield "recovery", partial(unlock, forgotten=True)
    for key in ("home", "visits", "settings"):
        yield f"visitor:{key}", partial(place, member_id="V-004", key=key)
    for step in Step:
        yield f"visit:{step}", partial(visit, step=step)
        yield f"visit:{step}:empty", partial(visit, step=step, empty=True)
    yield "report", partial(report, member_id="V-004", which="wakefield-1421")
    for key in ("today", "reports", "concerns", "people", "publications", "settings"):
        yield f"coordinator:{key}", partial(place, member_id="C-001", key=key)
    yield "member", partial(people, then="add")
    yield "invitation", partial(people, then="invite")
    yield "allow", partial(people, then="allow")
    yield "allowed", partial(people, then="allowed")
    yield "audit", partial(audit, then="")
    yield "audit:checked", partial(audit, then="chosen")
    yield "report:declared", declared
    yield "keys", keys
    yield "crash", crash


SCREENS: dict[str, Show] = dict(_all())
