"""When a laptop sends and fetches by itself, and when it does not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from icv_app.domain.sync_choices import SyncChoices
from icv_app.errors import NotYetEnrolled, StoreError, SyncError, Unreachable
from tests.fakes.doors import FakeDoors
from tests.fakes.office import an_office
from tests.fakes.tasks import InlineTasks
from ui.doors import SyncOutcome, SyncPhase, SyncTold
from ui.network import Network, SystemNetwork
from ui.syncing import Hold, Syncing, SyncState
from ui.tasks import Progress

GONE = Unreachable("no answer", user_text="The server cannot be reached.")


@pytest.fixture
def network(qapp: QObject) -> Network:
    return Network()


@pytest.fixture
def doors() -> FakeDoors:
    return FakeDoors(desk=an_office(server_url="https://icv.example.org").desk)


def syncing(doors: FakeDoors, network: Network, tasks: InlineTasks | None = None) -> Syncing:
    assert doors.desk is not None
    return Syncing(doors.desk, doors, tasks or InlineTasks(), network, network)


def test_it_goes_at_the_start_and_says_when_it_goes_again(doors: FakeDoors, network: Network) -> None:
    sync = syncing(doors, network)
    sync.begin()

    assert doors.syncs == 1
    assert (sync.state.running, sync.state.failure, sync.state.hold) == (False, None, None)
    assert sync.state.next_at == doors.next_sync(0, None).at


def test_every_failure_in_a_row_is_counted_and_a_good_run_forgets_them(
    doors: FakeDoors, network: Network
) -> None:
    sync = syncing(doors, network)
    for fails in (True, True, False):
        doors.fail_next = GONE if fails else None
        sync.begin()

    assert doors.planned == [(1, None), (2, None), (0, None)]


def test_whoever_waits_to_be_let_in_asks_as_often_as_ever(doors: FakeDoors, network: Network) -> None:
    sync = syncing(doors, network)
    for _time in range(3):
        doors.fail_next = NotYetEnrolled("not yet", user_text="Waiting for the coordinator.")
        sync.begin()

    assert doors.planned == [(0, None)] * 3
    assert sync.state.failure is not None


def test_a_server_that_asks_to_be_left_alone_hears_nothing_until_then_unless_somebody_asks(
    doors: FakeDoors, network: Network
) -> None:
    sync = syncing(doors, network)
    doors.fail_next = Unreachable("busy", user_text="The server is busy.", retry_after_s=600)
    sync.begin()
    sync.quietly()
    by_itself = doors.syncs
    sync.now()

    assert doors.planned[0] == (1, 600)
    assert (by_itself, doors.syncs) == (1, 2)


def test_without_a_network_nothing_is_tried_and_it_goes_as_soon_as_it_is_back(
    doors: FakeDoors, network: Network
) -> None:
    network.show(absent=True, metered=False)
    sync = syncing(doors, network)
    sync.begin()
    sync.quietly()
    before, state = doors.syncs, sync.state
    network.show(absent=False, metered=False)

    assert (before, state.hold, state.next_at) == (0, Hold.NO_NETWORK, None)
    assert (doors.syncs, sync.state.hold) == (1, None)


def test_a_network_that_goes_while_it_waits_stops_the_timer_from_trying(
    doors: FakeDoors, network: Network
) -> None:
    sync = syncing(doors, network)
    sync.begin()
    network.show(absent=True, metered=False)
    sync._due()

    assert (doors.syncs, sync.state.hold, sync.state.next_at) == (1, Hold.NO_NETWORK, None)


def test_a_metered_network_is_spared_unless_chosen_otherwise(doors: FakeDoors, network: Network) -> None:
    network.show(absent=False, metered=True)
    sync = syncing(doors, network)
    sync.begin()
    spared, hold = doors.syncs, sync.state.hold
    sync.choose(SyncChoices(metered_too=True))

    assert (spared, hold) == (0, Hold.METERED)
    assert (doors.syncs, sync.state.hold) == (1, None)


def test_what_is_asked_for_goes_on_a_metered_network_and_while_paused(
    doors: FakeDoors, network: Network
) -> None:
    network.show(absent=False, metered=True)
    sync = syncing(doors, network)
    sync.begin()
    sync.now()
    sync.choose(SyncChoices(paused=True))
    sync.now()

    assert doors.syncs == 2
    assert sync.state.hold is Hold.PAUSED


def test_a_pause_holds_until_it_is_lifted_even_over_a_restart(doors: FakeDoors, network: Network) -> None:
    sync = syncing(doors, network)
    sync.begin()
    sync.choose(SyncChoices(paused=True))
    sync.quietly()
    started_again = syncing(doors, network)
    started_again.begin()
    held = doors.syncs
    started_again.choose(SyncChoices(paused=False))

    assert held == 1
    assert doors.syncs == 2


def test_a_choice_that_cannot_be_kept_is_taken_back_and_said(
    qtbot: QtBot, doors: FakeDoors, network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync = syncing(doors, network)
    sync.begin()
    assert doors.desk is not None

    def full(*_choices: object) -> None:
        raise StoreError("disk full", user_text="The disk is full.")

    monkeypatch.setattr(type(doors.desk.sync_centre), "choose", full)
    with qtbot.waitSignal(sync.refused):
        sync.choose(SyncChoices(paused=True))

    assert sync.state.choices == SyncChoices()


def test_a_server_on_this_very_computer_needs_no_network(network: Network) -> None:
    network.show(absent=True, metered=False)
    doors = FakeDoors(desk=an_office(server_url="http://127.0.0.1:8000").desk)
    sync = syncing(doors, network)
    sync.begin()

    assert doors.syncs == 1


def test_a_scheme_without_a_server_never_goes_by_itself(network: Network) -> None:
    doors = FakeDoors(desk=an_office().desk)
    sync = syncing(doors, network)
    sync.begin()
    sync.quietly()

    assert doors.syncs == 0


def test_how_far_it_is_reaches_the_window_and_is_forgotten_at_the_end(
    doors: FakeDoors, network: Network
) -> None:
    doors.telling = (SyncTold(SyncPhase.FETCHING, 40, 130), SyncTold(SyncPhase.SENDING, 1, 3))
    sync = syncing(doors, network)
    seen: list[SyncState] = []
    sync.changed.connect(lambda: seen.append(sync.state))
    sync.begin()

    assert tuple(state.told for state in seen if state.told is not None) == doors.telling
    assert sync.state.told is None


def test_cancelling_ends_it_without_a_word_of_failure_and_it_goes_again_later(
    qtbot: QtBot, doors: FakeDoors, network: Network
) -> None:
    tasks = InlineTasks()
    sync = syncing(doors, network, tasks)
    doors.telling = (SyncTold(SyncPhase.SENDING, 1, 3), SyncTold(SyncPhase.SENDING, 2, 3))
    progress: list[Progress] = []
    sync.changed.connect(lambda: _cancel_once(tasks, progress, sync))
    with qtbot.waitSignal(sync.cancelled):
        sync.begin()

    assert (sync.state.running, sync.state.failure) == (False, None)
    assert sync.state.next_at is not None


def _cancel_once(tasks: InlineTasks, progress: list[Progress], sync: Syncing) -> None:
    if sync.state.told is not None and not progress:
        progress.append(tasks.current)
        tasks.current.cancel()


def test_a_failure_that_needs_somebody_is_kept_until_a_run_ends_well(
    doors: FakeDoors, network: Network
) -> None:
    sync = syncing(doors, network)
    wrong = SyncError("clock", user_text="This computer's clock is wrong.")
    doors.fail_next = wrong
    sync.begin()
    kept = sync.state.failure
    sync.now()

    assert kept is wrong
    assert sync.state.failure is None


@pytest.mark.parametrize("known", [True, False])
def test_the_system_is_asked_and_where_it_knows_nothing_the_network_is_taken_to_be_there(
    qapp: QObject, known: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    from PySide6.QtNetwork import QNetworkInformation

    if not known:
        monkeypatch.setattr(QNetworkInformation, "loadDefaultBackend", lambda: False)
    found = SystemNetwork()
    there = QNetworkInformation.instance() if known and QNetworkInformation.loadDefaultBackend() else None

    expected = there is not None and there.isMetered()
    assert found.metered == expected


def test_what_a_run_did_is_handed_on_with_whether_somebody_had_asked(
    doors: FakeDoors, network: Network
) -> None:
    sync = syncing(doors, network)
    heard: list[tuple[SyncOutcome, bool]] = []
    hear: Callable[[SyncOutcome, bool], None] = lambda outcome, asked: heard.append((outcome, asked))  # noqa: E731
    sync.ended.connect(hear)
    sync.begin()
    sync.now()

    assert [asked for _outcome, asked in heard] == [False, True]
