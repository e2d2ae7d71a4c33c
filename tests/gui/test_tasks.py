"""Background work: answers come back on the GUI thread, in order, by the right door."""

from __future__ import annotations

from threading import Event, current_thread, main_thread

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from pytestqt.qtbot import QtBot

from icv_app.errors import IcvError, NotFound
from tests.fakes.tasks import InlineTasks
from ui.tasks import Lane, Progress, ThreadPoolTasks


@pytest.fixture
def tasks(qtbot: QtBot) -> ThreadPoolTasks:
    return ThreadPoolTasks()


def nothing(_answer: object) -> None: ...


def test_work_leaves_the_gui_thread_and_its_answer_comes_back_to_it(tasks: ThreadPoolTasks) -> None:
    threads = []

    def work() -> str:
        threads.append(current_thread())
        return "answer"

    answers: list[tuple[str, object]] = []
    tasks.run(Lane.STORE, work, then=lambda a: answers.append((a, current_thread())), otherwise=nothing)
    assert tasks.wait_until_idle(5000)

    assert threads != [main_thread()]
    assert answers == [("answer", main_thread())]


def test_edits_are_written_in_the_order_they_were_made(tasks: ThreadPoolTasks) -> None:
    written: list[int] = []
    for number in range(50):
        tasks.run(Lane.STORE, lambda n=number: written.append(n), then=nothing, otherwise=nothing)  # type: ignore[misc]
    assert tasks.wait_until_idle(5000)
    assert written == list(range(50))


def test_a_slow_network_delays_no_edit(qtbot: QtBot, tasks: ThreadPoolTasks) -> None:
    network_may_answer, answered = Event(), []
    tasks.run(
        Lane.NETWORK,
        lambda: network_may_answer.wait(5),
        then=lambda _a: answered.append("net"),
        otherwise=nothing,
    )
    tasks.run(Lane.STORE, lambda: None, then=lambda _a: answered.append("store"), otherwise=nothing)
    qtbot.waitUntil(lambda: bool(answered))
    assert answered == ["store"]
    network_may_answer.set()
    assert tasks.wait_until_idle(5000)
    assert answered == ["store", "net"]


def test_an_expected_failure_goes_to_the_screen(tasks: ThreadPoolTasks) -> None:
    failure = NotFound("visit 1", user_text="Not here.")

    def work() -> None:
        raise failure

    told: list[IcvError] = []
    tasks.run(Lane.STORE, work, then=nothing, otherwise=told.append)
    assert tasks.wait_until_idle(5000)
    assert told == [failure]


