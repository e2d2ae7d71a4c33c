from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icv_app.domain.concern import (
    ConcernState,
    ConcernStep,
    ConcernStepKind,
    EscalationLevel,
    levels_above,
    progress_of,
    state_after,
    steps_allowed,
)
from icv_app.domain.ids import ConcernId, MemberId, VisitId
from tests.builders import NOON, a_concern

S, K = ConcernState, ConcernStepKind
INSPECTOR, CHIEF, MEETING = EscalationLevel


def a_step(
    number: int, kind: ConcernStepKind, hours: int | None = None, to_role: str | None = None
) -> ConcernStep:
    return ConcernStep(
        record_id=f"step-{number:03d}",
        concern_id=ConcernId("concern-1"),
        visit_id=VisitId("visit-1"),
        kind=kind,
        at=NOON + timedelta(hours=number if hours is None else hours),
        by=MemberId("C-001"),
        to_role=to_role,
    )


def after(*kinds: ConcernStepKind, put_right: bool = False) -> ConcernState:
    steps = [a_step(number, kind) for number, kind in enumerate(kinds)]
    return state_after(a_concern(put_right=put_right), steps)


@pytest.mark.parametrize(
    ("kinds", "state"),
    [
        ((), S.RAISED),
        ((K.SENT,), S.SENT),
        ((K.SENT, K.REPLIED), S.REPLIED),
        ((K.SENT, K.REPLIED, K.ACCEPTED), S.ACCEPTED),
        ((K.SENT, K.REPLIED, K.ACCEPTED, K.CLOSED), S.CLOSED),
        ((K.SENT, K.REPLIED, K.DISPUTED), S.DISPUTED),
        ((K.SENT, K.REPLIED, K.DISPUTED, K.ESCALATED, K.ESCALATED), S.ESCALATED),
        ((K.SENT, K.REPLIED, K.DISPUTED, K.ESCALATED, K.REPLIED), S.REPLIED),
        ((K.SENT, K.ESCALATED, K.CLOSED), S.CLOSED),
        ((K.CLOSED,), S.CLOSED),
    ],
)
def test_a_concern_goes_the_way_the_scheme_publishes(
    kinds: tuple[ConcernStepKind, ...], state: ConcernState
) -> None:
    assert after(*kinds) is state


@pytest.mark.parametrize(
    ("kinds", "state"),
    [
        ((K.REPLIED,), S.RAISED),
        ((K.ACCEPTED,), S.RAISED),
        ((K.SENT, K.SENT), S.SENT),
        ((K.SENT, K.CLOSED, K.REPLIED), S.CLOSED),
        ((K.SENT, K.REPLIED, K.ESCALATED), S.REPLIED),
    ],
)
def test_a_step_that_cannot_follow_is_passed_over(
    kinds: tuple[ConcernStepKind, ...], state: ConcernState
) -> None:
    assert after(*kinds) is state


def test_a_concern_put_right_at_the_visit_may_still_be_sent() -> None:
    assert after(put_right=True) is S.PUT_RIGHT
    assert after(K.SENT, put_right=True) is S.SENT


def test_nothing_follows_closing() -> None:
    assert steps_allowed(S.CLOSED) == frozenset()


def test_of_two_steps_at_one_moment_the_earlier_record_counts_first() -> None:
    steps = [a_step(2, K.ESCALATED, hours=1), a_step(1, K.CLOSED, hours=1), a_step(0, K.SENT)]
    assert state_after(a_concern(), steps) is S.CLOSED


@given(st.lists(st.sampled_from(K), max_size=7), st.randoms(use_true_random=False), st.booleans())
def test_every_device_comes_to_the_same_state(
    kinds: list[ConcernStepKind], random: Random, put_right: bool
) -> None:
    steps = [a_step(number, kind, hours=number // 2) for number, kind in enumerate(kinds)]
    shuffled = steps.copy()
    random.shuffle(shuffled)
    concern = a_concern(put_right=put_right)
    assert state_after(concern, shuffled) is state_after(concern, steps)


def test_good_practice_is_a_category_of_its_own() -> None:
    assert a_concern(category="P").good_practice
    assert not a_concern(category="A2").good_practice


def escalated(*levels: str) -> list[ConcernStep]:
    return [a_step(0, K.SENT), *(a_step(at, K.ESCALATED, to_role=to) for at, to in enumerate(levels, 1))]


def test_the_level_is_kept_whatever_follows() -> None:
    steps = [*escalated(CHIEF), a_step(5, K.REPLIED), a_step(6, K.DISPUTED), a_step(7, K.SENT)]
    assert progress_of(a_concern(), steps).level is CHIEF


def test_an_escalation_that_does_not_go_up_is_passed_over() -> None:
    for lower in (INSPECTOR, CHIEF):
        progress = progress_of(a_concern(), escalated(CHIEF, lower))
        assert (progress.state, progress.level) == (S.ESCALATED, CHIEF)
        assert [step.to_role for step in progress.passed_over] == [lower]


def test_a_level_of_a_schemes_own_escalates_and_leaves_the_level() -> None:
    progress = progress_of(a_concern(), escalated(INSPECTOR, "superintendent"))
    assert (progress.state, progress.level, progress.passed_over) == (S.ESCALATED, INSPECTOR, ())


def test_above_the_governance_meeting_there_is_nothing() -> None:
    assert levels_above(None) == (INSPECTOR, CHIEF, MEETING)
    assert levels_above(CHIEF) == (MEETING,)
    assert levels_above(MEETING) == ()
    assert K.ESCALATED in steps_allowed(S.DISPUTED, level=CHIEF)
    assert K.ESCALATED not in steps_allowed(S.DISPUTED, level=MEETING)


def test_good_practice_is_thanked_for_answered_and_closed_and_nothing_else() -> None:
    for state in S:
        kinds = steps_allowed(state, good_practice=True)
        assert kinds <= {K.SENT, K.REPLIED, K.CLOSED}
    praise = a_concern(category="P")
    assert state_after(praise, [a_step(0, K.SENT), a_step(1, K.ESCALATED, to_role=CHIEF)]) is S.SENT
    assert state_after(praise, [a_step(0, K.SENT), a_step(1, K.REPLIED), a_step(2, K.DISPUTED)]) is S.REPLIED


_levels = st.sampled_from([*EscalationLevel, "superintendent"])
_others = st.sampled_from((K.REPLIED, K.DISPUTED, K.SENT))
_moves = st.one_of(_others.map(lambda kind: (kind, None)), _levels.map(lambda to: (K.ESCALATED, to)))


@given(st.lists(_moves, max_size=9), st.randoms(use_true_random=False))
def test_every_device_comes_to_the_same_level_and_it_never_falls(
    moves: list[tuple[ConcernStepKind, str | None]], random: Random
) -> None:
    sent: list[tuple[ConcernStepKind, str | None]] = [(K.SENT, None)]
    steps = [a_step(at, kind, hours=at // 2, to_role=to) for at, (kind, to) in enumerate([*sent, *moves])]
    shuffled = steps.copy()
    random.shuffle(shuffled)
    whole = progress_of(a_concern(), shuffled)
    assert whole == progress_of(a_concern(), steps)
    assert sorted((*whole.counted, *whole.passed_over), key=lambda step: step.record_id) == steps
    order = [None, *EscalationLevel]
    levels = [progress_of(a_concern(), steps[:upto]).level for upto in range(len(steps) + 1)]
    assert [order.index(one) for one in levels] == sorted(order.index(one) for one in levels)
