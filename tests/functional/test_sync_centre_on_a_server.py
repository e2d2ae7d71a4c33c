"""The sync centre of a visitor, with a real server process and a coordinator at the other end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PySide6.QtWidgets import QApplication

from icv_app.bootstrap.syncing import next_sync, synchronise
from icv_app.bootstrap.wiring import sync_with_server
from icv_app.domain.visit import Visit
from icv_app.services.desk import Desk
from icv_app.services.sync_centre import Place
from tests.fakes.doors import FakeDoors
from tests.fakes.tasks import InlineTasks
from tests.functional.scheme_in_life import SchemeInLife
from tests.functional.test_main_job import a_filed_report
from tests.servers import running_server
from ui.doors import NextSync, SyncOutcome, SyncPhase, SyncTold
from ui.pages import register_pages
from ui.shell import ShellWindow, visitor_places
from ui.sync_centre.view import SyncCentrePage
from ui.tasks import Progress
from ui.theme import Look, Theme
from ui.workplace import Workplace


class RealSync(FakeDoors):
    """Doors that reach the server."""

    def synchronise(
        self, desk: Desk, progress: Callable[[SyncTold], None], cancelled: Callable[[], bool]
    ) -> SyncOutcome:
        return synchronise(desk, progress, cancelled)

    def next_sync(self, failures: int, asked_s: int | None) -> NextSync:
        return next_sync(failures, asked_s, datetime.now(UTC))


@pytest.fixture
def scheme(tmp_path: Path) -> Iterator[SchemeInLife]:
    with running_server(tmp_path / "server") as server:
        life = SchemeInLife(tmp_path, server)
        yield life
        life.close()


@pytest.fixture
def window(qapp: QApplication) -> Iterator[ShellWindow]:
    if qapp.findChild(Theme) is None:
        Theme(Look.LIGHT).apply(qapp)
    shown = ShellWindow()
    shown.show()
    yield shown
    shown.forget_pages()
    shown.close()


def centre_of(desk: Desk, window: ShellWindow, tasks: InlineTasks | None = None) -> SyncCentrePage:
    workplace = Workplace(desk, RealSync(desk=desk), tasks or InlineTasks(), window, window)
    register_pages(workplace)
    window.show_role(visitor_places(), "West Yorkshire")
    workplace.open_centre()
    page = window.page
    assert isinstance(page, SyncCentrePage)
    return page


def where(page: SyncCentrePage, report: Visit) -> Place:
    page.shown()
    rows = [page.rows.row_at(at) for at in range(page.rows.rowCount())]
    [row] = [one for one in rows if one.record.visit_id == report.visit_id and "report" in one.record.kind]
    return row.record.place


def test_a_report_is_followed_from_the_laptop_to_the_coordinators_eyes(
    scheme: SchemeInLife, window: ShellWindow
) -> None:
    coordinator, visitor = scheme.found(), scheme.join("V-001")
    report = a_filed_report(visitor, scheme)
    page = centre_of(visitor, window)
    before = where(page, report)
    page.sync_button.click()
    sent = where(page, report)
    sync_with_server(coordinator)
    coordinator.reviews.read(report.visit_id)
    sync_with_server(coordinator)
    page.sync_button.click()

    assert (before, sent, where(page, report)) == (Place.WAITING, Place.SERVER, Place.OPENED)
    assert page.status.headline.text() == "Everything of this laptop is with the server"


def test_a_server_that_is_gone_is_said_and_everything_goes_once_it_is_back(
    scheme: SchemeInLife, window: ShellWindow, tmp_path: Path
) -> None:
    scheme.found()
    visitor = scheme.join("V-001")
    report = a_filed_report(visitor, scheme)
    page = centre_of(visitor, window)
    scheme.server.kill()
    page.sync_button.click()
    said, waiting = page.status.why.text(), where(page, report)
    port = urlsplit(scheme.server.url).port
    with running_server(tmp_path / "server", port=port or 0):
        page.sync_button.click()

    assert "The server cannot be reached. Everything is kept" in said
    assert waiting is Place.WAITING
    assert where(page, report) is Place.SERVER


def test_a_sync_cancelled_between_fetching_and_sending_leaves_the_report_waiting_and_the_next_one_sends_it(
    scheme: SchemeInLife, window: ShellWindow
) -> None:
    scheme.found()
    visitor = scheme.join("V-001")
    report = a_filed_report(visitor, scheme)
    tasks = InlineTasks()
    page = centre_of(visitor, window, tasks)
    stopped: list[Progress] = []

    def stop() -> None:
        state = page._workplace.sync.state
        if state.told is not None and state.told.phase is SyncPhase.FETCHING and not stopped:
            stopped.append(tasks.current)
            tasks.current.cancel()

    page._workplace.sync.changed.connect(stop)
    page.sync_button.click()
    cancelled = where(page, report)
    page.sync_button.click()

    assert stopped
    assert cancelled is Place.WAITING
    assert where(page, report) is Place.SERVER
    assert visitor.sync.standing().waiting == 0
