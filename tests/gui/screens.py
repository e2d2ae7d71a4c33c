"""Every screen and dialog of the application, filled, by name: each shows itself in a window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import cast

from PySide6.QtWidgets import QWidget

from icv_app.domain.fitness import PairRule
from icv_app.domain.ids import MemberId, VisitId
from icv_app.domain.problem import Step
from icv_app.domain.times import london_day
from icv_app.domain.visit import Visit
from icv_app.figures.coverage_parts import CoveragePart
from icv_app.services.desk import Desk
from icv_app.services.last_backup import LastBackup
from icv_app.services.sync_centre import Why
from tests.builders import NOON, a_filed_visit, a_person
from tests.fakes.desk import a_desk
from tests.fakes.doors import FINGERPRINT, FakeDoors
from tests.fakes.memory_store import MemoryStore
from tests.fakes.office import an_office
from tests.fakes.tasks import InlineTasks
from tests.gui.every_place import in_every_place
from tests.gui.notice_screens import notice_screens
from tests.gui.office_files import a_noted_scheme
from tests.gui.offices import a_week, the_clock, the_report
from tests.gui.reviewed_records import review_screens
from tests.gui.rotas import a_published_rota
from tests.gui.scheme_screens import all_of_settings, settings_screen
from tests.memory_scheme import a_scheme
from tests.quality_builders import PDF, our_framework
from ui.crash import CrashDialog
from ui.doors import InvitationAtHand, Opened
from ui.help_doors import HelpAsked
from ui.locked_out.view import LockedOutPage
from ui.locked_out.view_model import LockedOutViewModel
from ui.pages import register_pages
from ui.set_up.view import SetUpPage
from ui.set_up.view_model import SetUpViewModel
from ui.shell import ShellWindow, coordinator_places, visitor_places
from ui.sync_centre.view import SyncCentrePage
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


def locked_out(window: ShellWindow, *, waits: bool = False) -> QWidget:
    doors = FakeDoors()
    if waits:
        doors.help.asked = HelpAsked(words=FINGERPRINT, made_at=NOON, answered=False)
    model = LockedOutViewModel(doors, InlineTasks())
    page = LockedOutPage(model)
    model.setParent(page)
    window.show_alone(page)
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
    elif then == "help":
        page.choose("V-001")  # type: ignore[attr-defined]
        page.detail.help_asked.emit("V-001")  # type: ignore[attr-defined]
    elif then == "leave":
        page.choose("V-001")  # type: ignore[attr-defined]
        page.detail.edit_button.click()  # type: ignore[attr-defined]
        page.form.left_on.set_value(london_day(desk.clock.now()))  # type: ignore[attr-defined]
        page.form.save_button.click()  # type: ignore[attr-defined]
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


def concerns(window: ShellWindow, then: str) -> QWidget:
    """The week's concerns as a board, or what goes to the force about one that came up before."""
    at_work(window, the_week("C-001"))
    window.show_place("concerns")
    page = window.page
    assert page is not None
    if then == "board":
        page.views.tags[1].click()  # type: ignore[attr-defined]
    else:
        page.choose("c-adult")  # type: ignore[attr-defined]
        page.mail.toggle()  # type: ignore[attr-defined]
        page.steps["sent"].click()  # type: ignore[attr-defined]
    return window


def of_people(window: ShellWindow, then: str) -> QWidget:
    """What the office keeps of three visitors, one of whom has said when they are away."""
    scheme = a_noted_scheme()
    at_work(window, scheme["C-001"].desk)
    window.show_place("people")
    page = window.page
    assert page is not None
    page.choose("V-001")  # type: ignore[attr-defined]
    button = page.detail.file_button if then == "file" else getattr(page, then)  # type: ignore[attr-defined]
    button.click()
    return window


def claims(window: ShellWindow) -> QWidget:
    """What a visitor claimed, one of it queried."""
    workplace = at_work(window, a_noted_scheme()["V-001"].desk)
    window.show_place("rota")
    workplace.open_expenses()
    return window


def retention(window: ShellWindow, then: str) -> QWidget:
    """Past visits of which something is due, one of them held; what was erased before is in the list."""
    office = an_office(server_url="https://icv.example")
    desk, people = office.desk, (a_person(note="He asked for his glasses."),)
    office.clock.moment = datetime(2026, 4, 2, 9, tzinfo=UTC)
    for number in range(3):
        began = NOON + timedelta(days=number)
        past = a_filed_visit(
            visit_id=VisitId(f"past-{number}"),
            people=people,
            arrived_at=began,
            entered_at=began + timedelta(minutes=4),
            left_suite_at=began + timedelta(minutes=64),
            left_station_at=began + timedelta(minutes=70),
            submitted_at=began + timedelta(hours=3),
        )
        desk.archive.take_in([past])
        if number == 0:
            desk.retention.run(desk.retention.preview())
    desk.retention.hold(VisitId("past-1"), "A claim before the county court.")
    at_work(window, desk)
    window.show_place("retention")
    page = window.page
    assert page is not None
    if then == "ask":
        page.due.erase_button.click()  # type: ignore[attr-defined]
    elif then == "lift":
        page.held.lift_buttons[0].click()  # type: ignore[attr-defined]
        page.form.do_button.click()  # type: ignore[attr-defined]
    return window


