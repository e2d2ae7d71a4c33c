"""The visitor's pages."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from icv_app.words import _
from ui.badges import ReportsOpened, VisitorBadges
from ui.shell.page import Page
from ui.visit.opening import VisitDoor
from ui.widgets.message_bar import Kind
from ui.workplace import Workplace

if TYPE_CHECKING:
    from ui.finding.wording import FoundLine
    from ui.home.tasks import HomeTask


def register_visitor(workplace: Workplace) -> None:
    """Home and visits; the editor opens over them."""
    door = VisitDoor(workplace)
    workplace.open_visit = door.open
    workplace.open_expenses = lambda: _open_expenses(workplace)
    workplace.window.register("home", lambda: _home(workplace, door))
    workplace.window.register("visits", lambda: _visits(workplace, door))
    workplace.window.register("rota", lambda: _my_rota(workplace))
    badges = VisitorBadges(workplace)
    workplace.window.register("messages", lambda: _messages(workplace, badges))
    workplace.open_notice = lambda key: _open_message(workplace, key)
    ReportsOpened(workplace, badges)


def _home(workplace: Workplace, door: VisitDoor) -> Page:
    from ui.home.view import HomePage
    from ui.home.view_model import HomeViewModel
    from ui.paper.aide_memoire import AideMemoirePrinter

    desk = workplace.desk
    model = HomeViewModel(desk, workplace.tasks)
    page = HomePage(model, f"{desk.scheme_name} · {desk.identity.member_id}")
    model.setParent(page)
    page.start_wanted.connect(door.start)
    page.draft_opened.connect(door.open)
    page.report_opened.connect(partial(_read, workplace))
    page.task_opened.connect(partial(_open_task, workplace))
    page.sync_wanted.connect(workplace.sync_now)
    page.join_by_file_wanted.connect(partial(_by_file, workplace))
    page.paper.wanted.connect(AideMemoirePrinter(workplace, page).print_for)
    page.offer_sync(desk.server_url is not None)
    page.show_syncing(workplace.syncing)
    workplace.syncing_changed.connect(page.show_syncing)
    workplace.standing_changed.connect(page.show_standing)
    workplace.data_changed.connect(model.refresh)
    return page


def _open_task(workplace: Workplace, task: HomeTask) -> None:
    from ui.home.tasks import TaskKind

    if task.kind in {TaskKind.AGREE, TaskKind.ANSWER}:
        workplace.open_report(task.key)
    elif task.kind in {TaskKind.NOTICE, TaskKind.MESSAGE}:
        workplace.open_notice(task.key)
    elif task.kind is TaskKind.RECORDS:
        _open_my_records(workplace)
    elif task.kind is TaskKind.ENDING:
        words = _("Only the office can renew this. Ask your coordinator before its last day.")
        workplace.window.messages.show_message(words, Kind.INFORMATION)
    else:
        workplace.window.show_place("rota")


def _by_file(workplace: Workplace) -> None:
    from ui.settings.view import SettingsPage

    if workplace.window.show_place("settings") and isinstance(workplace.window.page, SettingsPage):
        workplace.window.page.bundles.save_button.setFocus()


def _visits(workplace: Workplace, door: VisitDoor) -> Page:
    from ui.finding.view_model import FindingViewModel
    from ui.visits.view import VisitsPage
    from ui.visits.view_model import VisitsViewModel

    model = VisitsViewModel(workplace.desk, workplace.tasks)
    finding = FindingViewModel(workplace.desk, workplace.tasks)
    page = VisitsPage(model, finding)
    for one in (model, finding):
        one.setParent(page)
    page.start_wanted.connect(lambda: door.start(None))
    page.draft_opened.connect(door.open)
    page.report_opened.connect(partial(_read, workplace))
    page.place_opened.connect(partial(_open_place, workplace, door))
    page.changed_outside.connect(workplace.data_changed)
    workplace.data_changed.connect(model.refresh)
    workplace.data_changed.connect(finding.refresh)
    return page


def _my_rota(workplace: Workplace) -> Page:
    from ui.my_rota.view import MyRotaPage
    from ui.my_rota.view_model import MyRotaViewModel

    model = MyRotaViewModel(workplace.desk, workplace.doors, workplace.tasks)
    page = MyRotaPage(model)
    page.expenses_wanted.connect(workplace.open_expenses)
    model.setParent(page)
    model.done.connect(workplace.tell_done)
    model.failed.connect(workplace.tell)
    model.said.connect(workplace.refresh_standing)
    workplace.data_changed.connect(model.load)
    return page


def _messages(workplace: Workplace, badges: VisitorBadges) -> Page:
    from ui.messages.view import MessagesPage
    from ui.messages.view_model import MessagesViewModel

    model = MessagesViewModel(workplace.desk, workplace.doors, workplace.tasks)
    page = MessagesPage(model, workplace)
    model.setParent(page)
    model.opened.connect(badges.refresh)
    return page


def _open_message(workplace: Workplace, key: str) -> None:
    from ui.messages.view import MessagesPage

    if workplace.window.show_place("messages") and isinstance(workplace.window.page, MessagesPage):
        workplace.window.page.choose(key)


def _open_expenses(workplace: Workplace) -> None:
    page = _expenses(workplace)
    workplace.open_over(page)
    page.focus_first()


def _expenses(workplace: Workplace) -> Page:
    from ui.expenses.claims_view import ClaimsPage
    from ui.expenses.view_model import ExpensesViewModel

    model = ExpensesViewModel(workplace.desk, workplace.tasks)
    page = ClaimsPage(model)
    model.setParent(page)
    model.done.connect(workplace.tell_done)
    model.done.connect(lambda _words: workplace.refresh_standing())
    model.failed.connect(workplace.tell)
    workplace.data_changed.connect(model.load)
    return page


def _open_my_records(workplace: Workplace) -> None:
    page = _my_records(workplace)
    workplace.open_over(page)
    page.focus_first()


def _my_records(workplace: Workplace) -> Page:
    from ui.my_records.opening import RecordDoor
    from ui.my_records.view import MyRecordsPage
    from ui.my_records.view_model import MyRecordsViewModel

    model = MyRecordsViewModel(workplace.desk, workplace.tasks)
    page = MyRecordsPage(model)
    model.setParent(page)
    model.failed.connect(workplace.tell)
    page.record_opened.connect(RecordDoor(workplace, page).open)
    workplace.data_changed.connect(model.load)
    return page


def _open_place(workplace: Workplace, door: VisitDoor, line: FoundLine) -> None:
    if line.draft:
        door.open(line.visit_id, line.place)
    else:
        workplace.open_report_at(line.visit_id, line.place)


def _read(workplace: Workplace, visit_id: str) -> None:
    """Open a report by whatever opens reports by then: its page may be registered later than this one."""
    workplace.open_report(visit_id)
