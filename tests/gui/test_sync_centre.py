"""The sync centre, by keyboard."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from icv_app.domain.ids import MemberId, RecordId
from icv_app.domain.records import RecordKind
from icv_app.domain.sync_choices import SyncChoices
from icv_app.errors import SyncError, Unreachable
from icv_app.services.ports import RecordState
from icv_app.services.sync_centre import MOST_LISTED, Place
from tests.fakes.desk import a_desk
from tests.fakes.doors import FakeDoors
from tests.fakes.memory_store import MemoryStore
from tests.fakes.office import Office, SettableClock, an_office
from tests.gui.at_work import AtWork, at_work, go_to, press, show
from tests.gui.every_place import in_every_place
from tests.gui.offices import a_week, the_clock
from ui.doors import SyncOutcome, SyncPhase, SyncTold
from ui.network import Network
from ui.sync_centre.view import SyncCentrePage
from ui.sync_centre.view_model import told_words
from ui.sync_centre.wording import kind_words
from ui.syncing import Syncing
from ui.tasks import ThreadPoolTasks
from ui.theme import Theme

URL = "https://icv.example.org"


def page_of(work: AtWork) -> SyncCentrePage:
    page = work.window.page
    assert isinstance(page, SyncCentrePage)
    return page


def opened(qtbot: QtBot, work: AtWork) -> AtWork:
    show(qtbot, work)
    work.workplace.sync.begin()
    work.workplace.open_centre()
    return work


@pytest.fixture
def work(qtbot: QtBot, theme: Theme) -> AtWork:
    return opened(qtbot, at_work(an_office(server_url=URL)))


@pytest.fixture
def visitor(qtbot: QtBot, theme: Theme) -> AtWork:
    """V-004 in the week of the drawings, with a draft and something in every place."""
    store = a_week(MemoryStore())
    desk = replace(a_desk(store, "V-004", clock=the_clock()), server_url=URL)
    desk.visits.start()
    with store() as unit:
        for record in in_every_place("V-004"):
            unit.records.put(record)
        unit.commit()
    return opened(qtbot, at_work(Office(desk, store, SettableClock())))


def chosen_words(page: SyncCentrePage) -> str:
    return page.detail.sentences.text()


def choose(qtbot: QtBot, page: SyncCentrePage, second: str) -> None:
    """Go down the list until a row says so."""
    go_to(qtbot, page.table)
    press(qtbot, Qt.Key.Key_Up, page.rows.rowCount())
    for _row in range(page.rows.rowCount()):
        if second in page.rows.cell(page.table.currentIndex().row(), 1).spoken():
            return
        press(qtbot, Qt.Key.Key_Down)
    raise AssertionError(f"no row says {second}")


def test_the_foot_of_the_window_leads_there_and_back(qtbot: QtBot, theme: Theme) -> None:
    work = at_work(an_office(server_url=URL))
    show(qtbot, work)
    before = work.window.page
    go_to(qtbot, work.window.nav.foot_button)
    press(qtbot, Qt.Key.Key_Return)
    page = page_of(work)
    go_to(qtbot, page.back_button)
    press(qtbot, Qt.Key.Key_Return)

    assert work.window.page is before


def test_asking_for_it_twice_opens_it_once(qtbot: QtBot, work: AtWork) -> None:
    page = page_of(work)
    work.window.nav.foot_opened.emit()
    assert page_of(work) is page
    work.window.back()

    assert not isinstance(work.window.page, SyncCentrePage)


def test_settings_lead_there(qtbot: QtBot, theme: Theme) -> None:
    work = at_work(an_office(server_url=URL))
    show(qtbot, work)
    work.window.show_place("settings")
    page = work.window.page
    go_to(qtbot, page.sync.centre_button)  # type: ignore[union-attr]
    press(qtbot, Qt.Key.Key_Return)

    assert isinstance(work.window.page, SyncCentrePage)


def test_every_place_has_its_number_and_lists_only_its_own(qtbot: QtBot, visitor: AtWork) -> None:
    page = page_of(visitor)
    counts = {tag.value: tag.text() for tag in page.parts.tags}
    go_to(qtbot, page.parts.tags[0])
    press(qtbot, Qt.Key.Key_Right)

    assert counts["apart"] == "Set apart 7"
    assert counts["waiting"] == "Waiting to send 2"
    assert counts["here"] == "On this laptop only 1"
    assert page.rows.rowCount() == 7
    assert {page.rows.row_at(at).record.place for at in range(7)} == {Place.APART}


def test_a_report_is_named_by_its_suite_and_date(qtbot: QtBot, visitor: AtWork) -> None:
    page = page_of(visitor)
    page.show_part(Place.WAITING)

    assert page.rows.cell(0, 0).text == "Wakefield, 14 Mar 2024, 21:40"
    assert page.rows.cell(0, 0).second == "Addition to a report · from this laptop"


@pytest.mark.parametrize(
    ("second", "said"),
    [
        ("late, waits for a decision", "A coordinator decides on it."),
        ("waits for a key", "once a coordinator grants the key"),
        ("update needed", "Install the update"),
        ("its author may not say this", "Tell your coordinator"),
        ("damaged, altered or forged", "name it by the number below"),
        ("the server refused it", "ICV does not try again"),
    ],
)
def test_what_is_set_apart_says_what_it_means_and_what_to_do(
    qtbot: QtBot, visitor: AtWork, second: str, said: str
) -> None:
    page = page_of(visitor)
    choose(qtbot, page, second)

    assert said in chosen_words(page)
    assert page.detail.number.text().startswith("018e3cd5-5e00-7cf4-\n99b2-")
    assert page.detail.facts.facts()


def test_the_coordinator_goes_from_a_late_record_to_the_decision(qtbot: QtBot, work: AtWork) -> None:
    with work.office.store() as unit:
        for record in in_every_place("C-001"):
            unit.records.put(replace(record, author=None if record.author == "V-017" else record.author))
        late = next(one for one in in_every_place("C-001") if one.reason.startswith("made after"))
        unit.records.put(replace(late, author=MemberId("V-001")))
        unit.commit()
    page = page_of(work)
    page.shown()
    choose(qtbot, page, "late, waits for a decision")
    go_to(qtbot, page.detail.decide_button)
    press(qtbot, Qt.Key.Key_Return)

    assert work.window.nav.current() == "people"


def test_enter_opens_the_report(qtbot: QtBot, visitor: AtWork) -> None:
    page = page_of(visitor)
    asked: list[str] = []
    visitor.workplace.open_report = asked.append
    page.show_part(Place.WAITING)
    go_to(qtbot, page.table)
    press(qtbot, Qt.Key.Key_Return)

    assert asked == ["wakefield-1421"]


def test_what_waits_says_when_it_goes(qtbot: QtBot, work: AtWork) -> None:
    page = page_of(work)
    page.show_part(Place.WAITING)

    assert chosen_words(page) == "It goes with the next sync, at 12:05."


def test_a_server_that_is_busy_is_said_with_the_time_of_the_next_try(qtbot: QtBot, work: AtWork) -> None:
    page = page_of(work)
    page.show_part(Place.WAITING)
    work.doors.fail_next = Unreachable("busy", user_text="The server is busy.", retry_after_s=1800)
    go_to(qtbot, page.sync_button)
    press(qtbot, Qt.Key.Key_Return)

    assert chosen_words(page) == "The server is busy. ICV tries again by itself at 12:30."
    assert page.status.why.text() == "The server is busy. ICV tries again by itself at 12:30."


def test_a_wrong_clock_is_said_with_what_to_do(qtbot: QtBot, work: AtWork) -> None:
    page = page_of(work)
    work.doors.fail_next = SyncError("clock", user_text="This computer's clock is wrong. Set it.")
    page.sync_button.click()

    assert "This computer's clock is wrong. Set it." in page.status.why.text()


def test_pausing_and_going_on(qtbot: QtBot, work: AtWork) -> None:
    page = page_of(work)
    page.show_part(Place.WAITING)
    go_to(qtbot, page.pause_button)
    press(qtbot, Qt.Key.Key_Return)
    paused, foot, waits = page.pause_button.text(), work.window.nav._foot.text(), chosen_words(page)
    press(qtbot, Qt.Key.Key_Return)

    assert paused == "Go on"
    assert "Syncing is paused" in foot
    assert "Press “Go on”" in waits
    assert page.pause_button.text() == "Pause"
    assert "paused" not in work.window.nav._foot.text()
    assert work.doors.syncs == 2


def test_metered_networks_are_allowed_by_keyboard(qtbot: QtBot, work: AtWork) -> None:
    page = page_of(work)
    go_to(qtbot, page.status.metered)
    press(qtbot, Qt.Key.Key_Space)

    assert work.office.desk.sync_centre.choices() == SyncChoices(metered_too=True)


def test_without_a_network_the_page_says_so(qtbot: QtBot, theme: Theme) -> None:
    work = at_work(an_office(server_url=URL))
    network = Network(work.window)
    network.show(absent=True, metered=False)
    work.workplace.sync = Syncing(work.office.desk, work.doors, work.workplace.tasks, network, work.workplace)
    opened(qtbot, work)
    page = page_of(work)
    page.show_part(Place.WAITING)

    assert chosen_words(page).startswith("There is no network.")
    assert ("Next sync", "Not by itself") in page.status.facts.facts()


def test_progress_is_shown_and_can_be_cancelled(qtbot: QtBot, qapp: QApplication, theme: Theme) -> None:
    tasks = ThreadPoolTasks(qapp)
    office = an_office(server_url=URL)
    doors = SlowDoors(desk=office.desk)
    work = at_work(office, doors, tasks)
    show(qtbot, work)
    work.workplace.open_centre()
    page = page_of(work)
    go_to(qtbot, page.sync_button)
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.status.headline.text() == "3 of 10 sent")
    bar = (page.status.bar.isVisible(), page.status.bar.value(), page.status.bar.maximum())
    go_to(qtbot, page.status.cancel_button)
    press(qtbot, Qt.Key.Key_Return)
    assert tasks.wait_until_idle(10_000)

    assert bar == (True, 3, 10)
    assert not page.status.bar.isVisible()
    assert page.sync_button.isEnabled()
    assert work.window.messages.text() == "The sync was cancelled. What was sent and received so far is kept."
    tasks.deleteLater()


class SlowDoors(FakeDoors):
    """Sends three records of ten and goes on only once somebody cancels."""

    def synchronise(self, desk, progress, cancelled):  # type: ignore[no-untyped-def]
        progress(SyncTold(SyncPhase.SENDING, 3, 10))
        while not cancelled():
            progress(SyncTold(SyncPhase.SENDING, 3, 10))
        return SyncOutcome(sent=3, received=0, apart=0, enrolments=0, cancelled=True)


def test_a_repair_is_said_when_it_happens_and_afterwards(qtbot: QtBot, work: AtWork) -> None:
    work.doors.outcome = SyncOutcome(sent=1, received=1, apart=0, enrolments=0, mended=True)
    work.office.desk.sync.note_sync_ended(mended=True)
    page = page_of(work)
    page.sync_button.click()

    assert "that was repaired" in work.window.messages.text()
    assert "Difference repaired" in dict(page.status.facts.facts())


def test_a_difference_that_stays_is_a_warning(qtbot: QtBot, work: AtWork) -> None:
    work.office.desk.sync.note_sync_ended(same=False)
    page = page_of(work)
    page.shown()

    assert "could not be repaired" in page.warning.text()


def test_rubbish_that_was_not_kept_is_a_warning(qtbot: QtBot, work: AtWork) -> None:
    with work.office.store() as unit:
        unit.meta.put("apart_dropped", "312")
        unit.commit()
    page = page_of(work)
    page.shown()

    assert "312 more unusable records were not kept" in page.warning.text()


def test_of_ten_thousand_records_the_latest_are_listed_and_all_counted(qtbot: QtBot, work: AtWork) -> None:
    [pattern, *_rest] = in_every_place("C-001")
    with work.office.store() as unit:
        for number in range(10_000):
            name = RecordId(f"record-{number:05d}")
            unit.records.put(replace(pattern, record_id=name, state=RecordState.RECEIVED))
        unit.commit()
    page = page_of(work)
    page.shown()
    page.show_part(Place.OTHERS)
    go_to(qtbot, page.table)
    press(qtbot, Qt.Key.Key_End)

    assert page.rows.rowCount() == MOST_LISTED
    assert page.rows.row_at(0).record.record_id == "record-09999"
    assert "9,500 more" in page.foot.words.text()
    assert page.foot.isVisible()
    assert page.table.chosen() is not None
    assert page.detail.heading.text() == page.table.chosen().title


def test_a_scheme_without_a_server_is_told_about_files(qtbot: QtBot, theme: Theme) -> None:
    work = opened(qtbot, at_work(an_office()))
    page = page_of(work)
    page.show_part(Place.WAITING)

    assert "USB stick" in chosen_words(page)
    assert not page.sync_button.isVisible()
    assert not page.status.metered.isVisible()


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (None, "Reaching the server …"),
        (SyncTold(SyncPhase.FETCHING, 1200, 10000), "1,200 of 10,000 received"),
        (SyncTold(SyncPhase.FETCHING, 12, None), "12 received"),
        (SyncTold(SyncPhase.SENDING, 2, 3), "2 of 3 sent"),
        (SyncTold(SyncPhase.COMPARING, 0, None), "Comparing both sides …"),
        (SyncTold(SyncPhase.MENDING, 0, None), "The two sides differ: repairing …"),
        (SyncTold(SyncPhase.WAITING, 0, None), "The server is busy: waiting a moment …"),
    ],
)
def test_every_step_is_said_in_words(told: SyncTold | None, words: str) -> None:
    assert told_words(told) == words


@pytest.mark.parametrize("kind", RecordKind)
def test_every_kind_of_record_has_a_name_people_know(kind: RecordKind) -> None:
    assert kind_words(kind) != kind_words("hologram.shown")
