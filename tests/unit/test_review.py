from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icv_app.domain.ids import RecordId
from icv_app.domain.review import ReviewEvent, ReviewEventKind, ReviewState, fold_review
from tests.builders import NOON, a_review_event

K = ReviewEventKind
S = ReviewState


@st.composite
def histories(draw: st.DrawFn) -> list[ReviewEvent]:
    """Events of which each may have seen any of those made before it, as devices out of touch do."""
    events: list[ReviewEvent] = []
    for number, kind in enumerate(draw(st.lists(st.sampled_from(K), max_size=7))):
        sees = [event.record_id for event in events if draw(st.booleans())]
        at = NOON + timedelta(minutes=draw(st.integers(0, 5)))
        events.append(a_review_event(number, kind, sees=tuple(sees), at=at))
    return events


def ids(*numbers: int) -> tuple[RecordId, ...]:
    return tuple(RecordId(f"event-{number:03d}") for number in numbers)


@given(histories(), st.randoms(use_true_random=False))
def test_any_order_of_arrival_gives_the_same_state(events: list[ReviewEvent], random: Random) -> None:
    shuffled = events + [event for event in events if random.random() < 0.5]
    random.shuffle(shuffled)
    assert fold_review(shuffled) == fold_review(events)


@given(histories(), st.randoms(use_true_random=False))
def test_what_arrives_in_parts_comes_to_the_same_state_as_all_at_once(
    events: list[ReviewEvent], random: Random
) -> None:
    first = [event for event in events if random.random() < 0.5]
    early = fold_review(first)
    rest = [event for event in events if event not in early.events]
    assert fold_review([*rest, *early.events]) == fold_review(events)


@given(histories())
def test_every_event_is_shown_oldest_first(events: list[ReviewEvent]) -> None:
    shown = fold_review(events).events
    assert set(shown) == set(events)
    assert [event.at for event in shown] == sorted(event.at for event in events)


@given(histories())
def test_a_question_nobody_has_seen_leaves_the_report_returned(events: list[ReviewEvent]) -> None:
    question = a_review_event(900, K.RETURNED, at=NOON)
    found = fold_review([*events, question])
    assert found.state is S.RETURNED
    assert found.question is not None


def test_a_report_nobody_has_opened_is_filed() -> None:
    assert fold_review([]).state is S.FILED


@pytest.mark.parametrize(
    ("kinds", "state"),
    [
        ((K.RECEIVED,), S.RECEIVED),
        ((K.RECEIVED, K.RETURNED), S.RETURNED),
        ((K.RECEIVED, K.RETURNED, K.ANSWERED), S.ANSWERED),
        ((K.RECEIVED, K.RETURNED, K.ANSWERED, K.APPROVED), S.APPROVED),
        ((K.RECEIVED, K.APPROVED), S.APPROVED),
        ((K.APPROVED, K.RETURNED), S.RETURNED),
        ((K.RETURNED, K.APPROVED), S.APPROVED),
        ((K.RECEIVED, K.APPROVED, K.AGREED), S.APPROVED),
        ((K.RECEIVED, K.DISSENTED, K.ADDENDUM), S.RECEIVED),
    ],
)
def test_where_everybody_saw_everything_the_last_decision_stands(
    kinds: tuple[ReviewEventKind, ...], state: ReviewState
) -> None:
    events = [a_review_event(number, kind, sees=ids(*range(number))) for number, kind in enumerate(kinds)]
    assert fold_review(events).state is state


def test_a_question_wins_over_an_approval_made_without_knowing_of_it() -> None:
    question = a_review_event(1, K.RETURNED, at=NOON)
    approval = a_review_event(2, K.APPROVED, at=NOON + timedelta(days=1))
    found = fold_review([question, approval])
    assert found.state is S.RETURNED
    assert found.question == question
    assert approval in found.events


def test_after_the_answer_an_approval_that_did_not_see_it_does_not_count() -> None:
    question = a_review_event(1, K.RETURNED)
    approval = a_review_event(2, K.APPROVED)
    answer = a_review_event(3, K.ANSWERED, sees=ids(1))
    assert fold_review([question, approval, answer]).state is S.ANSWERED
    again = a_review_event(4, K.APPROVED, sees=ids(1, 2, 3))
    assert fold_review([question, approval, answer, again]).state is S.APPROVED
    of_the_answer = a_review_event(4, K.APPROVED, sees=ids(3))
    assert fold_review([question, approval, answer, of_the_answer]).state is S.APPROVED


def test_the_newest_of_several_open_questions_is_shown() -> None:
    questions = [a_review_event(number, K.RETURNED) for number in (1, 2, 3)]
    answer = a_review_event(4, K.ANSWERED, sees=ids(3))
    found = fold_review([*questions, answer])
    assert found.state is S.RETURNED
    assert found.question == questions[1]


def test_no_question_is_shown_once_it_is_answered() -> None:
    question = a_review_event(1, K.RETURNED)
    answer = a_review_event(2, K.ANSWERED, sees=ids(1))
    assert fold_review([question, answer]).question is None