def test_a_defect_goes_to_the_crash_dialog_and_not_to_the_screen(tasks: ThreadPoolTasks) -> None:
    told: list[IcvError] = []
    defects: list[Exception] = []
    tasks.defect_found.connect(defects.append)
    tasks.run(Lane.STORE, lambda: 1 // 0, then=nothing, otherwise=told.append)
    assert tasks.wait_until_idle(5000)
    assert [type(defect) for defect in defects] == [ZeroDivisionError]
    assert told == []


def test_long_work_says_how_far_it_is(tasks: ThreadPoolTasks) -> None:
    seen: list[tuple[int, int]] = []

    def work(progress: Progress) -> str:
        for done in range(3):
            progress.report(done + 1, 3)
        return "done"

    answers: list[str] = []
    tasks.run_long(
        Lane.STORE,
        work,
        then=answers.append,
        otherwise=nothing,
        on_progress=lambda done, total: seen.append((done, total)),
        on_cancelled=lambda: answers.append("cancelled"),
    )
    assert tasks.wait_until_idle(5000)
    assert seen == [(1, 3), (2, 3), (3, 3)]
    assert answers == ["done"]


@pytest.mark.parametrize("when", ["queued", "running"])
def test_cancelled_work_stops_and_says_so(tasks: ThreadPoolTasks, when: str) -> None:
    may_go_on, answers, started = Event(), [], Event()

    def blocker() -> None:
        may_go_on.wait(5)

    def work(progress: Progress) -> None:
        started.set()
        may_go_on.wait(5)
        progress.report(1, 2)
        answers.append("went on")

    if when == "queued":
        tasks.run(Lane.STORE, blocker, then=nothing, otherwise=nothing)
    progress = tasks.run_long(
        Lane.STORE,
        work,
        then=lambda _a: answers.append("then"),
        otherwise=nothing,
        on_progress=lambda _d, _t: answers.append("progress"),
        on_cancelled=lambda: answers.append("cancelled"),
    )
    if when == "running":
        assert started.wait(5)
    progress.cancel()
    may_go_on.set()
    assert tasks.wait_until_idle(5000)
    assert answers == ["cancelled"]
    assert started.is_set() == (when == "running")


def test_the_answer_to_a_closed_screen_is_dropped(tasks: ThreadPoolTasks) -> None:
    screen = QObject()
    answers: list[object] = []
    may_answer = Event()
    tasks.run(Lane.STORE, lambda: may_answer.wait(5), then=answers.append, otherwise=nothing, owner=screen)
    screen.deleteLater()
    del screen
    may_answer.set()
    assert tasks.wait_until_idle(5000)
    assert answers == []


def test_waiting_for_idle_gives_up_when_asked(tasks: ThreadPoolTasks) -> None:
    may_end = Event()
    tasks.run(Lane.STORE, lambda: may_end.wait(5), then=nothing, otherwise=nothing)
    assert not tasks.wait_until_idle(1)
    may_end.set()
    assert tasks.wait_until_idle(5000)


def test_the_fake_answers_at_once_by_the_same_doors() -> None:
    tasks = InlineTasks()
    answers: list[object] = []

    def fails() -> None:
        raise NotFound("visit 1", user_text="Not here.")

    tasks.run(Lane.STORE, lambda: 2, then=answers.append, otherwise=nothing)
    tasks.run(Lane.NETWORK, fails, then=nothing, otherwise=lambda e: answers.append(e.user_text))
    assert answers == [2, "Not here."]
    assert tasks.lanes == [Lane.STORE, Lane.NETWORK]


def test_work_for_after_the_paint_begins_when_no_event_waits_any_more(
    qtbot: QtBot, tasks: ThreadPoolTasks
) -> None:
    done: list[str] = []

    class Painted(QObject):
        def event(self, event: QEvent) -> bool:
            painting = event.type() == QEvent.Type.UpdateRequest
            if painting:
                done.append("painted")
            return painting or super().event(event)

    window = Painted()
    tasks.run(Lane.STORE, lambda: done.append("work"), then=nothing, otherwise=nothing, after_paint=True)
    QCoreApplication.postEvent(
        window, QEvent(QEvent.Type.UpdateRequest), Qt.EventPriority.LowEventPriority.value
    )
    assert not done

    qtbot.waitUntil(lambda: "work" in done)
    assert done == ["painted", "work"]


@pytest.mark.parametrize("lane", list(Lane))
def test_what_is_given_while_work_waits_for_the_paint_begins_after_it(
    tasks: ThreadPoolTasks, lane: Lane
) -> None:
    done: list[int] = []
    for number in range(3):
        tasks.run(
            Lane.STORE,
            lambda n=number: done.append(n),  # type: ignore[misc]
            then=nothing,
            otherwise=nothing,
            after_paint=True,
        )
    assert not done
    tasks.run(lane, lambda: None, then=nothing, otherwise=nothing)

    assert tasks._pools[Lane.STORE].waitForDone(5000)  # without a turn of the event loop
    assert done == [0, 1, 2]
    assert tasks.wait_until_idle(5000)


def test_shutting_down_leaves_nothing_waiting_for_a_paint(tasks: ThreadPoolTasks) -> None:
    done: list[str] = []
    tasks.run(Lane.STORE, lambda: done.append("work"), then=nothing, otherwise=nothing, after_paint=True)
    assert tasks.wait_until_idle(5000)
    assert done == ["work"]