def centre(window: ShellWindow, member_id: str, reason: Why | None = None) -> QWidget:
    """The sync centre with something in every place; the record with a reason is chosen."""
    store = a_week(MemoryStore())
    desk = a_desk(store, member_id, clock=the_clock())
    if member_id == "V-004":
        desk.visits.start()
    with store() as unit:
        for record in in_every_place(member_id):
            unit.records.put(record)
        unit.meta.put("apart_dropped", "12")
        unit.commit()
    desk.sync.note_sync_ended(mended=True)
    workplace = at_work(window, replace(desk, server_url="https://icv.example.org"))
    workplace.sync.begin()
    workplace.open_centre()
    page = window.page
    assert isinstance(page, SyncCentrePage)
    for row in map(page.rows.row_at, range(page.rows.rowCount())):
        if row.record.why is reason:
            page.table.choose(row.key)
            break
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


def quality(window: ShellWindow, then: str = "") -> QWidget:
    """The quality framework; chosen, with evidence of both kinds."""
    scheme = a_scheme()
    desk = scheme["C-001"].desk
    if then == "figures":
        scheme.filed_by("V-001")
        scheme.exchange()
    desk.quality.publish(our_framework())
    desk.quality.add_note("minutes", "The minutes are published on the website of the office.")
    desk.quality.add_document("minutes", "Minutes of March", PDF)
    at_work(window, desk)
    window.show_place("quality")
    page = window.page
    assert page is not None
    if then == "figures":
        page.table.choose("pairs")  # type: ignore[attr-defined]
    elif then == "chosen":
        page.table.choose("minutes")  # type: ignore[attr-defined]
        page.criterion.withdraw_button.click()  # type: ignore[attr-defined]
    return window


def rota(window: ShellWindow, name: str, then: str = "") -> QWidget:
    """A published rota at the desk of the coordinator or of a visitor."""
    at_work(window, a_published_rota()[name].desk)
    window.show_place("rota")
    page = window.page
    assert page is not None
    if then == "swaps":
        page.swaps_button.click()  # type: ignore[attr-defined]
    elif then == "begin":
        page.begin_button.click()  # type: ignore[attr-defined]
    elif then == "leave":
        page.leave.add_button.click()  # type: ignore[attr-defined]
    else:
        page.table.setCurrentIndex(page.rows.index(0, 0))  # type: ignore[attr-defined]
    return window


def coverage(window: ShellWindow, part: CoveragePart) -> QWidget:
    """A part of the coverage, with the visits behind one of its numbers."""
    at_work(window, the_week("C-001"))
    window.show_place("coverage")
    page = window.page
    assert page is not None
    page.parts.set_value(part)  # type: ignore[attr-defined]
    page.parts.chosen.emit(part)  # type: ignore[attr-defined]
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


def _join_form(page: SetUpPage, _model: SetUpViewModel) -> None:
    page._show(page.join)
    page.join.show_saved("V-004-joins.icvbundle")


def _codes_form(_page: SetUpPage, model: SetUpViewModel) -> None:
    # Nobody goes on from here, so there is no desk behind the codes.
    model.opened.emit(Opened(desk=cast("Desk", None), recovery_code="one two three"))


def _all() -> Iterator[tuple[str, Show]]:
    yield "set-up", partial(set_up, then=lambda _page, _model: None)
    for form in (_scheme_form, _words_form, _passphrase_form, _codes_form, _join_form):
        yield f"set-up:{form.__name__.strip('_')}", partial(set_up, then=form)
    yield "unlock", unlock
    yield "unlock:damaged", partial(unlock, damaged=True)
    yield "locked-out:ask", locked_out
    yield "locked-out:wait", partial(locked_out, waits=True)
    yield "recovery", partial(unlock, forgotten=True)
    for key in ("home", "visits", "settings"):
        yield f"visitor:{key}", partial(place, member_id="V-004", key=key)
    for step in Step:
        yield f"visit:{step}", partial(visit, step=step)
        yield f"visit:{step}:empty", partial(visit, step=step, empty=True)
    yield "report", partial(report, member_id="V-004", which="wakefield-1421")
    for key in ("today", "reports", "concerns", "people", "publications", "settings"):
        yield f"coordinator:{key}", partial(place, member_id="C-001", key=key)
    for then in ("board", "send"):
        yield f"concerns:{then}", partial(concerns, then=then)
    for then in ("coming_up_button", "training_button", "expenses_button"):
        yield f"people:{then.removesuffix('_button')}", partial(of_people, then=then)
    yield "claims", claims
    yield "office file", partial(of_people, then="file")
    yield "member", partial(people, then="add")
    yield "invitation", partial(people, then="invite")
    yield "help", partial(people, then="help")
    yield "leave", partial(people, then="leave")
    yield "allow", partial(people, then="allow")
    yield "allowed", partial(people, then="allowed")
    for part in CoveragePart:
        yield f"coverage:{part}", partial(coverage, part=part)
    for then in ("", "ask", "lift"):
        yield f"retention:{then}".rstrip(":"), partial(retention, then=then)
    for then in ("", "chosen", "figures"):
        yield f"quality:{then}".rstrip(":"), partial(quality, then=then)
    for then in all_of_settings():
        yield f"scheme:{then}", partial(settings_screen, then=then)
    yield "audit", partial(audit, then="")
    yield "audit:checked", partial(audit, then="chosen")
    for then in ("", "swaps", "begin"):
        yield f"rota:{then}", partial(rota, name="C-001", then=then)
    for then in ("", "leave"):
        yield f"my rota:{then}", partial(rota, name="V-001", then=then)
    yield from review_screens()
    yield from notice_screens(at_work)
    yield "report:declared", declared
    yield "centre:visitor", partial(centre, member_id="V-004")
    yield "centre:coordinator", partial(centre, member_id="C-001", reason=Why.LATE)
    yield "centre:apart", partial(centre, member_id="V-004", reason=Why.UNUSABLE)
    yield "keys", keys
    yield "crash", crash


SCREENS: dict[str, Show] = dict(_all())
