from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icv_app.domain.concern import ConcernState, ConcernStep, ConcernStepKind, state_after, steps_allowed
from icv_app.domain.ids import ConcernId, MemberId, VisitId
from tests.builders import NOON, a_concern

S, K = ConcernState, ConcernStepKind


def a_step(number: int, kind: ConcernStepKind, hours: int | None = None) -> ConcernStep:
    return ConcernStep(
        record_id=f"step-{number:03d}",
        concern_id=ConcernId("concern-1"),
        visit_id=VisitId("visit-1"),
        kind=kind,
        at=NOON + timedelta(hours=number if hours is None else hours),
        by=MemberId("C-001"),
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
