"""The planner, without a network, a vault or a clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.client.planner import (
    LONGEST_ASKED,
    LONGEST_RETRY,
    LONGEST_WAIT,
    MOST_WAITS,
    Answer,
    Busy,
    Compared,
    ErrandsDone,
    HistoryChanged,
    Mended,
    Plan,
    Pulled,
    Pushed,
    Step,
    Stopped,
    Waited,
    next_plan,
    next_run,
)

NOW = datetime(2024, 3, 1, 12, 0, tzinfo=UTC)


def path(*answers: Answer) -> list[Step]:
    plan = Plan()
    steps = [plan.step]
    for answer in answers:
        plan = next_plan(plan, answer, NOW, 0.0)
        steps.append(plan.step)
    return steps


def test_a_quiet_run_pulls_compares_and_ends() -> None:
    assert path(Pulled(False), Pushed(0, False), Compared(True), ErrandsDone()) == [
        Step.PULL,
        Step.PUSH,
        Step.COMPARE,
        Step.ERRANDS,
        Step.FINISH,
    ]


def test_what_was_sent_is_pulled_before_comparing() -> None:
    assert path(
        Pulled(True), Pulled(False), Pushed(2, True), Pushed(0, False), Pulled(False), Compared(True)
    ) == [
        Step.PULL,
        Step.PULL,
        Step.PUSH,
        Step.PUSH,
        Step.PULL,
        Step.COMPARE,
        Step.ERRANDS,
    ]


@pytest.mark.parametrize("found", [Compared(False), HistoryChanged()])
def test_a_difference_is_mended_once(found: Answer) -> None:
    start: list[Answer] = [Pulled(False), Pushed(0, False)]

    steps = path(*start, found, Mended(), *start, Compared(False))

    assert steps[3:] == [Step.MEND, Step.PULL, Step.PUSH, Step.COMPARE, Step.ERRANDS]


def test_a_history_that_changes_again_and_again_ends_the_run() -> None:
    plan = Plan()
    for answer in (HistoryChanged(), Mended(), HistoryChanged()):
        plan = next_plan(plan, answer, NOW, 0.0)

    assert plan.step is Step.FINISH
    assert plan.failed


def test_a_wait_comes_back_to_the_same_step() -> None:
    plan = next_plan(Plan(step=Step.COMPARE), Busy(timedelta(seconds=4)), NOW, 0.5)

    assert plan.step is Step.WAIT
    assert plan.until == NOW + timedelta(seconds=4.5)
    assert next_plan(plan, Waited(), NOW, 0.0).step is Step.COMPARE


def test_waits_grow_and_then_end_the_run() -> None:
    plan, waits = Plan(), []
    while plan.step is not Step.FINISH:
        plan = next_plan(plan, Busy(None), NOW, 1.0)
        if plan.until is not None:
            waits.append(plan.until - NOW)
            plan = next_plan(plan, Waited(), NOW, 1.0)

    assert waits == [timedelta(seconds=one) for one in (1, 2, 4, 8, 16)]
    assert plan.failed


def test_a_success_forgets_earlier_waits() -> None:
    plan = next_plan(Plan(waits=MOST_WAITS), Pulled(True), NOW, 0.0)

    assert plan.waits == 0


def test_a_long_wait_is_left_to_the_next_run() -> None:
    plan = next_plan(Plan(), Busy(LONGEST_WAIT + timedelta(seconds=1)), NOW, 0.0)

    assert plan.step is Step.FINISH
    assert plan.failed


def test_a_stop_ends_the_run_at_once() -> None:
    assert next_plan(Plan(step=Step.PUSH), Stopped(), NOW, 0.0) == Plan(step=Step.FINISH, failed=True)


@given(failures=st.integers(1, 10_000), jitter=st.floats(0, 1))
def test_retries_by_itself_stay_within_bounds(failures: int, jitter: float) -> None:
    wait = next_run(failures, NOW, jitter, every=timedelta(minutes=5)) - NOW

    assert timedelta(seconds=7) <= wait <= LONGEST_RETRY


@given(failures=st.integers(1, 40), jitter=st.floats(0, 1), asked=st.integers(0, 100_000))
def test_a_server_that_asks_to_be_left_alone_is_left_alone(failures: int, jitter: float, asked: int) -> None:
    """Over all runs, too: not before the time it named, but in the end whatever it names."""
    every = timedelta(minutes=5)
    wait = next_run(failures, NOW, jitter, every=every, asked=timedelta(seconds=asked)) - NOW

    assert wait >= min(timedelta(seconds=asked), LONGEST_ASKED)
    assert wait <= LONGEST_ASKED + LONGEST_RETRY


def test_devices_that_were_turned_away_together_come_back_apart() -> None:
    asked = timedelta(minutes=10)
    moments = {next_run(1, NOW, at / 10, every=timedelta(minutes=5), asked=asked) for at in range(10)}

    assert len(moments) == 10
    assert min(moments) == NOW + asked


def test_a_failing_server_is_asked_less_and_less() -> None:
    """A day of nothing but failures, each run trying as often as it may: no hammering."""
    now, requests, failures = NOW, 0, 0
    by_hour: list[int] = []
    while now < NOW + timedelta(hours=24):
        plan = Plan()
        while plan.step is not Step.FINISH:
            requests += 1
            plan = next_plan(plan, Busy(None), now, 0.0)
            if plan.until is not None:
                now = plan.until
                plan = next_plan(plan, Waited(), now, 0.0)
        failures += 1
        now = next_run(failures, now, 0.0, every=timedelta(minutes=5))
        while len(by_hour) <= (now - NOW) // timedelta(hours=1):
            by_hour.append(requests)

    assert by_hour[0] <= 60
    assert by_hour[12] - by_hour[11] <= 30


def test_a_day_without_network_costs_few_attempts() -> None:
    now, attempts = NOW, 0
    while now < NOW + timedelta(hours=24):
        attempts += 1
        now = next_run(attempts, now, 0.5, every=timedelta(minutes=5))

    assert attempts <= 80


@given(jitter=st.floats(0, 1))
def test_after_success_the_usual_time_passes(jitter: float) -> None:
    wait = next_run(0, NOW, jitter, every=timedelta(minutes=10)) - NOW

    assert timedelta(minutes=9) <= wait <= timedelta(minutes=11)


@given(
    st.lists(
        st.sampled_from(
            [
                Pulled(False),
                Pushed(0, False),
                Pushed(1, False),
                Compared(False),
                Compared(True),
                Mended(),
                ErrandsDone(),
                HistoryChanged(),
                Busy(None),
                Waited(),
            ]
        ),
        max_size=60,
    )
)
def test_no_run_goes_on_for_ever(answers: list[Answer]) -> None:
    """Whatever comes, mending happens once and only sending or receiving more makes a run longer."""
    plan, mends = Plan(), 0
    for answer in answers:
        if plan.step is Step.FINISH:
            break
        plan = next_plan(plan, answer, NOW, 0.0)
        mends += plan.step is Step.MEND and not isinstance(answer, Waited)

    assert mends <= 1
